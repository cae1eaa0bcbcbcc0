-- +goose Up
-- The board adds up what was won and lost this month: the day stands before what is added.
DROP INDEX deals_sums;
CREATE INDEX deals_board ON deals (workspace_id, pipeline_id, status, actual_close_date, stage_id, currency, value, weighted) WHERE deleted_at IS NULL;
