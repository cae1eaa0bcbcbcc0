-- +goose Up

-- For how long a workspace keeps what nothing happens with: contacts, lost
-- deals, tasks that are done. A check cannot be changed: a table more, and the
-- former one goes.
CREATE TABLE retention_rules (
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  rule         TEXT   NOT NULL CHECK (rule IN ('contacts', 'deals', 'tasks')),
  months       BIGINT NOT NULL CHECK (months BETWEEN 1 AND 240),
  action       TEXT   NOT NULL CHECK (action IN ('review', 'bin')),
  updated_at   BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, rule)
);
INSERT INTO retention_rules (workspace_id, rule, months, action, updated_at)
  SELECT workspace_id, rule, months, action, updated_at FROM retentions;
DROP TABLE retentions;
