-- +goose Up

-- What became of each backup of the whole server; no part of any workspace.
CREATE TABLE backups (
  id          UUID PRIMARY KEY,
  file        TEXT NOT NULL CHECK (length(file) <= 500),
  bytes       BIGINT NOT NULL,
  row_count   BIGINT NOT NULL,
  file_count  BIGINT NOT NULL,
  error       TEXT NOT NULL CHECK (length(error) <= 2000),
  started_at  BIGINT NOT NULL,
  finished_at BIGINT NOT NULL
);
CREATE INDEX backups_finished ON backups (finished_at);
