-- +goose Up

-- The members that a meeting is with: it stands in their calendar too.
CREATE TABLE activity_attendees (
  workspace_id BIGINT NOT NULL,
  activity_id  UUID   NOT NULL,
  member_id    UUID   NOT NULL,
  PRIMARY KEY (workspace_id, activity_id, member_id),
  CONSTRAINT activity_attendees_activity_fkey FOREIGN KEY (workspace_id, activity_id) REFERENCES activities (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT activity_attendees_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
); -- link
CREATE INDEX activity_attendees_member ON activity_attendees (workspace_id, member_id);

-- An event more, by a new column: a check cannot be changed.
ALTER TABLE notifications ADD COLUMN told TEXT NOT NULL DEFAULT 'mention' CHECK (told IN ('mention', 'task_assigned', 'task_due', 'record_assigned', 'meeting'));
UPDATE notifications SET told = event;
ALTER TABLE notifications DROP COLUMN event;
ALTER TABLE notifications RENAME COLUMN told TO event;
