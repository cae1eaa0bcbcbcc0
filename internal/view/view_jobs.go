package view

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/jobs"
)

// purgeViews deletes for good the views that lay in the recycle bin long
// enough.
type purgeViews struct{}

func (purgeViews) Kind() string { return "view.purge" }

// Jobs adds the background work of views to q.
func (d *Domain) Jobs(q *jobs.Queue) {
	jobs.Handle(q, func(ctx context.Context, _ purgeViews) error {
		return d.db.InTx(ctx, func(tx *db.Tx) error { return purge(ctx, tx, time.Now().Add(-activity.KeepDeleted)) })
	})
	jobs.Every(q, 24*time.Hour, func() jobs.Args { return purgeViews{} })
}

func purge(ctx context.Context, tx *db.Tx, before time.Time) error {
	if _, err := tx.Exec(ctx, `DELETE FROM views WHERE deleted_at < $1`, before.UnixMilli()); err != nil {
		return fmt.Errorf("purge views: %w", err)
	}
	if _, err := tx.Exec(ctx, `DELETE FROM favourites WHERE kind = 'view'
		AND NOT EXISTS (SELECT 1 FROM views v WHERE v.workspace_id = favourites.workspace_id AND v.id = favourites.record_id)`); err != nil {
		return fmt.Errorf("purge favourite views: %w", err)
	}
	return nil
}

// Forget takes records that are deleted for good out of the favourites of
// everybody: call it in the transaction that deletes them.
func Forget(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, kind string, ids []db.ID) error {
	if len(ids) == 0 {
		return nil
	}
	var q db.SQL
	q.S("DELETE FROM favourites WHERE workspace_id = ").P(ws).S(" AND kind = ").P(kind).S(" AND record_id IN ")
	db.In(&q, ids)
	if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
		return fmt.Errorf("forget favourites: %w", err)
	}
	return nil
}
