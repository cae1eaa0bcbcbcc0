-- +goose Up

-- Two records that are probably one, found in the background. a_id is the
-- smaller id, reason a word of the finder, certainty up to 100.
CREATE TABLE contact_duplicates (
  workspace_id BIGINT NOT NULL,
  a_id         UUID   NOT NULL,
  b_id         UUID   NOT NULL,
  reason       TEXT   NOT NULL,
  certainty    BIGINT NOT NULL CHECK (certainty BETWEEN 1 AND 100),
  seen_at      BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, a_id, b_id),
  CONSTRAINT contact_duplicates_a_fkey FOREIGN KEY (workspace_id, a_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT contact_duplicates_b_fkey FOREIGN KEY (workspace_id, b_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
); -- link
CREATE INDEX contact_duplicates_b ON contact_duplicates (workspace_id, b_id, a_id);
CREATE INDEX contact_duplicates_order ON contact_duplicates (workspace_id, certainty, a_id, b_id);

CREATE TABLE company_duplicates (
  workspace_id BIGINT NOT NULL,
  a_id         UUID   NOT NULL,
  b_id         UUID   NOT NULL,
  reason       TEXT   NOT NULL,
  certainty    BIGINT NOT NULL CHECK (certainty BETWEEN 1 AND 100),
  seen_at      BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, a_id, b_id),
  CONSTRAINT company_duplicates_a_fkey FOREIGN KEY (workspace_id, a_id) REFERENCES companies (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT company_duplicates_b_fkey FOREIGN KEY (workspace_id, b_id) REFERENCES companies (workspace_id, id) ON DELETE CASCADE
); -- link
CREATE INDEX company_duplicates_b ON company_duplicates (workspace_id, b_id, a_id);
CREATE INDEX company_duplicates_order ON company_duplicates (workspace_id, certainty, a_id, b_id);

-- Records that somebody said are not one. Each pair has two rows, one from
-- either side, so that a merge can hand on those of the record that goes.
CREATE TABLE contact_distinct (
  workspace_id BIGINT NOT NULL,
  contact_id   UUID   NOT NULL,
  other_id     UUID   NOT NULL,
  at           BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, contact_id, other_id),
  CONSTRAINT contact_distinct_contact_fkey FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT contact_distinct_other_fkey FOREIGN KEY (workspace_id, other_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
); -- link
CREATE INDEX contact_distinct_other ON contact_distinct (workspace_id, other_id, contact_id);

CREATE TABLE company_distinct (
  workspace_id BIGINT NOT NULL,
  company_id   UUID   NOT NULL,
  other_id     UUID   NOT NULL,
  at           BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, company_id, other_id),
  CONSTRAINT company_distinct_company_fkey FOREIGN KEY (workspace_id, company_id) REFERENCES companies (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT company_distinct_other_fkey FOREIGN KEY (workspace_id, other_id) REFERENCES companies (workspace_id, id) ON DELETE CASCADE
); -- link
CREATE INDEX company_distinct_other ON company_distinct (workspace_id, other_id, company_id);

-- How far the finder has looked: at every change up to scanned_to and scanned_id.
CREATE TABLE duplicate_scans (
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  kind         TEXT   NOT NULL,
  scanned_to   BIGINT NOT NULL DEFAULT 0,
  scanned_id   UUID,
  started_at   BIGINT,
  finished_at  BIGINT,
  PRIMARY KEY (workspace_id, kind)
); -- link

-- One merge: the survivor as it was before and after, and whom it took in.
-- Records are named without a foreign key: a merge is known for longer.
CREATE TABLE merges (
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           UUID   NOT NULL,
  kind         TEXT   NOT NULL,
  survivor_id  UUID   NOT NULL,
  member_id    UUID,
  details      JSONB  NOT NULL DEFAULT '{}',
  at           BIGINT NOT NULL,
  undone_at    BIGINT,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT merges_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
);
CREATE INDEX merges_member ON merges (workspace_id, member_id, id);

-- Where a merged record went: old links lead to the survivor for as long as
-- the workspace exists.
CREATE TABLE merged_records (
  workspace_id BIGINT NOT NULL,
  kind         TEXT   NOT NULL,
  record_id    UUID   NOT NULL,
  survivor_id  UUID   NOT NULL,
  merge_id     UUID   NOT NULL,
  name         TEXT   NOT NULL,
  PRIMARY KEY (workspace_id, kind, record_id),
  CONSTRAINT merged_records_merge_fkey FOREIGN KEY (workspace_id, merge_id) REFERENCES merges (workspace_id, id) ON DELETE CASCADE
); -- link
CREATE INDEX merged_records_merge ON merged_records (workspace_id, merge_id);
CREATE INDEX merged_records_survivor ON merged_records (workspace_id, kind, survivor_id, record_id);

-- Which rows a merge moved to the survivor: reference names the column that
-- points, key_id the row.
CREATE TABLE merge_moves (
  workspace_id BIGINT NOT NULL,
  merge_id     UUID   NOT NULL,
  reference    TEXT   NOT NULL,
  from_id      UUID   NOT NULL,
  key_id       UUID   NOT NULL,
  PRIMARY KEY (workspace_id, merge_id, reference, from_id, key_id),
  CONSTRAINT merge_moves_merge_fkey FOREIGN KEY (workspace_id, merge_id) REFERENCES merges (workspace_id, id) ON DELETE CASCADE
); -- link
