-- +goose Up

-- Something to be done. due_date is the day in the zone of whoever set it;
-- due_at the moment, where a time of day was said. repeat is the value of an
-- RRULE (RFC 5545). The owner is whom it is assigned to. priority_key is what priorities sort by. remind_at is when to tell the assignee, NULL once told.
CREATE TABLE tasks (
  workspace_id  BIGINT  NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id            UUID    NOT NULL,
  title         TEXT    NOT NULL CHECK (title <> ''),
  title_key     TEXT    NOT NULL,
  description   TEXT    NOT NULL DEFAULT '',
  task_type     TEXT    NOT NULL CHECK (task_type IN ('call', 'email', 'meeting', 'deadline', 'todo')),
  priority      TEXT    NOT NULL CHECK (priority IN ('low', 'medium', 'high')),
  priority_key  TEXT    NOT NULL,
  status        TEXT    NOT NULL CHECK (status IN ('open', 'in_progress', 'done')),
  due_date      TEXT,
  due_at        BIGINT,
  repeat        TEXT    NOT NULL DEFAULT '',
  remind_before BIGINT,
  remind_at     BIGINT,
  owner_id      UUID,
  created_by    UUID,
  team_id       UUID,
  contact_id    UUID,
  company_id    UUID,
  deal_id       UUID,
  completed_at  BIGINT,
  version       BIGINT  NOT NULL DEFAULT 1,
  created_at    BIGINT  NOT NULL,
  updated_at    BIGINT  NOT NULL,
  activity_at   BIGINT,
  deleted_at    BIGINT,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT tasks_owner_fkey FOREIGN KEY (workspace_id, owner_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT tasks_creator_fkey FOREIGN KEY (workspace_id, created_by) REFERENCES members (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT tasks_team_fkey FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT tasks_contact_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT tasks_company_fkey FOREIGN KEY (workspace_id, company_id) REFERENCES companies (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT tasks_deal_fkey FOREIGN KEY (workspace_id, deal_id) REFERENCES deals (workspace_id, id) ON DELETE RESTRICT
);
CREATE INDEX tasks_list ON tasks (workspace_id, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_title ON tasks (workspace_id, title_key, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_due ON tasks (workspace_id, due_date, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_priority ON tasks (workspace_id, priority_key, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_status ON tasks (workspace_id, status, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_type ON tasks (workspace_id, task_type, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_created ON tasks (workspace_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_updated ON tasks (workspace_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_completed ON tasks (workspace_id, completed_at, id) WHERE deleted_at IS NULL;
-- What somebody has to do, by day: their own list, and the calendar.
CREATE INDEX tasks_owner ON tasks (workspace_id, owner_id, status, due_date, id);
CREATE INDEX tasks_creator ON tasks (workspace_id, created_by, id) WHERE created_by IS NOT NULL;
CREATE INDEX tasks_team ON tasks (workspace_id, team_id, id) WHERE team_id IS NOT NULL;
CREATE INDEX tasks_contact ON tasks (workspace_id, contact_id, id) WHERE contact_id IS NOT NULL;
CREATE INDEX tasks_company ON tasks (workspace_id, company_id, id) WHERE company_id IS NOT NULL;
CREATE INDEX tasks_deal ON tasks (workspace_id, deal_id, id) WHERE deal_id IS NOT NULL;
CREATE INDEX tasks_deleted ON tasks (workspace_id, deleted_at, id) WHERE deleted_at IS NOT NULL;
CREATE INDEX tasks_remind ON tasks (remind_at) WHERE remind_at IS NOT NULL;

CREATE TABLE activity_tasks (
  workspace_id BIGINT NOT NULL,
  task_id      UUID   NOT NULL,
  at           BIGINT NOT NULL,
  activity_id  UUID   NOT NULL,
  PRIMARY KEY (workspace_id, task_id, at, activity_id),
  CONSTRAINT activity_tasks_task_fkey FOREIGN KEY (workspace_id, task_id) REFERENCES tasks (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT activity_tasks_activity_fkey FOREIGN KEY (workspace_id, activity_id) REFERENCES activities (workspace_id, id) ON DELETE CASCADE
); -- link
CREATE INDEX activity_tasks_activity ON activity_tasks (workspace_id, activity_id);
