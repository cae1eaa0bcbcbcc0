package task

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
)

const (
	doneShown = 30 * 24 * time.Hour // how long a phone shows what is done
	maxPhone  = 5000                // tasks on a phone
)

// OnPhone returns the actor's own tasks as a phone shows them: open, or done
// lately; of those with the ids, if any are named.
func (s *Tasks) OnPhone(ctx context.Context, actor account.Actor, only []db.ID, now time.Time) ([]Task, error) {
	sql := query(actor, here)
	sql.S(" AND t.owner_id = ").P(actor.Member).S(" AND (t.status <> 'done' OR t.completed_at > ").P(now.Add(-doneShown).UnixMilli()).S(")")
	if only != nil {
		sql.S(" AND t.id IN ")
		db.In(sql, only)
	}
	sql.S(" ORDER BY t.id DESC LIMIT ").P(maxPhone)
	all, err := db.Select[Task](ctx, s.db, sql.Text(), sql.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read tasks for a phone: %w", err)
	}
	return all, nil
}
