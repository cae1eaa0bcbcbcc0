package storage

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/kit/db"
)

// The table files names bytes that a sweep may have to take: what nothing
// points to a day after it was written down. Whoever keeps a file that is not an
// attachment writes it down first, and takes it out of the table in the
// transaction that points to it; then no process that is killed in between
// leaves bytes behind for good.

// Await writes down a file that is about to be kept.
func Await(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, key string) error {
	return await(ctx, tx, ws, key, time.Now().UnixMilli())
}

// Abandon leaves a file to the next sweep: nothing points to it any more.
func Abandon(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, key string) error {
	return await(ctx, tx, ws, key, 0)
}

func await(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, key string, at int64) error {
	if _, err := tx.Exec(ctx, `INSERT INTO files (workspace_id, file_key, size, created_at) VALUES ($1, $2, 0, $3)`, ws, key, at); err != nil {
		return fmt.Errorf("write down a file: %w", err)
	}
	return nil
}

// Claim says that something points to an awaited file now.
func Claim(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, key string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM files WHERE workspace_id = $1 AND file_key = $2`, ws, key); err != nil {
		return fmt.Errorf("claim a file: %w", err)
	}
	return nil
}
