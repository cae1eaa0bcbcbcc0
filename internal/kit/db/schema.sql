-- The schema as SQLite has it, generated from migrations/ for reading. PostgreSQL's differs in words only.

CREATE TRIGGER activities_tally_delete AFTER DELETE ON activities BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, n)
  SELECT old.workspace_id, 'activity', coalesce(strftime('%Y-%m', old.at / 1000, 'unixepoch'), ''), randomblob(16), true, old.kind, old.member_id, -1 WHERE old.deleted_at IS NULL;
END;

CREATE TRIGGER activities_tally_insert AFTER INSERT ON activities BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, n)
  SELECT new.workspace_id, 'activity', coalesce(strftime('%Y-%m', new.at / 1000, 'unixepoch'), ''), randomblob(16), true, new.kind, new.member_id, 1 WHERE new.deleted_at IS NULL;
END;

CREATE TRIGGER activities_tally_update AFTER UPDATE OF kind, at, member_id, deleted_at ON activities
WHEN old.kind IS NOT new.kind OR old.at IS NOT new.at OR old.member_id IS NOT new.member_id OR old.deleted_at IS NOT new.deleted_at BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, n)
  SELECT old.workspace_id, 'activity', coalesce(strftime('%Y-%m', old.at / 1000, 'unixepoch'), ''), randomblob(16), true, old.kind, old.member_id, -1 WHERE old.deleted_at IS NULL;
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, n)
  SELECT new.workspace_id, 'activity', coalesce(strftime('%Y-%m', new.at / 1000, 'unixepoch'), ''), randomblob(16), true, new.kind, new.member_id, 1 WHERE new.deleted_at IS NULL;
END;

