package task

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
)

// Day is what a member has to do: what is due by today and not done, with what
// was done today behind it.
type Day struct {
	Tasks []Task // at most as many as were asked for
	Open  int    // of all, those that are not done; MostCounted for more
	Done  int    // done today; MostCounted for more
}

// MostCounted is how far tasks of a day are counted: nobody does more.
const MostCounted = 500

// Day returns the actor's day at the moment now, in the actor's zone: three
// queries.
func (s *Tasks) Day(ctx context.Context, actor account.Actor, now time.Time, most int) (day Day, err error) {
	now = now.In(actor.Zone)
	today := now.Format(time.DateOnly)
	begin := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, actor.Zone)
	due := func(q *db.SQL) {
		q.S(" AND t.owner_id = ").P(actor.Member).S(" AND t.status <> 'done' AND t.due_date >= '0' AND t.due_date <= ").P(today)
	}
	done := func(q *db.SQL) {
		q.S(" AND t.owner_id = ").P(actor.Member).S(" AND t.status = 'done' AND t.completed_at >= ").P(begin.UnixMilli())
		q.S(" AND t.completed_at < ").P(begin.AddDate(0, 0, 1).UnixMilli())
	}
	if day.Open, day.Done, err = s.count(ctx, actor, due, done); err != nil {
		return day, err
	}
	if day.Tasks, err = s.some(ctx, actor, due, " ORDER BY t.due_date, t.due_at, t.id LIMIT ", most); err != nil {
		return day, err
	}
	closed, err := s.some(ctx, actor, done, " ORDER BY t.completed_at DESC LIMIT ", max(0, most-len(day.Tasks)))
	day.Tasks = append(day.Tasks, closed...)
	return day, err
}

func (s *Tasks) some(ctx context.Context, actor account.Actor, where func(*db.SQL), order db.Expr, most int) ([]Task, error) {
	sql := query(actor, here)
	where(sql)
	sql.S(order).P(most)
	all, err := db.Select[Task](ctx, s.db, sql.Text(), sql.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read tasks of today: %w", err)
	}
	return all, nil
}

func (s *Tasks) count(ctx context.Context, actor account.Actor, due, done func(*db.SQL)) (open, closed int, err error) {
	var q db.SQL
	for i, where := range []func(*db.SQL){due, done} {
		if i > 0 {
			q.S(" UNION ALL ")
		}
		q.S("SELECT count(*) FROM (SELECT 1 FROM tasks t WHERE t.workspace_id = ").P(actor.Workspace).S(here).S(" AND ")
		actor.Scope(Kind).Sees(&q, "t.owner_id", "t.team_id")
		where(&q)
		q.S(" LIMIT ").P(MostCounted).S(") AS x")
	}
	all, err := db.Values[int](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return 0, 0, fmt.Errorf("count tasks of today: %w", err)
	}
	return all[0], all[1], nil
}
