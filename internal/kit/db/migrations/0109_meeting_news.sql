-- +goose Up

-- Who takes part in a meeting hears when it is moved or off: two events more,
-- by a new column, as a check cannot be changed.
ALTER TABLE notifications ADD COLUMN told TEXT NOT NULL DEFAULT 'mention'
  CHECK (told IN ('mention', 'task_assigned', 'task_due', 'record_assigned', 'meeting', 'meeting_moved', 'meeting_off'));
UPDATE notifications SET told = event;
ALTER TABLE notifications DROP COLUMN event;
ALTER TABLE notifications RENAME COLUMN told TO event;
