// Package contact owns the people and companies of a workspace, the tags on
// them, and how they come in and go out as files.
package contact

import (
	"context"
	"iter"
	"log/slog"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/customfield"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/jobs"
	"kontor/internal/kit/storage"
	"kontor/internal/kit/ui"
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
	Fields   *customfield.Fields // of contacts and companies; a shelf of its own if nil
	Views    *view.Domain        // its own if nil
	Records  *record.Domain      // its own if nil
	Imports  *importing.Domain   // its own if nil
	Queue    *jobs.Queue
	Files    storage.Store
	Log      *slog.Logger
}

// Domain is contacts, companies and tags with their pages and API.
type Domain struct {
	Contacts  *Contacts
	Companies *Companies
	Tags      *Tags
	Purposes  *Purposes
	Consents  *Consents
	Imports   *importing.Domain
	Records   *record.Domain
	Fields    *customfield.Fields

	// Panels are parts of a record's page that domains above fill.
	Panels []Panel

	// Searched are the records of domains above that the palette finds.
	Searched []Searched

	// Erased tells of the marks (MarkEmail, MarkPhone) of people who were erased
	// when that was; it is filled by a domain above.
	Erased func(ctx context.Context, q db.Querier, actor account.Actor, marks iter.Seq[string]) (map[string]int64, error)

	// Places lists the pages that the reader can go to, for the palette.
	Places func(context.Context) []ui.MenuItem

	db       *db.DB
	key      []byte
	shell    web.Shell
	accounts *account.Domain
	activity *activity.Domain
	views    *view.Domain
	queue    *jobs.Queue
	files    storage.Store
	log      *slog.Logger
}

// New returns the domain; its records join what all kinds of record can.
func New(n Needs) *Domain {
	if n.Fields == nil {
		n.Fields = customfield.New(customfield.Needs{DB: n.DB}).Fields
	}
	if n.Views == nil {
		n.Views = view.New(n.DB, n.Shell)
	}
	if n.Records == nil {
		n.Records = record.New(record.Needs{DB: n.DB, Shell: n.Shell, Accounts: n.Accounts, Activity: n.Activity, Fields: n.Fields, Views: n.Views, Queue: n.Queue, Log: n.Log})
	}
	if n.Imports == nil {
		n.Imports = importing.New(importing.Needs{DB: n.DB, Shell: n.Shell, Accounts: n.Accounts, Records: n.Records, Fields: n.Fields, Queue: n.Queue, Files: n.Files})
	}
	d := &Domain{
		Contacts: &Contacts{db: n.DB}, Companies: &Companies{db: n.DB}, Tags: &Tags{db: n.DB}, Purposes: &Purposes{db: n.DB}, Consents: &Consents{db: n.DB},
		Records: n.Records, Fields: n.Fields, Imports: n.Imports,
		db: n.DB, key: n.Secret, shell: n.Shell, accounts: n.Accounts, activity: n.Activity, views: n.Views, queue: n.Queue, files: n.Files, log: n.Log,
	}
	n.Records.Tags = d.Tags.choices
	n.Records.Add(d.contactKind())
	n.Records.Add(d.companyKind())
	n.Imports.Add(d.importKind())
	return d
}