CREATE TABLE activities (
  workspace_id INTEGER  NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           BLOB    NOT NULL CHECK (length(id) = 16),
  kind         TEXT    NOT NULL,
  member_id    BLOB,
  title        TEXT    NOT NULL DEFAULT '',
  body         TEXT    NOT NULL DEFAULT '',
  details      TEXT   NOT NULL DEFAULT '{}',
  pinned       INTEGER NOT NULL DEFAULT FALSE,
  version      INTEGER  NOT NULL DEFAULT 1,
  at           INTEGER  NOT NULL,
  created_at   INTEGER  NOT NULL,
  updated_at   INTEGER  NOT NULL,
  deleted_at   INTEGER, ends_at INTEGER,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT activities_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX activities_at ON activities (workspace_id, at, member_id, kind) WHERE deleted_at IS NULL;

CREATE INDEX activities_deleted ON activities (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE INDEX activities_list ON activities (workspace_id, kind, id) WHERE deleted_at IS NULL;

CREATE INDEX activities_member ON activities (workspace_id, member_id, id) WHERE member_id IS NOT NULL;

CREATE INDEX activities_time ON activities (workspace_id, kind, at, id) WHERE deleted_at IS NULL;

CREATE TABLE activity_attendees (
  workspace_id INTEGER NOT NULL,
  activity_id  BLOB   NOT NULL,
  member_id    BLOB   NOT NULL,
  PRIMARY KEY (workspace_id, activity_id, member_id),
  CONSTRAINT activity_attendees_activity_fkey FOREIGN KEY (workspace_id, activity_id) REFERENCES activities (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT activity_attendees_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX activity_attendees_member ON activity_attendees (workspace_id, member_id);

CREATE TABLE activity_companies (
  workspace_id INTEGER NOT NULL,
  company_id   BLOB   NOT NULL,
  at           INTEGER NOT NULL,
  activity_id  BLOB   NOT NULL,
  PRIMARY KEY (workspace_id, company_id, at, activity_id),
  CONSTRAINT activity_companies_company_fkey FOREIGN KEY (workspace_id, company_id) REFERENCES companies (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT activity_companies_activity_fkey FOREIGN KEY (workspace_id, activity_id) REFERENCES activities (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX activity_companies_activity ON activity_companies (workspace_id, activity_id);

CREATE TABLE activity_contacts (
  workspace_id INTEGER NOT NULL,
  contact_id   BLOB   NOT NULL,
  at           INTEGER NOT NULL,
  activity_id  BLOB   NOT NULL,
  PRIMARY KEY (workspace_id, contact_id, at, activity_id),
  CONSTRAINT activity_contacts_contact_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT activity_contacts_activity_fkey FOREIGN KEY (workspace_id, activity_id) REFERENCES activities (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX activity_contacts_activity ON activity_contacts (workspace_id, activity_id);

CREATE TABLE activity_deals (
  workspace_id INTEGER NOT NULL,
  deal_id      BLOB   NOT NULL,
  at           INTEGER NOT NULL,
  activity_id  BLOB   NOT NULL,
  PRIMARY KEY (workspace_id, deal_id, at, activity_id),
  CONSTRAINT activity_deals_deal_fkey FOREIGN KEY (workspace_id, deal_id) REFERENCES deals (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT activity_deals_activity_fkey FOREIGN KEY (workspace_id, activity_id) REFERENCES activities (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX activity_deals_activity ON activity_deals (workspace_id, activity_id);

CREATE TABLE activity_tasks (
  workspace_id INTEGER NOT NULL,
  task_id      BLOB   NOT NULL,
  at           INTEGER NOT NULL,
  activity_id  BLOB   NOT NULL,
  PRIMARY KEY (workspace_id, task_id, at, activity_id),
  CONSTRAINT activity_tasks_task_fkey FOREIGN KEY (workspace_id, task_id) REFERENCES tasks (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT activity_tasks_activity_fkey FOREIGN KEY (workspace_id, activity_id) REFERENCES activities (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX activity_tasks_activity ON activity_tasks (workspace_id, activity_id);

CREATE TABLE api_tokens (
  workspace_id INTEGER NOT NULL,
  id           BLOB   NOT NULL CHECK (length(id) = 16),
  member_id    BLOB   NOT NULL,
  name         TEXT   NOT NULL,
  hint         TEXT   NOT NULL,
  hash         BLOB  NOT NULL,
  scope        TEXT   NOT NULL DEFAULT 'read,write',
  created_at   INTEGER NOT NULL,
  last_used_at INTEGER,
  expires_at   INTEGER,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT api_tokens_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
) STRICT;

CREATE UNIQUE INDEX api_tokens_hash ON api_tokens (hash);

CREATE INDEX api_tokens_member ON api_tokens (workspace_id, member_id);

CREATE TABLE attachments (
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           BLOB   NOT NULL CHECK (length(id) = 16),
  contact_id   BLOB,
  company_id   BLOB,
  deal_id      BLOB,
  task_id      BLOB,
  member_id    BLOB,
  name         TEXT   NOT NULL CHECK (name <> ''),
  media        TEXT   NOT NULL,
  size         INTEGER NOT NULL,
  width        INTEGER NOT NULL DEFAULT 0,
  height       INTEGER NOT NULL DEFAULT 0,
  file_key     TEXT   NOT NULL,
  small_key    TEXT,
  version      INTEGER NOT NULL DEFAULT 1,
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL,
  deleted_at   INTEGER,
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
) STRICT;

CREATE INDEX attachments_company ON attachments (workspace_id, company_id, id) WHERE company_id IS NOT NULL;

CREATE INDEX attachments_contact ON attachments (workspace_id, contact_id, id) WHERE contact_id IS NOT NULL;

CREATE INDEX attachments_deal ON attachments (workspace_id, deal_id, id) WHERE deal_id IS NOT NULL;

CREATE INDEX attachments_deleted ON attachments (workspace_id, deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE INDEX attachments_file ON attachments (workspace_id, file_key);

CREATE INDEX attachments_member ON attachments (workspace_id, member_id, id) WHERE member_id IS NOT NULL;

CREATE INDEX attachments_small ON attachments (workspace_id, small_key) WHERE small_key IS NOT NULL;

CREATE INDEX attachments_task ON attachments (workspace_id, task_id, id) WHERE task_id IS NOT NULL;

CREATE TRIGGER audit_entries_erased BEFORE UPDATE OF name, name_key, details, version, deleted_at, erased ON audit_entries WHEN NEW.erased = '' OR OLD.seq IS NULL
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;

CREATE TRIGGER audit_entries_fixed BEFORE UPDATE OF workspace_id, id, at, action, kind, record_id, records, batch_id, member_id, who, via, ip ON audit_entries
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;

CREATE TRIGGER audit_entries_kept BEFORE DELETE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;

CREATE TRIGGER audit_entries_sealed BEFORE UPDATE OF seq, hash ON audit_entries WHEN OLD.seq IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;

CREATE TABLE audit_entries (
  workspace_id INTEGER NOT NULL,
  id           BLOB   NOT NULL CHECK (length(id) = 16),
  at           INTEGER NOT NULL,
  action       TEXT   NOT NULL,
  kind         TEXT   NOT NULL,
  record_id    BLOB,
  name         TEXT   NOT NULL DEFAULT '',
  name_key     TEXT   NOT NULL DEFAULT '',
  records      INTEGER NOT NULL DEFAULT 1,
  batch_id     BLOB,
  member_id    BLOB,
  who          TEXT   NOT NULL DEFAULT '',
  via          TEXT   NOT NULL DEFAULT '',
  ip           TEXT   NOT NULL DEFAULT '',
  details      TEXT   NOT NULL DEFAULT '',
  seq          INTEGER,
  hash         BLOB,
  version      INTEGER NOT NULL DEFAULT 1 CHECK (version = 1),
  deleted_at   INTEGER CHECK (deleted_at IS NULL), erased TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (workspace_id, id),
  CHECK ((seq IS NULL) = (hash IS NULL))
) STRICT;

CREATE INDEX audit_entries_action ON audit_entries (workspace_id, action, id);

CREATE INDEX audit_entries_at ON audit_entries (workspace_id, at, id);

CREATE INDEX audit_entries_member ON audit_entries (workspace_id, member_id, id) WHERE member_id IS NOT NULL;

CREATE INDEX audit_entries_open ON audit_entries (workspace_id, id) WHERE seq IS NULL;

CREATE INDEX audit_entries_record ON audit_entries (workspace_id, record_id, id) WHERE record_id IS NOT NULL;

CREATE UNIQUE INDEX audit_entries_seq ON audit_entries (workspace_id, seq) WHERE seq IS NOT NULL;

CREATE TRIGGER audit_seals_changed BEFORE UPDATE ON audit_seals
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;

CREATE TRIGGER audit_seals_kept BEFORE DELETE ON audit_seals
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;

CREATE TABLE audit_seals (
  workspace_id INTEGER NOT NULL,
  seq          INTEGER NOT NULL,
  hash         BLOB  NOT NULL,
  signature    TEXT   NOT NULL,
  at           INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, seq)
) STRICT;

CREATE TABLE authenticators (
  user_id      BLOB   NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  secret       TEXT   NOT NULL,
  last_step    INTEGER NOT NULL DEFAULT 0,
  confirmed_at INTEGER,
  created_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE backups (
  id          BLOB PRIMARY KEY CHECK (length(id) = 16),
  file        TEXT NOT NULL CHECK (length(file) <= 500),
  bytes       INTEGER NOT NULL,
  row_count   INTEGER NOT NULL,
  file_count  INTEGER NOT NULL,
  error       TEXT NOT NULL CHECK (length(error) <= 2000),
  started_at  INTEGER NOT NULL,
  finished_at INTEGER NOT NULL
) STRICT;

CREATE INDEX backups_finished ON backups (finished_at);

CREATE TABLE bulk_failures (
  workspace_id INTEGER NOT NULL,
  bulk_id      BLOB   NOT NULL,
  record_id    BLOB   NOT NULL,
  name         TEXT   NOT NULL DEFAULT '',
  reason       TEXT   NOT NULL,
  PRIMARY KEY (workspace_id, bulk_id, record_id),
  CONSTRAINT bulk_failures_bulk_fkey FOREIGN KEY (workspace_id, bulk_id) REFERENCES bulks (workspace_id, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE bulk_set_parts (
  workspace_id INTEGER NOT NULL,
  set_id       BLOB   NOT NULL,
  last_id      BLOB   NOT NULL,
  ids          BLOB  NOT NULL,
  PRIMARY KEY (workspace_id, set_id, last_id),
  CONSTRAINT bulk_set_parts_set_fkey FOREIGN KEY (workspace_id, set_id) REFERENCES bulk_sets (workspace_id, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE bulk_sets (
  workspace_id INTEGER NOT NULL,
  id           BLOB   NOT NULL CHECK (length(id) = 16),
  member_id    BLOB   NOT NULL,
  kind         TEXT   NOT NULL,
  query        TEXT   NOT NULL,
  asked_at     INTEGER NOT NULL,
  total        INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT bulk_sets_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX bulk_sets_member ON bulk_sets (workspace_id, member_id, asked_at);

CREATE TABLE bulks (
  workspace_id INTEGER  NOT NULL,
  id           BLOB    NOT NULL CHECK (length(id) = 16),
  member_id    BLOB    NOT NULL,
  via          TEXT    NOT NULL,
  action       TEXT    NOT NULL CHECK (action IN ('set', 'tag', 'untag', 'delete', 'restore', 'undo')),
  field        TEXT    NOT NULL DEFAULT '',
  value        TEXT    NOT NULL DEFAULT '',
  label        TEXT    NOT NULL DEFAULT '',
  query        TEXT    NOT NULL DEFAULT '',
  chosen       TEXT   NOT NULL DEFAULT '{}',
  asked_at     INTEGER  NOT NULL,
  status       TEXT    NOT NULL CHECK (status IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  total        INTEGER  NOT NULL DEFAULT 0,
  place        BLOB,
  changed      INTEGER  NOT NULL DEFAULT 0,
  unchanged    INTEGER  NOT NULL DEFAULT 0,
  failed       INTEGER  NOT NULL DEFAULT 0,
  problem      TEXT    NOT NULL DEFAULT '',
  undo_of      BLOB,
  undone_by    BLOB,
  version      INTEGER  NOT NULL DEFAULT 1,
  created_at   INTEGER  NOT NULL,
  updated_at   INTEGER  NOT NULL,
  finished_at  INTEGER, kind TEXT NOT NULL DEFAULT '', set_id BLOB, besides TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT bulks_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT bulks_undo_of_fkey FOREIGN KEY (workspace_id, undo_of) REFERENCES bulks (workspace_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX bulks_member ON bulks (workspace_id, member_id, id);

CREATE INDEX bulks_undo_of ON bulks (workspace_id, undo_of) WHERE undo_of IS NOT NULL;

CREATE TABLE calendar_feeds (
  workspace_id INTEGER NOT NULL,
  id           BLOB   NOT NULL CHECK (length(id) = 16),
  member_id    BLOB   NOT NULL,
  hash         BLOB  NOT NULL,
  created_at   INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT calendar_feeds_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
) STRICT;

CREATE UNIQUE INDEX calendar_feeds_hash ON calendar_feeds (hash);

CREATE UNIQUE INDEX calendar_feeds_member ON calendar_feeds (workspace_id, member_id);

CREATE TABLE certificates (
  name       TEXT   NOT NULL PRIMARY KEY,
  sealed     TEXT   NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE changes (
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           BLOB   NOT NULL CHECK (length(id) = 16),
  kind         TEXT   NOT NULL,
  record_id    BLOB   NOT NULL,
  action       TEXT   NOT NULL CHECK (action IN ('create', 'update', 'delete', 'restore', 'merge')),
  field        TEXT   NOT NULL DEFAULT '',
  old_value    TEXT   NOT NULL DEFAULT '',
  new_value    TEXT   NOT NULL DEFAULT '',
  old_label    TEXT   NOT NULL DEFAULT '',
  new_label    TEXT   NOT NULL DEFAULT '',
  member_id    BLOB,
  via          TEXT   NOT NULL,
  batch_id     BLOB,
  at           INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT changes_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX changes_batch ON changes (workspace_id, batch_id, id) WHERE batch_id IS NOT NULL;

CREATE INDEX changes_member ON changes (workspace_id, member_id, id) WHERE member_id IS NOT NULL;

CREATE INDEX changes_record ON changes (workspace_id, record_id, at, id);

CREATE TRIGGER companies_tally_delete AFTER DELETE ON companies BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
  SELECT old.workspace_id, 'company', '', randomblob(16), true, old.owner_id, old.team_id, -1 WHERE old.deleted_at IS NULL;
END;

CREATE TRIGGER companies_tally_insert AFTER INSERT ON companies BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
  SELECT new.workspace_id, 'company', '', randomblob(16), true, new.owner_id, new.team_id, 1 WHERE new.deleted_at IS NULL;
END;

CREATE TRIGGER companies_tally_update AFTER UPDATE OF owner_id, team_id, deleted_at ON companies
WHEN old.owner_id IS NOT new.owner_id OR old.team_id IS NOT new.team_id OR old.deleted_at IS NOT new.deleted_at BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
  SELECT old.workspace_id, 'company', '', randomblob(16), true, old.owner_id, old.team_id, -1 WHERE old.deleted_at IS NULL;
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
  SELECT new.workspace_id, 'company', '', randomblob(16), true, new.owner_id, new.team_id, 1 WHERE new.deleted_at IS NULL;
END;

CREATE TABLE companies (
  workspace_id        INTEGER  NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id                  BLOB    NOT NULL CHECK (length(id) = 16),
  name                TEXT    NOT NULL,
  name_key            TEXT    NOT NULL,
  website             TEXT    NOT NULL DEFAULT '',
  industry            TEXT    NOT NULL DEFAULT '',
  industry_key        TEXT    NOT NULL DEFAULT '',
  employees           INTEGER  CHECK (employees >= 0),
  annual_revenue      INTEGER,
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
  owner_id            BLOB,
  team_id             BLOB,
  import_id           BLOB,
  custom              TEXT   NOT NULL DEFAULT '{}',
  version             INTEGER  NOT NULL DEFAULT 1,
  created_at          INTEGER  NOT NULL,
  updated_at          INTEGER  NOT NULL,
  activity_at         INTEGER,
  deleted_at          INTEGER,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT companies_owner_fkey FOREIGN KEY (workspace_id, owner_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT companies_team_fkey FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT companies_import_fkey FOREIGN KEY (workspace_id, import_id) REFERENCES imports (workspace_id, id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX companies_activity ON companies (workspace_id, activity_at, id) WHERE deleted_at IS NULL;

CREATE INDEX companies_city ON companies (workspace_id, city_key, id) WHERE deleted_at IS NULL;

CREATE INDEX companies_country ON companies (workspace_id, country, id) WHERE deleted_at IS NULL;

CREATE INDEX companies_created ON companies (workspace_id, created_at, id) WHERE deleted_at IS NULL;

CREATE INDEX companies_deleted ON companies (workspace_id, deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE INDEX companies_employees ON companies (workspace_id, employees, id) WHERE deleted_at IS NULL;

CREATE INDEX companies_import ON companies (workspace_id, import_id, id) WHERE import_id IS NOT NULL;

CREATE INDEX companies_industry ON companies (workspace_id, industry_key, id) WHERE deleted_at IS NULL;

CREATE INDEX companies_list ON companies (workspace_id, id) WHERE deleted_at IS NULL;

CREATE INDEX companies_n1 ON companies (workspace_id, (CAST(custom->>'n1' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n1' AS INTEGER)) IS NOT NULL;

CREATE INDEX companies_n10 ON companies (workspace_id, (CAST(custom->>'n10' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n10' AS INTEGER)) IS NOT NULL;

CREATE INDEX companies_n11 ON companies (workspace_id, (CAST(custom->>'n11' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n11' AS INTEGER)) IS NOT NULL;

CREATE INDEX companies_n12 ON companies (workspace_id, (CAST(custom->>'n12' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n12' AS INTEGER)) IS NOT NULL;

CREATE INDEX companies_n2 ON companies (workspace_id, (CAST(custom->>'n2' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n2' AS INTEGER)) IS NOT NULL;

CREATE INDEX companies_n3 ON companies (workspace_id, (CAST(custom->>'n3' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n3' AS INTEGER)) IS NOT NULL;

CREATE INDEX companies_n4 ON companies (workspace_id, (CAST(custom->>'n4' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n4' AS INTEGER)) IS NOT NULL;

CREATE INDEX companies_n5 ON companies (workspace_id, (CAST(custom->>'n5' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n5' AS INTEGER)) IS NOT NULL;

CREATE INDEX companies_n6 ON companies (workspace_id, (CAST(custom->>'n6' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n6' AS INTEGER)) IS NOT NULL;

CREATE INDEX companies_n7 ON companies (workspace_id, (CAST(custom->>'n7' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n7' AS INTEGER)) IS NOT NULL;

CREATE INDEX companies_n8 ON companies (workspace_id, (CAST(custom->>'n8' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n8' AS INTEGER)) IS NOT NULL;

CREATE INDEX companies_n9 ON companies (workspace_id, (CAST(custom->>'n9' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n9' AS INTEGER)) IS NOT NULL;

CREATE INDEX companies_name ON companies (workspace_id, name_key, id) WHERE deleted_at IS NULL;

CREATE INDEX companies_owner ON companies (workspace_id, owner_id, id) WHERE owner_id IS NOT NULL;

CREATE INDEX companies_registration ON companies (workspace_id, registration_number) WHERE registration_number <> '';

CREATE INDEX companies_revenue ON companies (workspace_id, annual_revenue, id) WHERE deleted_at IS NULL;

CREATE INDEX companies_t1 ON companies (workspace_id, (custom->>'t1_'), id) WHERE deleted_at IS NULL AND (custom->>'t1_') IS NOT NULL;

CREATE INDEX companies_t10 ON companies (workspace_id, (custom->>'t10_'), id) WHERE deleted_at IS NULL AND (custom->>'t10_') IS NOT NULL;

CREATE INDEX companies_t11 ON companies (workspace_id, (custom->>'t11_'), id) WHERE deleted_at IS NULL AND (custom->>'t11_') IS NOT NULL;

CREATE INDEX companies_t12 ON companies (workspace_id, (custom->>'t12_'), id) WHERE deleted_at IS NULL AND (custom->>'t12_') IS NOT NULL;

CREATE INDEX companies_t13 ON companies (workspace_id, (custom->>'t13_'), id) WHERE deleted_at IS NULL AND (custom->>'t13_') IS NOT NULL;

CREATE INDEX companies_t14 ON companies (workspace_id, (custom->>'t14_'), id) WHERE deleted_at IS NULL AND (custom->>'t14_') IS NOT NULL;

CREATE INDEX companies_t15 ON companies (workspace_id, (custom->>'t15_'), id) WHERE deleted_at IS NULL AND (custom->>'t15_') IS NOT NULL;

CREATE INDEX companies_t16 ON companies (workspace_id, (custom->>'t16_'), id) WHERE deleted_at IS NULL AND (custom->>'t16_') IS NOT NULL;

CREATE INDEX companies_t17 ON companies (workspace_id, (custom->>'t17_'), id) WHERE deleted_at IS NULL AND (custom->>'t17_') IS NOT NULL;

CREATE INDEX companies_t18 ON companies (workspace_id, (custom->>'t18_'), id) WHERE deleted_at IS NULL AND (custom->>'t18_') IS NOT NULL;

CREATE INDEX companies_t19 ON companies (workspace_id, (custom->>'t19_'), id) WHERE deleted_at IS NULL AND (custom->>'t19_') IS NOT NULL;

CREATE INDEX companies_t2 ON companies (workspace_id, (custom->>'t2_'), id) WHERE deleted_at IS NULL AND (custom->>'t2_') IS NOT NULL;

CREATE INDEX companies_t20 ON companies (workspace_id, (custom->>'t20_'), id) WHERE deleted_at IS NULL AND (custom->>'t20_') IS NOT NULL;

CREATE INDEX companies_t3 ON companies (workspace_id, (custom->>'t3_'), id) WHERE deleted_at IS NULL AND (custom->>'t3_') IS NOT NULL;

CREATE INDEX companies_t4 ON companies (workspace_id, (custom->>'t4_'), id) WHERE deleted_at IS NULL AND (custom->>'t4_') IS NOT NULL;

CREATE INDEX companies_t5 ON companies (workspace_id, (custom->>'t5_'), id) WHERE deleted_at IS NULL AND (custom->>'t5_') IS NOT NULL;

CREATE INDEX companies_t6 ON companies (workspace_id, (custom->>'t6_'), id) WHERE deleted_at IS NULL AND (custom->>'t6_') IS NOT NULL;

CREATE INDEX companies_t7 ON companies (workspace_id, (custom->>'t7_'), id) WHERE deleted_at IS NULL AND (custom->>'t7_') IS NOT NULL;

CREATE INDEX companies_t8 ON companies (workspace_id, (custom->>'t8_'), id) WHERE deleted_at IS NULL AND (custom->>'t8_') IS NOT NULL;

CREATE INDEX companies_t9 ON companies (workspace_id, (custom->>'t9_'), id) WHERE deleted_at IS NULL AND (custom->>'t9_') IS NOT NULL;

CREATE INDEX companies_team ON companies (workspace_id, team_id, id) WHERE team_id IS NOT NULL;

CREATE INDEX companies_updated ON companies (workspace_id, updated_at, id) WHERE deleted_at IS NULL;

CREATE INDEX companies_vat ON companies (workspace_id, vat_number) WHERE vat_number <> '';

CREATE TABLE company_choices (
  workspace_id INTEGER NOT NULL,
  record_id    BLOB   NOT NULL,
  slot         TEXT   NOT NULL,
  choice       TEXT   NOT NULL,
  PRIMARY KEY (workspace_id, record_id, slot, choice),
  CONSTRAINT company_choices_record_fkey FOREIGN KEY (workspace_id, record_id) REFERENCES companies (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX company_choices_choice ON company_choices (workspace_id, slot, choice, record_id);

CREATE TABLE company_distinct (
  workspace_id INTEGER NOT NULL,
  company_id   BLOB   NOT NULL,
  other_id     BLOB   NOT NULL,
  at           INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, company_id, other_id),
  CONSTRAINT company_distinct_company_fkey FOREIGN KEY (workspace_id, company_id) REFERENCES companies (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT company_distinct_other_fkey FOREIGN KEY (workspace_id, other_id) REFERENCES companies (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX company_distinct_other ON company_distinct (workspace_id, other_id, company_id);

CREATE TABLE company_duplicates (
  workspace_id INTEGER NOT NULL,
  a_id         BLOB   NOT NULL,
  b_id         BLOB   NOT NULL,
  reason       TEXT   NOT NULL,
  certainty    INTEGER NOT NULL CHECK (certainty BETWEEN 1 AND 100),
  seen_at      INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, a_id, b_id),
  CONSTRAINT company_duplicates_a_fkey FOREIGN KEY (workspace_id, a_id) REFERENCES companies (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT company_duplicates_b_fkey FOREIGN KEY (workspace_id, b_id) REFERENCES companies (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX company_duplicates_b ON company_duplicates (workspace_id, b_id, a_id);

CREATE INDEX company_duplicates_order ON company_duplicates (workspace_id, certainty, a_id, b_id);

CREATE TABLE company_tags (
  workspace_id INTEGER NOT NULL,
  company_id   BLOB   NOT NULL,
  tag_id       BLOB   NOT NULL,
  PRIMARY KEY (workspace_id, company_id, tag_id),
  CONSTRAINT company_tags_company_fkey FOREIGN KEY (workspace_id, company_id) REFERENCES companies (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT company_tags_tag_fkey FOREIGN KEY (workspace_id, tag_id) REFERENCES tags (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX company_tags_tag ON company_tags (workspace_id, tag_id, company_id);

CREATE TABLE consents (
  workspace_id INTEGER NOT NULL,
  id           BLOB   NOT NULL CHECK (length(id) = 16),
  contact_id   BLOB   NOT NULL,
  purpose_id   BLOB   NOT NULL,
  state        TEXT   NOT NULL CHECK (state IN ('given', 'withdrawn')),
  note         TEXT   NOT NULL DEFAULT '',
  member_id    BLOB,
  merge_id     BLOB,
  at           INTEGER NOT NULL,
  created_at   INTEGER NOT NULL, method TEXT NOT NULL DEFAULT 'other'
  CHECK (method IN ('form', 'email', 'phone', 'in_person', 'paper', 'import', 'merge', 'other')),
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT consents_contact_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT consents_purpose_fkey FOREIGN KEY (workspace_id, purpose_id) REFERENCES purposes (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT consents_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX consents_contact ON consents (workspace_id, contact_id, purpose_id, at, id);

CREATE INDEX consents_member ON consents (workspace_id, member_id) WHERE member_id IS NOT NULL;

CREATE INDEX consents_purpose ON consents (workspace_id, purpose_id, contact_id);

CREATE TABLE contact_choices (
  workspace_id INTEGER NOT NULL,
  record_id    BLOB   NOT NULL,
  slot         TEXT   NOT NULL,
  choice       TEXT   NOT NULL,
  PRIMARY KEY (workspace_id, record_id, slot, choice),
  CONSTRAINT contact_choices_record_fkey FOREIGN KEY (workspace_id, record_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX contact_choices_choice ON contact_choices (workspace_id, slot, choice, record_id);

CREATE TABLE contact_consents (
  workspace_id INTEGER NOT NULL,
  contact_id   BLOB   NOT NULL,
  purpose_id   BLOB   NOT NULL,
  PRIMARY KEY (workspace_id, contact_id, purpose_id),
  CONSTRAINT contact_consents_contact_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT contact_consents_purpose_fkey FOREIGN KEY (workspace_id, purpose_id) REFERENCES purposes (workspace_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX contact_consents_purpose ON contact_consents (workspace_id, purpose_id, contact_id);

CREATE TABLE contact_distinct (
  workspace_id INTEGER NOT NULL,
  contact_id   BLOB   NOT NULL,
  other_id     BLOB   NOT NULL,
  at           INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, contact_id, other_id),
  CONSTRAINT contact_distinct_contact_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT contact_distinct_other_fkey FOREIGN KEY (workspace_id, other_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX contact_distinct_other ON contact_distinct (workspace_id, other_id, contact_id);

CREATE TABLE contact_duplicates (
  workspace_id INTEGER NOT NULL,
  a_id         BLOB   NOT NULL,
  b_id         BLOB   NOT NULL,
  reason       TEXT   NOT NULL,
  certainty    INTEGER NOT NULL CHECK (certainty BETWEEN 1 AND 100),
  seen_at      INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, a_id, b_id),
  CONSTRAINT contact_duplicates_a_fkey FOREIGN KEY (workspace_id, a_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT contact_duplicates_b_fkey FOREIGN KEY (workspace_id, b_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX contact_duplicates_b ON contact_duplicates (workspace_id, b_id, a_id);

CREATE INDEX contact_duplicates_order ON contact_duplicates (workspace_id, certainty, a_id, b_id);

CREATE TABLE contact_emails (
  workspace_id INTEGER  NOT NULL,
  contact_id   BLOB    NOT NULL,
  position     INTEGER  NOT NULL,
  kind         TEXT    NOT NULL CHECK (kind IN ('work', 'home', 'other')),
  email        TEXT    NOT NULL,
  email_key    TEXT    NOT NULL,
  is_primary   INTEGER NOT NULL DEFAULT FALSE,
  PRIMARY KEY (workspace_id, contact_id, position),
  CONSTRAINT contact_emails_contact_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX contact_emails_email ON contact_emails (workspace_id, email_key, contact_id);

CREATE TABLE contact_phones (
  workspace_id INTEGER  NOT NULL,
  contact_id   BLOB    NOT NULL,
  position     INTEGER  NOT NULL,
  kind         TEXT    NOT NULL CHECK (kind IN ('mobile', 'work', 'home', 'fax', 'other')),
  phone        TEXT    NOT NULL,
  phone_e164   TEXT    NOT NULL DEFAULT '',
  digits       TEXT    NOT NULL DEFAULT '',
  is_primary   INTEGER NOT NULL DEFAULT FALSE,
  PRIMARY KEY (workspace_id, contact_id, position),
  CONSTRAINT contact_phones_contact_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX contact_phones_e164 ON contact_phones (workspace_id, phone_e164, contact_id) WHERE phone_e164 <> '';

CREATE TABLE contact_tags (
  workspace_id INTEGER NOT NULL,
  contact_id   BLOB   NOT NULL,
  tag_id       BLOB   NOT NULL,
  PRIMARY KEY (workspace_id, contact_id, tag_id),
  CONSTRAINT contact_tags_contact_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT contact_tags_tag_fkey FOREIGN KEY (workspace_id, tag_id) REFERENCES tags (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX contact_tags_tag ON contact_tags (workspace_id, tag_id, contact_id);

CREATE TRIGGER contacts_tally_delete AFTER DELETE ON contacts BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
  SELECT old.workspace_id, 'contact', '', randomblob(16), true, old.owner_id, old.team_id, -1 WHERE old.deleted_at IS NULL;
END;

CREATE TRIGGER contacts_tally_insert AFTER INSERT ON contacts BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
  SELECT new.workspace_id, 'contact', '', randomblob(16), true, new.owner_id, new.team_id, 1 WHERE new.deleted_at IS NULL;
END;

CREATE TRIGGER contacts_tally_update AFTER UPDATE OF owner_id, team_id, deleted_at ON contacts
WHEN old.owner_id IS NOT new.owner_id OR old.team_id IS NOT new.team_id OR old.deleted_at IS NOT new.deleted_at BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
  SELECT old.workspace_id, 'contact', '', randomblob(16), true, old.owner_id, old.team_id, -1 WHERE old.deleted_at IS NULL;
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, owner_id, team_id, n)
  SELECT new.workspace_id, 'contact', '', randomblob(16), true, new.owner_id, new.team_id, 1 WHERE new.deleted_at IS NULL;
END;

CREATE TABLE contacts (
  workspace_id INTEGER  NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           BLOB    NOT NULL CHECK (length(id) = 16),
  first_name   TEXT    NOT NULL DEFAULT '',
  last_name    TEXT    NOT NULL DEFAULT '',
  name         TEXT    NOT NULL,
  name_key     TEXT    NOT NULL,
  company_id   BLOB,
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
  is_active    INTEGER NOT NULL DEFAULT TRUE,
  owner_id     BLOB,
  team_id      BLOB,
  import_id    BLOB,
  custom       TEXT   NOT NULL DEFAULT '{}',
  version      INTEGER  NOT NULL DEFAULT 1,
  created_at   INTEGER  NOT NULL,
  updated_at   INTEGER  NOT NULL,
  activity_at  INTEGER,
  deleted_at   INTEGER,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT contacts_company_fkey FOREIGN KEY (workspace_id, company_id) REFERENCES companies (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT contacts_owner_fkey FOREIGN KEY (workspace_id, owner_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT contacts_team_fkey FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT contacts_import_fkey FOREIGN KEY (workspace_id, import_id) REFERENCES imports (workspace_id, id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX contacts_active ON contacts (workspace_id, is_active, id) WHERE deleted_at IS NULL;

CREATE INDEX contacts_activity ON contacts (workspace_id, activity_at, id) WHERE deleted_at IS NULL;

CREATE INDEX contacts_birthday ON contacts (workspace_id, birthday, id) WHERE deleted_at IS NULL;

CREATE INDEX contacts_city ON contacts (workspace_id, city_key, id) WHERE deleted_at IS NULL;

CREATE INDEX contacts_company ON contacts (workspace_id, company_id, id) WHERE company_id IS NOT NULL;

CREATE INDEX contacts_company_name ON contacts (workspace_id, company_key, id) WHERE deleted_at IS NULL;

CREATE INDEX contacts_country ON contacts (workspace_id, country, id) WHERE deleted_at IS NULL;

CREATE INDEX contacts_created ON contacts (workspace_id, created_at, id) WHERE deleted_at IS NULL;

CREATE INDEX contacts_deleted ON contacts (workspace_id, deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE INDEX contacts_email ON contacts (workspace_id, email_key, id) WHERE deleted_at IS NULL;

CREATE INDEX contacts_import ON contacts (workspace_id, import_id, id) WHERE import_id IS NOT NULL;

CREATE INDEX contacts_list ON contacts (workspace_id, id) WHERE deleted_at IS NULL;

CREATE INDEX contacts_n1 ON contacts (workspace_id, (CAST(custom->>'n1' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n1' AS INTEGER)) IS NOT NULL;

CREATE INDEX contacts_n10 ON contacts (workspace_id, (CAST(custom->>'n10' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n10' AS INTEGER)) IS NOT NULL;

CREATE INDEX contacts_n11 ON contacts (workspace_id, (CAST(custom->>'n11' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n11' AS INTEGER)) IS NOT NULL;

CREATE INDEX contacts_n12 ON contacts (workspace_id, (CAST(custom->>'n12' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n12' AS INTEGER)) IS NOT NULL;

CREATE INDEX contacts_n2 ON contacts (workspace_id, (CAST(custom->>'n2' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n2' AS INTEGER)) IS NOT NULL;

CREATE INDEX contacts_n3 ON contacts (workspace_id, (CAST(custom->>'n3' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n3' AS INTEGER)) IS NOT NULL;

CREATE INDEX contacts_n4 ON contacts (workspace_id, (CAST(custom->>'n4' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n4' AS INTEGER)) IS NOT NULL;

CREATE INDEX contacts_n5 ON contacts (workspace_id, (CAST(custom->>'n5' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n5' AS INTEGER)) IS NOT NULL;

CREATE INDEX contacts_n6 ON contacts (workspace_id, (CAST(custom->>'n6' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n6' AS INTEGER)) IS NOT NULL;

CREATE INDEX contacts_n7 ON contacts (workspace_id, (CAST(custom->>'n7' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n7' AS INTEGER)) IS NOT NULL;

CREATE INDEX contacts_n8 ON contacts (workspace_id, (CAST(custom->>'n8' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n8' AS INTEGER)) IS NOT NULL;

CREATE INDEX contacts_n9 ON contacts (workspace_id, (CAST(custom->>'n9' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n9' AS INTEGER)) IS NOT NULL;

CREATE INDEX contacts_name ON contacts (workspace_id, name_key, id, company_key) WHERE deleted_at IS NULL;

CREATE INDEX contacts_owner ON contacts (workspace_id, owner_id, id) WHERE owner_id IS NOT NULL;

CREATE INDEX contacts_position ON contacts (workspace_id, position_key, id) WHERE deleted_at IS NULL;

CREATE INDEX contacts_t1 ON contacts (workspace_id, (custom->>'t1_'), id) WHERE deleted_at IS NULL AND (custom->>'t1_') IS NOT NULL;

CREATE INDEX contacts_t10 ON contacts (workspace_id, (custom->>'t10_'), id) WHERE deleted_at IS NULL AND (custom->>'t10_') IS NOT NULL;

CREATE INDEX contacts_t11 ON contacts (workspace_id, (custom->>'t11_'), id) WHERE deleted_at IS NULL AND (custom->>'t11_') IS NOT NULL;

CREATE INDEX contacts_t12 ON contacts (workspace_id, (custom->>'t12_'), id) WHERE deleted_at IS NULL AND (custom->>'t12_') IS NOT NULL;

CREATE INDEX contacts_t13 ON contacts (workspace_id, (custom->>'t13_'), id) WHERE deleted_at IS NULL AND (custom->>'t13_') IS NOT NULL;

CREATE INDEX contacts_t14 ON contacts (workspace_id, (custom->>'t14_'), id) WHERE deleted_at IS NULL AND (custom->>'t14_') IS NOT NULL;

CREATE INDEX contacts_t15 ON contacts (workspace_id, (custom->>'t15_'), id) WHERE deleted_at IS NULL AND (custom->>'t15_') IS NOT NULL;

CREATE INDEX contacts_t16 ON contacts (workspace_id, (custom->>'t16_'), id) WHERE deleted_at IS NULL AND (custom->>'t16_') IS NOT NULL;

CREATE INDEX contacts_t17 ON contacts (workspace_id, (custom->>'t17_'), id) WHERE deleted_at IS NULL AND (custom->>'t17_') IS NOT NULL;

CREATE INDEX contacts_t18 ON contacts (workspace_id, (custom->>'t18_'), id) WHERE deleted_at IS NULL AND (custom->>'t18_') IS NOT NULL;

CREATE INDEX contacts_t19 ON contacts (workspace_id, (custom->>'t19_'), id) WHERE deleted_at IS NULL AND (custom->>'t19_') IS NOT NULL;

CREATE INDEX contacts_t2 ON contacts (workspace_id, (custom->>'t2_'), id) WHERE deleted_at IS NULL AND (custom->>'t2_') IS NOT NULL;

CREATE INDEX contacts_t20 ON contacts (workspace_id, (custom->>'t20_'), id) WHERE deleted_at IS NULL AND (custom->>'t20_') IS NOT NULL;

CREATE INDEX contacts_t3 ON contacts (workspace_id, (custom->>'t3_'), id) WHERE deleted_at IS NULL AND (custom->>'t3_') IS NOT NULL;

CREATE INDEX contacts_t4 ON contacts (workspace_id, (custom->>'t4_'), id) WHERE deleted_at IS NULL AND (custom->>'t4_') IS NOT NULL;

CREATE INDEX contacts_t5 ON contacts (workspace_id, (custom->>'t5_'), id) WHERE deleted_at IS NULL AND (custom->>'t5_') IS NOT NULL;

CREATE INDEX contacts_t6 ON contacts (workspace_id, (custom->>'t6_'), id) WHERE deleted_at IS NULL AND (custom->>'t6_') IS NOT NULL;

CREATE INDEX contacts_t7 ON contacts (workspace_id, (custom->>'t7_'), id) WHERE deleted_at IS NULL AND (custom->>'t7_') IS NOT NULL;

CREATE INDEX contacts_t8 ON contacts (workspace_id, (custom->>'t8_'), id) WHERE deleted_at IS NULL AND (custom->>'t8_') IS NOT NULL;

CREATE INDEX contacts_t9 ON contacts (workspace_id, (custom->>'t9_'), id) WHERE deleted_at IS NULL AND (custom->>'t9_') IS NOT NULL;

CREATE INDEX contacts_team ON contacts (workspace_id, team_id, id) WHERE team_id IS NOT NULL;

CREATE INDEX contacts_updated ON contacts (workspace_id, updated_at, id) WHERE deleted_at IS NULL;

CREATE TABLE custom_fields (
  workspace_id INTEGER  NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           BLOB    NOT NULL CHECK (length(id) = 16),
  record       TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  label        TEXT    NOT NULL,
  label_key    TEXT    NOT NULL,
  type         TEXT    NOT NULL CHECK (type IN ('text', 'long_text', 'number', 'money', 'date', 'checkbox', 'select', 'multi_select', 'url', 'person')),
  slot         TEXT    NOT NULL,
  digits       INTEGER  NOT NULL DEFAULT 0,
  required     INTEGER NOT NULL DEFAULT FALSE,
  shown        INTEGER NOT NULL DEFAULT FALSE,
  fallback     TEXT    NOT NULL DEFAULT '',
  options      TEXT   NOT NULL DEFAULT '[]',
  position     INTEGER  NOT NULL,
  version      INTEGER  NOT NULL DEFAULT 1,
  created_at   INTEGER  NOT NULL,
  updated_at   INTEGER  NOT NULL,
  archived_at  INTEGER,
  deleted_at   INTEGER,
  emptied_at   INTEGER,
  PRIMARY KEY (workspace_id, id)
) STRICT;

CREATE UNIQUE INDEX custom_fields_label ON custom_fields (workspace_id, record, label_key) WHERE archived_at IS NULL;

CREATE UNIQUE INDEX custom_fields_name ON custom_fields (workspace_id, record, name);

CREATE UNIQUE INDEX custom_fields_slot ON custom_fields (workspace_id, record, slot) WHERE emptied_at IS NULL;

CREATE TABLE dav_names (
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  kind         TEXT   NOT NULL,
  record_id    BLOB   NOT NULL,
  name         TEXT   NOT NULL,
  uid          TEXT   NOT NULL,
  PRIMARY KEY (workspace_id, kind, record_id)
) STRICT;

CREATE UNIQUE INDEX dav_names_name ON dav_names (workspace_id, kind, name);

CREATE TABLE deal_choices (
  workspace_id INTEGER NOT NULL,
  record_id    BLOB   NOT NULL,
  slot         TEXT   NOT NULL,
  choice       TEXT   NOT NULL,
  PRIMARY KEY (workspace_id, record_id, slot, choice),
  CONSTRAINT deal_choices_record_fkey FOREIGN KEY (workspace_id, record_id) REFERENCES deals (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX deal_choices_choice ON deal_choices (workspace_id, slot, choice, record_id);

CREATE TABLE deal_contacts (
  workspace_id INTEGER NOT NULL,
  deal_id      BLOB   NOT NULL,
  contact_id   BLOB   NOT NULL,
  role         TEXT   NOT NULL DEFAULT '',
  position     INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace_id, deal_id, contact_id),
  CONSTRAINT deal_contacts_deal_fkey FOREIGN KEY (workspace_id, deal_id) REFERENCES deals (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT deal_contacts_contact_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX deal_contacts_contact ON deal_contacts (workspace_id, contact_id, deal_id);

CREATE TABLE deal_lines (
  workspace_id INTEGER NOT NULL,
  deal_id      BLOB   NOT NULL,
  position     INTEGER NOT NULL,
  product_id   BLOB,
  name         TEXT   NOT NULL,
  quantity     INTEGER NOT NULL DEFAULT 1000 CHECK (quantity > 0),
  price        INTEGER NOT NULL CHECK (price >= 0),
  discount     INTEGER NOT NULL DEFAULT 0 CHECK (discount BETWEEN 0 AND 10000),
  total        INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, deal_id, position),
  CONSTRAINT deal_lines_deal_fkey FOREIGN KEY (workspace_id, deal_id) REFERENCES deals (workspace_id, id) ON DELETE CASCADE
) STRICT;

CREATE TRIGGER deal_moves_tally_insert AFTER INSERT ON deal_moves BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, stage_id, from_id, owner_id, n, span)
  SELECT new.workspace_id, 'move', coalesce(strftime('%Y-%m', new.at / 1000, 'unixepoch'), ''), randomblob(16), true, new.status, new.to_id, new.from_id, new.member_id, 1, new.stood;
END;

CREATE TABLE deal_moves (
  workspace_id INTEGER NOT NULL,
  id           BLOB   NOT NULL CHECK (length(id) = 16),
  deal_id      BLOB   NOT NULL,
  from_id      BLOB,
  to_id        BLOB   NOT NULL,
  to_name      TEXT   NOT NULL,
  status       TEXT   NOT NULL,
  stood        INTEGER NOT NULL DEFAULT 0,
  member_id    BLOB,
  at           INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT deal_moves_deal_fkey FOREIGN KEY (workspace_id, deal_id) REFERENCES deals (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT deal_moves_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX deal_moves_at ON deal_moves (workspace_id, at, to_id, stood);

CREATE INDEX deal_moves_deal ON deal_moves (workspace_id, deal_id, id);

CREATE INDEX deal_moves_member ON deal_moves (workspace_id, member_id, id);

CREATE INDEX deal_moves_way ON deal_moves (workspace_id, at, from_id, to_id, stood, member_id, deal_id);

CREATE TABLE deal_tags (
  workspace_id INTEGER NOT NULL,
  deal_id      BLOB   NOT NULL,
  tag_id       BLOB   NOT NULL,
  PRIMARY KEY (workspace_id, deal_id, tag_id),
  CONSTRAINT deal_tags_deal_fkey FOREIGN KEY (workspace_id, deal_id) REFERENCES deals (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT deal_tags_tag_fkey FOREIGN KEY (workspace_id, tag_id) REFERENCES tags (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX deal_tags_tag ON deal_tags (workspace_id, tag_id, deal_id);

CREATE TRIGGER deals_moves_back AFTER UPDATE OF deleted_at ON deals WHEN old.deleted_at IS NOT NULL AND new.deleted_at IS NULL BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, stage_id, from_id, owner_id, n, span)
  SELECT x.workspace_id, 'move', x.month, randomblob(16), true, x.state, x.stage_id, x.from_id, x.owner_id, x.n, x.span FROM (
    SELECT r.workspace_id AS workspace_id, coalesce(strftime('%Y-%m', r.at / 1000, 'unixepoch'), '') AS month, r.status AS state, r.to_id AS stage_id, r.from_id AS from_id, r.member_id AS owner_id, count(*) AS n, CAST(sum(r.stood) AS BIGINT) AS span
    FROM deal_moves AS r WHERE r.workspace_id = new.workspace_id AND r.deal_id = new.id GROUP BY 1, 2, 3, 4, 5, 6) AS x;
END;

CREATE TRIGGER deals_moves_bin AFTER UPDATE OF deleted_at ON deals WHEN old.deleted_at IS NULL AND new.deleted_at IS NOT NULL BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, stage_id, from_id, owner_id, n, span)
  SELECT x.workspace_id, 'move', x.month, randomblob(16), true, x.state, x.stage_id, x.from_id, x.owner_id, x.n, x.span FROM (
    SELECT r.workspace_id AS workspace_id, coalesce(strftime('%Y-%m', r.at / 1000, 'unixepoch'), '') AS month, r.status AS state, r.to_id AS stage_id, r.from_id AS from_id, r.member_id AS owner_id, -count(*) AS n, -CAST(sum(r.stood) AS BIGINT) AS span
    FROM deal_moves AS r WHERE r.workspace_id = new.workspace_id AND r.deal_id = new.id GROUP BY 1, 2, 3, 4, 5, 6) AS x;
END;

CREATE TRIGGER deals_moves_end BEFORE DELETE ON deals WHEN old.deleted_at IS NULL BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, stage_id, from_id, owner_id, n, span)
  SELECT x.workspace_id, 'move', x.month, randomblob(16), true, x.state, x.stage_id, x.from_id, x.owner_id, x.n, x.span FROM (
    SELECT r.workspace_id AS workspace_id, coalesce(strftime('%Y-%m', r.at / 1000, 'unixepoch'), '') AS month, r.status AS state, r.to_id AS stage_id, r.from_id AS from_id, r.member_id AS owner_id, -count(*) AS n, -CAST(sum(r.stood) AS BIGINT) AS span
    FROM deal_moves AS r WHERE r.workspace_id = old.workspace_id AND r.deal_id = old.id GROUP BY 1, 2, 3, 4, 5, 6) AS x;
END;

CREATE TRIGGER deals_tally_delete AFTER DELETE ON deals BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, pipeline_id, stage_id, reason_id, owner_id, team_id, currency, n, value, weighted, span)
  SELECT old.workspace_id, 'deal', CASE old.status WHEN 'open' THEN coalesce(substr(old.expected_close_date, 1, 7), '') ELSE coalesce(substr(old.actual_close_date, 1, 7), '') END, randomblob(16), true, old.status, old.pipeline_id, old.stage_id, old.lost_reason_id, old.owner_id, old.team_id, old.currency, -1, -old.value, -old.weighted, -(CASE old.status WHEN 'won' THEN old.stage_at - old.created_at ELSE 0 END) WHERE old.deleted_at IS NULL;
END;

CREATE TRIGGER deals_tally_insert AFTER INSERT ON deals BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, pipeline_id, stage_id, reason_id, owner_id, team_id, currency, n, value, weighted, span)
  SELECT new.workspace_id, 'deal', CASE new.status WHEN 'open' THEN coalesce(substr(new.expected_close_date, 1, 7), '') ELSE coalesce(substr(new.actual_close_date, 1, 7), '') END, randomblob(16), true, new.status, new.pipeline_id, new.stage_id, new.lost_reason_id, new.owner_id, new.team_id, new.currency, 1, new.value, new.weighted, CASE new.status WHEN 'won' THEN new.stage_at - new.created_at ELSE 0 END WHERE new.deleted_at IS NULL;
END;

CREATE TRIGGER deals_tally_update AFTER UPDATE OF pipeline_id, stage_id, status, stage_at, owner_id, team_id, currency, value, weighted, expected_close_date, actual_close_date, lost_reason_id, deleted_at ON deals
WHEN old.pipeline_id IS NOT new.pipeline_id OR old.stage_id IS NOT new.stage_id OR old.status IS NOT new.status OR old.stage_at IS NOT new.stage_at OR old.owner_id IS NOT new.owner_id OR old.team_id IS NOT new.team_id OR old.currency IS NOT new.currency OR old.value IS NOT new.value OR old.weighted IS NOT new.weighted OR old.expected_close_date IS NOT new.expected_close_date OR old.actual_close_date IS NOT new.actual_close_date OR old.lost_reason_id IS NOT new.lost_reason_id OR old.deleted_at IS NOT new.deleted_at BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, pipeline_id, stage_id, reason_id, owner_id, team_id, currency, n, value, weighted, span)
  SELECT old.workspace_id, 'deal', CASE old.status WHEN 'open' THEN coalesce(substr(old.expected_close_date, 1, 7), '') ELSE coalesce(substr(old.actual_close_date, 1, 7), '') END, randomblob(16), true, old.status, old.pipeline_id, old.stage_id, old.lost_reason_id, old.owner_id, old.team_id, old.currency, -1, -old.value, -old.weighted, -(CASE old.status WHEN 'won' THEN old.stage_at - old.created_at ELSE 0 END) WHERE old.deleted_at IS NULL;
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, pipeline_id, stage_id, reason_id, owner_id, team_id, currency, n, value, weighted, span)
  SELECT new.workspace_id, 'deal', CASE new.status WHEN 'open' THEN coalesce(substr(new.expected_close_date, 1, 7), '') ELSE coalesce(substr(new.actual_close_date, 1, 7), '') END, randomblob(16), true, new.status, new.pipeline_id, new.stage_id, new.lost_reason_id, new.owner_id, new.team_id, new.currency, 1, new.value, new.weighted, CASE new.status WHEN 'won' THEN new.stage_at - new.created_at ELSE 0 END WHERE new.deleted_at IS NULL;
END;

CREATE TABLE deals (
  workspace_id        INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id                  BLOB   NOT NULL CHECK (length(id) = 16),
  name                TEXT   NOT NULL,
  name_key            TEXT   NOT NULL,
  description         TEXT   NOT NULL DEFAULT '',
  value               INTEGER NOT NULL DEFAULT 0 CHECK (value >= 0),
  currency            TEXT   NOT NULL,
  pipeline_id         BLOB   NOT NULL,
  stage_id            BLOB   NOT NULL,
  status              TEXT   NOT NULL CHECK (status IN ('open', 'won', 'lost')),
  probability         INTEGER NOT NULL CHECK (probability BETWEEN 0 AND 100),
  weighted            INTEGER NOT NULL DEFAULT 0,
  place               INTEGER NOT NULL DEFAULT 0,
  stage_at            INTEGER NOT NULL,
  expected_close_date TEXT   CHECK (length(expected_close_date) = 10),
  actual_close_date   TEXT   CHECK (length(actual_close_date) = 10),
  lost_reason_id      BLOB,
  lost_reason         TEXT   NOT NULL DEFAULT '',
  source              TEXT   NOT NULL DEFAULT '',
  notes               TEXT   NOT NULL DEFAULT '',
  contact_id          BLOB,
  company_id          BLOB,
  owner_id            BLOB,
  team_id             BLOB,
  custom              TEXT  NOT NULL DEFAULT '{}',
  version             INTEGER NOT NULL DEFAULT 1,
  created_at          INTEGER NOT NULL,
  updated_at          INTEGER NOT NULL,
  activity_at         INTEGER,
  deleted_at          INTEGER,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT deals_stage_fkey FOREIGN KEY (workspace_id, pipeline_id, stage_id) REFERENCES stages (workspace_id, pipeline_id, id) ON DELETE RESTRICT,
  CONSTRAINT deals_reason_fkey FOREIGN KEY (workspace_id, lost_reason_id) REFERENCES lost_reasons (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT deals_contact_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT deals_company_fkey FOREIGN KEY (workspace_id, company_id) REFERENCES companies (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT deals_owner_fkey FOREIGN KEY (workspace_id, owner_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT deals_team_fkey FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX deals_activity ON deals (workspace_id, activity_at, id) WHERE deleted_at IS NULL;

CREATE INDEX deals_closed ON deals (workspace_id, actual_close_date, id) WHERE deleted_at IS NULL;

CREATE INDEX deals_closing ON deals (workspace_id, stage_id, (substr(actual_close_date, 1, 7)), place, id) WHERE deleted_at IS NULL;

CREATE INDEX deals_column ON deals (workspace_id, stage_id, place, id) WHERE deleted_at IS NULL;

CREATE INDEX deals_company ON deals (workspace_id, company_id, id) WHERE company_id IS NOT NULL;

CREATE INDEX deals_contact ON deals (workspace_id, contact_id, id) WHERE contact_id IS NOT NULL;

CREATE INDEX deals_created ON deals (workspace_id, created_at, id) WHERE deleted_at IS NULL;

CREATE INDEX deals_deleted ON deals (workspace_id, deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE INDEX deals_expected ON deals (workspace_id, expected_close_date, id) WHERE deleted_at IS NULL;

CREATE INDEX deals_forecast ON deals (workspace_id, status, expected_close_date, pipeline_id, currency, value, weighted, owner_id) WHERE deleted_at IS NULL;

CREATE INDEX deals_list ON deals (workspace_id, id) WHERE deleted_at IS NULL;

CREATE INDEX deals_n1 ON deals (workspace_id, (CAST(custom->>'n1' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n1' AS INTEGER)) IS NOT NULL;

CREATE INDEX deals_n10 ON deals (workspace_id, (CAST(custom->>'n10' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n10' AS INTEGER)) IS NOT NULL;

CREATE INDEX deals_n11 ON deals (workspace_id, (CAST(custom->>'n11' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n11' AS INTEGER)) IS NOT NULL;

CREATE INDEX deals_n12 ON deals (workspace_id, (CAST(custom->>'n12' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n12' AS INTEGER)) IS NOT NULL;

CREATE INDEX deals_n2 ON deals (workspace_id, (CAST(custom->>'n2' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n2' AS INTEGER)) IS NOT NULL;

CREATE INDEX deals_n3 ON deals (workspace_id, (CAST(custom->>'n3' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n3' AS INTEGER)) IS NOT NULL;

CREATE INDEX deals_n4 ON deals (workspace_id, (CAST(custom->>'n4' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n4' AS INTEGER)) IS NOT NULL;

CREATE INDEX deals_n5 ON deals (workspace_id, (CAST(custom->>'n5' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n5' AS INTEGER)) IS NOT NULL;

CREATE INDEX deals_n6 ON deals (workspace_id, (CAST(custom->>'n6' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n6' AS INTEGER)) IS NOT NULL;

CREATE INDEX deals_n7 ON deals (workspace_id, (CAST(custom->>'n7' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n7' AS INTEGER)) IS NOT NULL;

CREATE INDEX deals_n8 ON deals (workspace_id, (CAST(custom->>'n8' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n8' AS INTEGER)) IS NOT NULL;

CREATE INDEX deals_n9 ON deals (workspace_id, (CAST(custom->>'n9' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n9' AS INTEGER)) IS NOT NULL;

CREATE INDEX deals_name ON deals (workspace_id, name_key, id) WHERE deleted_at IS NULL;

CREATE INDEX deals_owner ON deals (workspace_id, owner_id, id) WHERE owner_id IS NOT NULL;

CREATE INDEX deals_probability ON deals (workspace_id, probability, id) WHERE deleted_at IS NULL;

CREATE INDEX deals_reason ON deals (workspace_id, lost_reason_id, id) WHERE lost_reason_id IS NOT NULL;

CREATE INDEX deals_stage ON deals (workspace_id, pipeline_id, stage_id, id);

CREATE INDEX deals_stage_alone ON deals (workspace_id, stage_id, id);

CREATE INDEX deals_stage_at ON deals (workspace_id, stage_at, id) WHERE deleted_at IS NULL;

CREATE INDEX deals_status ON deals (workspace_id, status, id) WHERE deleted_at IS NULL;

CREATE INDEX deals_stood ON deals (workspace_id, stage_id, stage_at, owner_id, team_id) WHERE deleted_at IS NULL AND status = 'open';

CREATE INDEX deals_t1 ON deals (workspace_id, (custom->>'t1_'), id) WHERE deleted_at IS NULL AND (custom->>'t1_') IS NOT NULL;

CREATE INDEX deals_t10 ON deals (workspace_id, (custom->>'t10_'), id) WHERE deleted_at IS NULL AND (custom->>'t10_') IS NOT NULL;

CREATE INDEX deals_t11 ON deals (workspace_id, (custom->>'t11_'), id) WHERE deleted_at IS NULL AND (custom->>'t11_') IS NOT NULL;

CREATE INDEX deals_t12 ON deals (workspace_id, (custom->>'t12_'), id) WHERE deleted_at IS NULL AND (custom->>'t12_') IS NOT NULL;

CREATE INDEX deals_t13 ON deals (workspace_id, (custom->>'t13_'), id) WHERE deleted_at IS NULL AND (custom->>'t13_') IS NOT NULL;

CREATE INDEX deals_t14 ON deals (workspace_id, (custom->>'t14_'), id) WHERE deleted_at IS NULL AND (custom->>'t14_') IS NOT NULL;

CREATE INDEX deals_t15 ON deals (workspace_id, (custom->>'t15_'), id) WHERE deleted_at IS NULL AND (custom->>'t15_') IS NOT NULL;

CREATE INDEX deals_t16 ON deals (workspace_id, (custom->>'t16_'), id) WHERE deleted_at IS NULL AND (custom->>'t16_') IS NOT NULL;

CREATE INDEX deals_t17 ON deals (workspace_id, (custom->>'t17_'), id) WHERE deleted_at IS NULL AND (custom->>'t17_') IS NOT NULL;

CREATE INDEX deals_t18 ON deals (workspace_id, (custom->>'t18_'), id) WHERE deleted_at IS NULL AND (custom->>'t18_') IS NOT NULL;

CREATE INDEX deals_t19 ON deals (workspace_id, (custom->>'t19_'), id) WHERE deleted_at IS NULL AND (custom->>'t19_') IS NOT NULL;

CREATE INDEX deals_t2 ON deals (workspace_id, (custom->>'t2_'), id) WHERE deleted_at IS NULL AND (custom->>'t2_') IS NOT NULL;

CREATE INDEX deals_t20 ON deals (workspace_id, (custom->>'t20_'), id) WHERE deleted_at IS NULL AND (custom->>'t20_') IS NOT NULL;

CREATE INDEX deals_t3 ON deals (workspace_id, (custom->>'t3_'), id) WHERE deleted_at IS NULL AND (custom->>'t3_') IS NOT NULL;

CREATE INDEX deals_t4 ON deals (workspace_id, (custom->>'t4_'), id) WHERE deleted_at IS NULL AND (custom->>'t4_') IS NOT NULL;

CREATE INDEX deals_t5 ON deals (workspace_id, (custom->>'t5_'), id) WHERE deleted_at IS NULL AND (custom->>'t5_') IS NOT NULL;

CREATE INDEX deals_t6 ON deals (workspace_id, (custom->>'t6_'), id) WHERE deleted_at IS NULL AND (custom->>'t6_') IS NOT NULL;

CREATE INDEX deals_t7 ON deals (workspace_id, (custom->>'t7_'), id) WHERE deleted_at IS NULL AND (custom->>'t7_') IS NOT NULL;

CREATE INDEX deals_t8 ON deals (workspace_id, (custom->>'t8_'), id) WHERE deleted_at IS NULL AND (custom->>'t8_') IS NOT NULL;

CREATE INDEX deals_t9 ON deals (workspace_id, (custom->>'t9_'), id) WHERE deleted_at IS NULL AND (custom->>'t9_') IS NOT NULL;

CREATE INDEX deals_team ON deals (workspace_id, team_id, id) WHERE team_id IS NOT NULL;

CREATE INDEX deals_updated ON deals (workspace_id, updated_at, id) WHERE deleted_at IS NULL;

CREATE INDEX deals_value ON deals (workspace_id, value, id) WHERE deleted_at IS NULL;

CREATE INDEX deals_weighted ON deals (workspace_id, weighted, id) WHERE deleted_at IS NULL;

CREATE INDEX deals_won ON deals (workspace_id, status, actual_close_date, owner_id, currency, value) WHERE deleted_at IS NULL;

CREATE TABLE digests (
  workspace_id INTEGER NOT NULL,
  member_id    BLOB   NOT NULL,
  day          TEXT   NOT NULL,
  created_at   INTEGER NOT NULL,
  sent_at      INTEGER,
  PRIMARY KEY (workspace_id, member_id, day),
  CONSTRAINT digests_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE duplicate_scans (
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  kind         TEXT   NOT NULL,
  scanned_to   INTEGER NOT NULL DEFAULT 0,
  scanned_id   BLOB,
  started_at   INTEGER,
  finished_at  INTEGER,
  PRIMARY KEY (workspace_id, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE erased_keys (
  workspace_id INTEGER NOT NULL,
  hash         BLOB  NOT NULL,
  erasure_id   BLOB   NOT NULL,
  PRIMARY KEY (workspace_id, hash, erasure_id),
  CONSTRAINT erased_keys_erasure_fkey FOREIGN KEY (workspace_id, erasure_id) REFERENCES erasures (workspace_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX erased_keys_erasure ON erased_keys (workspace_id, erasure_id);

CREATE TABLE erasures (
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           BLOB   NOT NULL CHECK (length(id) = 16),
  record_id    BLOB   NOT NULL,
  member_id    BLOB,
  at           INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT erasures_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX erasures_member ON erasures (workspace_id, member_id) WHERE member_id IS NOT NULL;

CREATE INDEX erasures_record ON erasures (workspace_id, record_id);

CREATE TABLE favourites (
  workspace_id INTEGER NOT NULL,
  member_id    BLOB   NOT NULL,
  kind         TEXT   NOT NULL,
  record_id    BLOB   NOT NULL,
  position     INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, member_id, kind, record_id),
  CONSTRAINT favourites_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE files (
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  file_key     TEXT   NOT NULL,
  size         INTEGER NOT NULL CHECK (size >= 0),
  created_at   INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, file_key)
) STRICT;

CREATE TABLE home_cards (
  workspace_id INTEGER NOT NULL,
  member_id    BLOB   NOT NULL,
  cards        TEXT  NOT NULL,
  PRIMARY KEY (workspace_id, member_id),
  CONSTRAINT home_cards_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency_keys (
  workspace_id INTEGER NOT NULL,
  member_id    BLOB   NOT NULL,
  name         TEXT   NOT NULL,
  request_hash BLOB  NOT NULL,
  status       INTEGER NOT NULL DEFAULT 0,
  headers      TEXT  NOT NULL DEFAULT '{}',
  body         BLOB,
  created_at   INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, member_id, name),
  CONSTRAINT idempotency_keys_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
) STRICT;

CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

CREATE TABLE import_failures (
  workspace_id INTEGER NOT NULL,
  import_id    BLOB   NOT NULL,
  row_number   INTEGER NOT NULL,
  cells        TEXT  NOT NULL,
  value        TEXT   NOT NULL DEFAULT '',
  reason       TEXT   NOT NULL,
  PRIMARY KEY (workspace_id, import_id, row_number),
  CONSTRAINT import_failures_import_fkey FOREIGN KEY (workspace_id, import_id) REFERENCES imports (workspace_id, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE import_layouts (
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  fingerprint  TEXT   NOT NULL,
  member_id    BLOB   NOT NULL,
  file_name    TEXT   NOT NULL,
  mapping      TEXT  NOT NULL DEFAULT '{}',
  options      TEXT  NOT NULL DEFAULT '{}',
  updated_at   INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, fingerprint),
  CONSTRAINT import_layouts_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX import_layouts_member ON import_layouts (workspace_id, member_id);

CREATE TABLE import_leftovers (
  workspace_id INTEGER NOT NULL,
  import_id    BLOB   NOT NULL,
  record_id    BLOB   NOT NULL,
  kind         TEXT   NOT NULL,
  name         TEXT   NOT NULL DEFAULT '',
  reason       TEXT   NOT NULL,
  PRIMARY KEY (workspace_id, import_id, record_id),
  CONSTRAINT import_leftovers_undo_fkey FOREIGN KEY (workspace_id, import_id) REFERENCES import_undos (workspace_id, import_id) ON DELETE CASCADE
) STRICT;

CREATE TABLE import_undos (
  workspace_id INTEGER NOT NULL,
  import_id    BLOB   NOT NULL,
  id           BLOB   NOT NULL CHECK (length(id) = 16),
  member_id    BLOB   NOT NULL,
  status       TEXT   NOT NULL CHECK (status IN ('running', 'done', 'failed')),
  place        BLOB,
  total        INTEGER NOT NULL DEFAULT 0,
  seen         INTEGER NOT NULL DEFAULT 0,
  contacts     INTEGER NOT NULL DEFAULT 0,
  companies    INTEGER NOT NULL DEFAULT 0,
  tags         INTEGER NOT NULL DEFAULT 0,
  reverted     INTEGER NOT NULL DEFAULT 0,
  leftover     INTEGER NOT NULL DEFAULT 0,
  problem      TEXT   NOT NULL DEFAULT '',
  step         INTEGER NOT NULL DEFAULT 0,
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL,
  finished_at  INTEGER, records INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace_id, import_id),
  CONSTRAINT import_undos_import_fkey FOREIGN KEY (workspace_id, import_id) REFERENCES imports (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT import_undos_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX import_undos_member ON import_undos (workspace_id, member_id);

CREATE TABLE imports (
  workspace_id INTEGER  NOT NULL,
  id           BLOB    NOT NULL CHECK (length(id) = 16),
  member_id    BLOB    NOT NULL,
  kind         TEXT    NOT NULL DEFAULT 'contacts',
  file_name    TEXT    NOT NULL,
  file_key     TEXT    NOT NULL,
  file_size    INTEGER  NOT NULL,
  format       TEXT    NOT NULL,
  details      TEXT   NOT NULL DEFAULT '{}',
  mapping      TEXT   NOT NULL DEFAULT '{}',
  options      TEXT   NOT NULL DEFAULT '{}',
  status       TEXT    NOT NULL CHECK (status IN ('mapping', 'queued', 'running', 'done', 'failed', 'cancelled', 'undone')),
  total        INTEGER  NOT NULL DEFAULT 0,
  position     INTEGER  NOT NULL DEFAULT 0,
  created      INTEGER  NOT NULL DEFAULT 0,
  updated      INTEGER  NOT NULL DEFAULT 0,
  skipped      INTEGER  NOT NULL DEFAULT 0,
  failed       INTEGER  NOT NULL DEFAULT 0,
  companies    INTEGER  NOT NULL DEFAULT 0,
  problem      TEXT    NOT NULL DEFAULT '',
  version      INTEGER  NOT NULL DEFAULT 1,
  created_at   INTEGER  NOT NULL,
  updated_at   INTEGER  NOT NULL,
  started_at   INTEGER,
  finished_at  INTEGER, contacts INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT imports_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX imports_member ON imports (workspace_id, member_id);

CREATE TABLE invitations (
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           BLOB   NOT NULL CHECK (length(id) = 16),
  email        TEXT   NOT NULL,
  role         TEXT   NOT NULL CHECK (role IN ('admin', 'manager', 'user')),
  team_id      BLOB,
  token_hash   BLOB  NOT NULL,
  invited_by   BLOB   NOT NULL,
  created_at   INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL,
  accepted_at  INTEGER,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT invitations_team_fkey FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT invitations_invited_by_fkey FOREIGN KEY (workspace_id, invited_by) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX invitations_invited_by ON invitations (workspace_id, invited_by);

CREATE INDEX invitations_team ON invitations (workspace_id, team_id) WHERE team_id IS NOT NULL;

CREATE UNIQUE INDEX invitations_token ON invitations (token_hash);

CREATE TABLE looks (
  workspace_id INTEGER NOT NULL,
  member_id    BLOB   NOT NULL,
  list         TEXT   NOT NULL CHECK (list <> ''),
  view         TEXT   NOT NULL DEFAULT '',
  look         TEXT  NOT NULL DEFAULT '{}',
  PRIMARY KEY (workspace_id, member_id, list, view),
  CONSTRAINT looks_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE lost_reasons (
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           BLOB   NOT NULL CHECK (length(id) = 16),
  name         TEXT   NOT NULL,
  name_key     TEXT   NOT NULL,
  position     INTEGER NOT NULL DEFAULT 0,
  version      INTEGER NOT NULL DEFAULT 1,
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL,
  archived_at  INTEGER,
  PRIMARY KEY (workspace_id, id)
) STRICT;

CREATE UNIQUE INDEX lost_reasons_name ON lost_reasons (workspace_id, name_key);

CREATE TABLE members (
  workspace_id INTEGER  NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           BLOB    NOT NULL CHECK (length(id) = 16),
  user_id      BLOB    NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
  name         TEXT    NOT NULL,
  name_key     TEXT    NOT NULL,
  email        TEXT    NOT NULL,
  role         TEXT    NOT NULL CHECK (role IN ('owner', 'admin', 'manager', 'user')),
  active       INTEGER NOT NULL DEFAULT TRUE,
  last_seen_at INTEGER,
  version      INTEGER  NOT NULL DEFAULT 1,
  created_at   INTEGER  NOT NULL,
  updated_at   INTEGER  NOT NULL,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, user_id)
) STRICT;

CREATE INDEX members_user ON members (user_id);

CREATE TABLE merge_moves (
  workspace_id INTEGER NOT NULL,
  merge_id     BLOB   NOT NULL,
  reference    TEXT   NOT NULL,
  from_id      BLOB   NOT NULL,
  key_id       BLOB   NOT NULL,
  PRIMARY KEY (workspace_id, merge_id, reference, from_id, key_id),
  CONSTRAINT merge_moves_merge_fkey FOREIGN KEY (workspace_id, merge_id) REFERENCES merges (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE merged_records (
  workspace_id INTEGER NOT NULL,
  kind         TEXT   NOT NULL,
  record_id    BLOB   NOT NULL,
  survivor_id  BLOB   NOT NULL,
  merge_id     BLOB   NOT NULL,
  name         TEXT   NOT NULL,
  PRIMARY KEY (workspace_id, kind, record_id),
  CONSTRAINT merged_records_merge_fkey FOREIGN KEY (workspace_id, merge_id) REFERENCES merges (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX merged_records_merge ON merged_records (workspace_id, merge_id);

CREATE INDEX merged_records_survivor ON merged_records (workspace_id, kind, survivor_id, record_id);

CREATE TABLE merges (
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           BLOB   NOT NULL CHECK (length(id) = 16),
  kind         TEXT   NOT NULL,
  survivor_id  BLOB   NOT NULL,
  member_id    BLOB,
  details      TEXT  NOT NULL DEFAULT '{}',
  at           INTEGER NOT NULL,
  undone_at    INTEGER,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT merges_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX merges_member ON merges (workspace_id, member_id, id);

CREATE TABLE notification_settings (
  workspace_id INTEGER  NOT NULL,
  member_id    BLOB    NOT NULL,
  event        TEXT    NOT NULL,
  inbox        INTEGER NOT NULL,
  digest       INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, member_id, event),
  CONSTRAINT notification_settings_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE notifications (
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           BLOB   NOT NULL CHECK (length(id) = 16),
  member_id    BLOB   NOT NULL,
  kind         TEXT   NOT NULL,
  record_id    BLOB   NOT NULL,
  title        TEXT   NOT NULL DEFAULT '',
  body         TEXT   NOT NULL DEFAULT '',
  actor_id     BLOB,
  created_at   INTEGER NOT NULL,
  read_at      INTEGER, event TEXT NOT NULL DEFAULT 'mention'
  CHECK (event IN ('mention', 'task_assigned', 'task_due', 'record_assigned', 'meeting', 'meeting_moved', 'meeting_off')),
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT notifications_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT notifications_actor_fkey FOREIGN KEY (workspace_id, actor_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX notifications_actor ON notifications (workspace_id, actor_id) WHERE actor_id IS NOT NULL;

CREATE INDEX notifications_member ON notifications (workspace_id, member_id, id);

CREATE INDEX notifications_unread ON notifications (workspace_id, member_id, id) WHERE read_at IS NULL;

CREATE TABLE outbox (
  workspace_id INTEGER NOT NULL,
  id           BLOB   NOT NULL CHECK (length(id) = 16),
  kind         TEXT   NOT NULL,
  address      TEXT   NOT NULL,
  subject      TEXT   NOT NULL,
  body         TEXT   NOT NULL,
  created_at   INTEGER NOT NULL,
  sent_at      INTEGER,
  PRIMARY KEY (workspace_id, id)
) STRICT;

CREATE TABLE passkeys (
  user_id       BLOB   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id            BLOB   NOT NULL CHECK (length(id) = 16),
  name          TEXT   NOT NULL,
  credential_id BLOB  NOT NULL,
  credential    TEXT   NOT NULL,
  created_at    INTEGER NOT NULL,
  last_used_at  INTEGER,
  PRIMARY KEY (user_id, id)
) STRICT;

CREATE UNIQUE INDEX passkeys_credential ON passkeys (credential_id);

CREATE TABLE pipelines (
  workspace_id INTEGER  NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           BLOB    NOT NULL CHECK (length(id) = 16),
  name         TEXT    NOT NULL,
  name_key     TEXT    NOT NULL,
  description  TEXT    NOT NULL DEFAULT '',
  is_default   INTEGER NOT NULL DEFAULT FALSE,
  position     INTEGER  NOT NULL DEFAULT 0,
  version      INTEGER  NOT NULL DEFAULT 1,
  created_at   INTEGER  NOT NULL,
  updated_at   INTEGER  NOT NULL,
  archived_at  INTEGER,
  PRIMARY KEY (workspace_id, id)
) STRICT;

CREATE UNIQUE INDEX pipelines_default ON pipelines (workspace_id) WHERE is_default;

CREATE UNIQUE INDEX pipelines_name ON pipelines (workspace_id, name_key);

CREATE TABLE provider_accounts (
  workspace_id INTEGER NOT NULL,
  issuer       TEXT   NOT NULL,
  subject      TEXT   NOT NULL,
  member_id    BLOB   NOT NULL,
  email        TEXT   NOT NULL DEFAULT '',
  created_at   INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, issuer, subject),
  UNIQUE (workspace_id, member_id),
  CONSTRAINT provider_accounts_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE purposes (
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           BLOB   NOT NULL CHECK (length(id) = 16),
  name         TEXT   NOT NULL,
  name_key     TEXT   NOT NULL,
  basis        TEXT   NOT NULL CHECK (basis IN ('consent', 'contract', 'legal', 'vital', 'public', 'interest')),
  version      INTEGER NOT NULL DEFAULT 1,
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL,
  archived_at  INTEGER,
  PRIMARY KEY (workspace_id, id)
) STRICT;

CREATE UNIQUE INDEX purposes_name ON purposes (workspace_id, name_key);

CREATE TABLE recovery_codes (
  user_id BLOB   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  hash    BLOB  NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (user_id, hash)
) STRICT;

CREATE TABLE retention_rules (
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  rule         TEXT   NOT NULL CHECK (rule IN ('contacts', 'deals', 'tasks')),
  months       INTEGER NOT NULL CHECK (months BETWEEN 1 AND 240),
  action       TEXT   NOT NULL CHECK (action IN ('review', 'bin')),
  updated_at   INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, rule)
) STRICT;

CREATE TRIGGER search_delete AFTER DELETE ON search BEGIN
  DELETE FROM search_grams WHERE rowid = old.rid;
END;

CREATE TRIGGER search_insert AFTER INSERT ON search BEGIN
  INSERT INTO search_grams (rowid, tok, txt) VALUES (new.rid, new.tok, new.txt);
END;

CREATE TRIGGER search_update AFTER UPDATE OF txt ON search BEGIN
  UPDATE search_grams SET tok = new.tok, txt = new.txt WHERE rowid = old.rid;
END;

CREATE TABLE search (
  rid          INTEGER PRIMARY KEY,
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  kind         TEXT    NOT NULL,
  record_id    BLOB    NOT NULL CHECK (length(record_id) = 16),
  tok          TEXT    NOT NULL,
  txt          TEXT    NOT NULL,
  UNIQUE (workspace_id, kind, record_id)
) STRICT;

CREATE VIRTUAL TABLE search_grams USING fts5 (tok, txt, content='', contentless_delete=1, detail=none, tokenize='trigram');

CREATE TABLE sessions (
  hash         BLOB  NOT NULL PRIMARY KEY,
  public_id    BLOB   NOT NULL UNIQUE,
  user_id      BLOB   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  ip           TEXT   NOT NULL DEFAULT '',
  agent        TEXT   NOT NULL DEFAULT '',
  created_at   INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL
, confirmed_at INTEGER NOT NULL DEFAULT 0, bound INTEGER NOT NULL DEFAULT FALSE) STRICT;

CREATE INDEX sessions_expires ON sessions (expires_at);

CREATE INDEX sessions_user ON sessions (user_id);

CREATE INDEX sessions_workspace ON sessions (workspace_id);

CREATE TABLE sign_in_providers (
  workspace_id   INTEGER  NOT NULL PRIMARY KEY REFERENCES workspaces (id) ON DELETE CASCADE,
  issuer         TEXT    NOT NULL,
  client_id      TEXT    NOT NULL,
  secret         TEXT    NOT NULL,
  domains        TEXT    NOT NULL DEFAULT '',
  create_members INTEGER NOT NULL DEFAULT FALSE,
  role           TEXT    NOT NULL DEFAULT 'user' CHECK (role IN ('admin', 'manager', 'user')),
  required       INTEGER NOT NULL DEFAULT FALSE,
  version        INTEGER  NOT NULL DEFAULT 1,
  created_at     INTEGER  NOT NULL,
  updated_at     INTEGER  NOT NULL
) STRICT;

CREATE TABLE sign_ins (
  user_id BLOB    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id      BLOB    NOT NULL CHECK (length(id) = 16),
  at      INTEGER  NOT NULL,
  way     TEXT    NOT NULL,
  ok      INTEGER NOT NULL,
  ip      TEXT    NOT NULL,
  agent   TEXT    NOT NULL,
  PRIMARY KEY (user_id, id)
) STRICT;

CREATE INDEX sign_ins_at ON sign_ins (at);

CREATE TABLE stages (
  workspace_id INTEGER NOT NULL,
  id           BLOB   NOT NULL CHECK (length(id) = 16),
  pipeline_id  BLOB   NOT NULL,
  name         TEXT   NOT NULL,
  kind         TEXT   NOT NULL DEFAULT 'open' CHECK (kind IN ('open', 'won', 'lost')),
  probability  INTEGER NOT NULL DEFAULT 0 CHECK (probability BETWEEN 0 AND 100),
  hue          INTEGER NOT NULL DEFAULT 0 CHECK (hue BETWEEN 0 AND 9),
  rotting_days INTEGER CHECK (rotting_days > 0),
  required     TEXT  NOT NULL DEFAULT '[]',
  position     INTEGER NOT NULL DEFAULT 0,
  version      INTEGER NOT NULL DEFAULT 1,
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT stages_pipeline_fkey FOREIGN KEY (workspace_id, pipeline_id) REFERENCES pipelines (workspace_id, id) ON DELETE CASCADE
) STRICT;

CREATE UNIQUE INDEX stages_lost ON stages (workspace_id, pipeline_id) WHERE kind = 'lost';

CREATE UNIQUE INDEX stages_pipeline ON stages (workspace_id, pipeline_id, id);

CREATE UNIQUE INDEX stages_won ON stages (workspace_id, pipeline_id) WHERE kind = 'won';

CREATE TABLE tags (
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           BLOB   NOT NULL CHECK (length(id) = 16),
  name         TEXT   NOT NULL,
  name_key     TEXT   NOT NULL,
  hue          INTEGER NOT NULL DEFAULT 0 CHECK (hue BETWEEN 0 AND 9),
  version      INTEGER NOT NULL DEFAULT 1,
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL,
  deleted_at   INTEGER,
  PRIMARY KEY (workspace_id, id)
) STRICT;

CREATE UNIQUE INDEX tags_name ON tags (workspace_id, name_key) WHERE deleted_at IS NULL;

CREATE TABLE tallies (
  workspace_id INTEGER  NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  subject      TEXT    NOT NULL CHECK (subject IN ('deal', 'move', 'task', 'activity', 'contact', 'company')),
  month        TEXT    NOT NULL,
  id           BLOB    NOT NULL CHECK (length(id) = 16),
  fresh        INTEGER NOT NULL,
  state        TEXT    NOT NULL DEFAULT '',
  pipeline_id  BLOB,
  stage_id     BLOB,
  from_id      BLOB,
  reason_id    BLOB,
  owner_id     BLOB,
  team_id      BLOB,
  currency     TEXT    NOT NULL DEFAULT '',
  n            INTEGER  NOT NULL,
  value        INTEGER  NOT NULL DEFAULT 0,
  weighted     INTEGER  NOT NULL DEFAULT 0,
  span         INTEGER  NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace_id, subject, month, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX tallies_fresh ON tallies (workspace_id, subject, month) WHERE fresh;

CREATE TABLE targets (
  workspace_id INTEGER NOT NULL,
  member_id    BLOB   NOT NULL,
  quarter      TEXT   NOT NULL CHECK (length(quarter) = 7),
  currency     TEXT   NOT NULL,
  amount       INTEGER NOT NULL CHECK (amount > 0),
  PRIMARY KEY (workspace_id, member_id, quarter, currency),
  CONSTRAINT targets_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE task_choices (
  workspace_id INTEGER NOT NULL,
  record_id    BLOB   NOT NULL,
  slot         TEXT   NOT NULL,
  choice       TEXT   NOT NULL,
  PRIMARY KEY (workspace_id, record_id, slot, choice),
  CONSTRAINT task_choices_record_fkey FOREIGN KEY (workspace_id, record_id) REFERENCES tasks (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX task_choices_choice ON task_choices (workspace_id, slot, choice, record_id);

CREATE TRIGGER tasks_tally_delete AFTER DELETE ON tasks BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, team_id, n)
  SELECT old.workspace_id, 'task', coalesce(strftime('%Y-%m', old.completed_at / 1000, 'unixepoch'), ''), randomblob(16), true, old.status, old.owner_id, old.team_id, -1 WHERE old.deleted_at IS NULL;
END;

CREATE TRIGGER tasks_tally_insert AFTER INSERT ON tasks BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, team_id, n)
  SELECT new.workspace_id, 'task', coalesce(strftime('%Y-%m', new.completed_at / 1000, 'unixepoch'), ''), randomblob(16), true, new.status, new.owner_id, new.team_id, 1 WHERE new.deleted_at IS NULL;
END;

CREATE TRIGGER tasks_tally_update AFTER UPDATE OF status, completed_at, owner_id, team_id, deleted_at ON tasks
WHEN old.status IS NOT new.status OR old.completed_at IS NOT new.completed_at OR old.owner_id IS NOT new.owner_id OR old.team_id IS NOT new.team_id OR old.deleted_at IS NOT new.deleted_at BEGIN
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, team_id, n)
  SELECT old.workspace_id, 'task', coalesce(strftime('%Y-%m', old.completed_at / 1000, 'unixepoch'), ''), randomblob(16), true, old.status, old.owner_id, old.team_id, -1 WHERE old.deleted_at IS NULL;
  INSERT INTO tallies (workspace_id, subject, month, id, fresh, state, owner_id, team_id, n)
  SELECT new.workspace_id, 'task', coalesce(strftime('%Y-%m', new.completed_at / 1000, 'unixepoch'), ''), randomblob(16), true, new.status, new.owner_id, new.team_id, 1 WHERE new.deleted_at IS NULL;
END;

CREATE TABLE tasks (
  workspace_id  INTEGER  NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id            BLOB    NOT NULL CHECK (length(id) = 16),
  title         TEXT    NOT NULL CHECK (title <> ''),
  title_key     TEXT    NOT NULL,
  description   TEXT    NOT NULL DEFAULT '',
  task_type     TEXT    NOT NULL CHECK (task_type IN ('call', 'email', 'meeting', 'deadline', 'todo')),
  priority      TEXT    NOT NULL CHECK (priority IN ('low', 'medium', 'high')),
  priority_key  TEXT    NOT NULL,
  status        TEXT    NOT NULL CHECK (status IN ('open', 'in_progress', 'done')),
  due_date      TEXT,
  due_at        INTEGER,
  repeat        TEXT    NOT NULL DEFAULT '',
  remind_before INTEGER,
  remind_at     INTEGER,
  owner_id      BLOB,
  created_by    BLOB,
  team_id       BLOB,
  contact_id    BLOB,
  company_id    BLOB,
  deal_id       BLOB,
  completed_at  INTEGER,
  version       INTEGER  NOT NULL DEFAULT 1,
  created_at    INTEGER  NOT NULL,
  updated_at    INTEGER  NOT NULL,
  activity_at   INTEGER,
  deleted_at    INTEGER, custom TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT tasks_owner_fkey FOREIGN KEY (workspace_id, owner_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT tasks_creator_fkey FOREIGN KEY (workspace_id, created_by) REFERENCES members (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT tasks_team_fkey FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT tasks_contact_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT tasks_company_fkey FOREIGN KEY (workspace_id, company_id) REFERENCES companies (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT tasks_deal_fkey FOREIGN KEY (workspace_id, deal_id) REFERENCES deals (workspace_id, id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX tasks_company ON tasks (workspace_id, company_id, id) WHERE company_id IS NOT NULL;

CREATE INDEX tasks_completed ON tasks (workspace_id, completed_at, id) WHERE deleted_at IS NULL;

CREATE INDEX tasks_contact ON tasks (workspace_id, contact_id, id) WHERE contact_id IS NOT NULL;

CREATE INDEX tasks_created ON tasks (workspace_id, created_at, id) WHERE deleted_at IS NULL;

CREATE INDEX tasks_creator ON tasks (workspace_id, created_by, id) WHERE created_by IS NOT NULL;

CREATE INDEX tasks_day ON tasks (workspace_id, owner_id, due_date, due_at, id, team_id) WHERE deleted_at IS NULL AND status <> 'done';

CREATE INDEX tasks_deal ON tasks (workspace_id, deal_id, id) WHERE deal_id IS NOT NULL;

CREATE INDEX tasks_deleted ON tasks (workspace_id, deleted_at, id) WHERE deleted_at IS NOT NULL;

CREATE INDEX tasks_done ON tasks (workspace_id, owner_id, completed_at, team_id) WHERE deleted_at IS NULL AND status = 'done';

CREATE INDEX tasks_due ON tasks (workspace_id, due_date, id) WHERE deleted_at IS NULL;

CREATE INDEX tasks_late ON tasks (workspace_id, status, due_date, owner_id, team_id) WHERE deleted_at IS NULL;

CREATE INDEX tasks_list ON tasks (workspace_id, id) WHERE deleted_at IS NULL;

CREATE INDEX tasks_n1 ON tasks (workspace_id, (CAST(custom->>'n1' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n1' AS INTEGER)) IS NOT NULL;

CREATE INDEX tasks_n10 ON tasks (workspace_id, (CAST(custom->>'n10' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n10' AS INTEGER)) IS NOT NULL;

CREATE INDEX tasks_n11 ON tasks (workspace_id, (CAST(custom->>'n11' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n11' AS INTEGER)) IS NOT NULL;

CREATE INDEX tasks_n12 ON tasks (workspace_id, (CAST(custom->>'n12' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n12' AS INTEGER)) IS NOT NULL;

CREATE INDEX tasks_n2 ON tasks (workspace_id, (CAST(custom->>'n2' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n2' AS INTEGER)) IS NOT NULL;

CREATE INDEX tasks_n3 ON tasks (workspace_id, (CAST(custom->>'n3' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n3' AS INTEGER)) IS NOT NULL;

CREATE INDEX tasks_n4 ON tasks (workspace_id, (CAST(custom->>'n4' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n4' AS INTEGER)) IS NOT NULL;

CREATE INDEX tasks_n5 ON tasks (workspace_id, (CAST(custom->>'n5' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n5' AS INTEGER)) IS NOT NULL;

CREATE INDEX tasks_n6 ON tasks (workspace_id, (CAST(custom->>'n6' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n6' AS INTEGER)) IS NOT NULL;

CREATE INDEX tasks_n7 ON tasks (workspace_id, (CAST(custom->>'n7' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n7' AS INTEGER)) IS NOT NULL;

CREATE INDEX tasks_n8 ON tasks (workspace_id, (CAST(custom->>'n8' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n8' AS INTEGER)) IS NOT NULL;

CREATE INDEX tasks_n9 ON tasks (workspace_id, (CAST(custom->>'n9' AS INTEGER)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n9' AS INTEGER)) IS NOT NULL;

CREATE INDEX tasks_owner ON tasks (workspace_id, owner_id, status, due_date, id);

CREATE INDEX tasks_priority ON tasks (workspace_id, priority_key, id) WHERE deleted_at IS NULL;

CREATE INDEX tasks_remind ON tasks (remind_at) WHERE remind_at IS NOT NULL;

CREATE INDEX tasks_status ON tasks (workspace_id, status, id) WHERE deleted_at IS NULL;

CREATE INDEX tasks_t1 ON tasks (workspace_id, (custom->>'t1_'), id) WHERE deleted_at IS NULL AND (custom->>'t1_') IS NOT NULL;

CREATE INDEX tasks_t10 ON tasks (workspace_id, (custom->>'t10_'), id) WHERE deleted_at IS NULL AND (custom->>'t10_') IS NOT NULL;

CREATE INDEX tasks_t11 ON tasks (workspace_id, (custom->>'t11_'), id) WHERE deleted_at IS NULL AND (custom->>'t11_') IS NOT NULL;

CREATE INDEX tasks_t12 ON tasks (workspace_id, (custom->>'t12_'), id) WHERE deleted_at IS NULL AND (custom->>'t12_') IS NOT NULL;

CREATE INDEX tasks_t13 ON tasks (workspace_id, (custom->>'t13_'), id) WHERE deleted_at IS NULL AND (custom->>'t13_') IS NOT NULL;

CREATE INDEX tasks_t14 ON tasks (workspace_id, (custom->>'t14_'), id) WHERE deleted_at IS NULL AND (custom->>'t14_') IS NOT NULL;

CREATE INDEX tasks_t15 ON tasks (workspace_id, (custom->>'t15_'), id) WHERE deleted_at IS NULL AND (custom->>'t15_') IS NOT NULL;

CREATE INDEX tasks_t16 ON tasks (workspace_id, (custom->>'t16_'), id) WHERE deleted_at IS NULL AND (custom->>'t16_') IS NOT NULL;

CREATE INDEX tasks_t17 ON tasks (workspace_id, (custom->>'t17_'), id) WHERE deleted_at IS NULL AND (custom->>'t17_') IS NOT NULL;

CREATE INDEX tasks_t18 ON tasks (workspace_id, (custom->>'t18_'), id) WHERE deleted_at IS NULL AND (custom->>'t18_') IS NOT NULL;

CREATE INDEX tasks_t19 ON tasks (workspace_id, (custom->>'t19_'), id) WHERE deleted_at IS NULL AND (custom->>'t19_') IS NOT NULL;

CREATE INDEX tasks_t2 ON tasks (workspace_id, (custom->>'t2_'), id) WHERE deleted_at IS NULL AND (custom->>'t2_') IS NOT NULL;

CREATE INDEX tasks_t20 ON tasks (workspace_id, (custom->>'t20_'), id) WHERE deleted_at IS NULL AND (custom->>'t20_') IS NOT NULL;

CREATE INDEX tasks_t3 ON tasks (workspace_id, (custom->>'t3_'), id) WHERE deleted_at IS NULL AND (custom->>'t3_') IS NOT NULL;

CREATE INDEX tasks_t4 ON tasks (workspace_id, (custom->>'t4_'), id) WHERE deleted_at IS NULL AND (custom->>'t4_') IS NOT NULL;

CREATE INDEX tasks_t5 ON tasks (workspace_id, (custom->>'t5_'), id) WHERE deleted_at IS NULL AND (custom->>'t5_') IS NOT NULL;

CREATE INDEX tasks_t6 ON tasks (workspace_id, (custom->>'t6_'), id) WHERE deleted_at IS NULL AND (custom->>'t6_') IS NOT NULL;

CREATE INDEX tasks_t7 ON tasks (workspace_id, (custom->>'t7_'), id) WHERE deleted_at IS NULL AND (custom->>'t7_') IS NOT NULL;

CREATE INDEX tasks_t8 ON tasks (workspace_id, (custom->>'t8_'), id) WHERE deleted_at IS NULL AND (custom->>'t8_') IS NOT NULL;

CREATE INDEX tasks_t9 ON tasks (workspace_id, (custom->>'t9_'), id) WHERE deleted_at IS NULL AND (custom->>'t9_') IS NOT NULL;

CREATE INDEX tasks_team ON tasks (workspace_id, team_id, id) WHERE team_id IS NOT NULL;

CREATE INDEX tasks_title ON tasks (workspace_id, title_key, id) WHERE deleted_at IS NULL;

CREATE INDEX tasks_type ON tasks (workspace_id, task_type, id) WHERE deleted_at IS NULL;

CREATE INDEX tasks_updated ON tasks (workspace_id, updated_at, id) WHERE deleted_at IS NULL;

CREATE TABLE team_members (
  workspace_id INTEGER NOT NULL,
  team_id      BLOB   NOT NULL,
  member_id    BLOB   NOT NULL,
  PRIMARY KEY (workspace_id, team_id, member_id),
  CONSTRAINT team_members_team_fkey FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT team_members_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX team_members_member ON team_members (workspace_id, member_id, team_id);

CREATE TABLE teams (
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           BLOB   NOT NULL CHECK (length(id) = 16),
  name         TEXT   NOT NULL,
  name_key     TEXT   NOT NULL,
  version      INTEGER NOT NULL DEFAULT 1,
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, name_key)
) STRICT;

CREATE TABLE users (
  id            BLOB    PRIMARY KEY CHECK (length(id) = 16),
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
  superuser     INTEGER NOT NULL DEFAULT FALSE,
  active        INTEGER NOT NULL DEFAULT TRUE,
  version       INTEGER  NOT NULL DEFAULT 1,
  created_at    INTEGER  NOT NULL,
  updated_at    INTEGER  NOT NULL,
  last_login_at INTEGER
, new_email TEXT NOT NULL DEFAULT '', email_proved_at INTEGER) STRICT;

CREATE TABLE view_defaults (
  workspace_id INTEGER NOT NULL,
  member_id    BLOB   NOT NULL,
  list         TEXT   NOT NULL,
  opens        TEXT   NOT NULL,
  PRIMARY KEY (workspace_id, member_id, list),
  CONSTRAINT view_defaults_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE view_tabs (
  workspace_id INTEGER  NOT NULL,
  member_id    BLOB    NOT NULL,
  view_id      BLOB    NOT NULL,
  position     INTEGER  NOT NULL,
  shown        INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, member_id, view_id),
  CONSTRAINT view_tabs_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT view_tabs_view_fkey FOREIGN KEY (workspace_id, view_id) REFERENCES views (workspace_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX view_tabs_view ON view_tabs (workspace_id, view_id);

CREATE TABLE views (
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           BLOB   NOT NULL CHECK (length(id) = 16),
  list         TEXT   NOT NULL CHECK (list <> ''),
  name         TEXT   NOT NULL CHECK (name <> ''),
  audience     TEXT   NOT NULL CHECK (audience IN ('private', 'shared', 'pinned')),
  owner_id     BLOB   NOT NULL,
  payload      TEXT  NOT NULL DEFAULT '{}',
  version      INTEGER NOT NULL DEFAULT 1,
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL,
  deleted_at   INTEGER,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT views_owner_fkey FOREIGN KEY (workspace_id, owner_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX views_deleted ON views (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE INDEX views_list ON views (workspace_id, list, id) WHERE deleted_at IS NULL;

CREATE INDEX views_owner ON views (workspace_id, owner_id, id);

CREATE TABLE workspaces (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  name       TEXT   NOT NULL,
  slug       TEXT   NOT NULL UNIQUE,
  country    TEXT   NOT NULL DEFAULT '',
  vat_number TEXT   NOT NULL DEFAULT '',
  currency   TEXT   NOT NULL DEFAULT 'EUR' CHECK (length(currency) = 3),
  language   TEXT   NOT NULL DEFAULT 'en',
  timezone   TEXT   NOT NULL DEFAULT 'Europe/Sofia',
  version    INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
, second_factor INTEGER NOT NULL DEFAULT FALSE, rights TEXT, rights_version INTEGER NOT NULL DEFAULT 0, erasure_secret TEXT NOT NULL DEFAULT '') STRICT;
