package db

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"
)

// alone is the number of the lock that PostgreSQL keeps for Alone.
const alone = 7_106_430_215

// Alone waits until no other process is between Alone and its release with the
// same database. The lock ends with the process too.
func Alone(ctx context.Context, rawURL string) (release func(), err error) {
	if strings.HasPrefix(rawURL, "sqlite://") {
		return aloneSQLite(SQLitePath(rawURL))
	}
	conn, err := pgx.Connect(ctx, rawURL)
	if err != nil {
		return func() {}, nil //nolint:nilerr // whoever opens the database tells why it cannot
	}
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", alone); err != nil {
		return nil, errors.Join(fmt.Errorf("lock database: %w", err), conn.Close(ctx))
	}
	return func() { conn.Close(context.WithoutCancel(ctx)) }, nil
}

func aloneSQLite(path string) (release func(), err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make folder of the database: %w", err)
	}
	f, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock database %s: %w", path, err)
	}
	if err := lockFile(f); err != nil {
		return nil, errors.Join(fmt.Errorf("lock database %s: %w", path, err), f.Close())
	}
	return func() { f.Close() }, nil
}
