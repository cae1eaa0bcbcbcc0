package app_test

import (
	"path/filepath"
	"strings"
	"testing"

	"kontor/internal/app"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

// The newest steps were taken, but the database does not know: the first of
// them makes a table, and taking it again fails.
func TestUpgrade_IsAllOrNothing(t *testing.T) {
	url := dbtest.SQLiteURL(t)
	cfg, err := app.LoadConfig([]string{"DATA_DIR=" + t.TempDir(), "DATABASE_URL=" + url}, "none")
	if err != nil {
		t.Fatal(err)
	}
	forget := func() int64 {
		d, err := db.Open(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		err = d.InTx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `DELETE FROM goose_db_version WHERE version_id >= 100`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return version(t, url)
	}
	before := forget()
	if _, err := app.OpenDatabase(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), "was undone") {
		t.Fatalf("got %v", err)
	}
	if after := version(t, url); after != before {
		t.Errorf("at step %d, was at %d", after, before)
	}
	copies, _ := filepath.Glob(filepath.Join(cfg.DataDir, "backups", "before-upgrade-*.db"))
	aside, _ := filepath.Glob(filepath.Join(filepath.Dir(db.SQLitePath(url)), "failed-upgrade-*", "*.db"))
	if len(copies) != 1 || len(aside) != 1 {
		t.Errorf("copies %q, aside %q", copies, aside)
	}
}

func version(t *testing.T, url string) int64 {
	t.Helper()
	d, err := db.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	n, err := db.Value[int64](t.Context(), d, `SELECT max(version_id) FROM goose_db_version`)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
