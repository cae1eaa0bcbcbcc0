-- +goose Up

-- Who did what to which record, and from where; workspace 0 is the server
-- itself. Entries are only added. The job that seals them gives each its place
-- in the chain of its workspace: seq, and a hash over the entry and the hash
-- before it. Nothing is referenced on purpose: an entry outlives what it names.
-- version and deleted_at never change; lists ask for them.
CREATE TABLE audit_entries (
  workspace_id BIGINT NOT NULL,
  id           UUID   NOT NULL,
  at           BIGINT NOT NULL,
  action       TEXT   NOT NULL,
  kind         TEXT   NOT NULL,
  record_id    UUID,
  name         TEXT   NOT NULL DEFAULT '',
  name_key     TEXT   NOT NULL DEFAULT '',
  records      BIGINT NOT NULL DEFAULT 1,
  batch_id     UUID,
  member_id    UUID,
  who          TEXT   NOT NULL DEFAULT '',
  via          TEXT   NOT NULL DEFAULT '',
  ip           TEXT   NOT NULL DEFAULT '',
  details      TEXT   NOT NULL DEFAULT '',
  seq          BIGINT,
  hash         BYTEA,
  version      BIGINT NOT NULL DEFAULT 1 CHECK (version = 1),
  deleted_at   BIGINT CHECK (deleted_at IS NULL),
  PRIMARY KEY (workspace_id, id),
  CHECK ((seq IS NULL) = (hash IS NULL))
);
CREATE UNIQUE INDEX audit_entries_seq ON audit_entries (workspace_id, seq) WHERE seq IS NOT NULL;
CREATE INDEX audit_entries_open ON audit_entries (workspace_id, id) WHERE seq IS NULL;
CREATE INDEX audit_entries_record ON audit_entries (workspace_id, record_id, id) WHERE record_id IS NOT NULL;
CREATE INDEX audit_entries_member ON audit_entries (workspace_id, member_id, id) WHERE member_id IS NOT NULL;
CREATE INDEX audit_entries_action ON audit_entries (workspace_id, action, id);
CREATE INDEX audit_entries_at ON audit_entries (workspace_id, at, id);

-- The end of a chain at a moment, signed with a key that the database does not hold.
CREATE TABLE audit_seals (
  workspace_id BIGINT NOT NULL,
  seq          BIGINT NOT NULL,
  hash         BYTEA  NOT NULL,
  signature    TEXT   NOT NULL,
  at           BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, seq)
);
