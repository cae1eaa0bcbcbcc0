-- +goose Up

-- Fields that a workspace adds itself. A value lies in the JSON column custom
-- of its record, under the slot of its field; several choices lie in rows of
-- their own. The key of a field is never used again, its slot only after a job
-- has emptied it.
CREATE TABLE custom_fields (
  workspace_id BIGINT  NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           UUID    NOT NULL,
  record       TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  label        TEXT    NOT NULL,
  label_key    TEXT    NOT NULL,
  type         TEXT    NOT NULL CHECK (type IN ('text', 'long_text', 'number', 'money', 'date', 'checkbox', 'select', 'multi_select', 'url', 'person')),
  slot         TEXT    NOT NULL,
  digits       BIGINT  NOT NULL DEFAULT 0,
  required     BOOLEAN NOT NULL DEFAULT FALSE,
  shown        BOOLEAN NOT NULL DEFAULT FALSE,
  fallback     TEXT    NOT NULL DEFAULT '',
  options      JSONB   NOT NULL DEFAULT '[]',
  position     BIGINT  NOT NULL,
  version      BIGINT  NOT NULL DEFAULT 1,
  created_at   BIGINT  NOT NULL,
  updated_at   BIGINT  NOT NULL,
  archived_at  BIGINT,
  deleted_at   BIGINT,
  emptied_at   BIGINT,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX custom_fields_name ON custom_fields (workspace_id, record, name);
CREATE UNIQUE INDEX custom_fields_label ON custom_fields (workspace_id, record, label_key) WHERE archived_at IS NULL;
CREATE UNIQUE INDEX custom_fields_slot ON custom_fields (workspace_id, record, slot) WHERE emptied_at IS NULL;

CREATE TABLE contact_choices (
  workspace_id BIGINT NOT NULL,
  record_id    UUID   NOT NULL,
  slot         TEXT   NOT NULL,
  choice       TEXT   NOT NULL,
  PRIMARY KEY (workspace_id, record_id, slot, choice),
  CONSTRAINT contact_choices_record_fkey FOREIGN KEY (workspace_id, record_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
); -- link
CREATE INDEX contact_choices_choice ON contact_choices (workspace_id, slot, choice, record_id);

CREATE TABLE company_choices (
  workspace_id BIGINT NOT NULL,
  record_id    UUID   NOT NULL,
  slot         TEXT   NOT NULL,
  choice       TEXT   NOT NULL,
  PRIMARY KEY (workspace_id, record_id, slot, choice),
  CONSTRAINT company_choices_record_fkey FOREIGN KEY (workspace_id, record_id) REFERENCES companies (workspace_id, id) ON DELETE CASCADE
); -- link
CREATE INDEX company_choices_choice ON company_choices (workspace_id, slot, choice, record_id);

-- One index a slot, for all workspaces; a slot that nobody uses costs nothing.
CREATE INDEX contacts_t1 ON contacts (workspace_id, (custom->>'t1_'), id) WHERE deleted_at IS NULL AND (custom->>'t1_') IS NOT NULL;
CREATE INDEX contacts_t2 ON contacts (workspace_id, (custom->>'t2_'), id) WHERE deleted_at IS NULL AND (custom->>'t2_') IS NOT NULL;
CREATE INDEX contacts_t3 ON contacts (workspace_id, (custom->>'t3_'), id) WHERE deleted_at IS NULL AND (custom->>'t3_') IS NOT NULL;
CREATE INDEX contacts_t4 ON contacts (workspace_id, (custom->>'t4_'), id) WHERE deleted_at IS NULL AND (custom->>'t4_') IS NOT NULL;
CREATE INDEX contacts_t5 ON contacts (workspace_id, (custom->>'t5_'), id) WHERE deleted_at IS NULL AND (custom->>'t5_') IS NOT NULL;
CREATE INDEX contacts_t6 ON contacts (workspace_id, (custom->>'t6_'), id) WHERE deleted_at IS NULL AND (custom->>'t6_') IS NOT NULL;
CREATE INDEX contacts_t7 ON contacts (workspace_id, (custom->>'t7_'), id) WHERE deleted_at IS NULL AND (custom->>'t7_') IS NOT NULL;
CREATE INDEX contacts_t8 ON contacts (workspace_id, (custom->>'t8_'), id) WHERE deleted_at IS NULL AND (custom->>'t8_') IS NOT NULL;
CREATE INDEX contacts_t9 ON contacts (workspace_id, (custom->>'t9_'), id) WHERE deleted_at IS NULL AND (custom->>'t9_') IS NOT NULL;
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
CREATE INDEX contacts_t20 ON contacts (workspace_id, (custom->>'t20_'), id) WHERE deleted_at IS NULL AND (custom->>'t20_') IS NOT NULL;
CREATE INDEX contacts_n1 ON contacts (workspace_id, (CAST(custom->>'n1' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n1' AS BIGINT)) IS NOT NULL;
CREATE INDEX contacts_n2 ON contacts (workspace_id, (CAST(custom->>'n2' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n2' AS BIGINT)) IS NOT NULL;
CREATE INDEX contacts_n3 ON contacts (workspace_id, (CAST(custom->>'n3' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n3' AS BIGINT)) IS NOT NULL;
CREATE INDEX contacts_n4 ON contacts (workspace_id, (CAST(custom->>'n4' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n4' AS BIGINT)) IS NOT NULL;
CREATE INDEX contacts_n5 ON contacts (workspace_id, (CAST(custom->>'n5' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n5' AS BIGINT)) IS NOT NULL;
CREATE INDEX contacts_n6 ON contacts (workspace_id, (CAST(custom->>'n6' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n6' AS BIGINT)) IS NOT NULL;
CREATE INDEX contacts_n7 ON contacts (workspace_id, (CAST(custom->>'n7' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n7' AS BIGINT)) IS NOT NULL;
CREATE INDEX contacts_n8 ON contacts (workspace_id, (CAST(custom->>'n8' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n8' AS BIGINT)) IS NOT NULL;
CREATE INDEX contacts_n9 ON contacts (workspace_id, (CAST(custom->>'n9' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n9' AS BIGINT)) IS NOT NULL;
CREATE INDEX contacts_n10 ON contacts (workspace_id, (CAST(custom->>'n10' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n10' AS BIGINT)) IS NOT NULL;
CREATE INDEX contacts_n11 ON contacts (workspace_id, (CAST(custom->>'n11' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n11' AS BIGINT)) IS NOT NULL;
CREATE INDEX contacts_n12 ON contacts (workspace_id, (CAST(custom->>'n12' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n12' AS BIGINT)) IS NOT NULL;
CREATE INDEX companies_t1 ON companies (workspace_id, (custom->>'t1_'), id) WHERE deleted_at IS NULL AND (custom->>'t1_') IS NOT NULL;
CREATE INDEX companies_t2 ON companies (workspace_id, (custom->>'t2_'), id) WHERE deleted_at IS NULL AND (custom->>'t2_') IS NOT NULL;
CREATE INDEX companies_t3 ON companies (workspace_id, (custom->>'t3_'), id) WHERE deleted_at IS NULL AND (custom->>'t3_') IS NOT NULL;
CREATE INDEX companies_t4 ON companies (workspace_id, (custom->>'t4_'), id) WHERE deleted_at IS NULL AND (custom->>'t4_') IS NOT NULL;
CREATE INDEX companies_t5 ON companies (workspace_id, (custom->>'t5_'), id) WHERE deleted_at IS NULL AND (custom->>'t5_') IS NOT NULL;
CREATE INDEX companies_t6 ON companies (workspace_id, (custom->>'t6_'), id) WHERE deleted_at IS NULL AND (custom->>'t6_') IS NOT NULL;
CREATE INDEX companies_t7 ON companies (workspace_id, (custom->>'t7_'), id) WHERE deleted_at IS NULL AND (custom->>'t7_') IS NOT NULL;
CREATE INDEX companies_t8 ON companies (workspace_id, (custom->>'t8_'), id) WHERE deleted_at IS NULL AND (custom->>'t8_') IS NOT NULL;
CREATE INDEX companies_t9 ON companies (workspace_id, (custom->>'t9_'), id) WHERE deleted_at IS NULL AND (custom->>'t9_') IS NOT NULL;
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
CREATE INDEX companies_t20 ON companies (workspace_id, (custom->>'t20_'), id) WHERE deleted_at IS NULL AND (custom->>'t20_') IS NOT NULL;
CREATE INDEX companies_n1 ON companies (workspace_id, (CAST(custom->>'n1' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n1' AS BIGINT)) IS NOT NULL;
CREATE INDEX companies_n2 ON companies (workspace_id, (CAST(custom->>'n2' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n2' AS BIGINT)) IS NOT NULL;
CREATE INDEX companies_n3 ON companies (workspace_id, (CAST(custom->>'n3' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n3' AS BIGINT)) IS NOT NULL;
CREATE INDEX companies_n4 ON companies (workspace_id, (CAST(custom->>'n4' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n4' AS BIGINT)) IS NOT NULL;
CREATE INDEX companies_n5 ON companies (workspace_id, (CAST(custom->>'n5' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n5' AS BIGINT)) IS NOT NULL;
CREATE INDEX companies_n6 ON companies (workspace_id, (CAST(custom->>'n6' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n6' AS BIGINT)) IS NOT NULL;
CREATE INDEX companies_n7 ON companies (workspace_id, (CAST(custom->>'n7' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n7' AS BIGINT)) IS NOT NULL;
CREATE INDEX companies_n8 ON companies (workspace_id, (CAST(custom->>'n8' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n8' AS BIGINT)) IS NOT NULL;
CREATE INDEX companies_n9 ON companies (workspace_id, (CAST(custom->>'n9' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n9' AS BIGINT)) IS NOT NULL;
CREATE INDEX companies_n10 ON companies (workspace_id, (CAST(custom->>'n10' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n10' AS BIGINT)) IS NOT NULL;
CREATE INDEX companies_n11 ON companies (workspace_id, (CAST(custom->>'n11' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n11' AS BIGINT)) IS NOT NULL;
CREATE INDEX companies_n12 ON companies (workspace_id, (CAST(custom->>'n12' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n12' AS BIGINT)) IS NOT NULL;
