package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
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

// No process has the number 4194305: it was killed.
func TestQueue_TakesUpJobsOfADeadProcess(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var runs atomic.Int32
		work := func(context.Context, greet) error { runs.Add(1); return nil }
		first := open(t, d, work)
		enqueue(t, d, first, "to the end", nil)
		start(t, first)
		wait(t, "a whole job", func() bool { return runs.Load() == 1 })
		enqueue(t, d, first, "interrupted", nil)
		wait(t, "another", func() bool { return runs.Load() == 2 })
		interrupt(t, d)
		start(t, open(t, d, work))
		wait(t, "the interrupted job", func() bool { return runs.Load() == 3 })
	})
}

// interrupt leaves the newest job as a process does that is killed.
func interrupt(t *testing.T, d *db.DB) {
	t.Helper()
	read, write := `SELECT attempted_by[1] FROM river_job ORDER BY id DESC LIMIT 1`, `ARRAY[$1]`
	if d.Engine == db.SQLite {
		read, write = `SELECT json_extract(attempted_by, '$[0]') FROM river_job ORDER BY id DESC LIMIT 1`, `jsonb_array($1)`
	}
	wait(t, "the jobs are completed", func() bool {
		n, err := db.Value[int64](t.Context(), d, `SELECT count(*) FROM river_job WHERE state = 'completed'`)
		return err == nil && n == 2
	})
	client, err := db.Value[string](t.Context(), d, read)
	if err != nil {
		t.Fatal(err)
	}
	client = client[:strings.LastIndexByte(client, '-')] + "-4194305"
	err = d.InTx(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE river_job SET state = 'running', finalized_at = NULL, attempted_by = `+write+`
			WHERE id = (SELECT max(id) FROM river_job)`, client)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
