-- +goose Up

-- Calls and meetings lie beside the notes: at is when they begin.
ALTER TABLE activities ADD COLUMN ends_at BIGINT;
CREATE INDEX activities_time ON activities (workspace_id, kind, at, id) WHERE deleted_at IS NULL;

-- What a member is told. The record is named without a foreign key on purpose:
-- one that is gone is no longer a link.
CREATE TABLE notifications (
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           UUID   NOT NULL,
  member_id    UUID   NOT NULL,
  event        TEXT   NOT NULL CHECK (event IN ('mention', 'task_assigned', 'task_due', 'record_assigned')),
  kind         TEXT   NOT NULL,
  record_id    UUID   NOT NULL,
  title        TEXT   NOT NULL DEFAULT '',
  body         TEXT   NOT NULL DEFAULT '',
  actor_id     UUID,
  created_at   BIGINT NOT NULL,
  read_at      BIGINT,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT notifications_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT notifications_actor_fkey FOREIGN KEY (workspace_id, actor_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
);
CREATE INDEX notifications_member ON notifications (workspace_id, member_id, id);
CREATE INDEX notifications_unread ON notifications (workspace_id, member_id, id) WHERE read_at IS NULL;
CREATE INDEX notifications_actor ON notifications (workspace_id, actor_id) WHERE actor_id IS NOT NULL;

-- What a member does not want: an event without a row is wanted in both ways.
CREATE TABLE notification_settings (
  workspace_id BIGINT  NOT NULL,
  member_id    UUID    NOT NULL,
  event        TEXT    NOT NULL,
  inbox        BOOLEAN NOT NULL,
  digest       BOOLEAN NOT NULL,
  PRIMARY KEY (workspace_id, member_id, event),
  CONSTRAINT notification_settings_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
); -- link

-- The letter of a day, ready to be sent: what was not read by the morning.
CREATE TABLE digests (
  workspace_id BIGINT NOT NULL,
  member_id    UUID   NOT NULL,
  day          TEXT   NOT NULL,
  subject      TEXT   NOT NULL,
  body         TEXT   NOT NULL,
  created_at   BIGINT NOT NULL,
  sent_at      BIGINT,
  PRIMARY KEY (workspace_id, member_id, day),
  CONSTRAINT digests_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
); -- link
