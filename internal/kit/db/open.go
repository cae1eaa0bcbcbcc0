package db

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite" // registers the "sqlite" driver
)

// Open connects to the database named by rawURL: sqlite:///path/to/file (three
// slashes and a relative path are fine too) or postgres://…. It fails with one
// clear line when the database cannot be used; it never falls back to another.
func Open(ctx context.Context, rawURL string) (*DB, error) {
	scheme, _, ok := strings.Cut(rawURL, "://")
	if !ok {
		return nil, fmt.Errorf("DATABASE_URL must start with sqlite:// or postgres://")
	}
	switch scheme {
	case "sqlite":
		return openSQLite(ctx, SQLitePath(rawURL))
	case "postgres", "postgresql":
		return openPostgres(ctx, rawURL)
	}
	return nil, fmt.Errorf("DATABASE_URL must start with sqlite:// or postgres://, not %s://", scheme)
}

// The log is cut back to 64 MB once what it holds is in the database.
const sqlitePragmas = "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=journal_size_limit(67108864)" +
	"&_pragma=foreign_keys(1)&_pragma=temp_store(2)&_dqs=0&_defensive=1"

// What the connections of one kind have beyond sqlitePragmas. Whoever writes
// touches a page of every index: with too small a cache long work writes the
// same pages again and again. The settler moves the log; from 64 MB on the
// writing connection does. A commit is on the disk before it is answered, so
// that a power cut takes nothing that was acknowledged. What is deleted is overwritten where that costs no
// page more; Wipe does it everywhere.
const (
	readPragmas   = "&_query_only=1&_pragma=cache_size(-20000)"
	writePragmas  = "&_txlock=immediate&_pragma=synchronous(FULL)&_pragma=secure_delete(2)&_pragma=cache_size(-50000)&_pragma=wal_autocheckpoint(16384)"
	settlePragmas = "&_query_only=1&_pragma=synchronous(NORMAL)&_pragma=cache_size(-100)"
)

// SQLitePath is the file that an address such as sqlite:///data/kontor.db names;
// four slashes begin an absolute path.
func SQLitePath(rawURL string) string {
	rest := strings.TrimPrefix(rawURL, "sqlite://")
	path := strings.TrimPrefix(rest, "/")
	if strings.HasPrefix(rest, "//") {
		path = "/" + strings.TrimPrefix(path, "/")
	}
	return path
}

func openSQLite(ctx context.Context, path string) (*DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make folder of the database: %w", err)
	}
	base := "file:" + (&url.URL{Path: path}).EscapedPath() + sqlitePragmas
	write, err := sql.Open("sqlite", base+writePragmas)
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	write.SetMaxOpenConns(1)
	if err := write.PingContext(ctx); err != nil {
		write.Close()
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	read, err := sql.Open("sqlite", base+readPragmas)
	if err != nil {
		write.Close()
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	settler, err := newSettler(base + settlePragmas)
	if err != nil {
		write.Close()
		read.Close()
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	readers := max(2, runtime.NumCPU())
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	return &DB{Engine: SQLite, Path: path, read: read, write: write, settler: settler, stmts: newStatements(), known: newKnownTexts()}, nil
}

func openPostgres(ctx context.Context, rawURL string) (*DB, error) {
	cfg, err := pgx.ParseConfig(rawURL)
	if err != nil {
		// The parser's own message may repeat the password.
		return nil, fmt.Errorf("DATABASE_URL is not a valid postgres:// address")
	}
	// Measured: parallel workers make filtered lists slower.
	cfg.RuntimeParams["max_parallel_workers_per_gather"] = "0"
	pool := stdlib.OpenDB(*cfg)
	pool.SetMaxOpenConns(20)
	// Those that wait keep their plans; a new one would make them all anew.
	pool.SetMaxIdleConns(20)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	pool.SetConnMaxLifetime(600 * time.Second)
	if err := pool.PingContext(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("connect to PostgreSQL at %s:%d: %w", cfg.Host, cfg.Port, err)
	}
	return &DB{Engine: Postgres, URL: rawURL, read: pool, write: pool}, nil
}

// Close ends all connections.
func (d *DB) Close() error {
	if d.Engine == SQLite {
		d.settler.close()
		d.stmts.close()
		d.known.close()
		_, _ = d.write.ExecContext(context.Background(), "PRAGMA wal_checkpoint(TRUNCATE)") // best effort: the next start does it otherwise
		d.read.Close()
	}
	return d.write.Close()
}
