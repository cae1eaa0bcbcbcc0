package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/jobs"
)

type sweep struct{}

func (sweep) Kind() string { return "test.sweep" }

type nightly struct {
	Due string `json:"due" river:"unique"`
}

func (nightly) Kind() string { return "test.nightly" }

// TestPeriodic_OnceThoughClocksJump starts workers one after the other whose
// clocks are right, a day ahead, right again, a day behind, and right: what is
// due once a day is done once for each of the three days.
func TestPeriodic_OnceThoughClocksJump(t *testing.T) {
	t.Parallel() // it waits more than it works
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		began, noon := time.Now(), time.Now().UTC().Truncate(24*time.Hour).Add(12*time.Hour)
		ran := &counted{times: map[string]int{}}
		for _, c := range []struct {
			off  time.Duration
			days int // that are done by then
		}{{0, 1}, {25 * time.Hour, 2}, {0, 2}, {-25 * time.Hour, 3}, {0, 3}} {
			day(t, d, ran, 2*c.days, func() time.Time { return noon.Add(time.Since(began) + c.off) })
		}
		for what, times := range ran.times {
			if times != 1 && what != "sweep" {
				t.Errorf("%s was done %d times", what, times)
			}
		}
		if len(ran.times) != 4 || ran.times["sweep"] != 3 {
			t.Errorf("done: %v", ran.times)
		}
	})
}

// counted counts what was done.
type counted struct {
	mu    sync.Mutex
	times map[string]int
}

func (c *counted) add(what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.times[what]++
}

func (c *counted) all() (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, times := range c.times {
		n += times
	}
	return n
}

// day is one worker with a clock, until as much as is due by it is done.
func day(t *testing.T, d *db.DB, ran *counted, due int, now func() time.Time) {
	t.Helper()
	q := jobs.New(d, slog.New(slog.DiscardHandler))
	q.Now = now
	jobs.Handle(q, func(context.Context, sweep) error { ran.add("sweep"); return nil })
	jobs.Handle(q, func(_ context.Context, n nightly) error { ran.add(n.Due); return nil })
	jobs.Every(q, 24*time.Hour, func() jobs.Args { return sweep{} })
	jobs.Daily(q, 2*time.Hour, func(due time.Time) jobs.Args { return nightly{due.Format(time.RFC3339)} })
	if err := q.Open(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	if err := q.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	wait(t, "what is due", func() bool { return ran.all() >= due })
	time.Sleep(3 * time.Second) // a second time would come now
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := q.Stop(ctx); err != nil {
		t.Fatal(err)
	}
}

// A worker whose clock was a day ahead led, and was killed.
func TestPeriodic_LeaderOfTomorrow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		tomorrow := `now() + interval '1 day'`
		if d.Engine == db.SQLite {
			tomorrow = `datetime('now', '+1 day')`
		}
		err := d.InTx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `INSERT INTO river_leader (elected_at, expires_at, leader_id) VALUES (`+tomorrow+`, `+tomorrow+`, 'gone')`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		ran := make(chan bool, 10)
		q := jobs.New(d, slog.New(slog.DiscardHandler))
		jobs.Handle(q, func(context.Context, sweep) error { ran <- true; return nil })
		jobs.Every(q, 24*time.Hour, func() jobs.Args { return sweep{} })
		if err := q.Open(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		start(t, q)
		select {
		case <-ran:
		case <-time.After(30 * time.Second):
			t.Error("nobody leads")
		}
	})
}

// hourly is something that comes every hour.
type hourly struct{}

func (hourly) Kind() string { return "test.hourly" }

// TestQueue_FollowsAClockThatIsSet sets the clock back and forward by a day under
// a running worker: what is enqueued, what is tried again and what comes of
// itself go on at once, and the day's work is done once a day.
func TestQueue_FollowsAClockThatIsSet(t *testing.T) {
	t.Parallel() // it waits more than it works
	for name, by := range map[string]time.Duration{"back": -24 * time.Hour, "forward": 24 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				t.Parallel()
				setUnder(t, d, by)
			})
		})
	}
}

