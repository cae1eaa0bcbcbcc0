package view

import (
	"context"
	"slices"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/list"
)

// Bar is the views of a list as one page of it shows them: the tabs, which of
// them is open, and whether the list is still what that view asks.
type Bar struct {
	Trash string // words for the recycle bin, if it is the recycle bin

	actor account.Actor
	list  *list.List
	own   []BuiltIn
	views []View
	opens string     // what the list opens with
	query list.Query // what the page asks
	base  string     // what the open view asks, in the usual way
	stale bool       // the open view names what is no longer there
	look  list.Look  // how the reader sees it
}

// Open reads the views of a list and what its address asks: the view it names,
// the one the member's list opens with if it says nothing, or what it says.
func (d *Domain) Open(ctx context.Context, actor account.Actor, l *list.List, raw string) (*Bar, list.Query, []list.Problem, error) {
	b := &Bar{actor: actor, own: d.sources.builtIn(ctx, l.Name())}
	var err error
	if b.views, err = d.Views.List(ctx, actor, l.Name()); err != nil {
		return nil, list.Query{}, nil, err
	}
	if b.opens, err = d.Views.Opens(ctx, actor, l.Name()); err != nil {
		return nil, list.Query{}, nil, err
	}
	b.list = l.WithSaved(func(_ context.Context, id string) (string, bool) { return b.find(id) })
	if _, ok := b.find(b.opens); raw == "" && ok && !l.IsBin() {
		raw = "view=" + b.opens
	}
	q, problems := b.list.Parse(ctx, raw)
	b.settle(ctx, q)
	open, _ := b.View()
	b.look, err = d.Views.Look(ctx, actor, l.Name(), open)
	return b, q, problems, err
}

// settle notes what the page asks, and what the open view does.
func (b *Bar) settle(ctx context.Context, q list.Query) {
	b.query = q
	asks, ok := b.find(q.View)
	if !ok {
		return
	}
	saved, problems := b.list.Parse(ctx, asks)
	b.base, b.stale = b.list.Canonical(saved), len(problems) > 0
}

// find returns what the view of that id, or the built-in one of that key,
// asks.
func (b *Bar) find(id string) (string, bool) {
	for _, own := range b.own {
		if own.Key == id {
			return own.Query, true
		}
	}
	for _, v := range b.views {
		if v.ID.String() == id {
			return v.Payload.Query, id != ""
		}
	}
	return "", false
}

// View returns the saved view that is open; ok is false if none is, or a
// built-in one.
func (b *Bar) View() (v View, ok bool) {
	i := slices.IndexFunc(b.views, func(v View) bool { return v.ID.String() == b.query.View })
	if i < 0 || b.query.View == "" {
		return v, false
	}
	return b.views[i], true
}

// Changed tells whether the page asks something else than the open view.
func (b *Bar) Changed() bool { return b.state() != b.base }

// state is what a view of this page would ask.
func (b *Bar) state() string { return b.list.Canonical(b.query) }

// tabs are the views that have one: those that come with the list, the
// member's in their order, and the open one.
func (b *Bar) tabs() []View {
	return slices.DeleteFunc(slices.Clone(b.views), func(v View) bool {
		return !v.IsTab(b.actor) && v.ID.String() != b.query.View
	})
}

// url is the address that means a view of the list. The whole list is the
// plain address, unless another view would open there.
func (b *Bar) url(key string) string {
	if len(b.own) > 0 && key == b.own[0].Key && (b.opens == "" || b.opens == key) {
		return b.list.Entity().Path
	}
	return b.list.ViewURL(key)
}

// isOpen tells whether the view of that key is the open one.
func (b *Bar) isOpen(key string) bool {
	if b.Trash != "" {
		return false
	}
	if _, ok := b.find(b.query.View); !ok {
		return len(b.own) > 0 && key == b.own[0].Key
	}
	return key == b.query.View
}

// Finder finds views of the list name for addresses that name one, as exports
// and the API take them.
func (d *Domain) Finder(actor account.Actor, name string) list.Saved {
	return func(ctx context.Context, id string) (string, bool) {
		for _, own := range d.sources.builtIn(ctx, name) {
			if own.Key == id {
				return own.Query, true
			}
		}
		of, err := db.ParseID(id)
		if err != nil {
			return "", false
		}
		v, err := d.Views.Get(ctx, actor, of)
		return v.Payload.Query, err == nil && v.List == name
	}
}

func (s *sources) builtIn(ctx context.Context, name string) []BuiltIn {
	if source, ok := s.source(name); ok {
		return source.builtIn(ctx)
	}
	return nil
}
