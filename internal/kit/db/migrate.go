package db

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"testing/fstest"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations
var migrations embed.FS

// Migrate brings the schema up to date and returns how many steps it took. It
// is safe to call from several nodes at once.
func (d *DB) Migrate(ctx context.Context) (int, error) {
	p, err := d.migrator()
	if err != nil {
		return 0, err
	}
	done, err := p.Up(ctx)
	if err != nil {
		return 0, fmt.Errorf("migrate: %w", err)
	}
	return len(done), nil
}

// Migration is one step of the schema.
type Migration struct {
	Name    string
	Applied bool
}

// Migrations lists every step, oldest first.
func (d *DB) Migrations(ctx context.Context) ([]Migration, error) {
	p, err := d.migrator()
	if err != nil {
		return nil, err
	}
	states, err := p.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	var all []Migration
	for _, s := range states {
		all = append(all, Migration{s.Source.Path, s.State == goose.StateApplied})
	}
	return all, nil
}

// Known lists every step this program has for an engine, whatever a database
// has of them.
func Known(engine Engine) ([]Migration, error) {
	files, err := (&DB{Engine: engine}).steps()
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "*.sql")
	all := make([]Migration, 0, len(names))
	for _, name := range names {
		all = append(all, Migration{Name: name})
	}
	return all, err
}

// Newest is the number of the newest of some steps.
func Newest(all []Migration) (newest int64) {
	for _, m := range all {
		newest = max(newest, m.Number())
	}
	return newest
}

// Number is what the name of the step begins with.
func (m Migration) Number() int64 {
	digits, _, _ := strings.Cut(m.Name, "_")
	n, _ := strconv.ParseInt(digits, 10, 64) // names are ours
	return n
}

func (d *DB) migrator() (*goose.Provider, error) {
	files, err := d.steps()
	if err != nil {
		return nil, err
	}
	if d.Engine == SQLite {
		return goose.NewProvider(goose.DialectSQLite3, d.write, files)
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, d.write, files, goose.WithSessionLocker(locker))
}

// steps are the shared migrations in the engine's words, and the engine's own.
func (d *DB) steps() (fs.FS, error) {
	files := fstest.MapFS{}
	add := func(folder string, words func(string) string) error {
		names, err := fs.Glob(migrations, folder+"/*.sql")
		for _, name := range names {
			text, readErr := migrations.ReadFile(name)
			err = errors.Join(err, readErr)
			files[name[strings.LastIndexByte(name, '/')+1:]] = &fstest.MapFile{Data: []byte(words(string(text)))}
		}
		return err
	}
	words := forPostgres
	if d.Engine == SQLite {
		words = forSQLite
	}
	err := add("migrations", words)
	err = errors.Join(err, add("migrations/"+string(d.Engine), func(s string) string { return s }))
	return files, err
}

var (
	slotKey  = regexp.MustCompile(`\((custom->>'t\d+_')\)`)
	sortKey  = regexp.MustCompile(`(?m)^(  (?:\w+_key|birthday|due_date) +TEXT)\b`)
	ownID    = regexp.MustCompile(`(?m)^  id( +)UUID ([^,\n]*)`)
	serial   = regexp.MustCompile(`BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY`)
	types    = regexp.MustCompile(`\b(UUID|BIGINT|BOOLEAN|JSONB|BYTEA)\b`)
	table    = regexp.MustCompile(`(?s)(CREATE TABLE .*?)\n\);`)
	sqliteOf = map[string]string{"UUID": "BLOB", "BIGINT": "INTEGER", "BOOLEAN": "INTEGER", "JSONB": "TEXT", "BYTEA": "BLOB"}
)

// forPostgres makes keys sort by their bytes, as SQLite does, whatever order
// the database was created with.
func forPostgres(s string) string {
	return sortKey.ReplaceAllString(slotKey.ReplaceAllString(s, `(($1) COLLATE "C")`), `$1 COLLATE "C"`)
}

// forSQLite turns a migration written for PostgreSQL into SQLite's words.
func forSQLite(s string) string {
	s = ownID.ReplaceAllString(s, "  id${1}UUID $2 CHECK (length(id) = 16)")
	// Plain INTEGER PRIMARY KEY would give a deleted workspace's number away again.
	s = serial.ReplaceAllString(s, "INTEGER PRIMARY KEY AUTOINCREMENT")
	s = types.ReplaceAllStringFunc(s, func(w string) string { return sqliteOf[w] })
	s = table.ReplaceAllString(s, "$1\n) STRICT;")
	return strings.ReplaceAll(s, "\n) STRICT; -- link", "\n) STRICT, WITHOUT ROWID;")
}
