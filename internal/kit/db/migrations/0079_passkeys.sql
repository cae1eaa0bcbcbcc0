-- +goose Up

-- Passkeys of a user (WebAuthn): what is kept of one is public. credential is
-- the record of the library as JSON, with the counter of the key.
CREATE TABLE passkeys (
  user_id       UUID   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id            UUID   NOT NULL,
  name          TEXT   NOT NULL,
  credential_id BYTEA  NOT NULL,
  credential    TEXT   NOT NULL,
  created_at    BIGINT NOT NULL,
  last_used_at  BIGINT,
  PRIMARY KEY (user_id, id)
);
CREATE UNIQUE INDEX passkeys_credential ON passkeys (credential_id);
