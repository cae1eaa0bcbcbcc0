-- +goose Up

-- Who was erased for good: no name, no address. record_id is the id of what
-- was a contact; it names nothing any more.
CREATE TABLE erasures (
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           UUID   NOT NULL,
  record_id    UUID   NOT NULL,
  member_id    UUID,
  at           BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT erasures_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
);
CREATE INDEX erasures_record ON erasures (workspace_id, record_id);
CREATE INDEX erasures_member ON erasures (workspace_id, member_id) WHERE member_id IS NOT NULL;

-- By what an import recognises somebody who was erased: keyed hashes of their
-- e-mail addresses and telephone numbers. The key is the workspace's own, kept
-- sealed.
CREATE TABLE erased_keys (
  workspace_id BIGINT NOT NULL,
  hash         BYTEA  NOT NULL,
  erasure_id   UUID   NOT NULL,
  PRIMARY KEY (workspace_id, hash, erasure_id),
  CONSTRAINT erased_keys_erasure_fkey FOREIGN KEY (workspace_id, erasure_id) REFERENCES erasures (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX erased_keys_erasure ON erased_keys (workspace_id, erasure_id);
ALTER TABLE workspaces ADD COLUMN erasure_secret TEXT NOT NULL DEFAULT '';

-- A signature instead of what an entry of the audit log said of somebody who
-- was erased; empty where nothing was.
ALTER TABLE audit_entries ADD COLUMN erased TEXT NOT NULL DEFAULT '';
