package jobs

import (
	"context"
	"time"

	"kontor/internal/kit/db"
)

// now is the time by the queue's clock.
func (q *Queue) now() time.Time {
	if q.Now == nil {
		return time.Now()
	}
	return q.Now()
}

// dated is the time that jobs are dated by: with PostgreSQL its server's.
func (q *Queue) dated(ctx context.Context, from db.Querier) (time.Time, error) {
	if q.Now == nil && q.db.Engine == db.Postgres {
		return db.Value[time.Time](ctx, from, `SELECT clock_timestamp()`)
	}
	return q.now(), nil
}

// stamp is a time as the queue's tables hold it.
func (q *Queue) stamp(t time.Time) any {
	if q.db.Engine == db.SQLite {
		return t.UTC().Format("2006-01-02 15:04:05.000")
	}
	return t
}

// clocked gives River the queue's clock.
type clocked struct{ q *Queue }

func (c clocked) Now() time.Time { return c.q.now() }

func (c clocked) NowOrNil() *time.Time {
	now := c.q.now()
	return &now
}
