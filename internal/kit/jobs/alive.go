package jobs

import (
	"context"
	"time"

	"kontor/internal/kit/db"
)

// Alive tells whether any process works jobs: one of them leads, and says so
// every few seconds.
func (q *Queue) Alive(ctx context.Context) (bool, error) {
	query, now := `SELECT count(*) FROM river_leader WHERE expires_at > $1`, any(time.Now())
	if q.db.Engine == db.SQLite {
		query, now = `SELECT count(*) FROM river_leader WHERE unixepoch(expires_at) > $1`, time.Now().Unix()
	}
	n, err := db.Value[int64](ctx, q.db, query, now)
	return n > 0, err
}

// Count returns how many jobs are in each state.
func (q *Queue) Count(ctx context.Context) (map[string]int64, error) {
	type row struct {
		State string `db:"state"`
		N     int64  `db:"n"`
	}
	found, err := db.Select[row](ctx, q.db, `SELECT CAST(state AS TEXT) AS state, count(*) AS n FROM river_job GROUP BY state`)
	all := map[string]int64{}
	for _, r := range found {
		all[r.State] = r.N
	}
	return all, err
}
