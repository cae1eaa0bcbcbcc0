-- +goose Up

-- What a workspace processes data about people for, and on which ground.
CREATE TABLE purposes (
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           UUID   NOT NULL,
  name         TEXT   NOT NULL,
  name_key     TEXT   NOT NULL,
  basis        TEXT   NOT NULL CHECK (basis IN ('consent', 'contract', 'legal', 'vital', 'public', 'interest')),
  version      BIGINT NOT NULL DEFAULT 1,
  created_at   BIGINT NOT NULL,
  updated_at   BIGINT NOT NULL,
  archived_at  BIGINT,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX purposes_name ON purposes (workspace_id, name_key);

-- What somebody agreed to or refused: lines are only added. merge_id is of the
-- merge that wrote the line.
CREATE TABLE consents (
  workspace_id BIGINT NOT NULL,
  id           UUID   NOT NULL,
  contact_id   UUID   NOT NULL,
  purpose_id   UUID   NOT NULL,
  state        TEXT   NOT NULL CHECK (state IN ('given', 'withdrawn')),
  way          TEXT   NOT NULL,
  note         TEXT   NOT NULL DEFAULT '',
  member_id    UUID,
  merge_id     UUID,
  at           BIGINT NOT NULL,
  created_at   BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT consents_contact_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT consents_purpose_fkey FOREIGN KEY (workspace_id, purpose_id) REFERENCES purposes (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT consents_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
);
CREATE INDEX consents_contact ON consents (workspace_id, contact_id, purpose_id, at, id);
CREATE INDEX consents_purpose ON consents (workspace_id, purpose_id, contact_id);
CREATE INDEX consents_member ON consents (workspace_id, member_id) WHERE member_id IS NOT NULL;

-- What of it holds now, for lists: the purposes that a contact agrees to.
CREATE TABLE contact_consents (
  workspace_id BIGINT NOT NULL,
  contact_id   UUID   NOT NULL,
  purpose_id   UUID   NOT NULL,
  PRIMARY KEY (workspace_id, contact_id, purpose_id),
  CONSTRAINT contact_consents_contact_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT contact_consents_purpose_fkey FOREIGN KEY (workspace_id, purpose_id) REFERENCES purposes (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_consents_purpose ON contact_consents (workspace_id, purpose_id, contact_id);
