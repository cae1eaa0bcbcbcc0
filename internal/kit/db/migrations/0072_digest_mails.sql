-- +goose Up

-- What a letter of the day says lies in the outbox, sealed; here stands only that it was written.
ALTER TABLE digests DROP COLUMN subject;
ALTER TABLE digests DROP COLUMN body;
