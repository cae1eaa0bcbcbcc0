// Package contact owns the people and companies of a workspace, and the tags
// on them.
package contact

import (
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/web"
)

// Domain is contacts, companies and tags with their pages and API.
type Domain struct {
	Contacts  *Contacts
	Companies *Companies
	Tags      *Tags

	db    *db.DB
	notes *activity.Domain
	key   []byte
	shell web.Shell
}

// New returns the domain on d. key signs the cursors of its lists, shell
// frames its pages, notes are written on its records.
func New(d *db.DB, key []byte, shell web.Shell, notes *activity.Domain) *Domain {
	tags := &Tags{db: d}
	companies := &Companies{db: d}
	return &Domain{
		Contacts: &Contacts{db: d}, Companies: companies, Tags: tags,
		db: d, notes: notes, key: key, shell: shell,
	}
}
