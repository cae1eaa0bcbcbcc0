-- +goose Up

-- The authenticator app of a user: its secret is sealed with SECRET_KEY. A code
-- counts once: last_step is the half minute of the newest one.
CREATE TABLE authenticators (
  user_id      UUID   NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  secret       TEXT   NOT NULL,
  last_step    BIGINT NOT NULL DEFAULT 0,
  confirmed_at BIGINT,
  created_at   BIGINT NOT NULL
);

-- Codes for whoever lost the phone, each good for once.
CREATE TABLE recovery_codes (
  user_id UUID   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  hash    BYTEA  NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (user_id, hash)
);

-- Whether every member needs a second step to sign in, and when somebody last
-- proved in a session who they are.
ALTER TABLE workspaces ADD COLUMN second_factor BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE sessions ADD COLUMN confirmed_at BIGINT NOT NULL DEFAULT 0;
