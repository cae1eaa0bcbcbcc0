-- +goose Up

-- How a member sees a list, or a saved view of it: height of the rows, widths
-- of the columns. The look is {"density":…,"widths":{…}}. The view is not a
-- reference on purpose: a look of one that is gone is never asked for.
CREATE TABLE looks (
  workspace_id BIGINT NOT NULL,
  member_id    UUID   NOT NULL,
  list         TEXT   NOT NULL CHECK (list <> ''),
  view         TEXT   NOT NULL DEFAULT '',
  look         JSONB  NOT NULL DEFAULT '{}',
  PRIMARY KEY (workspace_id, member_id, list, view),
  CONSTRAINT looks_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
); -- link

-- Contacts are grouped by whether they are active.
CREATE INDEX contacts_active ON contacts (workspace_id, is_active, id) WHERE deleted_at IS NULL;
