-- +goose Up
-- The board adds its columns up from tallies, and shows of what is closed the
-- month alone: in the order of the cards, however many were closed before.
DROP INDEX deals_board;
CREATE INDEX deals_closing ON deals (workspace_id, stage_id, (substr(actual_close_date, 1, 7)), place, id) WHERE deleted_at IS NULL;

-- Somebody's day: what is due and what was done, counted from indexes alone.
CREATE INDEX tasks_day ON tasks (workspace_id, owner_id, due_date, due_at, id, team_id) WHERE deleted_at IS NULL AND status <> 'done';
CREATE INDEX tasks_done ON tasks (workspace_id, owner_id, completed_at, team_id) WHERE deleted_at IS NULL AND status = 'done';
