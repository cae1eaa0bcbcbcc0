-- +goose Up

-- A saved view: what a list asks and how it looks, under a name. The payload
-- is {"v":1,"query":…,"density":…,"widths":{…},"group":…}; the query stands in
-- the grammar of the list's address.
CREATE TABLE views (
  workspace_id BIGINT NOT NULL REFERENCES workspaces (id) ON DELETE RESTRICT,
  id           UUID   NOT NULL,
  list         TEXT   NOT NULL CHECK (list <> ''),
  name         TEXT   NOT NULL CHECK (name <> ''),
  audience     TEXT   NOT NULL CHECK (audience IN ('private', 'shared', 'pinned')),
  owner_id     UUID   NOT NULL,
  payload      JSONB  NOT NULL DEFAULT '{}',
  version      BIGINT NOT NULL DEFAULT 1,
  created_at   BIGINT NOT NULL,
  updated_at   BIGINT NOT NULL,
  deleted_at   BIGINT,
  PRIMARY KEY (workspace_id, id),
  CONSTRAINT views_owner_fkey FOREIGN KEY (workspace_id, owner_id) REFERENCES members (workspace_id, id) ON DELETE RESTRICT
);
CREATE INDEX views_list ON views (workspace_id, list, id) WHERE deleted_at IS NULL;
CREATE INDEX views_owner ON views (workspace_id, owner_id, id);
CREATE INDEX views_deleted ON views (deleted_at) WHERE deleted_at IS NOT NULL;

-- Where a member has a view among the tabs of its list, if they chose it.
CREATE TABLE view_tabs (
  workspace_id BIGINT  NOT NULL,
  member_id    UUID    NOT NULL,
  view_id      UUID    NOT NULL,
  position     BIGINT  NOT NULL,
  shown        BOOLEAN NOT NULL,
  PRIMARY KEY (workspace_id, member_id, view_id),
  CONSTRAINT view_tabs_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT view_tabs_view_fkey FOREIGN KEY (workspace_id, view_id) REFERENCES views (workspace_id, id) ON DELETE CASCADE
); -- link
CREATE INDEX view_tabs_view ON view_tabs (workspace_id, view_id);

-- The view that opens when a member comes to a list: the id of a saved one, or
-- the key of one that every list has. It is not a reference on purpose: a
-- choice that is gone means the whole list.
CREATE TABLE view_defaults (
  workspace_id BIGINT NOT NULL,
  member_id    UUID   NOT NULL,
  list         TEXT   NOT NULL,
  opens        TEXT   NOT NULL,
  PRIMARY KEY (workspace_id, member_id, list),
  CONSTRAINT view_defaults_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
); -- link

-- What a member keeps in the sidebar: views and records of any kind. Records
-- are named without a foreign key on purpose, so that a new kind needs no new
-- column: one that is gone is no longer shown.
CREATE TABLE favourites (
  workspace_id BIGINT NOT NULL,
  member_id    UUID   NOT NULL,
  kind         TEXT   NOT NULL,
  record_id    UUID   NOT NULL,
  position     BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, member_id, kind, record_id),
  CONSTRAINT favourites_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
); -- link
