package search_test

import (
	"fmt"
	"testing"

	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/search"
)

// TestIndex_StaysInFewPieces writes in the ways that many records are written
// in: SQLite's index is put together by kit/search alone, a little each time.
func TestIndex_StaysInFewPieces(t *testing.T) {
	d := dbtest.SQLite(t)
	ws := workspaces(t, d, 1)[0]
	entries := make([]search.Entry, 1500)
	for round, word := range []string{"alpha", "bravo", "gamma"} {
		for i := range entries {
			if round == 0 {
				entries[i].ID = db.NewID()
			}
			entries[i].Texts = []string{fmt.Sprintf("Person %d of %s", i*7919, word), fmt.Sprintf("mail%d@%s.example", i, word)}
		}
		for from := 0; from < len(entries); from += 20 {
			inTx(t, d, func(tx *db.Tx) error { return search.PutMany(t.Context(), tx, ws, "contact", entries[from:from+20]) })
		}
	}
	pieces, err := db.Value[int](t.Context(), d, `SELECT count(DISTINCT segid) FROM search_grams_idx`)
	if err != nil || pieces > 30 {
		t.Errorf("the index lies in %d pieces, %v", pieces, err)
	}
	if hits, err := search.Find(t.Context(), d, ws, []string{"contact"}, "mail1499 gamma", 5); err != nil || len(hits) != 1 {
		t.Errorf("found %v, %v", hits, err)
	}
	if hits, err := search.Find(t.Context(), d, ws, []string{"contact"}, "bravo", 5); err != nil || len(hits) != 0 {
		t.Errorf("what was written over is found: %v, %v", hits, err)
	}
}
