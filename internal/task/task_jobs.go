package task

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/jobs"
)

// remindBatch is how many tasks one transaction tells of.
const remindBatch = 500

// Jobs adds the background work of tasks to q.
func (d *Domain) Jobs(q *jobs.Queue) {
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
		now.UnixMilli(), remindBatch)
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
	return len(all) == remindBatch, nil
}
