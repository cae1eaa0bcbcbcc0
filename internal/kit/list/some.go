package list

import (
	"context"
	"fmt"

	"kontor/internal/kit/db"
)

// Until returns the same list without the records made from this id on: what
// somebody saw at a time, seen again later.
func (l *List) Until(id db.ID) *List {
	until := *l
	until.until = id
	return &until
}

// IDs returns up to limit records that q finds, in the order of their ids,
// after the id after. What is done to them meanwhile neither skips one nor
// brings one again.
func (l *List) IDs(ctx context.Context, q Query, after db.ID, limit int) ([]db.ID, error) {
	var s db.SQL
	s.S("SELECT ").S(l.id()).S(" FROM ").S(l.e.Table)
	if err := l.matching(ctx, &s, &q); err != nil {
		return nil, err
	}
	if !after.IsZero() {
		s.S(" AND ").S(l.id()).S(" > ").P(after)
	}
	s.S(" ORDER BY ").S(l.id()).S(" LIMIT ").P(limit)
	all, err := db.Values[db.ID](ctx, l.q(), s.Text(), s.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read ids of %s: %w", l.e.Name, err)
	}
	return all, nil
}

// Records returns those of the records that the reader sees, in the order of
// their ids, with the columns of q; its filters play no part.
func (l *List) Records(ctx context.Context, q Query, ids []db.ID) (Page, error) {
	if len(ids) == 0 {
		return Page{}, nil
	}
	r, err := l.reader(ctx, Query{Cols: q.Cols})
	if err != nil {
		return Page{}, err
	}
	var s db.SQL
	s.S("SELECT ").S(l.id()).S(", ").S(l.e.Alias).S(".version")
	r.columns(&s)
	s.S(" FROM ").S(l.e.Table).S(" ").S(l.e.Joins)
	l.where(&s)
	s.S(" AND ").S(l.id()).S(" IN ")
	db.In(&s, ids)
	s.S(" ORDER BY ").S(l.id())
	if err := r.scan(ctx, &s, len(ids)); err != nil {
		return Page{}, fmt.Errorf("read %s: %w", l.e.Name, err)
	}
	return r.page(ctx, false)
}
