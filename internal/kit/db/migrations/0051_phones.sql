-- +goose Up

-- What phones call the records they made: clients choose the names of their
-- files and the UIDs in them, and want to find both again. A record without a
-- row has the name that comes from its id.
CREATE TABLE dav_names (
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  kind         TEXT   NOT NULL,
  record_id    UUID   NOT NULL,
  name         TEXT   NOT NULL,
  uid          TEXT   NOT NULL,
  PRIMARY KEY (workspace_id, kind, record_id)
);
CREATE UNIQUE INDEX dav_names_name ON dav_names (workspace_id, kind, name);
