-- +goose Up

-- Entries of the audit log are only added, and sealed once.
-- +goose StatementBegin
CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is only added to';
END $$;
-- +goose StatementEnd
CREATE TRIGGER audit_entries_kept BEFORE DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_is_kept();
CREATE TRIGGER audit_entries_fixed BEFORE UPDATE OF workspace_id, id, at, action, kind, record_id, name, records, batch_id, member_id, who, via, ip, details
  ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_is_kept();
CREATE TRIGGER audit_entries_sealed BEFORE UPDATE ON audit_entries FOR EACH ROW WHEN (OLD.seq IS NOT NULL) EXECUTE FUNCTION audit_is_kept();
CREATE TRIGGER audit_seals_kept BEFORE UPDATE OR DELETE ON audit_seals FOR EACH ROW EXECUTE FUNCTION audit_is_kept();
