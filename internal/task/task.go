// Package task owns what is to be done: tasks with their reminders and
// repetitions, the calendar of tasks and meetings, its feeds, and the same for
// phones by CalDAV and CardDAV.
package task

import (
	"context"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/jobs"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
	"kontor/internal/record"
	"kontor/internal/view"
)

// Needs is what the domain is built on.
type Needs struct {
	DB       *db.DB
	Secret   []byte // signs the cursors of lists
	Shell    web.Shell
	Accounts *account.Domain
	Activity *activity.Domain
	Contacts *contact.Domain
	Views    *view.Domain
	Queue    *jobs.Queue
}

// Domain is tasks with their pages and API.
type Domain struct {
	Tasks *Tasks
	Feeds *Feeds

	// Related is what domains above show beside a task; nil shows nothing.
	Related func(ctx context.Context, actor account.Actor, t Task) (templ.Component, error)

	db       *db.DB
	key      []byte
	shell    web.Shell
	accounts *account.Domain
	activity *activity.Domain
	contacts *contact.Domain
	records  *record.Domain
	fields   *customfield.Fields
	views    *view.Domain
}

// New returns the domain; tasks join what all kinds of record can, and contacts
// and companies show theirs.
func New(n Needs) *Domain {
	d := &Domain{
		Tasks: &Tasks{db: n.DB}, Feeds: &Feeds{db: n.DB}, db: n.DB, key: n.Secret, shell: n.Shell,
		accounts: n.Accounts, activity: n.Activity, contacts: n.Contacts, records: n.Contacts.Records, fields: n.Contacts.Fields, views: n.Views,
	}
	n.Contacts.Records.Add(d.kind())
	n.Contacts.Imports.Add(d.importKind())
	n.Contacts.Panels = append(n.Contacts.Panels, d.Panel)
	n.Contacts.Searched = append(n.Contacts.Searched, d.searched())
	return d
}

// Kind names tasks in history, search and permissions.
const Kind = "task"

// list is the list of tasks as the actor sees it.
func (d *Domain) list(ctx context.Context, actor account.Actor) (*list.List, error) {
	set, err := d.fields.Of(ctx, actor, customfield.Task)
	if err != nil {
		return nil, err
	}
	return entity().For(d.db, d.key, actor.Scope(Kind), set.List()).WithSaved(d.views.Finder(actor, "tasks")), nil
}
