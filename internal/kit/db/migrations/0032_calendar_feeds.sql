-- +goose Up

-- The secret link by which a calendar program reads what a member has to do.
-- Only the hash of the secret is kept.
CREATE TABLE calendar_feeds (
  workspace_id BIGINT NOT NULL,
  id           UUID   NOT NULL,
  member_id    UUID   NOT NULL,
  hash         BYTEA  NOT NULL,
  created_at   BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT calendar_feeds_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX calendar_feeds_hash ON calendar_feeds (hash);
CREATE UNIQUE INDEX calendar_feeds_member ON calendar_feeds (workspace_id, member_id);
