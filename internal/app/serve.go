package app

import (
	"context"
	"errors"
	"time"

	"kontor/internal/backup"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/jobs"
)

// stopWithin is how long requests and jobs in flight have to finish.
const stopWithin = 15 * time.Second

// settled is when a server has done what it does at its start.
const settled = 2 * time.Second

// Serve answers requests on the configured address until ctx ends, then
// finishes what is in flight. With work it works background jobs as well.
// ready is called with the address once it answers.
func (a *App) Serve(ctx context.Context, work bool, ready func(url string)) error {
	doors, err := a.open(ctx)
	if err != nil {
		return err
	}
	for _, d := range doors {
		defer d.Close()
	}
	if err := a.Queue.Open(ctx, work); err != nil {
		return err
	}
	if work {
		if err := a.startWork(ctx); err != nil {
			return err
		}
	}
	failed := make(chan error, len(doors))
	for _, d := range doors {
		go func() { failed <- d.serve() }()
	}
	if a.certificates != nil {
		go a.certificates.Keep(ctx)
	}
	ready(doors[0].url)
	time.AfterFunc(settled, release)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	return a.stop(doors, work)
}

func (a *App) stop(doors []door, work bool) error {
	a.draining.Store(true)
	time.Sleep(time.Duration(a.Config.DrainSeconds) * time.Second) // balancers look, and send their requests elsewhere
	a.Live.Drain()                                                 // streams never end by themselves
	ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	if a.Config.DrainSeconds > 0 { // somebody sends requests here for others
		drainAll(ctx, doors)
	}
	var err error
	for _, d := range doors {
		err = errors.Join(err, d.server.Shutdown(ctx))
	}
	if work {
		err = errors.Join(err, a.Queue.Stop(ctx))
	}
	return err
}

// Work works background jobs until ctx ends.
func (a *App) Work(ctx context.Context) error {
	if err := a.Queue.Open(ctx, true); err != nil {
		return err
	}
	if err := a.startWork(ctx); err != nil {
		return err
	}
	<-ctx.Done()
	stop, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	return a.Queue.Stop(stop)
}

// startWork begins to work background jobs, and first erases again whom a
// restored backup brought back: the jobs of the day, which came with it, say
// that this was done.
func (a *App) startWork(ctx context.Context) error {
	if _, err := a.Privacy.People.Again(ctx); err != nil {
		a.log.ErrorContext(ctx, "erase again", "error", err.Error()) // the daily job tries once more
	}
	return a.Queue.Start(ctx)
}

// forget drops answers kept for Idempotency-Keys.
type forget struct{}

func (forget) Kind() string { return "api.forget" }

// tidy keeps the database's statistics fresh.
type tidy struct{}

func (tidy) Kind() string { return "db.tidy" }

// jobs are the application's own.
func (a *App) jobs() {
	jobs.Handle(a.Queue, func(ctx context.Context, _ forget) error { return api.Forget(ctx, a.db) })
	jobs.Every(a.Queue, time.Hour, func() jobs.Args { return forget{} })
	jobs.Handle(a.Queue, func(ctx context.Context, _ tidy) error { return a.tidy(ctx) })
	jobs.Every(a.Queue, 24*time.Hour, func() jobs.Args { return tidy{} })
	backup.Schedule(a.Queue, a.Config.Backup(a.Version), a.db, a.log)
}

func (a *App) tidy(ctx context.Context) error {
	if a.db.Engine == db.Postgres {
		return nil // autovacuum does it
	}
	_, err := a.db.Writer().ExecContext(ctx, "PRAGMA optimize")
	return err
}
