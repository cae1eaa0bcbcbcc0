package task

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/jobs"
	"kontor/internal/view"
)

// purgeTasks deletes for good what lay in the recycle bin long enough.
type purgeTasks struct{}

func (purgeTasks) Kind() string { return "task.purge" }

// purgeBatch is how many tasks one transaction deletes.
const purgeBatch = 500

// Jobs adds the background work of tasks to q.
func (d *Domain) Jobs(q *jobs.Queue) {
	jobs.Handle(q, func(ctx context.Context, args purgeTasks) error {
		return d.db.InTx(ctx, func(tx *db.Tx) error {
			more, err := purge(ctx, tx, time.Now().Add(-activity.KeepDeleted))
			if err != nil || !more {
				return err
			}
			return q.Enqueue(ctx, tx, args)
		})
	})
	jobs.Every(q, 24*time.Hour, func() jobs.Args { return purgeTasks{} })
}

// purge deletes one batch of what was binned before the time, of one
// workspace; more tells whether something may be left.
func purge(ctx context.Context, tx *db.Tx, before time.Time) (more bool, err error) {
	found, err := db.Values[db.WorkspaceID](ctx, tx, `SELECT workspace_id FROM tasks WHERE deleted_at < $1 LIMIT 1`, before.UnixMilli())
	if err != nil || len(found) == 0 {
		return false, err
	}
	ids, err := db.Values[db.ID](ctx, tx, `SELECT id FROM tasks WHERE workspace_id = $1 AND deleted_at < $2 ORDER BY deleted_at, id LIMIT $3`,
		found[0], before.UnixMilli(), purgeBatch)
	if err != nil || len(ids) == 0 {
		return false, err
	}
	if err := activity.Forget(ctx, tx, found[0], Kind, ids); err != nil {
		return false, err
	}
	if err := view.Forget(ctx, tx, found[0], Kind, ids); err != nil {
		return false, err
	}
	var q db.SQL
	q.S("DELETE FROM tasks WHERE workspace_id = ").P(found[0]).S(" AND id IN ")
	db.In(&q, ids)
	if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
		return false, fmt.Errorf("purge tasks: %w", err)
	}
	return true, nil
}
