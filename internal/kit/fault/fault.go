// Package fault owns the few kinds of error that a person is told about.
// Every other error is ours: it is logged and shown as "something went wrong".
package fault

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"time"
)

// Invalid says what is wrong with what somebody typed: field name to message,
// in the reader's language. The empty field name stands for the whole form.
type Invalid map[string]string

func (e Invalid) Error() string {
	parts := make([]string, 0, len(e))
	for _, field := range slices.Sorted(maps.Keys(e)) {
		parts = append(parts, field+": "+e[field])
	}
	return "invalid: " + strings.Join(parts, "; ")
}

// Add notes a message for a field unless the field already has one.
func (e Invalid) Add(field, message string) {
	if _, ok := e[field]; !ok {
		e[field] = message
	}
}

// OrNil returns e as an error, or nil when nothing is wrong.
func (e Invalid) OrNil() error {
	if len(e) == 0 {
		return nil
	}
	return e
}

// NotFound says that the thing is not there, or not theirs to know of.
type NotFound struct{}

func (NotFound) Error() string { return "not found" }

// Moved says that the thing is part of another now, which is at the path To of
// the pages; Text says so to a person.
type Moved struct{ To, Text string }

func (e Moved) Error() string { return "moved to " + e.To }

// Forbidden says that the thing is theirs to see but not to do this with.
// Text, if any, tells whom to ask.
type Forbidden struct{ Text string }

func (e Forbidden) Error() string { return "forbidden: " + e.Text }

// Unauthenticated says that nobody is signed in, or the token is not good.
type Unauthenticated struct{ Text string }

func (e Unauthenticated) Error() string { return "unauthenticated: " + e.Text }

// Conflict says that somebody was faster, or that the thing exists already.
// Stale is true when the reason is an outdated version (412 in the API).
type Conflict struct {
	Text  string
	Stale bool
}

func (e Conflict) Error() string { return "conflict: " + e.Text }

// Malformed says that the request itself cannot be read: broken JSON,
// invalid UTF-8, a bad cursor.
type Malformed struct{ Text string }

func (e Malformed) Error() string { return "malformed: " + e.Text }

// TooLarge says that the request or file exceeds Limit bytes.
type TooLarge struct{ Limit int64 }

func (e TooLarge) Error() string { return "too large" }

// Limit says that the plan is full.
type Limit struct{ Text string }

func (e Limit) Error() string { return "limit: " + e.Text }

// Full says that the server's disk is full: nothing was saved.
type Full struct{}

func (Full) Error() string { return "the disk is full" }

// TooMany says that too much was asked too fast; After tells when to return.
type TooMany struct{ After time.Duration }

func (e TooMany) Error() string { return "too many requests" }

// IsNotFound tells whether err is or wraps a NotFound.
func IsNotFound(err error) bool {
	_, ok := errors.AsType[NotFound](err)
	return ok
}

// IsFull tells whether err is or wraps a Full.
func IsFull(err error) bool {
	_, ok := errors.AsType[Full](err)
	return ok
}

// IsStale tells whether err is or wraps a Conflict about an outdated version.
func IsStale(err error) bool {
	c, ok := errors.AsType[Conflict](err)
	return ok && c.Stale
}
