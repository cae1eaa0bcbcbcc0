-- +goose Up

-- What the ACME authority gave and what it asks for, where all nodes find it.
-- sealed holds private keys, sealed with SECRET_KEY.
CREATE TABLE certificates (
  name       TEXT   NOT NULL PRIMARY KEY,
  sealed     TEXT   NOT NULL,
  updated_at BIGINT NOT NULL
);
