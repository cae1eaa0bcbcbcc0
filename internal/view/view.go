// Package view owns what members keep of lists: saved views with their place
// among the tabs, the view a list opens with, and the favourites in the
// sidebar.
package view

import (
	"context"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
)

// Source is a list that can have views, and records that can be favourites.
type Source struct {
	Label   func(ctx context.Context) string     // of the list, such as "Contacts"
	List    func(actor account.Actor) *list.List // as the actor sees it
	BuiltIn func(ctx context.Context) []BuiltIn  // the views every member has, the whole list first

	name, kind string
}

// BuiltIn is a view that comes with a list.
type BuiltIn struct{ Key, Name, Query string }

// Domain is views and favourites with their pages and API.
type Domain struct {
	Views      *Views
	Favourites *Favourites

	db      *db.DB
	shell   web.Shell
	sources *sources
}

// New returns the domain on d; shell frames its pages. Lists join it by Add.
func New(d *db.DB, shell web.Shell) *Domain {
	s := &sources{}
	return &Domain{Views: &Views{db: d, sources: s}, Favourites: &Favourites{db: d, sources: s}, db: d, shell: shell, sources: s}
}

// Add lets a list have views. It is called while the application is put
// together, before the first request.
func (d *Domain) Add(s Source) {
	e := s.List(account.Actor{}).Entity()
	s.name, s.kind = e.Name, e.Kind
	d.sources.all = append(d.sources.all, s)
}

// sources are the lists that have views, in the order of the menu.
type sources struct{ all []Source }

// named returns the list of that name, such as "contacts", as the actor sees
// it.
func (s *sources) named(actor account.Actor, name string) (*list.List, bool) {
	source, ok := s.source(name)
	if !ok {
		return nil, false
	}
	return source.List(actor), true
}

// ofKind returns the list of the records of a kind, such as "contact".
func (s *sources) ofKind(actor account.Actor, kind string) (*list.List, bool) {
	for _, source := range s.all {
		if source.kind == kind {
			return source.List(actor), true
		}
	}
	return nil, false
}

// source returns the list of that name as it was added.
func (s *sources) source(name string) (Source, bool) {
	for _, source := range s.all {
		if source.name == name {
			return source, true
		}
	}
	return Source{}, false
}
