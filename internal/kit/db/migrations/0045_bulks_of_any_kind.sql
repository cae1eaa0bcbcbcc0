-- +goose Up

-- Any kind of record can be changed in bulk, not only contacts and companies:
-- the column loses its list of kinds.
ALTER TABLE bulks ADD COLUMN of_kind TEXT NOT NULL DEFAULT '';
UPDATE bulks SET of_kind = kind;
ALTER TABLE bulks DROP COLUMN kind;
ALTER TABLE bulks RENAME COLUMN of_kind TO kind;
