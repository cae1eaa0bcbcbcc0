package operate_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"kontor/internal/kit/db"
)

// load writes all the time and remembers what was acknowledged.
type load struct {
	mu     sync.Mutex
	acked  []string
	failed []failure
	stop   func()
}

type failure struct {
	at  time.Time
	err error
}

// begin starts writers, each with a client of its own.
func begin(t *testing.T, writers int, newWriter func() *client) *load {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	l := &load{}
	var all sync.WaitGroup
	for w := range writers {
		c := newWriter()
		all.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				l.write(c, fmt.Sprintf("%s-%d-%d", db.NewID(), w, n))
			}
		})
	}
	l.stop = func() { cancel(); all.Wait() }
	t.Cleanup(l.stop)
	return l
}

func (l *load) write(c *client, name string) {
	err := c.create(name)
	l.mu.Lock()
	if err == nil {
		l.acked = append(l.acked, name)
	} else {
		l.failed = append(l.failed, failure{time.Now(), err})
	}
	l.mu.Unlock()
	if err != nil {
		time.Sleep(20 * time.Millisecond) // it is not there: somebody starts it again
	}
}

// writes counts what was acknowledged so far, and what was not.
func (l *load) writes() (acked, failed int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.acked), len(l.failed)
}

// outside are the failures that no span of time excuses.
func (l *load) outside(excused []span) (all []failure) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, f := range l.failed {
		excuse := false
		for _, s := range excused {
			excuse = excuse || f.at.After(s.from) && f.at.Before(s.to)
		}
		if !excuse {
			all = append(all, f)
		}
	}
	return all
}

type span struct{ from, to time.Time }

// kept fails unless everything that was acknowledged is there, once.
func (l *load) kept(t *testing.T, url string) {
	t.Helper()
	found := map[string]int{}
	for _, name := range values[string](t, url, `SELECT last_name FROM contacts WHERE first_name = 'Load'`) {
		if found[name]++; found[name] > 1 {
			t.Errorf("%s is there %d times", name, found[name])
		}
	}
	var lost []string
	for _, name := range l.acked {
		if found[name] == 0 {
			lost = append(lost, name)
		}
	}
	if len(lost) > 0 {
		t.Errorf("%d of %d acknowledged writes are lost: %.300s", len(lost), len(l.acked), strings.Join(lost, " "))
	}
	if len(l.acked) < 20 {
		t.Errorf("only %d writes were acknowledged: this shows nothing", len(l.acked))
	}
}

// values asks the database itself.
func values[T any](t *testing.T, url, query string, args ...any) []T {
	t.Helper()
	d, err := db.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	all, err := db.Values[T](t.Context(), d, query, args...)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// execute changes the database behind the program's back.
func execute(t *testing.T, url string, statements ...string) {
	t.Helper()
	d, err := db.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	err = d.InTx(t.Context(), func(tx *db.Tx) error {
		for _, s := range statements {
			if _, err := tx.Exec(t.Context(), s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
