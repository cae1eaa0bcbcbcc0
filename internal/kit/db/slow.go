package db

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"time"
)

// slowAfter is how long a statement may take unless a DB says otherwise.
const slowAfter = 500 * time.Millisecond

// Slow is a statement that took long. Statements hold no values of people.
type Slow struct {
	query string
	Took  time.Duration
}

var (
	parameters = regexp.MustCompile(`\$\d+(?:\s*,\s*\$\d+)*`)
	repeats    = regexp.MustCompile(`(\([?, ]*\))(?:\s*,\s*\([?, ]*\))+`)
	blanks     = regexp.MustCompile(`\s+`)
)

// longestText is how much of a statement is written down, in bytes.
const longestText = 2000

// Text is the statement on one line, its parameters as question marks: the
// same however many values there are.
func (s Slow) Text() string {
	text := parameters.ReplaceAllString(blanks.ReplaceAllString(s.query, " "), "?")
	text = repeats.ReplaceAllString(text, "$1")
	return text[:min(len(text), longestText)]
}

// Fingerprint is short, and the same for statements of the same text.
func (s Slow) Fingerprint() string {
	sum := sha256.Sum256([]byte(s.Text()))
	return hex.EncodeToString(sum[:6])
}

// timed is to be deferred: it tells how long a statement took, if that was long.
func (d *DB) timed(ctx context.Context, query string, begin time.Time) {
	if d.OnSlow == nil {
		return
	}
	if took := time.Since(begin); took >= d.SlowAfter {
		d.OnSlow(ctx, Slow{query: query, Took: took})
	}
}
