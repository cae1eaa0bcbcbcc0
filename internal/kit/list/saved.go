package list

import (
	"context"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
)

// Saved finds the query of a saved view by its id; ok is false if there is
// none that the reader may open.
type Saved func(ctx context.Context, id string) (query string, ok bool)

// WithSaved returns the list with the views that its address may name. An
// address with view alone means the view; with anything beside it the address
// is the whole state, and view only says to which tab it belongs.
func (l *List) WithSaved(find Saved) *List {
	with := *l
	with.saved = find
	return &with
}

// Name is what the list is called in addresses.
func (l *List) Name() string { return l.e.Name }

// IsBin tells whether it is the list of the deleted records.
func (l *List) IsBin() bool { return l.bin }

// Entity describes what the list is of.
func (l *List) Entity() *Entity { return l.e }

// ViewURL returns the address that means the saved view, whatever it asks by
// then.
func (l *List) ViewURL(id string) string {
	return l.e.Path + "?" + string(appendPart(nil, "view", id))
}

// Canonical returns q as a saved view keeps it: without the tab, the page and
// the place in it.
func (l *List) Canonical(q Query) string {
	q.View, q.Cursor, q.Limit = "", "", 0
	return l.Format(q)
}

// open puts what the saved view asks in place of an address that names it
// alone.
func (p *parser) open() {
	if p.q.View == "" || p.whole || p.l.saved == nil {
		return
	}
	query, ok := p.l.saved(p.ctx, p.q.View)
	if !ok {
		p.fail("view", wrong(i18n.Mark("This view is not there any more. This is the whole list.")))
		p.q.View = ""
		return
	}
	saved := parser{l: p.l, ctx: p.ctx}
	saved.read(query)
	saved.q.View, saved.q.Cursor, saved.q.Limit = p.q.View, p.q.Cursor, p.q.Limit
	p.q, p.problems = saved.q, append(p.problems, saved.problems...)
}

// Beside appends "FROM … WHERE …" of the records the reader may see, with
// another table that join brings in; more conditions may follow. The records
// go by the entity's alias.
func (l *List) Beside(q *db.SQL, join db.Expr) {
	q.S(" FROM ").S(l.e.Table).S(" ").S(join)
	l.where(q)
}

// TitleColumn is the column with what a record is called.
func (l *List) TitleColumn() db.Expr { return l.Field(l.e.Title).Col }
