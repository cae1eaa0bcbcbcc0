// Package customfield owns the fields that a workspace adds to its records:
// what they are called, of which type they are, where their values lie, and
// how a value is read, kept and shown. There is one file per type.
package customfield

import (
	"kontor/internal/kit/db"
	"kontor/internal/kit/jobs"
	"kontor/internal/kit/web"
)

// The kinds of record that can have fields of their own.
const (
	Contact = "contact"
	Company = "company"
)

// Needs is what the domain is built on.
type Needs struct {
	DB    *db.DB
	Shell web.Shell
	Queue *jobs.Queue
}

// Domain is the custom fields with their pages, API and jobs.
type Domain struct {
	Fields *Fields

	db    *db.DB
	shell web.Shell
	queue *jobs.Queue
}

// New returns the domain.
func New(n Needs) *Domain {
	return &Domain{Fields: &Fields{db: n.DB, queue: n.Queue, cache: newCache()}, db: n.DB, shell: n.Shell, queue: n.Queue}
}

// holder is where the records of a kind lie.
type holder struct {
	kind           string
	table, alias   db.Expr
	choices, owner db.Expr // rows of several choices, and the column that names their record
}

func holderOf(record string) (holder, bool) {
	switch record {
	case Contact:
		return holder{Contact, "contacts", "c", "contact_choices", "contact_id"}, true
	case Company:
		return holder{Company, "companies", "o", "company_choices", "company_id"}, true
	}
	return holder{}, false
}
