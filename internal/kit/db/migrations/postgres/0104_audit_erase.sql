-- +goose Up

-- What names somebody may be taken out of an entry of the audit log, with a
-- signature; everything else stays as it is for good.
DROP TRIGGER audit_entries_fixed ON audit_entries;
DROP TRIGGER audit_entries_sealed ON audit_entries;
CREATE TRIGGER audit_entries_fixed BEFORE UPDATE OF workspace_id, id, at, action, kind, record_id, records, batch_id, member_id, who, via, ip
  ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_is_kept();
CREATE TRIGGER audit_entries_sealed BEFORE UPDATE OF seq, hash ON audit_entries FOR EACH ROW WHEN (OLD.seq IS NOT NULL) EXECUTE FUNCTION audit_is_kept();
CREATE TRIGGER audit_entries_erased BEFORE UPDATE OF name, name_key, details, version, deleted_at, erased
  ON audit_entries FOR EACH ROW WHEN (NEW.erased = '' OR OLD.seq IS NULL) EXECUTE FUNCTION audit_is_kept();
