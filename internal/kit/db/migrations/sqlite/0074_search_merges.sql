-- +goose Up

-- The index of words would put its segments together by itself, within the
-- write of whoever comes at the wrong moment: half a second, while everybody
-- else waits. It is told to leave that to kit/search, which does a little with
-- every write.
-- +goose StatementBegin
INSERT INTO search_grams (search_grams, rank) VALUES ('automerge', 0), ('crisismerge', 64), ('deletemerge', 30);
-- +goose StatementEnd
