// Package dbtest gives tests a fresh, migrated database of either engine.
package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // registers the "pgx" driver

	"kontor/internal/kit/db"
	"kontor/internal/kit/db/pgtest"
	"kontor/internal/kit/jobs"
)

// Each runs f on a fresh SQLite database and on a fresh PostgreSQL one.
func Each(t *testing.T, f func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { f(t, Postgres(t)) })
}

// SQLite opens a fresh migrated SQLite database, gone after the test.
func SQLite(t testing.TB) *db.DB {
	t.Helper()
	return open(t, SQLiteURL(t))
}

// SQLiteURL returns the address of a fresh migrated SQLite file.
func SQLiteURL(t testing.TB) string {
	t.Helper()
	template, err := sqliteTemplate()
	if err != nil {
		t.Fatalf("make SQLite template: %v", err)
	}
	path := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(path, template, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:///" + path
}

// Postgres opens a fresh migrated PostgreSQL database, dropped after the test.
func Postgres(t testing.TB) *db.DB {
	t.Helper()
	return open(t, PostgresURL(t))
}

// PostgresURL returns the address of a fresh migrated PostgreSQL database.
func PostgresURL(t testing.TB) string {
	t.Helper()
	base, err := pgtest.URL()
	if err != nil {
		t.Fatalf("start PostgreSQL: %v", err)
	}
	if err := postgresTemplate(base); err != nil {
		t.Fatalf("make PostgreSQL template: %v", err)
	}
	return create(t, base, templateName())
}

// EmptyPostgresURL returns the address of a PostgreSQL database without tables.
func EmptyPostgresURL(t testing.TB) string {
	t.Helper()
	base, err := pgtest.URL()
	if err != nil {
		t.Fatalf("start PostgreSQL: %v", err)
	}
	return EmptyPostgresOn(t, base)
}

// EmptyPostgresOn is EmptyPostgresURL on a server of the test's own, at base.
func EmptyPostgresOn(t testing.TB, base string) string {
	t.Helper()
	return create(t, base, bare)
}

// bare is a database that sorts as ours do.
const bare = "template0 LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"

func create(t testing.TB, base, template string) string {
	t.Helper()
	name := "t_" + strings.ReplaceAll(db.NewID().String(), "-", "")
	admin(t, base, "CREATE DATABASE "+name+" TEMPLATE "+template)
	t.Cleanup(func() { admin(t, base, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	return pgtest.WithDatabase(base, name)
}

func open(t testing.TB, url string) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func admin(t testing.TB, base, statement string) {
	t.Helper()
	if err := exec(base, statement); err != nil {
		t.Errorf("%s: %v", statement, err)
	}
}

func exec(url string, statements ...string) error {
	pool, err := sql.Open("pgx", url)
	if err != nil {
		return err
	}
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	for _, s := range statements {
		if _, err := pool.Exec(s); err != nil {
			return err
		}
	}
	return nil
}

// migrate brings a template up to date, the job tables included.
func migrate(ctx context.Context, d *db.DB) error {
	if _, err := d.Migrate(ctx); err != nil {
		return err
	}
	return jobs.Migrate(ctx, d)
}

var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "kontor-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "template.db")
	d, err := db.Open(context.Background(), "sqlite:///"+path)
	if err != nil {
		return nil, err
	}
	if err := migrate(context.Background(), d); err != nil {
		return nil, err
	}
	if err := d.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// templateName is one per test process: packages are tested in parallel, and
// PostgreSQL refuses to copy a database somebody is connected to.
func templateName() string { return fmt.Sprintf("template_%d", os.Getpid()) }

var templateOnce sync.Once
var templateErr error

func postgresTemplate(base string) error {
	templateOnce.Do(func() { templateErr = makeTemplate(base) })
	return templateErr
}

func makeTemplate(base string) error {
	name := templateName()
	if err := exec(base, "DROP DATABASE IF EXISTS "+name, "CREATE DATABASE "+name+" TEMPLATE "+bare); err != nil {
		return err
	}
	d, err := db.Open(context.Background(), pgtest.WithDatabase(base, name))
	if err != nil {
		return err
	}
	defer d.Close()
	return migrate(context.Background(), d)
}
