package db_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

// TestWhatIsWrittenSettles takes the database file alone, without its log: a
// moment after it was written a row is in there, though nobody moved the log.
func TestWhatIsWrittenSettles(t *testing.T) {
	d := dbtest.SQLite(t)
	workspace(t, d, "settled")
	for range 50 {
		time.Sleep(100 * time.Millisecond)
		if inFileAlone(t, d.Path, "settled") {
			return
		}
	}
	t.Fatal("after five seconds the row is in the log only")
}

func inFileAlone(t *testing.T, path, slug string) bool {
	t.Helper()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	alone := filepath.Join(t.TempDir(), "alone.db")
	if err := os.WriteFile(alone, file, 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(t.Context(), "sqlite:///"+alone)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	n, err := db.Values[int](t.Context(), d, `SELECT count(*) FROM workspaces WHERE slug = $1`, slug)
	return err == nil && n[0] == 1
}

// A power cut must take nothing that was acknowledged: FULL syncs the log with
// every commit.
func TestSQLite_SyncsEveryCommit(t *testing.T) {
	d := dbtest.SQLite(t)
	var level int
	if err := d.Writer().QueryRowContext(t.Context(), "PRAGMA synchronous").Scan(&level); err != nil || level != 2 {
		t.Errorf("synchronous is %d, %v", level, err)
	}
}
