// Package importing owns how files become records: files taken in, their
// columns and values understood, rows written batch by batch, and whole imports
// taken back. What rows become is described by the kinds that join.
package importing

import (
	"context"
	"slices"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/jobs"
	"kontor/internal/kit/storage"
	"kontor/internal/kit/web"
	"kontor/internal/record"
)

// Contacts is the kind of a file that nothing was said about.
const Contacts = "contacts"

// Needs is what the domain is built on.
type Needs struct {
	DB       *db.DB
	Shell    web.Shell
	Accounts *account.Domain
	Records  *record.Domain
	Fields   *customfield.Fields
	Queue    *jobs.Queue
	Files    storage.Store
}

// Domain is imports with their pages and API.
type Domain struct {
	Imports *Imports

	shell web.Shell
}

// New returns the domain; without a kind nothing can be imported.
func New(n Needs) *Domain {
	return &Domain{
		Imports: &Imports{db: n.DB, records: n.Records, files: n.Files, queue: n.Queue, accounts: n.Accounts, fields: n.Fields, kinds: &kinds{}},
		shell:   n.Shell,
	}
}

// Add lets files become records of a kind. It is called while the application
// is put together, before the first request.
func (d *Domain) Add(k Kind) { d.Imports.kinds.all = append(d.Imports.kinds.all, k) }

// Routes adds the pages to r, behind sign-in.
func (d *Domain) Routes(r *web.Router) { d.importRoutes(r) }

// API adds the operations.
func (d *Domain) API(a *api.API) { d.importAPI(a) }

// Jobs adds the background work to q.
func (d *Domain) Jobs(q *jobs.Queue) { d.Imports.work(q) }

// kinds are the kinds of record that files can become, in the order of the
// menu.
type kinds struct{ all []Kind }

// of returns the kind of that name, such as "contacts", or fault.NotFound.
func (s *kinds) of(name string) (Kind, error) {
	i := slices.IndexFunc(s.all, func(k Kind) bool { return k.Name == name })
	if i < 0 {
		return Kind{}, fault.NotFound{}
	}
	return s.all[i], nil
}

// open are the kinds that the actor may import.
func (s *kinds) open(actor account.Actor) []Kind {
	return slices.DeleteFunc(slices.Clone(s.all), func(k Kind) bool { return !actor.May(account.Import, k.Record) })
}

// whole are the names of the kinds whose every record the actor may change.
func (s *kinds) whole(actor account.Actor) []string {
	var names []string
	for _, k := range s.all {
		if k.whole(actor) {
			names = append(names, k.Name)
		}
	}
	return names
}

// words are how a kind is spoken of; nothing where it is gone.
func (s *kinds) words(ctx context.Context, name string) Words {
	k, err := s.of(name)
	if err != nil {
		return Words{}
	}
	return k.Words(ctx)
}

// kind is that of an import; one that says nothing where it is gone.
func (s *kinds) kind(imp Import) Kind {
	k, err := s.of(imp.Kind)
	if err != nil {
		return Kind{Fields: func() []Field { return nil }}
	}
	return k
}
