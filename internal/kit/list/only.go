package list

import (
	"context"
	"time"

	"kontor/internal/kit/db"
)

// Only returns the same list over those of the records alone: what of them
// the reader sees, and what of them a query finds.
func (l *List) Only(ids []db.ID) *List {
	only := *l
	only.only = append([]db.ID{}, ids...) // not nil: none is none, not all
	return &only
}

// At returns the same list as it was asked for at that time: what its periods,
// such as "the last 30 days", count from.
func (l *List) At(now time.Time) *List {
	at := *l
	at.sc.Now = now
	return &at
}

// among appends the condition that a record is one of those that count.
func (l *List) among(q *db.SQL) {
	if len(l.only) == 0 {
		q.S(" AND 1=0")
		return
	}
	q.S(" AND ").S(l.id()).S(" IN ")
	db.In(q, l.only)
}

// Ahead returns the records that stand before the place where the cursor of q
// leads on, or without a cursor all; at most most.
func (l *List) Ahead(ctx context.Context, q Query, most int) ([]db.ID, error) {
	q.Cols = []string{l.e.Title}
	r, err := l.reader(ctx, q)
	if err != nil {
		return nil, err
	}
	if r.at != nil {
		r.at = &place{!r.at.back, r.at.marks}
	}
	if err := r.read(ctx, most); err != nil {
		return nil, err
	}
	ids := make([]db.ID, len(r.rows))
	for i, row := range r.rows {
		ids[i] = row.id
	}
	return ids, nil
}
