package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"
)

// HandleLong is Handle for work that cannot be cut in parts and takes up to
// most. A run that died with its process is taken up again only then.
func HandleLong[T Args](q *Queue, most time.Duration, work func(ctx context.Context, args T) error) {
	river.AddWorker(q.workers, &long[T]{most: most, work: work})
}

type long[T Args] struct {
	river.WorkerDefaults[T]
	most time.Duration
	work func(ctx context.Context, args T) error
}

func (l *long[T]) Timeout(*river.Job[T]) time.Duration { return l.most }

func (l *long[T]) Work(ctx context.Context, job *river.Job[T]) error { return l.work(ctx, job.Args) }

// Daily enqueues what args returns once a day, at a time since local midnight,
// and at the start for the last time that has passed. Args get the time it is
// for and must hold it, so that equal ones are enqueued once.
func Daily(q *Queue, at time.Duration, args func(due time.Time) Args) {
	q.periodic = append(q.periodic, river.NewPeriodicJob(clock(at), func() (river.JobArgs, *river.InsertOpts) {
		return args(clock(at).last(q.now())), &river.InsertOpts{MaxAttempts: 8, UniqueOpts: river.UniqueOpts{ByArgs: true}}
	}, &river.PeriodicJobOpts{RunOnStart: true}))
}

// clock is a time of day, since local midnight.
type clock time.Duration

// Next is the first such time after now. Days are counted by the calendar: with
// summer time they have 23 to 25 hours.
func (c clock) Next(now time.Time) time.Time {
	if next := c.on(now, 0); next.After(now) {
		return next
	}
	return c.on(now, 1)
}

// last is the newest such time that is not after now.
func (c clock) last(now time.Time) time.Time {
	if last := c.on(now, 0); !last.After(now) {
		return last
	}
	return c.on(now, -1)
}

func (c clock) on(now time.Time, days int) time.Time {
	now = now.Local()
	minutes := int(time.Duration(c) / time.Minute)
	return time.Date(now.Year(), now.Month(), now.Day()+days, minutes/60, minutes%60, 0, 0, time.Local)
}
