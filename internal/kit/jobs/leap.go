package jobs

import (
	"context"
	"errors"
	"time"

	"kontor/internal/kit/db"
)

const (
	// A clock that a time server keeps right moves by less than this at once.
	leap = time.Minute
	// lookEvery is how long a leap may go unseen.
	lookEvery = 5 * time.Second
)

// watch looks, until ctx ends, whether the clock is set: it is compared with the
// one that counts on and that nobody sets.
func (q *Queue) watch(ctx context.Context, dated time.Time) {
	began := time.Now()
	ahead := dated.Sub(began.Round(0))
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		dated, err := q.dated(ctx, q.db)
		if err != nil {
			continue // the database is away: others tell of it
		}
		is := dated.Sub(began.Round(0)) - time.Since(began)
		if (is-ahead).Abs() <= leap || q.follow(ctx, is-ahead) {
			ahead = is
		}
	}
}

// follow does what a clock asks for that was set; it tells whether it could.
func (q *Queue) follow(ctx context.Context, by time.Duration) bool {
	q.log.WarnContext(ctx, "the clock was set: background jobs follow it", "by", by.Round(time.Second).String())
	if err := q.db.InTx(ctx, func(tx *db.Tx) error { return errors.Join(q.setRight(ctx, tx), q.keepRunning(ctx, tx, by)) }); err != nil {
		q.log.ErrorContext(ctx, "background jobs do not follow the clock yet", "error", err.Error())
		return false
	}
	// River counts from the time at which it was told of them.
	q.client.PeriodicJobs().Clear()
	q.client.PeriodicJobs().AddMany(q.periodic)
	return true
}

// keepRunning dates what is being worked anew after a clock was set forward: it
// would be taken for stuck, and begun a second time.
func (q *Queue) keepRunning(ctx context.Context, tx *db.Tx, by time.Duration) error {
	if by < 0 {
		return nil
	}
	dated, err := q.dated(ctx, tx)
	if err == nil {
		_, err = tx.Exec(ctx, `UPDATE river_job SET attempted_at = $1 WHERE state = 'running' AND attempted_at < $2`, q.stamp(dated), q.stamp(dated.Add(-leap)))
	}
	return err
}

// setRight mends what a clock leaves that was ahead: jobs that wait for a time
// which is far off again, a leader whom nobody else would follow before it, and
// turns that count as taken before they come.
func (q *Queue) setRight(ctx context.Context, tx *db.Tx) error {
	dated, err := q.dated(ctx, tx)
	if err != nil {
		return err
	}
	now, later := q.stamp(dated), q.stamp(dated.Add(leap))
	if _, err := tx.Exec(ctx, `UPDATE river_job SET scheduled_at = $1 WHERE state IN ('available', 'retryable', 'scheduled') AND scheduled_at > $2
		AND (state = 'available' OR coalesce(attempted_at, created_at) > $3)`, now, later, later); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE river_job SET attempted_at = $1 WHERE state = 'running' AND attempted_at > $2`, now, later); err != nil {
		return err
	}
	for _, kind := range q.often {
		if _, err := tx.Exec(ctx, `UPDATE river_job SET unique_key = NULL WHERE kind = $1 AND finalized_at IS NOT NULL AND scheduled_at > $2`, kind, later); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `DELETE FROM river_leader WHERE expires_at > $1`, later)
	return err
}
