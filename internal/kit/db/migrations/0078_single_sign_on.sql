-- +goose Up

-- The OpenID provider that members of a workspace may sign in with; the secret
-- is sealed with SECRET_KEY. domains are separated by spaces, in lower case.
CREATE TABLE sign_in_providers (
  workspace_id   BIGINT  NOT NULL PRIMARY KEY REFERENCES workspaces (id) ON DELETE CASCADE,
  issuer         TEXT    NOT NULL,
  client_id      TEXT    NOT NULL,
  secret         TEXT    NOT NULL,
  domains        TEXT    NOT NULL DEFAULT '',
  create_members BOOLEAN NOT NULL DEFAULT FALSE,
  role           TEXT    NOT NULL DEFAULT 'user' CHECK (role IN ('admin', 'manager', 'user')),
  required       BOOLEAN NOT NULL DEFAULT FALSE,
  version        BIGINT  NOT NULL DEFAULT 1,
  created_at     BIGINT  NOT NULL,
  updated_at     BIGINT  NOT NULL
);

-- Whom the provider of a workspace calls what: the subject of an issuer is one
-- member, and a member has one.
CREATE TABLE provider_accounts (
  workspace_id BIGINT NOT NULL,
  issuer       TEXT   NOT NULL,
  subject      TEXT   NOT NULL,
  member_id    UUID   NOT NULL,
  email        TEXT   NOT NULL DEFAULT '',
  created_at   BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, issuer, subject),
  UNIQUE (workspace_id, member_id),
  CONSTRAINT provider_accounts_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);

-- Whether a session was begun at the provider of its workspace: then it is good
-- for that workspace alone.
ALTER TABLE sessions ADD COLUMN bound BOOLEAN NOT NULL DEFAULT FALSE;
