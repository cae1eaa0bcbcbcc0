package backup

import (
	"context"
	"fmt"
	"strings"

	"kontor/internal/kit/db"
)

// engine knows how one kind of database is copied.
type engine interface {
	// snapshot writes one consistent state of d into the file at path and sums
	// up the tables of that state.
	snapshot(ctx context.Context, d *db.DB, path string) (Tables, error)
	// scratch restores the file at path into a database of its own and sums up
	// its tables; drop removes it.
	scratch(ctx context.Context, path string) (found Tables, drop func() error, err error)
	// replace puts what the file at path holds in the place of the configured
	// database, which is kept under another name; it returns that
	// name, or nothing when there was none.
	replace(ctx context.Context, path, kept string) (string, error)
	// occupied tells whether the configured database holds anything, and fails
	// when a server uses it.
	occupied(ctx context.Context) (bool, error)
}

func engineOf(s Settings) (engine, error) {
	if strings.HasPrefix(s.DatabaseURL, "sqlite://") {
		return lite{s.DatabaseURL}, nil
	}
	return newPostgres(s.DatabaseURL)
}

// engineFor is engineOf for a backup of a given kind: they can not be mixed.
func engineFor(s Settings, kind db.Engine) (engine, error) {
	if kind == db.SQLite {
		return lite{s.DatabaseURL}, nil
	}
	if strings.HasPrefix(s.DatabaseURL, "sqlite://") {
		return nil, fmt.Errorf("this is a backup of PostgreSQL: set DATABASE_URL to a PostgreSQL server that may be used")
	}
	return newPostgres(s.DatabaseURL)
}

func kindOf(s Settings) db.Engine {
	if strings.HasPrefix(s.DatabaseURL, "sqlite://") {
		return db.SQLite
	}
	return db.Postgres
}
