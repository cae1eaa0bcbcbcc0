-- +goose Up

-- How a member arranged home: the cards in their order, and those that are not
-- shown. Without a row it is as it comes.
CREATE TABLE home_cards (
  workspace_id BIGINT NOT NULL,
  member_id    UUID   NOT NULL,
  cards        JSONB  NOT NULL,
  PRIMARY KEY (workspace_id, member_id),
  CONSTRAINT home_cards_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
); -- link
