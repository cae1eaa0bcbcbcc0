package list

import (
	"context"
	"slices"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
)

// Page returns the page of the list that q asks for. A cursor of another list
// or another query is fault.Malformed.
func (l *List) Page(ctx context.Context, q Query) (Page, error) {
	r, err := l.reader(ctx, q)
	if err != nil {
		return Page{}, err
	}
	limit := q.limit()
	if err := r.read(ctx, limit+1); err != nil {
		return Page{}, err
	}
	more := len(r.rows) > limit
	switch {
	case more && r.back():
		r.rows = r.rows[1:]
	case more:
		r.rows = r.rows[:limit]
	}
	return r.page(ctx, more)
}

// reader reads one page.
type reader struct {
	l     *List
	q     Query
	cols  []*Field
	shown int    // how many of cols are columns of the page
	group *Field // its value is read even if it is no column
	terms []term
	at    *place // nil: from the start
	match search.Match
	w     weights

	own   int   // values of a row that are columns
	width int   // values of a row, the sort keys among them
	keys  []int // for each term but the id, which value of a row it is
	rows  []raw
}

// raw is a row as it was read: the columns' values, then sort keys that are
// not among them.
type raw struct {
	id      db.ID
	version int64
	vals    []Value
}

func (l *List) reader(ctx context.Context, q Query) (*reader, error) {
	r := &reader{l: l, q: q, cols: l.Columns(q), group: l.Grouped(q), terms: l.order(q)}
	if r.shown = len(r.cols); r.group != nil && !slices.Contains(r.cols, r.group) {
		r.cols = append(r.cols, r.group)
	}
	if q.Cursor != "" {
		at, ok := l.open(q, r.terms)
		if !ok {
			return nil, fault.Malformed{Text: i18n.T(ctx, "This page of the list is no longer there.")}
		}
		r.at = &at
	}
	var err error
	if r.w, err = l.weigh(ctx, &r.q); err != nil {
		return nil, err
	}
	r.match, err = l.look(ctx, q.Search)
	r.plan()
	return r, err
}

// look prepares the search; deleted records are not in the index.
func (l *List) look(ctx context.Context, words string) (search.Match, error) {
	if words == "" || l.bin || l.e.Unindexed {
		return search.Match{}, nil
	}
	return search.Look(ctx, l.d, l.sc.Workspace, l.e.Kind, words)
}

// plan settles which value of a row is which.
func (r *reader) plan() {
	at := map[db.Expr]int{}
	for _, f := range r.cols {
		if !f.lies() {
			if f.Kind != Ref && f.Kind != Person {
				at[f.Col] = r.width
			}
			r.width++
		}
	}
	r.own = r.width
	for _, t := range r.terms[:len(r.terms)-1] {
		n, ok := at[t.expr]
		if !ok {
			n, at[t.expr] = r.width, r.width
			r.width++
		}
		r.keys = append(r.keys, n)
	}
}

// read fills rows with up to n.
func (r *reader) read(ctx context.Context, n int) error {
	g := leg{terms: r.terms}
	if r.at != nil {
		g.at = r.at.marks
	}
	err := r.gather(ctx, g, n)
	if r.back() {
		slices.Reverse(r.rows)
	}
	return err
}

func (r *reader) stretch(g leg, n int) *stretch {
	return &stretch{leg: g, r: r, back: r.back(), limit: n, match: r.match.Where}
}

// fill reads the stretch. Where a search, or a condition, has many hits it is
// first tried on the next records in order; only if that does not fill the page
// are all hits collected.
func (s *stretch) fill(ctx context.Context) error {
	if s.r.match.Many() {
		s.match = s.r.match.Sift
	}
	if s.r.match.Many() || s.r.w.waits() {
		if done, err := s.walk(ctx); done || err != nil {
			return err
		}
		s.r.w.collect()
	}
	return s.read(ctx)
}

