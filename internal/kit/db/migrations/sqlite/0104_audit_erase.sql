-- +goose Up

-- What names somebody may be taken out of an entry of the audit log, with a
-- signature; everything else stays as it is for good.
DROP TRIGGER audit_entries_fixed;
DROP TRIGGER audit_entries_sealed;
-- +goose StatementBegin
CREATE TRIGGER audit_entries_fixed BEFORE UPDATE OF workspace_id, id, at, action, kind, record_id, records, batch_id, member_id, who, via, ip ON audit_entries
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_entries_sealed BEFORE UPDATE OF seq, hash ON audit_entries WHEN OLD.seq IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_entries_erased BEFORE UPDATE OF name, name_key, details, version, deleted_at, erased ON audit_entries WHEN NEW.erased = '' OR OLD.seq IS NULL
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
-- +goose StatementEnd
