-- +goose Up

-- One thing done to many records in one go. Its id is the batch of the history it writes.
CREATE TABLE bulks (
  workspace_id BIGINT  NOT NULL,
  id           UUID    NOT NULL,
  member_id    UUID    NOT NULL,
  via          TEXT    NOT NULL,
  kind         TEXT    NOT NULL CHECK (kind IN ('contact', 'company')),
  action       TEXT    NOT NULL CHECK (action IN ('set', 'tag', 'untag', 'delete', 'restore', 'undo')),
  field        TEXT    NOT NULL DEFAULT '',
  value        TEXT    NOT NULL DEFAULT '',
  label        TEXT    NOT NULL DEFAULT '',
  query        TEXT    NOT NULL DEFAULT '',
  chosen       JSONB   NOT NULL DEFAULT '{}',
  asked_at     BIGINT  NOT NULL,
  status       TEXT    NOT NULL CHECK (status IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  total        BIGINT  NOT NULL DEFAULT 0,
  place        UUID,
  changed      BIGINT  NOT NULL DEFAULT 0,
  unchanged    BIGINT  NOT NULL DEFAULT 0,
  failed       BIGINT  NOT NULL DEFAULT 0,
  problem      TEXT    NOT NULL DEFAULT '',
  undo_of      UUID,
  undone_by    UUID,
  version      BIGINT  NOT NULL DEFAULT 1,
  created_at   BIGINT  NOT NULL,
  updated_at   BIGINT  NOT NULL,
  finished_at  BIGINT,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT bulks_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT bulks_undo_of_fkey FOREIGN KEY (workspace_id, undo_of) REFERENCES bulks (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX bulks_member ON bulks (workspace_id, member_id, id);
CREATE INDEX bulks_undo_of ON bulks (workspace_id, undo_of) WHERE undo_of IS NOT NULL;

CREATE TABLE bulk_failures (
  workspace_id BIGINT NOT NULL,
  bulk_id      UUID   NOT NULL,
  record_id    UUID   NOT NULL,
  name         TEXT   NOT NULL DEFAULT '',
  reason       TEXT   NOT NULL,
  PRIMARY KEY (workspace_id, bulk_id, record_id),
  CONSTRAINT bulk_failures_bulk_fkey FOREIGN KEY (workspace_id, bulk_id) REFERENCES bulks (workspace_id, id) ON DELETE CASCADE
);
