package search

import (
	"context"
	"fmt"
	"unicode/utf8"

	"kontor/internal/kit/db"
)

// Entry is a record with the texts it is found by, the name first. A text of
// digits and phone punctuation only is taken as a number.
type Entry struct {
	ID    db.ID
	Texts []string
}

// Put makes a record findable by texts, instead of what it was found by before.
func Put(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, kind string, id db.ID, texts ...string) error {
	return PutMany(ctx, tx, ws, kind, []Entry{{id, texts}})
}

// batch is how many rows one statement writes: far below the limit of
// parameters of either engine.
const batch = 100

// PutMany is Put for many records; a record must not come twice.
func PutMany(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, kind string, entries []Entry) error {
	for len(entries) > 0 {
		n := min(batch, len(entries))
		if err := put(ctx, tx, ws, kind, entries[:n]); err != nil {
			return fmt.Errorf("index %s: %w", kind, err)
		}
		entries = entries[n:]
	}
	return nil
}

func put(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, kind string, entries []Entry) error {
	lite := tx.Engine() == db.SQLite
	token := tokenOf(ws, kind)
	var q db.SQL
	q.S("INSERT INTO search (workspace_id, kind, record_id, txt")
	if lite {
		q.S(", tok")
	}
	q.S(") VALUES ")
	for i, e := range entries {
		if i > 0 {
			q.S(", ")
		}
		q.S("(").P(ws).S(", ").P(kind).S(", ").P(e.ID).S(", ").P(document(e.Texts))
		if lite {
			q.S(", ").P(token)
		}
		q.S(")")
	}
	q.S(" ON CONFLICT (workspace_id, kind, record_id) DO UPDATE SET txt = excluded.txt WHERE search.txt <> excluded.txt")
	_, err := tx.Exec(ctx, q.Text(), q.Args()...)
	return err
}

// Drop makes records unfindable, as when they go to the bin.
func Drop(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, kind string, ids ...db.ID) error {
	for len(ids) > 0 {
		n := min(batch, len(ids))
		var q db.SQL
		q.S("DELETE FROM search WHERE workspace_id = ").P(ws).S(" AND kind = ").P(kind).S(" AND record_id IN ")
		db.In(&q, ids[:n])
		if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
			return fmt.Errorf("drop %s from the index: %w", kind, err)
		}
		ids = ids[n:]
	}
	return nil
}

// tokenOf returns three letters of the private area that stand for a workspace
// and a kind in SQLite's index. Two pairs may share a token: it only narrows.
func tokenOf(ws db.WorkspaceID, kind string) string {
	const first, size = 0xE000, 6400
	sum := 0
	for i := range len(kind) {
		sum = (sum*31 + int(kind[i])) % size
	}
	var b []byte
	b = utf8.AppendRune(b, rune(first+sum))
	b = utf8.AppendRune(b, rune(first+int(ws)%size))
	b = utf8.AppendRune(b, rune(first+int(ws)/size%size))
	return string(b)
}
