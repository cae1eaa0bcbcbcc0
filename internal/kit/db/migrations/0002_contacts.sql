-- +goose Up

-- An import is one file on its way into the workspace.
CREATE TABLE imports (
  workspace_id BIGINT  NOT NULL,
  id           UUID    NOT NULL,
  member_id    UUID    NOT NULL,
  kind         TEXT    NOT NULL DEFAULT 'contacts',
  file_name    TEXT    NOT NULL,
  file_key     TEXT    NOT NULL,
  file_size    BIGINT  NOT NULL,
  format       TEXT    NOT NULL,
  details      JSONB   NOT NULL DEFAULT '{}',
  mapping      JSONB   NOT NULL DEFAULT '{}',
  options      JSONB   NOT NULL DEFAULT '{}',
  status       TEXT    NOT NULL CHECK (status IN ('mapping', 'queued', 'running', 'done', 'failed', 'cancelled', 'undone')),
  total        BIGINT  NOT NULL DEFAULT 0,
  position     BIGINT  NOT NULL DEFAULT 0,
  created      BIGINT  NOT NULL DEFAULT 0,
  updated      BIGINT  NOT NULL DEFAULT 0,
  skipped      BIGINT  NOT NULL DEFAULT 0,
  failed       BIGINT  NOT NULL DEFAULT 0,
  companies    BIGINT  NOT NULL DEFAULT 0,
  problem      TEXT    NOT NULL DEFAULT '',
  version      BIGINT  NOT NULL DEFAULT 1,
  created_at   BIGINT  NOT NULL,
  updated_at   BIGINT  NOT NULL,
  started_at   BIGINT,
  finished_at  BIGINT,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT imports_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
);
CREATE INDEX imports_member ON imports (workspace_id, member_id);

CREATE TABLE import_failures (
  workspace_id BIGINT NOT NULL,
  import_id    UUID   NOT NULL,
  row_number   BIGINT NOT NULL,
  cells        JSONB  NOT NULL,
  value        TEXT   NOT NULL DEFAULT '',
  reason       TEXT   NOT NULL,
  PRIMARY KEY (workspace_id, import_id, row_number),
  CONSTRAINT import_failures_import_fkey FOREIGN KEY (workspace_id, import_id) REFERENCES imports (workspace_id, id) ON DELETE CASCADE
);

