package list

import (
	"context"
	"fmt"
	"slices"

	"kontor/internal/kit/db"
)

// matching appends the conditions of q for a statement that reads all of it.
func (l *List) matching(ctx context.Context, s *db.SQL, q *Query) error {
	l.where(s)
	w, err := l.weigh(ctx, q)
	if err != nil {
		return err
	}
	m, err := l.look(ctx, q.Search)
	if err != nil {
		return err
	}
	return l.filter(s, q, w, m.Where)
}

// Count returns how many records q finds; more than most counts as most+1.
func (l *List) Count(ctx context.Context, q Query, most int) (int, error) {
	var s db.SQL
	s.S("SELECT count(*) FROM (SELECT 1 FROM ").S(l.e.Table)
	if err := l.matching(ctx, &s, &q); err != nil {
		return 0, err
	}
	s.S(" LIMIT ").P(most + 1).S(") n")
	n, err := db.Value[int](ctx, l.q(), s.Text(), s.Args()...)
	if err != nil {
		return 0, fmt.Errorf("count %s: %w", l.e.Name, err)
	}
	return n, nil
}

// eachPage is how many rows a page of Each has: no statement outlives a page,
// because an open reader keeps SQLite's log from being written back.
const eachPage = 1000

// Each hands everything q finds to f, page by page. It is no snapshot: a
// record that is changed meanwhile may move; sort by nothing to see each once.
func (l *List) Each(ctx context.Context, q Query, f func(Page) error) error {
	q.Limit, q.Cursor = eachPage, ""
	for {
		page, err := l.Page(ctx, q)
		if err != nil {
			return err
		}
		page.Rows = l.kept(page.Rows)
		if err := f(page); err != nil {
			return err
		}
		if page.Next == "" {
			return nil
		}
		q.Cursor = page.Next
	}
}

// Neighbours returns the records before and after id in the list q, zero at
// its ends and when id is not in it.
func (l *List) Neighbours(ctx context.Context, q Query, id db.ID) (prev, next db.ID, err error) {
	q.Cursor, q.Cols = "", []string{l.e.Title}
	r, err := l.reader(ctx, q)
	if err != nil {
		return prev, next, err
	}
	at, ok, err := r.locate(ctx, id)
	if err != nil || !ok {
		return prev, next, err
	}
	for _, back := range []bool{true, false} {
		side := *r
		side.at, side.rows = &place{back, at}, nil
		if err := side.read(ctx, 1); err != nil {
			return prev, next, err
		}
		if len(side.rows) == 1 && back {
			prev = side.rows[0].id
		} else if len(side.rows) == 1 {
			next = side.rows[0].id
		}
	}
	return prev, next, nil
}

// locate returns the place of a record in the list.
func (r *reader) locate(ctx context.Context, id db.ID) ([]mark, bool, error) {
	var q db.SQL
	q.S("SELECT ").S(r.l.id()).S(", ").S(r.l.e.Alias).S(".version")
	r.columns(&q)
	q.S(" FROM ").S(r.l.e.Table).S(" ").S(r.l.e.Joins)
	r.l.where(&q)
	q.S(" AND ").S(r.l.id()).S(" = ").P(id)
	if err := r.scan(ctx, &q, 1); err != nil || len(r.rows) == 0 {
		return nil, false, err
	}
	return slices.Clip(r.marks(r.rows[0])), true, nil
}
