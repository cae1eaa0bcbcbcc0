package db

import (
	"context"
	"os"
	"strconv"
)

// Generation returns a text that is equal between two calls only if nothing
// was committed between them: the basis of ETags.
func (d *DB) Generation(ctx context.Context) (string, error) {
	if d.Engine == Postgres {
		// Two equal snapshots see the same rows, whichever node wrote them.
		return Value[string](ctx, d, "SELECT CAST(pg_current_snapshot() AS TEXT)")
	}
	own := strconv.FormatUint(d.commits.Load(), 36)
	// Commits of other processes show in the write-ahead log's file.
	if info, err := os.Stat(d.Path + "-wal"); err == nil {
		own += "." + strconv.FormatInt(info.ModTime().UnixNano(), 36) + "." + strconv.FormatInt(info.Size(), 36)
	}
	return own, nil
}
