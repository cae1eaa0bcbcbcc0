package task

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/account"
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
	jobs.Handle(q, func(ctx context.Context, args remindOf) error {
		return d.db.InTx(ctx, func(tx *db.Tx) error {
			more, err := remind(ctx, tx, time.Now())
			if err != nil || !more {
				return err
			}
			return q.Enqueue(ctx, tx, args)
		})
	})
	jobs.Every(q, time.Minute, func() jobs.Args { return remindOf{} })
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

// remindOf tells assignees of what is due.
type remindOf struct{}

func (remindOf) Kind() string { return "task.remind" }

// remind tells of one batch of tasks whose reminder has come; more tells
// whether some may be left.
func remind(ctx context.Context, tx *db.Tx, now time.Time) (more bool, err error) {
	type due struct {
		Workspace db.WorkspaceID `db:"workspace_id"`
		ID        db.ID          `db:"id"`
		Title     string         `db:"title"`
		Owner     db.ID          `db:"owner_id"`
		Status    string         `db:"status"`
		Deleted   *int64         `db:"deleted_at"`
	}
	all, err := db.Select[due](ctx, tx, `SELECT workspace_id, id, title, owner_id, status, deleted_at FROM tasks WHERE remind_at <= $1 ORDER BY remind_at LIMIT $2`,
		now.UnixMilli(), purgeBatch)
	if err != nil {
		return false, fmt.Errorf("read what is due: %w", err)
	}
	for _, t := range all {
		if t.Status != Done && t.Deleted == nil {
			note := activity.Notification{Event: activity.TaskDue, Kind: Kind, Record: t.ID, Title: t.Title}
			if err := activity.Notify(ctx, tx, account.Actor{Workspace: t.Workspace}, t.Owner, note); err != nil {
				return false, err
			}
		}
		if _, err := tx.Exec(ctx, `UPDATE tasks SET remind_at = NULL WHERE workspace_id = $1 AND id = $2`, t.Workspace, t.ID); err != nil {
			return false, fmt.Errorf("note that a reminder was given: %w", err)
		}
	}
	return len(all) == purgeBatch, nil
}
