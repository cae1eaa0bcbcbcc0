package attachment

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/jobs"
)

// sweepFiles deletes for good what lay in the recycle bin long enough, and the
// bytes that nothing points to.
type sweepFiles struct{}

func (sweepFiles) Kind() string { return "attachment.sweep" }

const (
	sweepBatch = 200            // files of one job
	unclaimed  = 24 * time.Hour // how long bytes may wait for what points to them
)

// Jobs adds the background work of attachments to q.
func (d *Domain) Jobs(q *jobs.Queue) {
	jobs.Handle(q, func(ctx context.Context, args sweepFiles) error {
		more, err := d.Attachments.Sweep(ctx, time.Now())
		if err != nil || !more {
			return err
		}
		return d.Attachments.db.InTx(ctx, func(tx *db.Tx) error { return q.Enqueue(ctx, tx, args) })
	})
	jobs.Every(q, 24*time.Hour, func() jobs.Args { return sweepFiles{} })
}

// Sweep deletes a batch of what is due at the moment now; more tells whether
// something may be left. The bytes go before the rows that name them, so that
// nothing is forgotten when it is stopped in between.
func (s *Attachments) Sweep(ctx context.Context, now time.Time) (more bool, err error) {
	purged, err := s.purge(ctx, now.Add(-activity.KeepDeleted))
	if err != nil {
		return false, err
	}
	orphans, err := db.Select[stored](ctx, s.db, `SELECT f.workspace_id, f.file_key, f.size, f.created_at FROM files f WHERE f.created_at < $1
		AND NOT EXISTS (SELECT 1 FROM attachments a WHERE a.workspace_id = f.workspace_id AND a.file_key = f.file_key)
		AND NOT EXISTS (SELECT 1 FROM attachments a WHERE a.workspace_id = f.workspace_id AND a.small_key = f.file_key) LIMIT $2`,
		now.Add(-unclaimed).UnixMilli(), sweepBatch)
	if err != nil {
		return false, fmt.Errorf("find files that nothing points to: %w", err)
	}
	for _, f := range orphans {
		if err := s.files.Delete(ctx, f.Key); err != nil {
			return false, err
		}
	}
	return purged || len(orphans) == sweepBatch, s.forget(ctx, orphans)
}

// purge deletes a batch of attachments that were binned before the time.
func (s *Attachments) purge(ctx context.Context, before time.Time) (more bool, err error) {
	var n int64
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		n, err = tx.Exec(ctx, `DELETE FROM attachments WHERE (workspace_id, id) IN (SELECT workspace_id, id FROM attachments
			WHERE deleted_at < $1 LIMIT $2)`, before.UnixMilli(), sweepBatch)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("purge attachments: %w", err)
	}
	return n == sweepBatch, nil
}

// forget removes the rows of bytes that are gone.
func (s *Attachments) forget(ctx context.Context, gone []stored) error {
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		for _, f := range gone {
			if _, err := tx.Exec(ctx, `DELETE FROM files WHERE workspace_id = $1 AND file_key = $2`, f.Workspace, f.Key); err != nil {
				return fmt.Errorf("forget file: %w", err)
			}
		}
		return nil
	})
}
