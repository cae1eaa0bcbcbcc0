// Package activity owns the timeline: what happened to which record, who
// changed which field from what to what, and the notes people write.
package activity

import (
	"context"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/live"
	"kontor/internal/kit/web"
)

// Domain is the timeline with its pages and API.
type Domain struct {
	Notes   *Notes
	Inbox   *Inbox
	History *History

	// Describe says in words what a line of history changed. It is filled by
	// the domains above, which know their fields.
	Describe func(ctx context.Context, c Change) Words

	// Hub tells open pages what others change; it is filled by the application.
	Hub *live.Hub

	// Outbox takes the letters of the day, and Site is what the links in them
	// begin with, if it is known; the application fills them.
	Outbox *account.Outbox
	Site   string

	db    *db.DB
	shell web.Shell
}

// Words are a changed field, and its value before and after, as a person reads
// them. Fixed is a field that a person cannot give its old value.
type Words struct {
	Field, From, To string
	Fixed           bool
}

// New returns the domain on d; shell frames its pages.
func New(d *db.DB, shell web.Shell) *Domain {
	return &Domain{Notes: &Notes{db: d}, Inbox: &Inbox{db: d}, History: &History{db: d}, Describe: plainWords, db: d, shell: shell}
}

// plainWords shows a change as it was recorded.
func plainWords(_ context.Context, c Change) Words {
	w := Words{c.Field, c.OldLabel, c.NewLabel, true}
	if c.OldLabel == "" && c.NewLabel == "" {
		w.From, w.To = c.Old, c.New
	}
	return w
}

// KeepDeleted is how long what was deleted can be restored.
const KeepDeleted = 30 * 24 * time.Hour
