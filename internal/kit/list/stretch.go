package list

import (
	"context"
	"database/sql"

	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
)

// stretch is one statement of a page: up to limit rows of a leg.
type stretch struct {
	leg
	r            *reader
	back         bool
	limit        int
	match        func(*db.SQL, db.Expr) // how the search is put
	end          []mark                 // nil: to its end
	loose        bool                   // few records: they are sorted as they come
	above, below *mark                  // between which the first key lies; nil: no bound
}

// read adds the rows of the stretch to the reader's.
func (s *stretch) read(ctx context.Context) error {
	var q db.SQL
	if err := s.write(&q); err != nil {
		return err
	}
	return s.r.scan(ctx, &q, s.limit)
}

// write appends the statement.
func (s *stretch) write(q *db.SQL) error {
	l := s.r.l
	q.S("SELECT ").S(l.id()).S(", ").S(l.e.Alias).S(".version")
	s.r.columns(q)
	q.S(" FROM ").S(l.e.Table).S(" ").S(l.e.Joins)
	s.reach(q)
	if err := l.filter(q, &s.r.q, s.r.w, s.match); err != nil {
		return err
	}
	orderBy(q, s.terms, s.back, s.loose)
	q.S(" LIMIT ").P(s.limit)
	return nil
}

// reach appends what an index alone can tell: workspace, bin, whose, the level
// keys, place and bounds.
func (s *stretch) reach(q *db.SQL) {
	s.r.l.where(q)
	for _, f := range s.fixed {
		f.write(q)
	}
	t := s.terms[0]
	up := t.desc == s.back // a place bounds the first key from below
	if t.empty != never && !s.loose {
		filled(q, t, up && (s.at != nil || s.above != nil))
	}
	s.between(q)
	if s.at != nil {
		behind(q, s.terms, s.at, s.back, s.loose)
	}
	if s.end != nil {
		q.S(" AND ")
		tuple(q, s.terms, s.end, map[db.Expr]db.Expr{" < ": " >= ", " > ": " <= "}[ahead(s.terms, s.back)])
	}
}

// between appends the bounds of the first key.
func (s *stretch) between(q *db.SQL) {
	t := s.terms[0]
	over, under := ahead(s.terms, s.back), db.Expr(" < ")
	if over == under {
		under = " > "
	}
	if s.above != nil {
		q.S(" AND ").S(t.expr).S(over).P(s.above.param(t))
	}
	if s.below != nil {
		q.S(" AND ").S(t.expr).S(under).P(s.below.param(t))
	}
}

// A search with many hits is tried on a glance of records first; how many it
// finds there tells how far it has to go.
const glance = 500

// pace is past how many records collecting all hits costs less: PostgreSQL
// takes longer to test a record, and collects faster.
func (s *stretch) pace() int {
	if s.r.l.d.Engine == db.Postgres {
		return 2500
	}
	return 5000
}

// walk tries the stretch on the next records in order; done tells that it
// filled the page or came to the end of the list.
func (s *stretch) walk(ctx context.Context) (done bool, err error) {
	if len(s.terms) > 2 || !oneWay(s.terms) {
		return false, nil // no index gives this order: there is no cheap next record
	}
	w, before, walked := *s, len(s.r.rows), 0
	w.match = s.r.match.Walk
	for far := glance; walked+far <= s.pace(); {
		w.end = nil
		if w.end, err = w.ahead(ctx, far); err != nil {
			return false, err
		}
		if err := w.read(ctx); err != nil {
			return false, err
		}
		found := len(s.r.rows) - before
		if w.end == nil || found == s.limit {
			return true, nil
		}
		if found == 0 {
			break
		}
		w.at, w.limit, walked = w.end, s.limit-found, walked+far
		far = max(walked*w.limit/found*5/4, glance/2)
	}
	s.r.rows = s.r.rows[:before]
	return false, nil
}

