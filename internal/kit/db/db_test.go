package db_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/fault"
)

type tag struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	ID        db.ID          `db:"id"`
	Name      string         `db:"name"`
	NameKey   string         `db:"name_key"`
	Version   int64          `db:"version"`
	CreatedAt int64          `db:"created_at"`
	UpdatedAt int64          `db:"updated_at"`
}

func workspace(t *testing.T, d *db.DB, slug string) (id db.WorkspaceID) {
	t.Helper()
	err := d.InTx(t.Context(), func(tx *db.Tx) (err error) {
		id, err = db.Value[db.WorkspaceID](t.Context(), tx, `INSERT INTO workspaces (name, slug, created_at, updated_at)
			VALUES ($1, $2, 1, 1) RETURNING id`, slug, slug)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func insert(t *testing.T, d *db.DB, row *tag) error {
	t.Helper()
	return d.InTx(t.Context(), func(tx *db.Tx) error { return db.Insert(t.Context(), tx, "tags", row) })
}

func TestDB_InsertUpdateGet(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ws := workspace(t, d, "a")
		row := tag{Workspace: ws, ID: db.NewID(), Name: "Клиент", NameKey: "klient", Version: 1}
		if err := insert(t, d, &row); err != nil {
			t.Fatal(err)
		}
		stale := row
		row.Name = "Customer"
		update := func(row *tag) error {
			return d.InTx(t.Context(), func(tx *db.Tx) error { return db.Update(t.Context(), tx, "tags", row, "name") })
		}
		if err := update(&row); err != nil || row.Version != 2 {
			t.Fatalf("update: %v, version %d", err, row.Version)
		}
		if c, ok := errors.AsType[fault.Conflict](update(&stale)); !ok || !c.Stale {
			t.Fatalf("a stale update must be a stale conflict, got %v", c)
		}
		got, err := db.Get[tag](t.Context(), d, `SELECT * FROM (SELECT workspace_id, id, name, name_key, version, created_at, updated_at
			FROM tags) t WHERE workspace_id = $1 AND id = $2`, ws, row.ID)
		if err != nil || got != row {
			t.Fatalf("got %+v, %v; want %+v", got, err, row)
		}
	})
}

func TestDB_ConstraintsBecomeFaults(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ws, other := workspace(t, d, "a"), workspace(t, d, "b")
		row := tag{Workspace: ws, ID: db.NewID(), Name: "x", NameKey: "x", Version: 1}
		if err := insert(t, d, &row); err != nil {
			t.Fatal(err)
		}
		twin := row
		twin.ID = db.NewID()
		if err := insert(t, d, &twin); !errors.Is(err, db.ErrExists) {
			t.Errorf("a second tag of that name: %v", err)
		}
		link := func(ws db.WorkspaceID) error {
			return d.InTx(t.Context(), func(tx *db.Tx) error {
				_, err := tx.Exec(t.Context(), `INSERT INTO contact_tags (workspace_id, contact_id, tag_id) VALUES ($1, $2, $3)`, ws, db.NewID(), row.ID)
				return err
			})
		}
		if err := link(other); !errors.Is(err, db.ErrInUse) {
			t.Errorf("a link across workspaces: %v", err)
		}
	})
}

func TestDB_RollsBackOnError(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		boom := errors.New("boom")
		err := d.InTx(context.Background(), func(tx *db.Tx) error {
			if _, err := tx.Exec(t.Context(), `INSERT INTO workspaces (name, slug, created_at, updated_at) VALUES ('a', 'a', 1, 1)`); err != nil {
				return err
			}
			return boom
		})
		n, countErr := db.Value[int](t.Context(), d, `SELECT count(*) FROM workspaces`)
		if !errors.Is(err, boom) || countErr != nil || n != 0 {
			t.Fatalf("err %v, %d rows left, %v", err, n, countErr)
		}
	})
}

func TestID_RisesAndRoundTrips(t *testing.T) {
	last := db.NewID()
	for range 5000 {
		id := db.NewID()
		if id.String() <= last.String() {
			t.Fatalf("%s after %s", id, last)
		}
		back, err := db.ParseID(id.String())
		if err != nil || back != id {
			t.Fatalf("%s came back as %s: %v", id, back, err)
		}
		last = id
	}
}

// What is run again and again is kept prepared: it must still be right after
// an error and after the table has changed.
func TestDB_TextsThatAreRunAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ws := workspace(t, d, "again")
		row := tag{Workspace: ws, ID: db.NewID(), Name: "A", NameKey: "a", Version: 1}
		if err := insert(t, d, &row); err != nil {
			t.Fatal(err)
		}
		rename := func(name string) error {
			row.Name, row.NameKey = name, name
			return d.InTx(t.Context(), func(tx *db.Tx) error { return db.Update(t.Context(), tx, "tags", &row, "name", "name_key") })
		}
		for i := range 5 {
			if err := rename(strings.Repeat("b", i+1)); err != nil {
				t.Fatal(err)
			}
			again := row
			if err := insert(t, d, &again); err == nil {
				t.Fatal("the same row was inserted twice")
			}
		}
		err := d.InTx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), "ALTER TABLE tags ADD COLUMN more TEXT NOT NULL DEFAULT 'x'")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := rename("after"); err != nil {
			t.Fatal(err)
		}
		got, err := db.Value[string](t.Context(), d, "SELECT name || more FROM tags WHERE workspace_id = $1 AND id = $2", ws, row.ID)
		if err != nil || got != "afterx" {
			t.Errorf("the row holds %q, %v", got, err)
		}
	})
}

func TestDifferent_NamesWhatChanged(t *testing.T) {
	old := tag{Workspace: 1, ID: db.NewID(), Name: "A", NameKey: "a", Version: 1}
	row := old
	row.Name, row.UpdatedAt = "Á", 5
	if got := db.Different(&old, &row, []string{"name", "name_key", "updated_at"}); !slices.Equal(got, []string{"name", "updated_at"}) {
		t.Errorf("different are %v", got)
	}
}

func TestDB_TellsOfStatements(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var told []db.Statement
		d.OnStatement = func(_ context.Context, s db.Statement) { told = append(told, s) }
		ask := func(query string, args ...any) {
			if _, err := db.Values[int64](t.Context(), d, query, args...); err != nil {
				t.Fatal(err)
			}
		}
		ask("SELECT CAST(1 AS BIGINT) WHERE 7 IN ($1,\n\t$2)", 7, 8)
		ask("SELECT CAST(1 AS BIGINT) WHERE 7 IN ($1,$2,$3)", 7, 8, 9)
		if len(told) != 2 || told[0].Took <= 0 || told[0].Verb() != "SELECT" {
			t.Fatalf("told of %v", told)
		}
		if told[0].Fingerprint() != told[1].Fingerprint() || told[0].Text() != "SELECT CAST(1 AS BIGINT) WHERE 7 IN (?)" {
			t.Errorf("two names for %q and %q", told[0].Text(), told[1].Text())
		}
	})
}
