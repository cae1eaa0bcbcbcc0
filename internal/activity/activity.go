// Package activity owns the timeline: what happened to which record, who
// changed which field from what to what, and the notes people write.
package activity

import (
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/web"
)

// Domain is the timeline with its pages and API.
type Domain struct {
	Notes   *Notes
	History *History

	db    *db.DB
	shell web.Shell
}

// New returns the domain on d; shell frames its pages.
func New(d *db.DB, shell web.Shell) *Domain {
	return &Domain{Notes: &Notes{db: d}, History: &History{db: d}, db: d, shell: shell}
}

// KeepDeleted is how long what was deleted can be restored.
const KeepDeleted = 30 * 24 * time.Hour
