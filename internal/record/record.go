// Package record owns what records of every kind can alike, by a description
// of the kind: single fields edited in their place, values of the past that
// come back, many records changed in one go and taken back, the recycle bin
// and its end, and lists as files.
package record

import (
	"context"
	"log/slog"
	"slices"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/customfield"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/jobs"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
	"kontor/internal/view"
)

// Needs is what the domain is built on.
type Needs struct {
	DB       *db.DB
	Shell    web.Shell
	Accounts *account.Domain
	Activity *activity.Domain
	Fields   *customfield.Fields
	Views    *view.Domain
	Queue    *jobs.Queue
	Log      *slog.Logger
}

// Domain is the kinds of record, with the pages, API and jobs that all of them
// have.
type Domain struct {
	Bulks *Bulks

	// Tags are those of the workspace to choose from, at most limit.
	Tags func(ctx context.Context, actor account.Actor, limit int) ([]Tag, error)

	db       *db.DB
	shell    web.Shell
	accounts *account.Domain
	activity *activity.Domain
	fields   *customfield.Fields
	views    *view.Domain
	log      *slog.Logger
	kinds    *kinds
}

// New returns the domain; timelines learn from it how to name the fields of
// its kinds.
func New(n Needs) *Domain {
	all := &kinds{}
	d := &Domain{
		Bulks: &Bulks{db: n.DB, queue: n.Queue, accounts: n.Accounts, kinds: all},
		db:    n.DB, shell: n.Shell, accounts: n.Accounts, activity: n.Activity, fields: n.Fields, views: n.Views, log: n.Log, kinds: all,
	}
	n.Activity.Describe = d.describe
	return d
}

// kinds are the kinds of record, in the order of the menu.
type kinds struct{ all []Kind }

// Add lets a kind of record join, and its list have pages and views. It is
// called while the application is put together, before the first request.
func (d *Domain) Add(k Kind) {
	k.accounts = d.accounts
	if k.Source.Bulk == nil {
		k.Source.Bulk = k.bar
	}
	d.kinds.all = append(d.kinds.all, k)
	d.views.Add(k.Source)
}

// of returns the kind of that name, or fault.NotFound.
func (s *kinds) of(name string) (Kind, error) {
	for _, k := range s.all {
		if k.Kind == name {
			return k, nil
		}
	}
	return Kind{}, fault.NotFound{}
}

// whole are the names of the kinds whose every record the actor may change.
func (s *kinds) whole(actor account.Actor) []string {
	var names []string
	for _, k := range s.all {
		if actor.Scope(k.Kind).Write == list.All {
			names = append(names, k.Kind)
		}
	}
	return names
}

// listed returns the kind whose list has that name, such as "contacts", or
// fault.NotFound.
func (s *kinds) listed(name string) (Kind, error) {
	for _, k := range s.all {
		if k.Source.Entity.Name == name {
			return k, nil
		}
	}
	return Kind{}, fault.NotFound{}
}

// list is the list of the records of a kind, as the actor sees it.
func (k Kind) list(ctx context.Context, actor account.Actor) (*list.List, error) {
	return k.Source.List(ctx, actor)
}

// Path is the address of the list.
func (k Kind) path() string { return k.Source.Entity.Path }

// Routes adds the pages that every kind has to r, behind sign-in.
func (d *Domain) Routes(r *web.Router) {
	for _, k := range d.kinds.all {
		d.cellRoutes(r, k)
		d.changeRoutes(r, k)
		d.bulkRoutes(r, k)
		r.Handle("GET "+k.path()+"/export", d.accounts.Confirmed(k.exportFile))
	}
	d.runRoutes(r)
}

// API adds the operations that every kind has.
func (d *Domain) API(a *api.API) {
	for _, k := range d.kinds.all {
		d.exportAPI(a, k)
		d.bulkAPI(a, k)
	}
	d.runAPI(a)
}

// Jobs adds the background work to q.
func (d *Domain) Jobs(q *jobs.Queue) {
	d.purgeJob(q)
	d.Bulks.work(q)
}

// describe says in words what a line of history changed, custom fields among
// them, be they archived or deleted since.
func (d *Domain) describe(ctx context.Context, c activity.Change) activity.Words {
	if customfield.IsKey(c.Field) {
		return d.describeCustom(ctx, c)
	}
	k, err := d.kinds.of(c.Kind)
	if err != nil {
		return activity.Words{Field: c.Field, From: c.Old, To: c.New, Fixed: true}
	}
	return k.Manner.Describe(ctx, c)
}

// Describe says in words what a line of history changed.
func (m Manner) Describe(ctx context.Context, c activity.Change) activity.Words {
	from, to := c.Old, c.New
	if c.OldLabel != "" || c.NewLabel != "" {
		from, to = c.OldLabel, c.NewLabel
	}
	return activity.Words{Field: m.Label(ctx, c.Field), From: m.Shown(ctx, c.Field, from), To: m.Shown(ctx, c.Field, to), Fixed: slices.Contains(m.Follows, c.Field)}
}
