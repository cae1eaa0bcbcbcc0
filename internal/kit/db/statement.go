package db

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"time"
)

// Statement is one that has ended, its rows read. Its text holds no values of
// people.
type Statement struct {
	query string
	Began time.Time
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
func (s Statement) Text() string {
	text := parameters.ReplaceAllString(blanks.ReplaceAllString(s.query, " "), "?")
	text = repeats.ReplaceAllString(text, "$1")
	return text[:min(len(text), longestText)]
}

// Fingerprint is short, and the same for statements of the same text.
func (s Statement) Fingerprint() string {
	sum := sha256.Sum256([]byte(s.Text()))
	return hex.EncodeToString(sum[:6])
}

// Verb is the first word, such as SELECT.
func (s Statement) Verb() string {
	verb, _, _ := strings.Cut(strings.TrimSpace(s.query), " ")
	return strings.ToUpper(verb)
}

// ended is to be deferred: it tells of a statement.
func (d *DB) ended(ctx context.Context, query string, began time.Time) {
	if d.OnStatement != nil {
		d.OnStatement(ctx, Statement{query: query, Began: began, Took: time.Since(began)})
	}
}
