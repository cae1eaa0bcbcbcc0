-- +goose Up
-- The board adds its columns up from tallies, and shows of what is closed the
-- month alone: in the order of the cards, however many were closed before.
DROP INDEX deals_board;
CREATE INDEX deals_closing ON deals (workspace_id, stage_id, (substr(actual_close_date, 1, 7)), place, id) WHERE deleted_at IS NULL;
