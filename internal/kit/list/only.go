package list

import (
	"bytes"
	"context"
	"slices"
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

// Within returns the same list for Each, which leaves out what is not among
// the records, however many they are. The ids are in their order.
func (l *List) Within(ids []db.ID) *List {
	within := *l
	within.within = append([]db.ID{}, ids...)
	return &within
}

// kept are the rows that Within has not excluded.
func (l *List) kept(rows []Row) []Row {
	if l.within == nil {
		return rows
	}
	return slices.DeleteFunc(rows, func(r Row) bool {
		_, found := slices.BinarySearchFunc(l.within, r.ID, func(a, b db.ID) int { return bytes.Compare(a[:], b[:]) })
		return !found
	})
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
