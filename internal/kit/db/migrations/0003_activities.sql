-- +goose Up

-- What happened: a note, a call, something the system did. The links say on
-- whose timelines it stands, so a new kind of record needs a link table and no
-- rebuild of this one.
CREATE TABLE activities (
  workspace_id BIGINT  NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           UUID    NOT NULL,
  kind         TEXT    NOT NULL,
  member_id    UUID,
  title        TEXT    NOT NULL DEFAULT '',
  body         TEXT    NOT NULL DEFAULT '',
  details      JSONB   NOT NULL DEFAULT '{}',
  pinned       BOOLEAN NOT NULL DEFAULT FALSE,
  version      BIGINT  NOT NULL DEFAULT 1,
  at           BIGINT  NOT NULL,
  created_at   BIGINT  NOT NULL,
  updated_at   BIGINT  NOT NULL,
  deleted_at   BIGINT,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT activities_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
);
CREATE INDEX activities_list ON activities (workspace_id, kind, id) WHERE deleted_at IS NULL;
CREATE INDEX activities_deleted ON activities (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX activities_member ON activities (workspace_id, member_id, id) WHERE member_id IS NOT NULL;

CREATE TABLE activity_contacts (
  workspace_id BIGINT NOT NULL,
  contact_id   UUID   NOT NULL,
  at           BIGINT NOT NULL,
  activity_id  UUID   NOT NULL,
  PRIMARY KEY (workspace_id, contact_id, at, activity_id),
  CONSTRAINT activity_contacts_contact_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT activity_contacts_activity_fkey FOREIGN KEY (workspace_id, activity_id) REFERENCES activities (workspace_id, id) ON DELETE CASCADE
); -- link
CREATE INDEX activity_contacts_activity ON activity_contacts (workspace_id, activity_id);

CREATE TABLE activity_companies (
  workspace_id BIGINT NOT NULL,
  company_id   UUID   NOT NULL,
  at           BIGINT NOT NULL,
  activity_id  UUID   NOT NULL,
  PRIMARY KEY (workspace_id, company_id, at, activity_id),
  CONSTRAINT activity_companies_company_fkey FOREIGN KEY (workspace_id, company_id) REFERENCES companies (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT activity_companies_activity_fkey FOREIGN KEY (workspace_id, activity_id) REFERENCES activities (workspace_id, id) ON DELETE CASCADE
); -- link
CREATE INDEX activity_companies_activity ON activity_companies (workspace_id, activity_id);

-- Who changed which field of which record from what to what, and by which way.
-- Records are named without a foreign key on purpose: history outlives them.
CREATE TABLE changes (
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           UUID   NOT NULL,
  kind         TEXT   NOT NULL,
  record_id    UUID   NOT NULL,
  action       TEXT   NOT NULL CHECK (action IN ('create', 'update', 'delete', 'restore', 'merge')),
  field        TEXT   NOT NULL DEFAULT '',
  old_value    TEXT   NOT NULL DEFAULT '',
  new_value    TEXT   NOT NULL DEFAULT '',
  old_label    TEXT   NOT NULL DEFAULT '',
  new_label    TEXT   NOT NULL DEFAULT '',
  member_id    UUID,
  via          TEXT   NOT NULL,
  batch_id     UUID,
  at           BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT changes_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
);
CREATE INDEX changes_record ON changes (workspace_id, record_id, at, id);
CREATE INDEX changes_batch ON changes (workspace_id, batch_id, id) WHERE batch_id IS NOT NULL;
CREATE INDEX changes_member ON changes (workspace_id, member_id, id) WHERE member_id IS NOT NULL;
