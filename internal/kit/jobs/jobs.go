// Package jobs owns background work: durable jobs in the application's own
// database, enqueued in the caller's transaction and worked by `serve` or
// `worker`. It hides River behind four calls: Enqueue, Handle, Every, Page.
package jobs

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"kontor/internal/kit/db"
)

// MaxRun is how long one run of a job may take. Longer work saves its place
// and enqueues its next part in the same transaction, so that a run which died
// with its process is soon taken up again.
const MaxRun = time.Minute

// Args are the arguments of a job; Kind names it, like "email.send".
type Args interface{ Kind() string }

// Queue enqueues jobs and, once started, works them.
type Queue struct {
	db       *db.DB
	client   *river.Client[*sql.Tx]
	workers  *river.Workers
	periodic []*river.PeriodicJob
	often    []string // kinds of jobs that come every hour or more often
	listener *pgxpool.Pool
	watching sync.WaitGroup
	unwatch  context.CancelFunc
	log      *slog.Logger

	// Now, set before anything else, is the clock; time.Now unless it is set.
	Now func() time.Time

	// Around, set before Open, is called for each run of a job, and calls run.
	Around func(ctx context.Context, kind string, run func(ctx context.Context) error) error
}

// New returns a queue on d. Handlers are added with Handle before Open.
func New(d *db.DB, log *slog.Logger) *Queue {
	return &Queue{db: d, workers: river.NewWorkers(), log: log}
}

// Handle registers the work for jobs of the type T: it must be safe to run
// twice, hold no transaction across network calls and end within MaxRun.
func Handle[T Args](q *Queue, work func(ctx context.Context, args T) error) {
	river.AddWorker(q.workers, river.WorkFunc(func(ctx context.Context, job *river.Job[T]) error {
		run := func(ctx context.Context) error { return work(ctx, job.Args) }
		if q.Around == nil {
			return run(ctx)
		}
		return q.Around(ctx, job.Kind, run)
	}))
}

// Every enqueues what args returns once per interval, on one node only. With an
// interval of an hour or less it comes again in time that comes again, because
// the clock was set back.
func Every(q *Queue, interval time.Duration, args func() Args) {
	if interval <= time.Hour {
		q.often = append(q.often, args().Kind())
	}
	q.periodic = append(q.periodic, river.NewPeriodicJob(river.PeriodicInterval(interval),
		func() (river.JobArgs, *river.InsertOpts) {
			return args(), &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByPeriod: interval}}
		}, &river.PeriodicJobOpts{RunOnStart: true}))
}

// Open connects the queue after all handlers are registered. With work false
// it only enqueues.
func (q *Queue) Open(ctx context.Context, work bool) error {
	cfg := &river.Config{
		ID:                   clientID(),
		Logger:               slog.New(onlyWarnings{q.log.Handler()}),
		Workers:              q.workers,
		JobTimeout:           MaxRun,
		RescueStuckJobsAfter: 2 * MaxRun,
		FetchCooldown:        20 * time.Millisecond,
		SoftStopTimeout:      10 * time.Second,
		// A clock that was a day ahead must not forget what this day was done:
		// set right, it would be done again.
		CompletedJobRetentionPeriod: 72 * time.Hour,
	}
	if q.Now != nil {
		cfg.Test.Time = clocked{q}
	}
	if work {
		// One SQLite writer serves pages and jobs alike: few jobs at a time.
		cfg.Queues = map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 10}}
		cfg.PeriodicJobs = q.periodic
	}
	driver, err := q.driver(ctx)
	if err != nil {
		return err
	}
	q.client, err = river.NewClient(driver, cfg)
	if err != nil {
		return fmt.Errorf("open job queue: %w", err)
	}
	return nil
}

func (q *Queue) driver(ctx context.Context) (riverdriver.Driver[*sql.Tx], error) {
	if q.db.Engine == db.SQLite {
		return riversqlite.New(q.db.Writer()), nil
	}
	cfg, err := pgxpool.ParseConfig(q.db.URL)
	if err != nil {
		return nil, fmt.Errorf("DATABASE_URL is not a valid postgres:// address")
	}
	cfg.MaxConns = 1
	if q.listener, err = pgxpool.NewWithConfig(ctx, cfg); err != nil {
		return nil, fmt.Errorf("connect job listener: %w", err)
	}
	return riverdatabasesql.NewWithPgxListener(q.db.Writer(), q.listener), nil
}

// Start begins to work jobs until Stop.
func (q *Queue) Start(ctx context.Context) error {
	if err := q.rescueDead(ctx); err != nil {
		return err
	}
	dated, err := q.dated(ctx, q.db)
	if err != nil {
		return err
	}
	// The workers outlive ctx's cancellation on purpose: Stop ends them softly.
	ctx = context.WithoutCancel(ctx)
	if err := q.client.Start(ctx); err != nil {
		return err
	}
	ctx, q.unwatch = context.WithCancel(ctx)
	q.watching.Go(func() { q.watch(ctx, dated) })
	return nil
}

// Stop lets running jobs finish, or hands them back when ctx ends.
func (q *Queue) Stop(ctx context.Context) error {
	q.unwatch()
	q.watching.Wait()
	err := q.client.Stop(ctx)
	q.Close()
	return err
}

// Close frees the queue's own connection.
func (q *Queue) Close() {
	if q.listener != nil {
		q.listener.Close()
		q.listener = nil
	}
}

// Enqueue adds a job in the caller's transaction: it runs if and only if that
// is committed.
func (q *Queue) Enqueue(ctx context.Context, tx *db.Tx, args Args) error {
	if _, err := q.client.InsertTx(ctx, tx.Tx, args, nil); err != nil {
		return fmt.Errorf("enqueue %s: %w", args.Kind(), err)
	}
	return nil
}

// Job tells the state of one job.
type Job struct {
	ID        int64
	Kind      string
	State     string
	Attempt   int
	Most      int // attempts before it is discarded
	LastError string
	CreatedAt time.Time
	RunAt     time.Time  // the next run, or the last
	EndedAt   *time.Time // nil before
}

// Migrate brings the queue's own tables up to date. It must not run inside a
// migration of the application: on SQLite both would wait for the one writer.
func Migrate(ctx context.Context, d *db.DB) error {
	var driver riverdriver.Driver[*sql.Tx] = riversqlite.New(d.Writer())
	if d.Engine == db.Postgres {
		driver = riverdatabasesql.New(d.Writer())
	}
	m, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return fmt.Errorf("migrate job queue: %w", err)
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate job queue: %w", err)
	}
	return nil
}

// clientID names this process, so that rescueDead can tell whether it lives.
func clientID() string {
	host, _ := os.Hostname() // an empty name is fine
	return fmt.Sprintf("%.40s-%s-%d-%d", host, place(), time.Now().UnixNano(), os.Getpid())
}

// onlyWarnings keeps the queue's own comings and goings out of the log.
type onlyWarnings struct{ slog.Handler }

func (h onlyWarnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && h.Handler.Enabled(ctx, level)
}
