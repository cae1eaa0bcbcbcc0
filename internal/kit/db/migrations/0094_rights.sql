-- +goose Up

-- What the roles of the workspace may see and do, where somebody decided
-- otherwise than Kontor does by itself, and how often that was changed.
ALTER TABLE workspaces ADD COLUMN rights JSONB;
ALTER TABLE workspaces ADD COLUMN rights_version BIGINT NOT NULL DEFAULT 0;
