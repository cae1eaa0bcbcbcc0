-- +goose Up

-- Mails of the server itself, waiting to be sent. What they say is sealed with
-- SECRET_KEY: it can hold a link that lets somebody in.
CREATE TABLE outbox (
  workspace_id BIGINT NOT NULL,
  id           UUID   NOT NULL,
  kind         TEXT   NOT NULL,
  address      TEXT   NOT NULL,
  subject      TEXT   NOT NULL,
  body         TEXT   NOT NULL,
  created_at   BIGINT NOT NULL,
  sent_at      BIGINT,
  PRIMARY KEY (workspace_id, id)
);
