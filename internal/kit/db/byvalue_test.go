package db_test

import (
	"testing"

	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

// A statement that the server keeps by a name sees itself among those it keeps.
func TestByValue_KeepsNoPlan(t *testing.T) {
	d := dbtest.Postgres(t)
	kept := func(q db.Querier) int {
		t.Helper()
		n, err := db.Value[int](t.Context(), q, `SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE $1`, "%$1%")
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := kept(db.ByValue(d)); n != 0 {
		t.Errorf("by value: the server keeps %d statements, want none", n)
	}
	if n := kept(d); n != 1 {
		t.Errorf("else: the server keeps %d statements, want this one", n)
	}
}
