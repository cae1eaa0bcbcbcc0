-- +goose Up

-- For how long a workspace keeps contacts that nothing happens with, and what
-- becomes of them then. No row: for good.
CREATE TABLE retentions (
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  rule         TEXT   NOT NULL CHECK (rule IN ('contacts')),
  months       BIGINT NOT NULL CHECK (months BETWEEN 1 AND 240),
  action       TEXT   NOT NULL CHECK (action IN ('review', 'bin')),
  updated_at   BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, rule)
);
