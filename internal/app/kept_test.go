package app_test

import (
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"kontor/internal/app"
	"kontor/internal/app/apptest"
	"kontor/internal/backup"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

// TestUpgrade_FromEveryRelease restores the databases that
// scripts/keep_database.sh kept of every release, brings them up to date, and
// fails when rows or pages are missing then.
func TestUpgrade_FromEveryRelease(t *testing.T) {
	kept, err := filepath.Glob("testdata/releases/*/*.tar.zst")
	if err != nil || len(kept) < 2 {
		t.Fatalf("%d databases are kept, %v", len(kept), err)
	}
	for _, file := range kept {
		name := strings.TrimSuffix(strings.TrimPrefix(file, "testdata/releases/"), ".tar.zst")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := "sqlite:///" + filepath.Join(t.TempDir(), "kontor.db")
			if strings.HasSuffix(name, "/postgres") {
				url = dbtest.EmptyPostgresURL(t)
			}
			dir := "DATA_DIR=" + t.TempDir()
			rowsStay(t, url, dir, file)
			s := apptest.Start(t, url, dir)
			pagesAnswer(t, s, former(t, s))
		})
	}
}

// rowsStay restores a database, brings it up to date and compares how many rows
// each table has.
func rowsStay(t *testing.T, url, dir, file string) {
	t.Helper()
	cfg, err := app.LoadConfig([]string{dir, "DATABASE_URL=" + url}, "none")
	if err != nil {
		t.Fatal(err)
	}
	done, err := backup.Restore(t.Context(), cfg.Backup("test"), file, false)
	if err != nil {
		t.Fatal(err)
	}
	d, err := app.OpenDatabase(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for table, was := range done.Manifest.Tables {
		if table == "goose_db_version" || table == "river_migration" {
			continue // what the upgrade itself writes
		}
		n, err := db.Value[int64](t.Context(), d, `SELECT count(*) FROM `+table)
		if err != nil || n != was.Rows {
			t.Errorf("%s has %d rows and had %d, %v", table, n, was.Rows, err)
		}
	}
}

// former is a browser in which the owner of a kept database is signed in, with
// the password of that time.
func former(t *testing.T, s *apptest.Server) *apptest.Client {
	t.Helper()
	c := s.Anonymous(t)
	a := c.Post("/login", url.Values{"email": {"elena@vitosha.example"}, "password": {"quiet river 4711"}})
	if a.Status != http.StatusSeeOther {
		t.Fatalf("sign in: %d %.300s", a.Status, a.Body)
	}
	return c
}

// pagesAnswer looks at every page of the menu and the settings, and at records
// of each kind.
func pagesAnswer(t *testing.T, s *apptest.Server, c *apptest.Client) {
	t.Helper()
	pages := []string{"/", "/inbox", "/tasks", "/calendar", "/contacts", "/companies", "/deals", "/deals/board", "/reports", "/import/history",
		"/settings/profile", "/settings/fields", "/settings/tags", "/settings/pipelines", "/settings/members", "/settings/permissions", "/settings/audit", "/admin"}
	for _, kind := range []string{"contacts", "companies", "deals", "tasks"} {
		ids, err := db.Values[db.ID](t.Context(), s.DB(), `SELECT id FROM `+kind+` WHERE deleted_at IS NULL ORDER BY id DESC LIMIT 3`)
		if err != nil || len(ids) == 0 {
			t.Errorf("no %s, %v", kind, err)
		}
		for _, id := range ids {
			pages = append(pages, fmt.Sprintf("/%s/%s", kind, id))
		}
	}
	files, err := db.Values[db.ID](t.Context(), s.DB(), `SELECT id FROM attachments WHERE deleted_at IS NULL`)
	if err != nil || len(files) == 0 {
		t.Errorf("no files, %v", err)
	}
	for _, id := range files {
		pages = append(pages, "/attachments/"+id.String())
	}
	for _, page := range pages {
		if a := c.Get(page); a.Status != http.StatusOK || a.Body == "" {
			t.Errorf("%s: %d %.200s", page, a.Status, a.Body)
		}
	}
}
