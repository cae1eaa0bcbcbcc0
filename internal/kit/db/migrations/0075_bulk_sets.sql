-- +goose Up

-- The records that a list had when somebody chose them all, in parts of some thousand ids in order, 16 bytes each.
CREATE TABLE bulk_sets (
  workspace_id BIGINT NOT NULL,
  id           UUID   NOT NULL,
  member_id    UUID   NOT NULL,
  kind         TEXT   NOT NULL,
  query        TEXT   NOT NULL,
  asked_at     BIGINT NOT NULL,
  total        BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT bulk_sets_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX bulk_sets_member ON bulk_sets (workspace_id, member_id, asked_at);

CREATE TABLE bulk_set_parts (
  workspace_id BIGINT NOT NULL,
  set_id       UUID   NOT NULL,
  last_id      UUID   NOT NULL,
  ids          BYTEA  NOT NULL,
  PRIMARY KEY (workspace_id, set_id, last_id),
  CONSTRAINT bulk_set_parts_set_fkey FOREIGN KEY (workspace_id, set_id) REFERENCES bulk_sets (workspace_id, id) ON DELETE CASCADE
);

-- Which of them a bulk works through.
ALTER TABLE bulks ADD COLUMN set_id UUID;
