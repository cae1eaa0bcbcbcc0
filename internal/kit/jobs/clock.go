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

// clocked gives River the queue's clock.
type clocked struct{ q *Queue }

func (c clocked) Now() time.Time { return c.q.now() }

func (c clocked) NowOrNil() *time.Time {
	now := c.q.now()
	return &now
}

// dethrone removes a leader whose clock was far ahead when its process was
// killed: nobody else would lead before that time comes. Leaders are elected for
// seconds.
func (q *Queue) dethrone(ctx context.Context, tx *db.Tx) error {
	most := q.now().Add(10 * time.Minute)
	query, after := `DELETE FROM river_leader WHERE expires_at > $1`, any(most)
	if q.db.Engine == db.SQLite {
		query, after = `DELETE FROM river_leader WHERE unixepoch(expires_at) > $1`, most.Unix()
	}
	_, err := tx.Exec(ctx, query, after)
	return err
}
