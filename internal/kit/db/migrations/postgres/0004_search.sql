-- +goose Up

-- One row a record with its folded words, each behind two spaces, and one
-- index of all groups of three letters: " an" finds the words that begin with
-- "an", "van" finds it inside words. Workspace and kind are part of the index,
-- so that a small workspace never reads a large one's hits.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE TABLE search (
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  kind         TEXT   NOT NULL,
  record_id    UUID   NOT NULL,
  txt          TEXT   NOT NULL,
  PRIMARY KEY (workspace_id, kind, record_id)
);
CREATE INDEX search_grams ON search USING gin (workspace_id, kind, txt gin_trgm_ops);
