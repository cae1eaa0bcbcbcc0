-- +goose Up

-- One row a record with its folded words, each behind two spaces, and one
-- index of all groups of three letters: " an" finds the words that begin with
-- "an", "van" finds it inside words. tok is three private letters that name
-- workspace and kind, so that a small workspace never reads a large one's hits.
CREATE TABLE search (
  rid          INTEGER PRIMARY KEY,
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  kind         TEXT    NOT NULL,
  record_id    BLOB    NOT NULL CHECK (length(record_id) = 16),
  tok          TEXT    NOT NULL,
  txt          TEXT    NOT NULL,
  UNIQUE (workspace_id, kind, record_id)
) STRICT;
CREATE VIRTUAL TABLE search_grams USING fts5 (tok, txt, content='', contentless_delete=1, detail=none, tokenize='trigram');

-- +goose StatementBegin
CREATE TRIGGER search_insert AFTER INSERT ON search BEGIN
  INSERT INTO search_grams (rowid, tok, txt) VALUES (new.rid, new.tok, new.txt);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_update AFTER UPDATE OF txt ON search BEGIN
  UPDATE search_grams SET tok = new.tok, txt = new.txt WHERE rowid = old.rid;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_delete AFTER DELETE ON search BEGIN
  DELETE FROM search_grams WHERE rowid = old.rid;
END;
-- +goose StatementEnd