// ahead returns the place far records further on, or nil if the list ends
// before.
func (s *stretch) ahead(ctx context.Context, far int) ([]mark, error) {
	terms := s.terms
	var q db.SQL
	q.S("SELECT ").S(s.r.l.id())
	if len(terms) == 2 {
		q.S(", ").S(terms[0].expr)
	}
	q.S(" FROM ").S(s.r.l.e.Table)
	s.reach(&q)
	orderBy(&q, terms, s.back, false)
	q.S(" LIMIT 1 OFFSET ").P(far)
	rows, err := s.r.l.q().Query(ctx, q.Text(), q.Args()...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, rows.Err()
	}
	return scanPlace(rows, terms)
}

func scanPlace(rows *sql.Rows, terms []term) ([]mark, error) {
	var id db.ID
	var v Value
	if len(terms) == 1 {
		err := rows.Scan(&id)
		return []mark{{id: id}}, err
	}
	err := rows.Scan(&id, &v)
	return []mark{markOf(v, terms[0]), {id: id}}, err
}

// columns appends what a row is read from: its values, then the sort keys that
// are not among them.
func (r *reader) columns(q *db.SQL) {
	for _, f := range r.cols {
		if f.lies() {
			continue
		}
		q.S(", ").S(f.Col)
		if f.With != "" {
			q.S(", ").S(f.With)
		}
	}
	n := r.own
	for i, key := range r.keys {
		if key == n {
			q.S(", ").S(r.terms[i].expr)
			n++
		}
	}
}

// scan reads the rows of a statement, up to n.
func (r *reader) scan(ctx context.Context, q *db.SQL, n int) error {
	rows, err := r.l.q().Query(ctx, q.Text(), q.Args()...)
	if err != nil {
		return err
	}
	defer rows.Close()
	slab := make([]Value, 0, n*r.width)
	var dest []any
	for rows.Next() {
		var row raw
		if len(slab)+r.width > cap(slab) {
			slab = make([]Value, 0, n*r.width)
		}
		slab = slab[:len(slab)+r.width]
		row.vals = slab[len(slab)-r.width:]
		r.rows = append(r.rows, row)
		dest = r.dest(dest[:0], &r.rows[len(r.rows)-1])
		if err := rows.Scan(dest...); err != nil {
			return err
		}
	}
	return rows.Err()
}

// dest lists where the columns of a row go.
func (r *reader) dest(dest []any, row *raw) []any {
	dest = append(dest, &row.id, &row.version)
	n := 0
	for _, f := range r.cols {
		if f.lies() {
			continue
		}
		v := &row.vals[n]
		n++
		switch {
		case f.Kind == Ref || f.Kind == Person:
			dest = append(dest, (*with)(v), v) // id, then name
		case f.With != "":
			dest = append(dest, v, (*with)(v))
		default:
			dest = append(dest, v)
		}
	}
	for ; n < r.width; n++ {
		dest = append(dest, &row.vals[n])
	}
	return dest
}

// filter appends the conditions of the query; match says how its search is put.
func (l *List) filter(q *db.SQL, query *Query, w weights, match func(*db.SQL, db.Expr)) error {
	if !query.Filter.isEmpty() {
		q.S(" AND ")
		if issue := (&builder{l: l, q: q, weights: w}).group(&query.Filter); issue != nil {
			return Invalid([]Problem{{"filter", issue.text}})
		}
	}
	switch {
	case query.Search == "":
	case l.bin || l.e.Unindexed:
		l.named(q, query.Search)
	default:
		q.S(" AND ")
		match(q, l.id())
	}
	return nil
}

// named appends the search among records that are not in the index, such as
// those in the bin: the words must be in the title.
func (l *List) named(q *db.SQL, words string) {
	f := l.Field(l.e.Title)
	for _, word := range search.Words(words) {
		q.S(" AND ")
		(&builder{l: l, q: q}).contains(f.match(), word)
	}
}
