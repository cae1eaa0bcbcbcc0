// Package privacy owns what people may ask about what is kept of them: for how
// long, a copy of it, and its end.
package privacy

import (
	"context"
	"log/slog"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/attachment"
	"kontor/internal/contact"
	"kontor/internal/deal"
	"kontor/internal/importing"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/jobs"
	"kontor/internal/kit/secret"
	"kontor/internal/kit/storage"
	"kontor/internal/kit/web"
	"kontor/internal/record"
	"kontor/internal/task"
)

// Needs is what the domain is built on.
type Needs struct {
	DB       *db.DB
	Box      *secret.Box // seals the keys of what is recognised
	Shell    web.Shell
	Accounts *account.Domain
	Records  *record.Domain
	Imports  *importing.Domain
	Contacts *contact.Domain
	Deals    *deal.Domain
	Tasks    *task.Domain
	Files    *attachment.Domain
	Activity *activity.Domain
	Store    storage.Store // of the files
	Log      *slog.Logger
	List     string // file of the erasures, which no restore takes back
}

// Domain is privacy with its pages and API.
type Domain struct {
	People     *People
	Erasures   *Erasures
	Retentions *Retentions

	shell    web.Shell
	accounts *account.Domain
}

// New returns the domain.
func New(n Needs) *Domain {
	erasures := &Erasures{db: n.DB, box: n.Box}
	return &Domain{
		People: &People{
			db: n.DB, list: n.List, log: n.Log, erasures: erasures, accounts: n.Accounts, records: n.Records, imports: n.Imports.Imports, files: n.Files.Attachments,
			contacts: n.Contacts.Contacts, activity: n.Activity, store: n.Store,
			index: map[string]indexer{"contact": n.Contacts.Contacts.Reindex, "company": n.Contacts.Companies.Reindex, "deal": n.Deals.Deals.Reindex, "task": n.Tasks.Tasks.Reindex},
		},
		Erasures: erasures, Retentions: &Retentions{db: n.DB, records: n.Records}, shell: n.Shell, accounts: n.Accounts,
	}
}

// indexer makes records findable by what they hold now.
type indexer func(ctx context.Context, tx *db.Tx, actor account.Actor, ids []db.ID) error

// Routes adds the pages to r, behind sign-in.
func (d *Domain) Routes(r *web.Router) {
	d.personRoutes(r)
	d.copyRoutes(r)
	d.ownRoutes(r)
	d.settingsRoutes(r)
}

// API adds the operations.
func (d *Domain) API(a *api.API) {
	d.personAPI(a)
	d.copyAPI(a)
	d.erasureAPI(a)
	d.retentionAPI(a)
}

// Jobs adds the background work to q.
func (d *Domain) Jobs(q *jobs.Queue) {
	d.eraseJobs(q)
	d.retentionJobs(q)
}
