package backup

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"kontor/internal/kit/db"
)

// lite copies a SQLite file.
type lite struct{ url string }

// snapshot copies while others read and write: VACUUM INTO reads one state.
func (l lite) snapshot(ctx context.Context, d *db.DB, path string) (Tables, error) {
	pool, err := sql.Open("sqlite", fileURL(d.Path)+"?_pragma=busy_timeout(10000)")
	if err != nil {
		return nil, fmt.Errorf("copy database: %w", err)
	}
	defer pool.Close()
	if _, err := pool.ExecContext(ctx, "VACUUM INTO $1", path); err != nil {
		return nil, fmt.Errorf("copy database: %w", err)
	}
	return digestFile(ctx, path)
}

// scratch needs no database of its own: the file is one.
func (l lite) scratch(ctx context.Context, path string) (Tables, func() error, error) {
	found, err := digestFile(ctx, path)
	return found, func() error { return nil }, err
}

// digestFile checks a SQLite file that nobody uses and sums up its tables.
func digestFile(ctx context.Context, path string) (Tables, error) {
	pool, err := sql.Open("sqlite", fileURL(path)+"?mode=ro&immutable=1")
	if err != nil {
		return nil, fmt.Errorf("open copy: %w", err)
	}
	defer pool.Close()
	var verdict string
	if err := pool.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil {
		return nil, fmt.Errorf("check copy: %w", err)
	}
	if verdict != "ok" {
		return nil, fmt.Errorf("the copy is damaged: %s", verdict)
	}
	names, err := tableNames(ctx, pool)
	if err != nil {
		return nil, err
	}
	all := Tables{}
	for _, name := range names {
		if all[name], err = digestTable(ctx, pool, name); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// tableNames leaves virtual tables out: what they hold lies in real ones.
func tableNames(ctx context.Context, pool *sql.DB) (names []string, err error) {
	rows, err := pool.QueryContext(ctx, `SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name`)
	if err != nil {
		return nil, fmt.Errorf("read tables: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, fmt.Errorf("read tables: %w", err)
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

func (l lite) path() string { return db.SQLitePath(l.url) }

// occupied takes the file for itself for a moment: that works only when no
// other process has it open.
func (l lite) occupied(ctx context.Context) (bool, error) {
	if _, err := os.Stat(l.path()); errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	pool, err := sql.Open("sqlite", fileURL(l.path())+"?_pragma=busy_timeout(200)")
	if err != nil {
		return false, fmt.Errorf("open database: %w", err)
	}
	defer pool.Close()
	if _, err := pool.ExecContext(ctx, "PRAGMA journal_mode = DELETE"); err != nil && strings.Contains(err.Error(), "locked") {
		return true, fmt.Errorf("a server is using %s: stop it first", l.path())
	}
	return true, nil // a file that is damaged is occupied too
}

// replace moves the old file aside and the new one in its place.
func (l lite) replace(_ context.Context, path, kept string) (string, error) {
	to := ""
	if isFile(l.path()) {
		to = filepath.Join(filepath.Dir(l.path()), kept)
	}
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := moveAside(l.path()+end, filepath.Join(to, filepath.Base(l.path())+end)); err != nil {
			return "", err
		}
	}
	if err := os.MkdirAll(filepath.Dir(l.path()), 0o700); err != nil {
		return "", fmt.Errorf("make folder of the database: %w", err)
	}
	if err := move(path, l.path()); err != nil {
		return "", fmt.Errorf("put the database in place: %w (the old one is in %s)", err, to)
	}
	return to, nil
}

func fileURL(path string) string { return "file:" + (&url.URL{Path: path}).EscapedPath() }
