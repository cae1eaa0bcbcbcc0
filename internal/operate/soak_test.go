package operate_test

import (
	"fmt"
	"os"
	"testing"
	"time"
)

// shares is how many tests divide the time of the long form: two that kill, one
// that restarts the database, one that restarts nodes.
const shares = 4

// rounds tells whether a test has had enough: in the short form after so many
// rounds, in the long one when it has had the others as well and its share of
// KONTOR_SOAK is over.
type rounds struct {
	began       time.Time
	short, long int
	share       time.Duration
}

func newRounds(t *testing.T, short, long int) rounds {
	t.Helper()
	r := rounds{began: time.Now(), short: short, long: long}
	if all := os.Getenv("KONTOR_SOAK"); all != "" {
		d, err := time.ParseDuration(all)
		if err != nil {
			t.Fatalf("KONTOR_SOAK: %v", err)
		}
		r.share = d / shares
	}
	return r
}

func (r rounds) enough(done int) bool {
	if r.share == 0 {
		return done >= r.short
	}
	return done >= r.long && time.Since(r.began) >= r.share
}

// tell writes a row of the table of make soak.
func (r rounds) tell(t *testing.T, what string, done int, l *load) {
	t.Helper()
	acked, failed := l.writes()
	row := fmt.Sprintf("| %s | %d | %d | %d | %s |", what, done, acked, failed, time.Since(r.began).Round(time.Second))
	t.Log(row)
	path := os.Getenv("KONTOR_SOAK_TABLE")
	if path == "" || t.Failed() {
		return
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	fmt.Fprintln(f, row)
}
