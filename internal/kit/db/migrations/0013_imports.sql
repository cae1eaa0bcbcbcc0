-- +goose Up

-- An import that is taken back, or is being. Its id is the batch of the history it writes; place is how far it came.
CREATE TABLE import_undos (
  workspace_id BIGINT NOT NULL,
  import_id    UUID   NOT NULL,
  id           UUID   NOT NULL,
  member_id    UUID   NOT NULL,
  status       TEXT   NOT NULL CHECK (status IN ('running', 'done', 'failed')),
  place        UUID,
  total        BIGINT NOT NULL DEFAULT 0,
  seen         BIGINT NOT NULL DEFAULT 0,
  contacts     BIGINT NOT NULL DEFAULT 0,
  companies    BIGINT NOT NULL DEFAULT 0,
  tags         BIGINT NOT NULL DEFAULT 0,
  reverted     BIGINT NOT NULL DEFAULT 0,
  leftover     BIGINT NOT NULL DEFAULT 0,
  problem      TEXT   NOT NULL DEFAULT '',
  step         BIGINT NOT NULL DEFAULT 0,
  created_at   BIGINT NOT NULL,
  updated_at   BIGINT NOT NULL,
  finished_at  BIGINT,
  PRIMARY KEY (workspace_id, import_id),
  CONSTRAINT import_undos_import_fkey FOREIGN KEY (workspace_id, import_id) REFERENCES imports (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT import_undos_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
);
CREATE INDEX import_undos_member ON import_undos (workspace_id, member_id);

-- What an undone import left as it is, and why.
CREATE TABLE import_leftovers (
  workspace_id BIGINT NOT NULL,
  import_id    UUID   NOT NULL,
  record_id    UUID   NOT NULL,
  kind         TEXT   NOT NULL,
  name         TEXT   NOT NULL DEFAULT '',
  reason       TEXT   NOT NULL,
  PRIMARY KEY (workspace_id, import_id, record_id),
  CONSTRAINT import_leftovers_undo_fkey FOREIGN KEY (workspace_id, import_id) REFERENCES import_undos (workspace_id, import_id) ON DELETE CASCADE
);

-- How files with the same names of columns were imported last.
CREATE TABLE import_layouts (
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  fingerprint  TEXT   NOT NULL,
  member_id    UUID   NOT NULL,
  file_name    TEXT   NOT NULL,
  mapping      JSONB  NOT NULL DEFAULT '{}',
  options      JSONB  NOT NULL DEFAULT '{}',
  updated_at   BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, fingerprint),
  CONSTRAINT import_layouts_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
);
CREATE INDEX import_layouts_member ON import_layouts (workspace_id, member_id);
