-- +goose Up

-- Files become deals and tasks too: contacts are then made on the way.
ALTER TABLE imports ADD COLUMN contacts BIGINT NOT NULL DEFAULT 0;

-- Records of the import's own kind; contacts and companies are what went besides.
ALTER TABLE import_undos ADD COLUMN records BIGINT NOT NULL DEFAULT 0;
UPDATE import_undos SET records = contacts, contacts = 0;
