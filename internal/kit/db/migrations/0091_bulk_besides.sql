-- +goose Up

-- Further fields that a change of many records fills where they are empty.
ALTER TABLE bulks ADD COLUMN besides JSONB NOT NULL DEFAULT '{}';
