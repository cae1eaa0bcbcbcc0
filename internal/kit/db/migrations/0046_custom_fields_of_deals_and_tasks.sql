-- +goose Up

-- Fields of the workspace's own for deals and tasks, as for contacts.
CREATE TABLE deal_choices (
  workspace_id BIGINT NOT NULL,
  record_id    UUID   NOT NULL,
  slot         TEXT   NOT NULL,
  choice       TEXT   NOT NULL,
  PRIMARY KEY (workspace_id, record_id, slot, choice),
  CONSTRAINT deal_choices_record_fkey FOREIGN KEY (workspace_id, record_id) REFERENCES deals (workspace_id, id) ON DELETE CASCADE
); -- link
CREATE INDEX deal_choices_choice ON deal_choices (workspace_id, slot, choice, record_id);

CREATE INDEX deals_t1 ON deals (workspace_id, (custom->>'t1_'), id) WHERE deleted_at IS NULL AND (custom->>'t1_') IS NOT NULL;
CREATE INDEX deals_t2 ON deals (workspace_id, (custom->>'t2_'), id) WHERE deleted_at IS NULL AND (custom->>'t2_') IS NOT NULL;
CREATE INDEX deals_t3 ON deals (workspace_id, (custom->>'t3_'), id) WHERE deleted_at IS NULL AND (custom->>'t3_') IS NOT NULL;
CREATE INDEX deals_t4 ON deals (workspace_id, (custom->>'t4_'), id) WHERE deleted_at IS NULL AND (custom->>'t4_') IS NOT NULL;
CREATE INDEX deals_t5 ON deals (workspace_id, (custom->>'t5_'), id) WHERE deleted_at IS NULL AND (custom->>'t5_') IS NOT NULL;
CREATE INDEX deals_t6 ON deals (workspace_id, (custom->>'t6_'), id) WHERE deleted_at IS NULL AND (custom->>'t6_') IS NOT NULL;
CREATE INDEX deals_t7 ON deals (workspace_id, (custom->>'t7_'), id) WHERE deleted_at IS NULL AND (custom->>'t7_') IS NOT NULL;
CREATE INDEX deals_t8 ON deals (workspace_id, (custom->>'t8_'), id) WHERE deleted_at IS NULL AND (custom->>'t8_') IS NOT NULL;
CREATE INDEX deals_t9 ON deals (workspace_id, (custom->>'t9_'), id) WHERE deleted_at IS NULL AND (custom->>'t9_') IS NOT NULL;
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
CREATE INDEX deals_t20 ON deals (workspace_id, (custom->>'t20_'), id) WHERE deleted_at IS NULL AND (custom->>'t20_') IS NOT NULL;
CREATE INDEX deals_n1 ON deals (workspace_id, (CAST(custom->>'n1' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n1' AS BIGINT)) IS NOT NULL;
CREATE INDEX deals_n2 ON deals (workspace_id, (CAST(custom->>'n2' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n2' AS BIGINT)) IS NOT NULL;
CREATE INDEX deals_n3 ON deals (workspace_id, (CAST(custom->>'n3' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n3' AS BIGINT)) IS NOT NULL;
CREATE INDEX deals_n4 ON deals (workspace_id, (CAST(custom->>'n4' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n4' AS BIGINT)) IS NOT NULL;
CREATE INDEX deals_n5 ON deals (workspace_id, (CAST(custom->>'n5' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n5' AS BIGINT)) IS NOT NULL;
CREATE INDEX deals_n6 ON deals (workspace_id, (CAST(custom->>'n6' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n6' AS BIGINT)) IS NOT NULL;
CREATE INDEX deals_n7 ON deals (workspace_id, (CAST(custom->>'n7' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n7' AS BIGINT)) IS NOT NULL;
CREATE INDEX deals_n8 ON deals (workspace_id, (CAST(custom->>'n8' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n8' AS BIGINT)) IS NOT NULL;
CREATE INDEX deals_n9 ON deals (workspace_id, (CAST(custom->>'n9' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n9' AS BIGINT)) IS NOT NULL;
CREATE INDEX deals_n10 ON deals (workspace_id, (CAST(custom->>'n10' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n10' AS BIGINT)) IS NOT NULL;
CREATE INDEX deals_n11 ON deals (workspace_id, (CAST(custom->>'n11' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n11' AS BIGINT)) IS NOT NULL;
CREATE INDEX deals_n12 ON deals (workspace_id, (CAST(custom->>'n12' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n12' AS BIGINT)) IS NOT NULL;

ALTER TABLE tasks ADD COLUMN custom JSONB NOT NULL DEFAULT '{}';
CREATE TABLE task_choices (
  workspace_id BIGINT NOT NULL,
  record_id    UUID   NOT NULL,
  slot         TEXT   NOT NULL,
  choice       TEXT   NOT NULL,
  PRIMARY KEY (workspace_id, record_id, slot, choice),
  CONSTRAINT task_choices_record_fkey FOREIGN KEY (workspace_id, record_id) REFERENCES tasks (workspace_id, id) ON DELETE CASCADE
); -- link
CREATE INDEX task_choices_choice ON task_choices (workspace_id, slot, choice, record_id);

CREATE INDEX tasks_t1 ON tasks (workspace_id, (custom->>'t1_'), id) WHERE deleted_at IS NULL AND (custom->>'t1_') IS NOT NULL;
CREATE INDEX tasks_t2 ON tasks (workspace_id, (custom->>'t2_'), id) WHERE deleted_at IS NULL AND (custom->>'t2_') IS NOT NULL;
CREATE INDEX tasks_t3 ON tasks (workspace_id, (custom->>'t3_'), id) WHERE deleted_at IS NULL AND (custom->>'t3_') IS NOT NULL;
CREATE INDEX tasks_t4 ON tasks (workspace_id, (custom->>'t4_'), id) WHERE deleted_at IS NULL AND (custom->>'t4_') IS NOT NULL;
CREATE INDEX tasks_t5 ON tasks (workspace_id, (custom->>'t5_'), id) WHERE deleted_at IS NULL AND (custom->>'t5_') IS NOT NULL;
CREATE INDEX tasks_t6 ON tasks (workspace_id, (custom->>'t6_'), id) WHERE deleted_at IS NULL AND (custom->>'t6_') IS NOT NULL;
CREATE INDEX tasks_t7 ON tasks (workspace_id, (custom->>'t7_'), id) WHERE deleted_at IS NULL AND (custom->>'t7_') IS NOT NULL;
CREATE INDEX tasks_t8 ON tasks (workspace_id, (custom->>'t8_'), id) WHERE deleted_at IS NULL AND (custom->>'t8_') IS NOT NULL;
CREATE INDEX tasks_t9 ON tasks (workspace_id, (custom->>'t9_'), id) WHERE deleted_at IS NULL AND (custom->>'t9_') IS NOT NULL;
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
CREATE INDEX tasks_t20 ON tasks (workspace_id, (custom->>'t20_'), id) WHERE deleted_at IS NULL AND (custom->>'t20_') IS NOT NULL;
CREATE INDEX tasks_n1 ON tasks (workspace_id, (CAST(custom->>'n1' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n1' AS BIGINT)) IS NOT NULL;
CREATE INDEX tasks_n2 ON tasks (workspace_id, (CAST(custom->>'n2' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n2' AS BIGINT)) IS NOT NULL;
CREATE INDEX tasks_n3 ON tasks (workspace_id, (CAST(custom->>'n3' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n3' AS BIGINT)) IS NOT NULL;
CREATE INDEX tasks_n4 ON tasks (workspace_id, (CAST(custom->>'n4' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n4' AS BIGINT)) IS NOT NULL;
CREATE INDEX tasks_n5 ON tasks (workspace_id, (CAST(custom->>'n5' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n5' AS BIGINT)) IS NOT NULL;
CREATE INDEX tasks_n6 ON tasks (workspace_id, (CAST(custom->>'n6' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n6' AS BIGINT)) IS NOT NULL;
CREATE INDEX tasks_n7 ON tasks (workspace_id, (CAST(custom->>'n7' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n7' AS BIGINT)) IS NOT NULL;
CREATE INDEX tasks_n8 ON tasks (workspace_id, (CAST(custom->>'n8' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n8' AS BIGINT)) IS NOT NULL;
CREATE INDEX tasks_n9 ON tasks (workspace_id, (CAST(custom->>'n9' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n9' AS BIGINT)) IS NOT NULL;
CREATE INDEX tasks_n10 ON tasks (workspace_id, (CAST(custom->>'n10' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n10' AS BIGINT)) IS NOT NULL;
CREATE INDEX tasks_n11 ON tasks (workspace_id, (CAST(custom->>'n11' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n11' AS BIGINT)) IS NOT NULL;
CREATE INDEX tasks_n12 ON tasks (workspace_id, (CAST(custom->>'n12' AS BIGINT)), id) WHERE deleted_at IS NULL AND (CAST(custom->>'n12' AS BIGINT)) IS NOT NULL;
