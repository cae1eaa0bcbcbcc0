-- +goose Up

-- When, how and from where somebody signed in or tried to, for themselves to
-- read. ip is shortened to the network.
CREATE TABLE sign_ins (
  user_id UUID    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id      UUID    NOT NULL,
  at      BIGINT  NOT NULL,
  way     TEXT    NOT NULL,
  ok      BOOLEAN NOT NULL,
  ip      TEXT    NOT NULL,
  agent   TEXT    NOT NULL,
  PRIMARY KEY (user_id, id)
);
CREATE INDEX sign_ins_at ON sign_ins (at);