// setUnder sets the clock while a job that failed waits for its second try.
func setUnder(t *testing.T, d *db.DB, by time.Duration) {
	// In days to come: what River does to tidy up goes by the true clock, and would take what runs for stuck.
	began, noon := time.Now(), time.Now().UTC().Truncate(24*time.Hour).Add(60*time.Hour)
	var off atomic.Int64
	ran := &counted{times: map[string]int{}}
	q := jobs.New(d, slog.New(slog.DiscardHandler))
	q.Now = func() time.Time { return noon.Add(time.Since(began)).Add(time.Duration(off.Load())) }
	end := make(chan struct{})
	defer close(end)
	jobs.Handle(q, func(_ context.Context, g greet) error {
		ran.add(g.Name)
		if g.Name == "long" {
			<-end
		}
		if g.Name == "again" && off.CompareAndSwap(0, int64(by)) {
			return errors.New("the first time fails")
		}
		return nil
	})
	jobs.Handle(q, func(context.Context, sweep) error { ran.add("sweep"); return nil })
	jobs.Handle(q, func(_ context.Context, n nightly) error { ran.add(n.Due); return nil })
	jobs.Every(q, 2*time.Second, func() jobs.Args { return sweep{} })
	jobs.Daily(q, 2*time.Hour, func(due time.Time) jobs.Args { return nightly{due.Format(time.RFC3339)} })
	if err := q.Open(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	start(t, q)
	wait(t, "the day's work", func() bool { return ran.all() >= 2 })
	enqueue(t, d, q, "long", nil)
	wait(t, "work that takes long", func() bool { return ran.of("long") == 1 })
	enqueue(t, d, q, "again", nil)
	wait(t, "another day", func() bool { return off.Load() != 0 })
	enqueue(t, d, q, "after", nil)
	swept := ran.of("sweep")
	wait(t, "what was enqueued after", func() bool { return ran.of("after") == 1 })
	wait(t, "a second try", func() bool { return ran.of("again") == 2 })
	wait(t, "what comes every two seconds", func() bool { return ran.of("sweep") >= swept+3 })
	begun := db.Expr("attempted_at")
	if d.Engine == db.Postgres {
		begun += " AT TIME ZONE 'UTC'"
	}
	wait(t, "long work to count as just begun", func() bool {
		at, err := db.Value[string](t.Context(), d, `SELECT CAST(`+string(begun)+` AS TEXT) FROM river_job WHERE state = 'running' AND CAST(args AS TEXT) LIKE '%long%'`)
		return err == nil && at >= q.Now().UTC().Add(-time.Minute).Format("2006-01-02 15:04:05")
	})
	for what, times := range ran.every() {
		if what != "sweep" && what != "again" && times != 1 {
			t.Errorf("%s was done %d times", what, times)
		}
	}
	if len(ran.every()) != 6 { // two days, and what was enqueued
		t.Errorf("done: %v", ran.every())
	}
}

func (c *counted) every() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.times)
}

func (c *counted) of(what string) int { return c.every()[what] }

// A clock was set back by three hours: what was done in the hours that come
// again is done again.
func TestPeriodic_HoursThatComeAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		noon, ran := time.Now().UTC().Truncate(24*time.Hour).Add(12*time.Hour), make(chan bool, 10)
		for _, hour := range []time.Duration{0, -3 * time.Hour, 0} {
			began := time.Now()
			q := jobs.New(d, slog.New(slog.DiscardHandler))
			q.Now = func() time.Time { return noon.Add(hour).Add(time.Since(began)) }
			jobs.Handle(q, func(context.Context, hourly) error { ran <- true; return nil })
			jobs.Every(q, time.Hour, func() jobs.Args { return hourly{} })
			if err := q.Open(t.Context(), true); err != nil {
				t.Fatal(err)
			}
			if err := q.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
			select {
			case <-ran:
			case <-time.After(20 * time.Second):
				t.Errorf("at %s nothing was done", q.Now().Format(time.TimeOnly))
			}
			if err := q.Stop(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
	})
}
