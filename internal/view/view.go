// Package view owns the pages of lists, and what members keep of them: saved
// views with their place among the tabs, the view a list opens with, and the
// favourites in the sidebar.
package view

import (
	"context"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
)

// Source is a list with pages and views, whose records can be favourites.
type Source struct {
	Entity  *list.Entity
	List    func(ctx context.Context, actor account.Actor) (*list.List, error) // as the actor sees it
	Words   func(ctx context.Context) Words
	BuiltIn func(ctx context.Context) []BuiltIn // the views every member has, the whole list first; if nil all and mine

	Import  string                         // the page that imports such records; empty if there is none
	Follows []string                       // the kinds of record, besides its own, that its rows name
	Menu    func(ListView) templ.Component // more items for the menu of the list, or nil
	Bulk    func(ListView) templ.Component // the actions on ticked rows, or nil
	Begin   func(ListView) templ.Component // before the other actions at the top, or nil
}

// Words are what the pages of a list say, in the reader's language.
type Words struct {
	Title, New            string
	EmptyTitle, EmptyText string
	All, Mine, Bin        string // tabs; without Bin the list leads to none
	Count                 func(ctx context.Context, n int, more bool) string
}

// Label is the name of the list, such as "Contacts".
func (s Source) Label(ctx context.Context) string { return s.Words(ctx).Title }

func (s Source) builtIn(ctx context.Context) []BuiltIn {
	if s.BuiltIn != nil {
		return s.BuiltIn(ctx)
	}
	words := s.Words(ctx)
	return []BuiltIn{{Key: "all", Name: words.All}, {Key: "mine", Name: words.Mine, Query: "owner=me"}}
}

// BuiltIn is a view that comes with a list.
type BuiltIn struct{ Key, Name, Query string }

// Domain is the pages of lists, views and favourites, and their API.
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
	d.sources.all = append(d.sources.all, s)
}

// sources are the lists that have views, in the order of the menu.
type sources struct{ all []Source }

// named returns the list of that name, such as "contacts", as the actor sees
// it, or fault.NotFound.
func (s *sources) named(ctx context.Context, actor account.Actor, name string) (*list.List, error) {
	source, ok := s.source(name)
	if !ok {
		return nil, fault.NotFound{}
	}
	return source.List(ctx, actor)
}

// ofKind returns the list of the records of a kind, such as "contact", or
// fault.NotFound.
func (s *sources) ofKind(ctx context.Context, actor account.Actor, kind string) (*list.List, error) {
	for _, source := range s.all {
		if source.Entity.Kind == kind {
			return source.List(ctx, actor)
		}
	}
	return nil, fault.NotFound{}
}

// source returns the list of that name as it was added.
func (s *sources) source(name string) (Source, bool) {
	for _, source := range s.all {
		if source.Entity.Name == name {
			return source, true
		}
	}
	return Source{}, false
}