// Statement returns the SQL by which a page is found with its parameters:
// for tests, and for whoever looks for a missing index.
func (l *List) Statement(ctx context.Context, q Query) (text string, args []any, err error) {
	r, err := l.reader(ctx, q)
	if err != nil {
		return "", nil, err
	}
	g := leg{terms: r.terms}
	if r.at != nil {
		g.at = r.at.marks
	}
	if t := g.terms[0]; g.at != nil && g.at[0].isNull {
		g = leg{g.terms[1:], []fix{{term: t, at: g.at[0]}}, g.at[1:]}
	}
	var s db.SQL
	next := r.stretch(g, q.limit()+1)
	if r.narrows() && g.isMixed() {
		err = next.writeKeys(&s)
	} else {
		err = next.write(&s)
	}
	return s.Text(), s.Args(), err
}

// back tells whether the page is read against the order of the list.
func (r *reader) back() bool { return r.at != nil && r.at.back }

// page turns the raw rows into a Page.
func (r *reader) page(ctx context.Context, more bool) (Page, error) {
	page := Page{Cols: r.cols, Group: r.group, Rows: make([]Row, len(r.rows)), many: make([]int, len(r.cols))}
	lying := 0
	for i, f := range r.cols {
		page.many[i] = -1
		if f.lies() {
			page.many[i], lying = lying, lying+1
		}
	}
	slab := r.slab(lying)
	for i, raw := range r.rows {
		page.Rows[i] = Row{ID: raw.id, Version: raw.version, Vals: r.spread(raw.vals, slab, i)}
		if r.group != nil {
			page.Rows[i].group = markOf(raw.vals[r.keys[0]], r.terms[0])
		}
	}
	if lying > 0 {
		if err := r.l.children(ctx, &page, lying); err != nil {
			return page, err
		}
	}
	r.hide(&page)
	back := r.back()
	if n := len(r.rows); n > 0 {
		if more || back {
			page.Next = r.l.seal(r.q, place{false, r.marks(r.rows[n-1])})
		}
		if r.at != nil && (more || !back) {
			page.Prev = r.l.seal(r.q, place{true, r.marks(r.rows[0])})
		}
	}
	return page, nil
}

// hide takes the group out of the columns unless it is one of them, and notes
// what the page goes on from.
func (r *reader) hide(page *Page) {
	if r.group == nil {
		return
	}
	page.grouped = slices.Index(r.cols, r.group)
	page.Cols = page.Cols[:r.shown]
	if r.at != nil && !r.at.back {
		page.goesOn = &r.at.marks[0]
	}
}

// slab has room for the columns of all rows; nil where they are as they were
// read.
func (r *reader) slab(lying int) []Value {
	if lying == 0 {
		return nil
	}
	return make([]Value, len(r.rows)*len(r.cols))
}

// spread gives every column of row i its value, in the slab if there is one;
// those of child rows have none.
func (r *reader) spread(vals, slab []Value, i int) []Value {
	if slab == nil {
		return vals[:r.own:r.own]
	}
	width := len(r.cols)
	all := slab[i*width : (i+1)*width : (i+1)*width]
	n := 0
	for at, f := range r.cols {
		if !f.lies() {
			all[at] = vals[n]
			n++
		}
	}
	return all
}

// marks returns the place of a row.
func (r *reader) marks(row raw) []mark {
	marks := make([]mark, 0, len(r.terms))
	for i, n := range r.keys {
		marks = append(marks, markOf(row.vals[n], r.terms[i]))
	}
	return append(marks, mark{id: row.id})
}

func markOf(v Value, t term) mark {
	if t.f.sortsAsID() && v.Set {
		return mark{id: idOf(v.S)}
	}
	return mark{isNull: !v.Set || t.empty == blank && v.S == "", isText: t.f.sortsAsText(), s: v.S, n: v.I}
}

// idOf reads an id as the database gave it: 16 bytes or 36 characters.
func idOf(s string) db.ID {
	if len(s) == 16 {
		return db.ID([]byte(s))
	}
	id, _ := db.ParseID(s)
	return id
}
