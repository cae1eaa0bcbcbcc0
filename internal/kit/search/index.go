package search

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"slices"
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

// batch is how many records one statement writes. SQLite's index is flushed
// after every statement, so that few large ones are four times faster.
const batch = 2000

// PutMany is Put for many records; a record must not come twice.
func PutMany(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, kind string, entries []Entry) error {
	// Records are indexed in the order of their ids: SQLite writes out what it
	// has gathered whenever one comes before the last.
	entries = slices.Clone(entries)
	slices.SortFunc(entries, func(a, b Entry) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	for len(entries) > 0 {
		n := min(batch, len(entries))
		if err := put(ctx, tx, ws, kind, rows(entries[:n])); err != nil {
			return fmt.Errorf("index %s: %w", kind, err)
		}
		if err := merge(ctx, tx, n); err != nil {
			return err
		}
		entries = entries[n:]
	}
	return nil
}

// rows writes entries as JSON: one parameter, because SQLite's driver takes
// quadratic time for many.
func rows(entries []Entry) string {
	b := []byte{'['}
	for i, e := range entries {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `["`...)
		b = hex.AppendEncode(b, e.ID[:])
		b = append(b, `","`...)
		b = append(b, document(e.Texts)...) // letters, digits and spaces: nothing to escape
		b = append(b, `"]`...)
	}
	return string(append(b, ']'))
}

const onConflict = ` ON CONFLICT (workspace_id, kind, record_id) DO UPDATE SET txt = excluded.txt WHERE search.txt <> excluded.txt`

func put(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, kind, rows string) error {
	if tx.Engine() == db.SQLite {
		_, err := tx.Exec(ctx, `INSERT INTO search (workspace_id, kind, tok, record_id, txt)
			SELECT $1, $2, $3, unhex(value->>0), value->>1 FROM json_each($4) WHERE TRUE`+onConflict, ws, kind, tokenOf(ws, kind), rows)
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO search (workspace_id, kind, record_id, txt)
		SELECT $1, $2, CAST(v->>0 AS UUID), v->>1 FROM jsonb_array_elements(CAST($3 AS JSONB)) v`+onConflict, ws, kind, rows)
	return err
}

// Drop makes records unfindable, as when they go to the bin.
func Drop(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, kind string, ids ...db.ID) error {
	for len(ids) > 0 {
		n := min(500, len(ids))
		var q db.SQL
		q.S("DELETE FROM search WHERE workspace_id = ").P(ws).S(" AND kind = ").P(kind).S(" AND record_id IN ")
		db.In(&q, ids[:n])
		if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
			return fmt.Errorf("drop %s from the index: %w", kind, err)
		}
		if err := merge(ctx, tx, n); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

// merge puts segments of SQLite's index together, as much as a write of n
// records has to for the index to stay as it is: a write takes a little longer
// always, and none much longer. Migration 0074 says what it would do instead.
func merge(ctx context.Context, tx *db.Tx, n int) error {
	if tx.Engine() != db.SQLite {
		return nil
	}
	pages := 4 + n/8
	if _, err := tx.Exec(ctx, `INSERT INTO search_grams (search_grams, rank) VALUES ('merge', $1)`, pages); err != nil {
		return fmt.Errorf("merge the index: %w", err)
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
