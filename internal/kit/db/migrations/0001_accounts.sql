-- +goose Up

-- A workspace is the tenant: a company with its members, records and settings.
CREATE TABLE workspaces (
  id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name       TEXT   NOT NULL,
  slug       TEXT   NOT NULL UNIQUE,
  country    TEXT   NOT NULL DEFAULT '',
  vat_number TEXT   NOT NULL DEFAULT '',
  currency   TEXT   NOT NULL DEFAULT 'EUR' CHECK (length(currency) = 3),
  language   TEXT   NOT NULL DEFAULT 'en',
  timezone   TEXT   NOT NULL DEFAULT 'Europe/Sofia',
  version    BIGINT NOT NULL DEFAULT 1,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

-- A user is a person who signs in; a member is that person's place in a workspace.
CREATE TABLE users (
  id            UUID    PRIMARY KEY,
  email         TEXT    NOT NULL,
  email_key     TEXT    NOT NULL UNIQUE,
  password_hash TEXT    NOT NULL,
  first_name    TEXT    NOT NULL DEFAULT '',
  last_name     TEXT    NOT NULL DEFAULT '',
  phone         TEXT    NOT NULL DEFAULT '',
  address       TEXT    NOT NULL DEFAULT '',
  city          TEXT    NOT NULL DEFAULT '',
  postal_code   TEXT    NOT NULL DEFAULT '',
  country       TEXT    NOT NULL DEFAULT '',
  language      TEXT    NOT NULL DEFAULT 'en',
  timezone      TEXT    NOT NULL DEFAULT 'Europe/Sofia',
  avatar        TEXT    NOT NULL DEFAULT '',
  superuser     BOOLEAN NOT NULL DEFAULT FALSE,
  active        BOOLEAN NOT NULL DEFAULT TRUE,
  version       BIGINT  NOT NULL DEFAULT 1,
  created_at    BIGINT  NOT NULL,
  updated_at    BIGINT  NOT NULL,
  last_login_at BIGINT
);

CREATE TABLE members (
  workspace_id BIGINT  NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           UUID    NOT NULL,
  user_id      UUID    NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
  name         TEXT    NOT NULL,
  name_key     TEXT    NOT NULL,
  email        TEXT    NOT NULL,
  role         TEXT    NOT NULL CHECK (role IN ('owner', 'admin', 'manager', 'user')),
  active       BOOLEAN NOT NULL DEFAULT TRUE,
  last_seen_at BIGINT,
  version      BIGINT  NOT NULL DEFAULT 1,
  created_at   BIGINT  NOT NULL,
  updated_at   BIGINT  NOT NULL,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, user_id)
);
CREATE INDEX members_user ON members (user_id);

CREATE TABLE teams (
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           UUID   NOT NULL,
  name         TEXT   NOT NULL,
  name_key     TEXT   NOT NULL,
  version      BIGINT NOT NULL DEFAULT 1,
  created_at   BIGINT NOT NULL,
  updated_at   BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, name_key)
);

CREATE TABLE team_members (
  workspace_id BIGINT NOT NULL,
  team_id      UUID   NOT NULL,
  member_id    UUID   NOT NULL,
  PRIMARY KEY (workspace_id, team_id, member_id),
  CONSTRAINT team_members_team_fkey FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT team_members_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
); -- link
CREATE INDEX team_members_member ON team_members (workspace_id, member_id, team_id);

-- An invitation is a single-use link; only the hash of its token is kept.
CREATE TABLE invitations (
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           UUID   NOT NULL,
  email        TEXT   NOT NULL,
  role         TEXT   NOT NULL CHECK (role IN ('admin', 'manager', 'user')),
  team_id      UUID,
  token_hash   BYTEA  NOT NULL,
  invited_by   UUID   NOT NULL,
  created_at   BIGINT NOT NULL,
  expires_at   BIGINT NOT NULL,
  accepted_at  BIGINT,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT invitations_team_fkey FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT invitations_invited_by_fkey FOREIGN KEY (workspace_id, invited_by) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX invitations_token ON invitations (token_hash);
CREATE INDEX invitations_team ON invitations (workspace_id, team_id) WHERE team_id IS NOT NULL;
CREATE INDEX invitations_invited_by ON invitations (workspace_id, invited_by);

-- A session is keyed by the hash of its token, so that a stolen table signs nobody in.
CREATE TABLE sessions (
  hash         BYTEA  NOT NULL PRIMARY KEY,
  public_id    UUID   NOT NULL UNIQUE,
  user_id      UUID   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  ip           TEXT   NOT NULL DEFAULT '',
  agent        TEXT   NOT NULL DEFAULT '',
  created_at   BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  expires_at   BIGINT NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_workspace ON sessions (workspace_id);
CREATE INDEX sessions_expires ON sessions (expires_at);

CREATE TABLE api_tokens (
  workspace_id BIGINT NOT NULL,
  id           UUID   NOT NULL,
  member_id    UUID   NOT NULL,
  name         TEXT   NOT NULL,
  hint         TEXT   NOT NULL,
  hash         BYTEA  NOT NULL,
  scope        TEXT   NOT NULL DEFAULT 'read,write',
  created_at   BIGINT NOT NULL,
  last_used_at BIGINT,
  expires_at   BIGINT,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT api_tokens_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX api_tokens_hash ON api_tokens (hash);
CREATE INDEX api_tokens_member ON api_tokens (workspace_id, member_id);

-- The answer to a POST that carried an Idempotency-Key, kept for a day.
CREATE TABLE idempotency_keys (
  workspace_id BIGINT NOT NULL,
  member_id    UUID   NOT NULL,
  name         TEXT   NOT NULL,
  request_hash BYTEA  NOT NULL,
  status       BIGINT NOT NULL DEFAULT 0,
  headers      JSONB  NOT NULL DEFAULT '{}',
  body         BYTEA,
  created_at   BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, member_id, name),
  CONSTRAINT idempotency_keys_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);
