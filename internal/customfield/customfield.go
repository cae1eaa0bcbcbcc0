// Package customfield owns the fields that a workspace adds to its records:
// what they are called, of which type they are, where their values lie, and
// how a value is read, kept and shown. There is one file per type.
package customfield

import (
	"context"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/jobs"
	"kontor/internal/kit/web"
)

// The kinds of record that can have fields of their own.
const (
	Contact = "contact"
	Company = "company"
	Deal    = "deal"
	Task    = "task"
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

	// Uses names the saved views of a list, such as "contacts", that name a
	// field by its key; nil if there are no views.
	Uses func(ctx context.Context, actor account.Actor, list, key string) ([]string, error)

	db    *db.DB
	shell web.Shell
	queue *jobs.Queue
}

// New returns the domain.
func New(n Needs) *Domain {
	return &Domain{Fields: &Fields{db: n.DB, queue: n.Queue, cache: newCache()}, db: n.DB, shell: n.Shell, queue: n.Queue}
}

// holder is a kind of record that can have fields, and where its records lie:
// their table has a column custom, and choices the rows of several choices.
type holder struct {
	kind, label, list string // list is where the records are shown
	table, alias      db.Expr
	choices           db.Expr
}

// holders are the kinds of record that can have fields of their own, in the
// order of the settings.
func holders() []holder {
	return []holder{
		{Contact, i18n.Mark("Contacts"), "contacts", "contacts", "c", "contact_choices"},
		{Company, i18n.Mark("Companies"), "companies", "companies", "o", "company_choices"},
		{Deal, i18n.Mark("Deals"), "deals", "deals", "d", "deal_choices"},
		{Task, i18n.Mark("Tasks"), "tasks", "tasks", "t", "task_choices"},
	}
}

func holderOf(record string) (holder, bool) {
	for _, h := range holders() {
		if h.kind == record {
			return h, true
		}
	}
	return holder{}, false
}
