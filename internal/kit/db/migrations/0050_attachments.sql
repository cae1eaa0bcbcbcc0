-- +goose Up

-- Bytes in the storage. The row is there before the bytes, and goes after them:
-- what nothing points to any more is swept by a job.
CREATE TABLE files (
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  file_key     TEXT   NOT NULL,
  size         BIGINT NOT NULL CHECK (size >= 0),
  created_at   BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, file_key)
);

-- A file on a record. It goes with the record when that is purged. small_key is
-- the picture for lists, NULL for documents.
CREATE TABLE attachments (
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           UUID   NOT NULL,
  contact_id   UUID,
  company_id   UUID,
  deal_id      UUID,
  task_id      UUID,
  member_id    UUID,
  name         TEXT   NOT NULL CHECK (name <> ''),
  media        TEXT   NOT NULL,
  size         BIGINT NOT NULL,
  width        BIGINT NOT NULL DEFAULT 0,
  height       BIGINT NOT NULL DEFAULT 0,
  file_key     TEXT   NOT NULL,
  small_key    TEXT,
  version      BIGINT NOT NULL DEFAULT 1,
  created_at   BIGINT NOT NULL,
  updated_at   BIGINT NOT NULL,
  deleted_at   BIGINT,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT attachments_one_record CHECK ((CASE WHEN contact_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN company_id IS NULL THEN 0 ELSE 1 END)
    + (CASE WHEN deal_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN task_id IS NULL THEN 0 ELSE 1 END) = 1),
  CONSTRAINT attachments_contact_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT attachments_company_fkey FOREIGN KEY (workspace_id, company_id) REFERENCES companies (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT attachments_deal_fkey FOREIGN KEY (workspace_id, deal_id) REFERENCES deals (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT attachments_task_fkey FOREIGN KEY (workspace_id, task_id) REFERENCES tasks (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT attachments_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT attachments_file_fkey FOREIGN KEY (workspace_id, file_key) REFERENCES files (workspace_id, file_key) ON DELETE RESTRICT,
  CONSTRAINT attachments_small_fkey FOREIGN KEY (workspace_id, small_key) REFERENCES files (workspace_id, file_key) ON DELETE RESTRICT
);
CREATE INDEX attachments_contact ON attachments (workspace_id, contact_id, id) WHERE contact_id IS NOT NULL;
CREATE INDEX attachments_company ON attachments (workspace_id, company_id, id) WHERE company_id IS NOT NULL;
CREATE INDEX attachments_deal ON attachments (workspace_id, deal_id, id) WHERE deal_id IS NOT NULL;
CREATE INDEX attachments_task ON attachments (workspace_id, task_id, id) WHERE task_id IS NOT NULL;
CREATE INDEX attachments_member ON attachments (workspace_id, member_id, id) WHERE member_id IS NOT NULL;
CREATE INDEX attachments_file ON attachments (workspace_id, file_key);
CREATE INDEX attachments_small ON attachments (workspace_id, small_key) WHERE small_key IS NOT NULL;
CREATE INDEX attachments_deleted ON attachments (workspace_id, deleted_at, id) WHERE deleted_at IS NOT NULL;
