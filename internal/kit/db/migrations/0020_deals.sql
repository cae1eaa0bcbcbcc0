-- +goose Up

CREATE TABLE pipelines (
  workspace_id BIGINT  NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           UUID    NOT NULL,
  name         TEXT    NOT NULL,
  name_key     TEXT    NOT NULL,
  description  TEXT    NOT NULL DEFAULT '',
  is_default   BOOLEAN NOT NULL DEFAULT FALSE,
  position     BIGINT  NOT NULL DEFAULT 0,
  version      BIGINT  NOT NULL DEFAULT 1,
  created_at   BIGINT  NOT NULL,
  updated_at   BIGINT  NOT NULL,
  archived_at  BIGINT,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX pipelines_name ON pipelines (workspace_id, name_key);
CREATE UNIQUE INDEX pipelines_default ON pipelines (workspace_id) WHERE is_default;

-- A stage is open, or one of the two ends. required lists the fields of a deal
-- that must be filled before it comes here.
CREATE TABLE stages (
  workspace_id BIGINT NOT NULL,
  id           UUID   NOT NULL,
  pipeline_id  UUID   NOT NULL,
  name         TEXT   NOT NULL,
  kind         TEXT   NOT NULL DEFAULT 'open' CHECK (kind IN ('open', 'won', 'lost')),
  probability  BIGINT NOT NULL DEFAULT 0 CHECK (probability BETWEEN 0 AND 100),
  hue          BIGINT NOT NULL DEFAULT 0 CHECK (hue BETWEEN 0 AND 9),
  rotting_days BIGINT CHECK (rotting_days > 0),
  required     JSONB  NOT NULL DEFAULT '[]',
  position     BIGINT NOT NULL DEFAULT 0,
  version      BIGINT NOT NULL DEFAULT 1,
  created_at   BIGINT NOT NULL,
  updated_at   BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT stages_pipeline_fkey FOREIGN KEY (workspace_id, pipeline_id) REFERENCES pipelines (workspace_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX stages_pipeline ON stages (workspace_id, pipeline_id, id);
CREATE UNIQUE INDEX stages_won ON stages (workspace_id, pipeline_id) WHERE kind = 'won';
CREATE UNIQUE INDEX stages_lost ON stages (workspace_id, pipeline_id) WHERE kind = 'lost';

CREATE TABLE lost_reasons (
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           UUID   NOT NULL,
  name         TEXT   NOT NULL,
  name_key     TEXT   NOT NULL,
  position     BIGINT NOT NULL DEFAULT 0,
  version      BIGINT NOT NULL DEFAULT 1,
  created_at   BIGINT NOT NULL,
  updated_at   BIGINT NOT NULL,
  archived_at  BIGINT,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX lost_reasons_name ON lost_reasons (workspace_id, name_key);

-- value and weighted are minor units of currency; weighted is value times
-- probability, kept by the store so that sums need one index. place orders the
-- cards of a column, the smallest first. The reference to a stage includes the
-- pipeline: a deal cannot stand in a stage of another one.
CREATE TABLE deals (
  workspace_id        BIGINT NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id                  UUID   NOT NULL,
  name                TEXT   NOT NULL,
  name_key            TEXT   NOT NULL,
  description         TEXT   NOT NULL DEFAULT '',
  value               BIGINT NOT NULL DEFAULT 0 CHECK (value >= 0),
  currency            TEXT   NOT NULL,
  pipeline_id         UUID   NOT NULL,
  stage_id            UUID   NOT NULL,
  status              TEXT   NOT NULL CHECK (status IN ('open', 'won', 'lost')),
  probability         BIGINT NOT NULL CHECK (probability BETWEEN 0 AND 100),
  weighted            BIGINT NOT NULL DEFAULT 0,
  place               BIGINT NOT NULL DEFAULT 0,
  stage_at            BIGINT NOT NULL,
  expected_close_date TEXT   CHECK (length(expected_close_date) = 10),
  actual_close_date   TEXT   CHECK (length(actual_close_date) = 10),
  lost_reason_id      UUID,
  lost_reason         TEXT   NOT NULL DEFAULT '',
  source              TEXT   NOT NULL DEFAULT '',
  notes               TEXT   NOT NULL DEFAULT '',
  contact_id          UUID,
  company_id          UUID,
  owner_id            UUID,
  team_id             UUID,
  custom              JSONB  NOT NULL DEFAULT '{}',
  version             BIGINT NOT NULL DEFAULT 1,
  created_at          BIGINT NOT NULL,
  updated_at          BIGINT NOT NULL,
  activity_at         BIGINT,
  deleted_at          BIGINT,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT deals_stage_fkey FOREIGN KEY (workspace_id, pipeline_id, stage_id) REFERENCES stages (workspace_id, pipeline_id, id) ON DELETE RESTRICT,
  CONSTRAINT deals_reason_fkey FOREIGN KEY (workspace_id, lost_reason_id) REFERENCES lost_reasons (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT deals_contact_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT deals_company_fkey FOREIGN KEY (workspace_id, company_id) REFERENCES companies (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT deals_owner_fkey FOREIGN KEY (workspace_id, owner_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT,
  CONSTRAINT deals_team_fkey FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id) ON DELETE RESTRICT
);
CREATE INDEX deals_list ON deals (workspace_id, id) WHERE deleted_at IS NULL;
CREATE INDEX deals_name ON deals (workspace_id, name_key, id) WHERE deleted_at IS NULL;
CREATE INDEX deals_value ON deals (workspace_id, value, id) WHERE deleted_at IS NULL;
CREATE INDEX deals_weighted ON deals (workspace_id, weighted, id) WHERE deleted_at IS NULL;
CREATE INDEX deals_probability ON deals (workspace_id, probability, id) WHERE deleted_at IS NULL;
CREATE INDEX deals_expected ON deals (workspace_id, expected_close_date, id) WHERE deleted_at IS NULL;
CREATE INDEX deals_closed ON deals (workspace_id, actual_close_date, id) WHERE deleted_at IS NULL;
CREATE INDEX deals_stage_at ON deals (workspace_id, stage_at, id) WHERE deleted_at IS NULL;
CREATE INDEX deals_created ON deals (workspace_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX deals_updated ON deals (workspace_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX deals_activity ON deals (workspace_id, activity_at, id) WHERE deleted_at IS NULL;
CREATE INDEX deals_status ON deals (workspace_id, status, id) WHERE deleted_at IS NULL;
CREATE INDEX deals_column ON deals (workspace_id, stage_id, place, id) WHERE deleted_at IS NULL;
CREATE INDEX deals_sums ON deals (workspace_id, pipeline_id, status, stage_id, currency, value, weighted) WHERE deleted_at IS NULL;
CREATE INDEX deals_forecast ON deals (workspace_id, status, expected_close_date, pipeline_id, currency, value, weighted, owner_id) WHERE deleted_at IS NULL;
CREATE INDEX deals_won ON deals (workspace_id, status, actual_close_date, owner_id, currency, value) WHERE deleted_at IS NULL;
CREATE INDEX deals_stage ON deals (workspace_id, pipeline_id, stage_id, id);
CREATE INDEX deals_stage_alone ON deals (workspace_id, stage_id, id);
CREATE INDEX deals_contact ON deals (workspace_id, contact_id, id) WHERE contact_id IS NOT NULL;
CREATE INDEX deals_company ON deals (workspace_id, company_id, id) WHERE company_id IS NOT NULL;
CREATE INDEX deals_owner ON deals (workspace_id, owner_id, id) WHERE owner_id IS NOT NULL;
CREATE INDEX deals_team ON deals (workspace_id, team_id, id) WHERE team_id IS NOT NULL;
CREATE INDEX deals_reason ON deals (workspace_id, lost_reason_id, id) WHERE lost_reason_id IS NOT NULL;
CREATE INDEX deals_deleted ON deals (workspace_id, deleted_at, id) WHERE deleted_at IS NOT NULL;

-- Everybody on the other side, with what they have to do with the deal; the
-- main contact stands in the deal itself.
CREATE TABLE deal_contacts (
  workspace_id BIGINT NOT NULL,
  deal_id      UUID   NOT NULL,
  contact_id   UUID   NOT NULL,
  role         TEXT   NOT NULL DEFAULT '',
  position     BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace_id, deal_id, contact_id),
  CONSTRAINT deal_contacts_deal_fkey FOREIGN KEY (workspace_id, deal_id) REFERENCES deals (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT deal_contacts_contact_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
); -- link
CREATE INDEX deal_contacts_contact ON deal_contacts (workspace_id, contact_id, deal_id);

-- What is offered: quantity in thousandths, price in minor units of the deal's
-- currency, discount in hundredths of a percent. product_id stays empty until
-- there is a catalogue.
CREATE TABLE deal_lines (
  workspace_id BIGINT NOT NULL,
  deal_id      UUID   NOT NULL,
  position     BIGINT NOT NULL,
  product_id   UUID,
  name         TEXT   NOT NULL,
  quantity     BIGINT NOT NULL DEFAULT 1000 CHECK (quantity > 0),
  price        BIGINT NOT NULL CHECK (price >= 0),
  discount     BIGINT NOT NULL DEFAULT 0 CHECK (discount BETWEEN 0 AND 10000),
  total        BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, deal_id, position),
  CONSTRAINT deal_lines_deal_fkey FOREIGN KEY (workspace_id, deal_id) REFERENCES deals (workspace_id, id) ON DELETE CASCADE
);

CREATE TABLE deal_tags (
  workspace_id BIGINT NOT NULL,
  deal_id      UUID   NOT NULL,
  tag_id       UUID   NOT NULL,
  PRIMARY KEY (workspace_id, deal_id, tag_id),
  CONSTRAINT deal_tags_deal_fkey FOREIGN KEY (workspace_id, deal_id) REFERENCES deals (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT deal_tags_tag_fkey FOREIGN KEY (workspace_id, tag_id) REFERENCES tags (workspace_id, id) ON DELETE CASCADE
); -- link
CREATE INDEX deal_tags_tag ON deal_tags (workspace_id, tag_id, deal_id);

-- Every entry of a deal into a stage: where it came from and how long (in
-- milliseconds) it had stood there. Stages are named without a foreign key on
-- purpose, with what they were called: reports outlive them.
CREATE TABLE deal_moves (
  workspace_id BIGINT NOT NULL,
  id           UUID   NOT NULL,
  deal_id      UUID   NOT NULL,
  from_id      UUID,
  to_id        UUID   NOT NULL,
  to_name      TEXT   NOT NULL,
  status       TEXT   NOT NULL,
  stood        BIGINT NOT NULL DEFAULT 0,
  member_id    UUID,
  at           BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT deal_moves_deal_fkey FOREIGN KEY (workspace_id, deal_id) REFERENCES deals (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT deal_moves_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
);
CREATE INDEX deal_moves_deal ON deal_moves (workspace_id, deal_id, id);
CREATE INDEX deal_moves_member ON deal_moves (workspace_id, member_id, id);
CREATE INDEX deal_moves_at ON deal_moves (workspace_id, at, to_id, stood);

CREATE TABLE activity_deals (
  workspace_id BIGINT NOT NULL,
  deal_id      UUID   NOT NULL,
  at           BIGINT NOT NULL,
  activity_id  UUID   NOT NULL,
  PRIMARY KEY (workspace_id, deal_id, at, activity_id),
  CONSTRAINT activity_deals_deal_fkey FOREIGN KEY (workspace_id, deal_id) REFERENCES deals (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT activity_deals_activity_fkey FOREIGN KEY (workspace_id, activity_id) REFERENCES activities (workspace_id, id) ON DELETE CASCADE
); -- link
CREATE INDEX activity_deals_activity ON activity_deals (workspace_id, activity_id);

-- What a member is to win in a quarter ("2026-q2"), in minor units.
CREATE TABLE targets (
  workspace_id BIGINT NOT NULL,
  member_id    UUID   NOT NULL,
  quarter      TEXT   NOT NULL CHECK (length(quarter) = 7),
  currency     TEXT   NOT NULL,
  amount       BIGINT NOT NULL CHECK (amount > 0),
  PRIMARY KEY (workspace_id, member_id, quarter, currency),
  CONSTRAINT targets_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
