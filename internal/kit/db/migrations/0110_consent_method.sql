-- +goose Up

-- By which method somebody said it is one of a few, as all its neighbours are.
ALTER TABLE consents ADD COLUMN method TEXT NOT NULL DEFAULT 'other'
  CHECK (method IN ('form', 'email', 'phone', 'in_person', 'paper', 'import', 'merge', 'other'));
UPDATE consents SET method = way;
ALTER TABLE consents DROP COLUMN way;
