package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/jobs"
)

type greet struct {
	Name string `json:"name"`
}

func (greet) Kind() string { return "test.greet" }

func open(t *testing.T, d *db.DB, work func(context.Context, greet) error) *jobs.Queue {
	t.Helper()
	q := jobs.New(d, slog.New(slog.DiscardHandler))
	jobs.Handle(q, work)
	if err := q.Open(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	return q
}

func start(t *testing.T, q *jobs.Queue) {
	t.Helper()
	if err := q.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := q.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
}

func enqueue(t *testing.T, d *db.DB, q *jobs.Queue, name string, result error) {
	t.Helper()
	err := d.InTx(t.Context(), func(tx *db.Tx) error {
		if err := q.Enqueue(t.Context(), tx, greet{name}); err != nil {
			return err
		}
		return result
	})
	if !errors.Is(err, result) {
		t.Fatal(err)
	}
}

func wait(t *testing.T, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if done() {
			return
		}
	}
	t.Fatalf("%s: not within 30 seconds", what)
}

func TestQueue_RunsWhatWasCommitted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ran := make(chan string, 10)
		q := open(t, d, func(_ context.Context, g greet) error {
			ran <- g.Name
			return nil
		})
		enqueue(t, d, q, "rolled back", errors.New("no"))
		enqueue(t, d, q, "committed", nil)
		start(t, q)
		if got := <-ran; got != "committed" {
			t.Fatalf("%q ran", got)
		}
		wait(t, "the list tells of one completed job", func() bool {
			all, err := q.Page(t.Context(), jobs.Asked{}, 10)
			return err == nil && len(all) == 1 && all[0].State == "completed"
		})
	})
}

func TestQueue_TriesAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var tries atomic.Int32
		q := open(t, d, func(context.Context, greet) error {
			if tries.Add(1) == 1 {
				return errors.New("the first time fails")
			}
			return nil
		})
		enqueue(t, d, q, "twice", nil)
		start(t, q)
		wait(t, "a second try", func() bool { return tries.Load() == 2 })
	})
}

func TestQueue_TakesUpJobsOfADeadProcess(t *testing.T) {
	d := dbtest.SQLite(t)
	var runs atomic.Int32
	q := open(t, d, func(context.Context, greet) error { runs.Add(1); return nil })
	enqueue(t, d, q, "interrupted", nil)
	err := d.InTx(t.Context(), func(tx *db.Tx) error { // as a killed process leaves it: no process has this number
		_, err := tx.Exec(t.Context(), `UPDATE river_job SET state = 'running', attempt = 1, attempted_at = datetime('now'), attempted_by = jsonb('["host-1-4194305"]')`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	start(t, q)
	wait(t, "the interrupted job", func() bool { return runs.Load() == 1 })
}
