-- +goose Up

-- What home and reports add up, kept by triggers in the transaction of every
-- write (docs/decisions/0040-tallies.md): how many records there are of a kind
-- (n, which can be less than nothing) and what they come to, by month, state,
-- owner and so on. A write adds a fresh row and changes none, so that nobody
-- waits for anybody; a job puts rows together that say the same. Records are
-- named without a foreign key on purpose: what is 0 is nobody's.
--
-- deal: month of the day it should close or was closed, in minor units; span
-- is how long a won one took. move: entries into stages, by who moved; span is
-- how long the deal had stood in from_id. task: month it was done. activity:
-- month of at. Months of moments are those of UTC. contact, company: no month.
CREATE TABLE tallies (
  workspace_id BIGINT  NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  subject      TEXT    NOT NULL CHECK (subject IN ('deal', 'move', 'task', 'activity', 'contact', 'company')),
  month        TEXT    NOT NULL,
  id           UUID    NOT NULL,
  fresh        BOOLEAN NOT NULL,
  state        TEXT    NOT NULL DEFAULT '',
  pipeline_id  UUID,
  stage_id     UUID,
  from_id      UUID,
  reason_id    UUID,
  owner_id     UUID,
  team_id      UUID,
  currency     TEXT    NOT NULL DEFAULT '',
  n            BIGINT  NOT NULL,
  value        BIGINT  NOT NULL DEFAULT 0,
  weighted     BIGINT  NOT NULL DEFAULT 0,
  span         BIGINT  NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace_id, subject, month, id)
); -- link
CREATE INDEX tallies_fresh ON tallies (workspace_id, subject, month) WHERE fresh;

-- What is counted by the moment at both ends of a period, and what is overdue
-- or stale now.
CREATE INDEX activities_at ON activities (workspace_id, at, member_id, kind) WHERE deleted_at IS NULL;
CREATE INDEX deal_moves_way ON deal_moves (workspace_id, at, from_id, to_id, stood, member_id, deal_id);
CREATE INDEX tasks_late ON tasks (workspace_id, status, due_date, owner_id, team_id) WHERE deleted_at IS NULL;
CREATE INDEX deals_stood ON deals (workspace_id, stage_id, stage_at, owner_id, team_id) WHERE deleted_at IS NULL AND status = 'open';
