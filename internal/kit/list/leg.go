package list

import (
	"context"
	"fmt"
	"slices"

	"kontor/internal/kit/db"
)

// leg is a part of a list in which every key before terms is level.
type leg struct {
	terms []term // what is still sorted by
	fixed []fix  // the keys before, and what they are
	at    []mark // the place behind which it is read, one for each of terms; nil: from its start
}

// fix is a key with the value it has in a leg.
type fix struct {
	term
	at   mark // isNull: the key is empty
	scan bool // most records have it: an index on what follows leads there sooner
}

func (f fix) write(q *db.SQL) {
	q.S(" AND ")
	if f.scan {
		q.S("+") // takes the index from SQLite's hand
	}
	q.S(f.expr)
	switch {
	case !f.at.isNull:
		q.S(" = ").P(f.at.param(f.term))
	case f.empty == null:
		q.S(" IS NULL")
	default:
		q.S(" = ''")
	}
}

// gather adds rows of a leg until there are n. What is empty in the first key
// comes last in both directions, which no index does: it is a leg of its own.
func (r *reader) gather(ctx context.Context, g leg, n int) error {
	if g.terms[0].empty == never {
		return r.level(ctx, g, n)
	}
	for _, hasValue := range []bool{!r.back(), r.back()} {
		if len(r.rows) >= n || g.at != nil && g.at[0].isNull == hasValue { // that part lies behind us
			continue
		}
		if err := r.half(ctx, g, hasValue, n); err != nil {
			return err
		}
		g.at = nil
	}
	return nil
}

// half reads the part of a leg in which the first key has a value, or has none.
func (r *reader) half(ctx context.Context, g leg, hasValue bool, n int) error {
	if hasValue {
		return r.level(ctx, g, n)
	}
	return r.inside(ctx, g, mark{isNull: true}, n)
}

// inside reads the records of a leg in which the first key is m, from the
// leg's place on.
func (r *reader) inside(ctx context.Context, g leg, m mark, n int) error {
	in := leg{terms: g.terms[1:], fixed: append(slices.Clip(g.fixed), fix{term: g.terms[0], at: m})}
	if g.at != nil {
		in.at = g.at[1:]
	}
	if len(in.terms) == 1 || r.l.d.Engine != db.SQLite || !r.narrows() {
		return r.gather(ctx, in, n) // the index of a key gives the order of ids by itself, and PostgreSQL knows what is common
	}
	common, err := r.isCommon(ctx, in.fixed)
	if err != nil {
		return err
	}
	if common {
		in.fixed[len(g.fixed)].scan = true
		return r.gather(ctx, in, n)
	}
	s := r.stretch(in, n-len(r.rows))
	s.loose = true
	return s.read(ctx)
}

// few is how many records are quickly sorted.
const few = 6000

// isCommon tells whether more than a few records are level in the keys.
func (r *reader) isCommon(ctx context.Context, fixed []fix) (bool, error) {
	var q db.SQL
	q.S("SELECT count(*) FROM (SELECT 1 FROM ").S(r.l.e.Table).S(" WHERE ").S(r.l.e.Alias).S(".workspace_id = ").P(r.l.sc.Workspace)
	q.S(" AND ").S(r.l.e.Alias).S(".deleted_at IS NULL")
	for _, f := range fixed {
		f.write(&q)
	}
	q.S(" LIMIT ").P(few + 1).S(") n")
	n, err := db.Value[int](ctx, r.l.q(), q.Text(), q.Args()...)
	return n > few, err
}

// narrows tells whether several keys are read group by group. A search, the
// bin and named records are few: they are sorted as they come.
func (r *reader) narrows() bool { return r.q.Search == "" && !r.l.bin && r.l.only == nil }

// isMixed tells whether no index has the leg in order.
func (g leg) isMixed() bool { return len(g.terms) > 2 || !oneWay(g.terms) }

// level adds rows of a leg whose first key has a value until there are n.
func (r *reader) level(ctx context.Context, g leg, n int) error {
	if r.narrows() && g.isMixed() {
		return r.narrow(ctx, g, n)
	}
	return r.stretch(g, n-len(r.rows)).fill(ctx)
}

// narrow reads a leg that no index has in order, in a fixed number of steps
// that each sort little: the rest of the group at the place, then, of as many
// records as are missing, the groups that end among them, and of the last one
// what is needed.
func (r *reader) narrow(ctx context.Context, g leg, n int) error {
	var after *mark
	if g.at != nil {
		if err := r.inside(ctx, g, g.at[0], n); err != nil {
			return err
		}
		after, g.at = &g.at[0], nil
	}
	if len(r.rows) >= n {
		return nil
	}
	s := r.stretch(g, n-len(r.rows))
	s.above = after
	keys, err := s.keys(ctx)
	if err != nil || len(keys) == 0 {
		return err
	}
	if len(keys) < s.limit {
		return s.read(ctx)
	}
	last := keys[len(keys)-1]
	if whole := slices.Index(keys, last); whole > 0 {
		s.limit, s.below = whole, &last
		if err := s.read(ctx); err != nil {
			return err
		}
	}
	return r.inside(ctx, g, last, n)
}

// keys returns the first key of the next records, in order.
func (s *stretch) keys(ctx context.Context) (all []mark, err error) {
	t := s.terms[0]
	var q db.SQL
	if err := s.writeKeys(&q); err != nil {
		return nil, err
	}
	rows, err := s.r.l.q().Query(ctx, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read keys of %s: %w", s.r.l.e.Name, err)
	}
	defer rows.Close()
	for rows.Next() {
		var v Value
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		all = append(all, markOf(v, t))
	}
	return all, rows.Err()
}

// writeKeys appends the statement of keys.
func (s *stretch) writeKeys(q *db.SQL) error {
	q.S("SELECT ").S(s.terms[0].expr).S(" FROM ").S(s.r.l.e.Table)
	s.reach(q)
	if err := s.r.l.filter(q, &s.r.q, s.r.w, s.match); err != nil {
		return err
	}
	orderBy(q, s.terms[:1], s.back, false)
	q.S(" LIMIT ").P(s.limit)
	return nil
}