CREATE TABLE companies (
  workspace_id        BIGINT  NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id                  UUID    NOT NULL,
  name                TEXT    NOT NULL,
  name_key            TEXT    NOT NULL,
  website             TEXT    NOT NULL DEFAULT '',
  industry            TEXT    NOT NULL DEFAULT '',
  industry_key        TEXT    NOT NULL DEFAULT '',
  employees           BIGINT  CHECK (employees >= 0),
  annual_revenue      BIGINT,
  revenue_currency    TEXT    NOT NULL DEFAULT '',
  registration_number TEXT    NOT NULL DEFAULT '',
  vat_number          TEXT    NOT NULL DEFAULT '',
  phone               TEXT    NOT NULL DEFAULT '',
  phone_e164          TEXT    NOT NULL DEFAULT '',
  phone_digits        TEXT    NOT NULL DEFAULT '',
  email               TEXT    NOT NULL DEFAULT '',
  email_key           TEXT    NOT NULL DEFAULT '',
  address             TEXT    NOT NULL DEFAULT '',
  city                TEXT    NOT NULL DEFAULT '',
  city_key            TEXT    NOT NULL DEFAULT '',
  postal_code         TEXT    NOT NULL DEFAULT '',
  country             TEXT    NOT NULL DEFAULT '',
  notes               TEXT    NOT NULL DEFAULT '',
  source              TEXT    NOT NULL DEFAULT '',
  source_key          TEXT    NOT NULL DEFAULT '',
  owner_id            UUID,
  team_id             UUID,
  import_id           UUID,
  custom              JSONB   NOT NULL DEFAULT '{}',
  version             BIGINT  NOT NULL DEFAULT 1,
  created_at          BIGINT  NOT NULL,
  updated_at          BIGINT  NOT NULL,
  activity_at         BIGINT,
  deleted_at          BIGINT,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT companies_owner_fkey FOREIGN KEY (workspace_id, owner_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT companies_team_fkey FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT companies_import_fkey FOREIGN KEY (workspace_id, import_id) REFERENCES imports (workspace_id, id) ON DELETE RESTRICT
);
CREATE INDEX companies_list ON companies (workspace_id, id) WHERE deleted_at IS NULL;
CREATE INDEX companies_name ON companies (workspace_id, name_key, id) WHERE deleted_at IS NULL;
CREATE INDEX companies_industry ON companies (workspace_id, industry_key, id) WHERE deleted_at IS NULL;
CREATE INDEX companies_city ON companies (workspace_id, city_key, id) WHERE deleted_at IS NULL;
CREATE INDEX companies_country ON companies (workspace_id, country, id) WHERE deleted_at IS NULL;
CREATE INDEX companies_employees ON companies (workspace_id, employees, id) WHERE deleted_at IS NULL;
CREATE INDEX companies_revenue ON companies (workspace_id, annual_revenue, id) WHERE deleted_at IS NULL;
CREATE INDEX companies_created ON companies (workspace_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX companies_updated ON companies (workspace_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX companies_activity ON companies (workspace_id, activity_at, id) WHERE deleted_at IS NULL;
CREATE INDEX companies_vat ON companies (workspace_id, vat_number) WHERE vat_number <> '';
CREATE INDEX companies_registration ON companies (workspace_id, registration_number) WHERE registration_number <> '';
CREATE INDEX companies_owner ON companies (workspace_id, owner_id, id) WHERE owner_id IS NOT NULL;
CREATE INDEX companies_team ON companies (workspace_id, team_id, id) WHERE team_id IS NOT NULL;
CREATE INDEX companies_import ON companies (workspace_id, import_id, id) WHERE import_id IS NOT NULL;
CREATE INDEX companies_deleted ON companies (workspace_id, deleted_at, id) WHERE deleted_at IS NOT NULL;

-- email, phone and mobile of a contact are copies of its primary rows in
-- contact_emails and contact_phones, kept by the store so that a list needs
-- one table. *_key columns are folded (lower case, no accents, one script).
CREATE TABLE contacts (
  workspace_id BIGINT  NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           UUID    NOT NULL,
  first_name   TEXT    NOT NULL DEFAULT '',
  last_name    TEXT    NOT NULL DEFAULT '',
  name         TEXT    NOT NULL,
  name_key     TEXT    NOT NULL,
  company_id   UUID,
  company_key  TEXT,
  position     TEXT    NOT NULL DEFAULT '',
  position_key TEXT    NOT NULL DEFAULT '',
  email        TEXT    NOT NULL DEFAULT '',
  email_key    TEXT    NOT NULL DEFAULT '',
  phone        TEXT    NOT NULL DEFAULT '',
  phone_e164   TEXT    NOT NULL DEFAULT '',
  phone_digits TEXT    NOT NULL DEFAULT '',
  mobile       TEXT    NOT NULL DEFAULT '',
  mobile_digits TEXT NOT NULL DEFAULT '',
  address      TEXT    NOT NULL DEFAULT '',
  city         TEXT    NOT NULL DEFAULT '',
  city_key     TEXT    NOT NULL DEFAULT '',
  postal_code  TEXT    NOT NULL DEFAULT '',
  country      TEXT    NOT NULL DEFAULT '',
  birthday     TEXT    CHECK (length(birthday) IN (7, 10)),
  language     TEXT    NOT NULL DEFAULT '',
  linkedin     TEXT    NOT NULL DEFAULT '',
  twitter      TEXT    NOT NULL DEFAULT '',
  facebook     TEXT    NOT NULL DEFAULT '',
  notes        TEXT    NOT NULL DEFAULT '',
  source       TEXT    NOT NULL DEFAULT '',
  source_key   TEXT    NOT NULL DEFAULT '',
  is_active    BOOLEAN NOT NULL DEFAULT TRUE,
  owner_id     UUID,
  team_id      UUID,
  import_id    UUID,
  custom       JSONB   NOT NULL DEFAULT '{}',
  version      BIGINT  NOT NULL DEFAULT 1,
  created_at   BIGINT  NOT NULL,
  updated_at   BIGINT  NOT NULL,
  activity_at  BIGINT,
  deleted_at   BIGINT,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT contacts_company_fkey FOREIGN KEY (workspace_id, company_id) REFERENCES companies (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT contacts_owner_fkey FOREIGN KEY (workspace_id, owner_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT contacts_team_fkey FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT contacts_import_fkey FOREIGN KEY (workspace_id, import_id) REFERENCES imports (workspace_id, id) ON DELETE RESTRICT
);
CREATE INDEX contacts_list ON contacts (workspace_id, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_name ON contacts (workspace_id, name_key, id, company_key) WHERE deleted_at IS NULL;
CREATE INDEX contacts_company_name ON contacts (workspace_id, company_key, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_position ON contacts (workspace_id, position_key, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_email ON contacts (workspace_id, email_key, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_city ON contacts (workspace_id, city_key, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_country ON contacts (workspace_id, country, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_birthday ON contacts (workspace_id, birthday, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_created ON contacts (workspace_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_updated ON contacts (workspace_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_activity ON contacts (workspace_id, activity_at, id) WHERE deleted_at IS NULL;
CREATE INDEX contacts_company ON contacts (workspace_id, company_id, id) WHERE company_id IS NOT NULL;
CREATE INDEX contacts_owner ON contacts (workspace_id, owner_id, id) WHERE owner_id IS NOT NULL;
CREATE INDEX contacts_team ON contacts (workspace_id, team_id, id) WHERE team_id IS NOT NULL;
CREATE INDEX contacts_import ON contacts (workspace_id, import_id, id) WHERE import_id IS NOT NULL;
CREATE INDEX contacts_deleted ON contacts (workspace_id, deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE TABLE contact_emails (
  workspace_id BIGINT  NOT NULL,
  contact_id   UUID    NOT NULL,
  position     BIGINT  NOT NULL,
  kind         TEXT    NOT NULL CHECK (kind IN ('work', 'home', 'other')),
  email        TEXT    NOT NULL,
  email_key    TEXT    NOT NULL,
  is_primary   BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (workspace_id, contact_id, position),
  CONSTRAINT contact_emails_contact_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_emails_email ON contact_emails (workspace_id, email_key, contact_id);

CREATE TABLE contact_phones (
  workspace_id BIGINT  NOT NULL,
  contact_id   UUID    NOT NULL,
  position     BIGINT  NOT NULL,
  kind         TEXT    NOT NULL CHECK (kind IN ('mobile', 'work', 'home', 'fax', 'other')),
  phone        TEXT    NOT NULL,
  phone_e164   TEXT    NOT NULL DEFAULT '',
  digits       TEXT    NOT NULL DEFAULT '',
  is_primary   BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (workspace_id, contact_id, position),
  CONSTRAINT contact_phones_contact_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_phones_e164 ON contact_phones (workspace_id, phone_e164, contact_id) WHERE phone_e164 <> '';

CREATE TABLE tags (
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           UUID   NOT NULL,
  name         TEXT   NOT NULL,
  name_key     TEXT   NOT NULL,
  hue          BIGINT NOT NULL DEFAULT 0 CHECK (hue BETWEEN 0 AND 9),
  version      BIGINT NOT NULL DEFAULT 1,
  created_at   BIGINT NOT NULL,
  updated_at   BIGINT NOT NULL,
  deleted_at   BIGINT,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX tags_name ON tags (workspace_id, name_key) WHERE deleted_at IS NULL;

CREATE TABLE contact_tags (
  workspace_id BIGINT NOT NULL,
  contact_id   UUID   NOT NULL,
  tag_id       UUID   NOT NULL,
  PRIMARY KEY (workspace_id, contact_id, tag_id),
  CONSTRAINT contact_tags_contact_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT contact_tags_tag_fkey FOREIGN KEY (workspace_id, tag_id) REFERENCES tags (workspace_id, id) ON DELETE CASCADE
); -- link
CREATE INDEX contact_tags_tag ON contact_tags (workspace_id, tag_id, contact_id);

CREATE TABLE company_tags (
  workspace_id BIGINT NOT NULL,
  company_id   UUID   NOT NULL,
  tag_id       UUID   NOT NULL,
  PRIMARY KEY (workspace_id, company_id, tag_id),
  CONSTRAINT company_tags_company_fkey FOREIGN KEY (workspace_id, company_id) REFERENCES companies (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT company_tags_tag_fkey FOREIGN KEY (workspace_id, tag_id) REFERENCES tags (workspace_id, id) ON DELETE CASCADE
); -- link
CREATE INDEX company_tags_tag ON company_tags (workspace_id, tag_id, company_id);
