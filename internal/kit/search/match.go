package search

import (
	"context"
	"fmt"
	"strings"

	"kontor/internal/kit/db"
)

// Match is a query ready to be used in statements about records of one kind.
type Match struct {
	engine db.Engine
	ws     db.WorkspaceID
	kind   string
	terms  []term
	hits   []db.ID // at most few+1
}

// few hits are fetched by the index, once, and sorted afterwards. With more it
// is cheaper to walk the list in its order and test each record.
const few = 1000

// Look reads a query and finds its hits up to a small number.
func Look(ctx context.Context, d *db.DB, ws db.WorkspaceID, kind, query string) (Match, error) {
	m := Match{engine: d.Engine, ws: ws, kind: kind, terms: termsOf(query)}
	if m.All() {
		return m, nil
	}
	var q db.SQL
	m.ids(&q)
	q.S(" LIMIT ").P(few + 1)
	var err error
	if m.hits, err = db.Values[db.ID](ctx, db.ByValue(d), q.Text(), q.Args()...); err != nil {
		return m, fmt.Errorf("search %s: %w", kind, err)
	}
	return m, nil
}

// All tells whether the query names nothing to look for: every record matches.
func (m Match) All() bool { return len(m.terms) == 0 }

// Many tells whether there are so many hits that a page is found faster by
// Walk over a stretch of the list, and by Sift if that was not enough.
func (m Match) Many() bool { return len(m.hits) > few }

// Where appends the condition that the record named by id, an expression such
// as "c.id", is found. The index leads: right for few hits, counts and sums.
//
// PostgreSQL gets forms that its planner cannot make a join of: fresh from an
// import it takes a thousand hits for one, and joins them record by record.
func (m Match) Where(q *db.SQL, id db.Expr) {
	switch {
	case m.All():
		q.S("1=1")
	case len(m.hits) == 0:
		q.S("1=0")
	case !m.Many():
		db.Among(q, m.engine, id, m.hits)
	case m.engine == db.SQLite:
		q.S(id).S(" IN (")
		m.ids(q)
		q.S(")")
	default:
		m.Sift(q, id)
	}
}

// Walk appends the same condition as a test of each record on its own.
func (m Match) Walk(q *db.SQL, id db.Expr) {
	// A value, not EXISTS: no planner turns it into a join or collects all hits.
	q.S("(SELECT ")
	m.holds(q)
	q.S(" FROM search s WHERE s.workspace_id = ").P(m.ws).S(" AND s.kind = ").P(m.kind).S(" AND s.record_id = ").S(id).S(")")
}

// Sift appends the same condition so that all hits are collected first and the
// list is then walked in its order: bounded, whatever the order. PostgreSQL's
// planner cannot make a join of this form: fresh from an import it takes a
// thousand hits for one, and would join them record by record.
func (m Match) Sift(q *db.SQL, id db.Expr) {
	q.S("NOT (").S(id).S(" NOT IN (")
	m.ids(q)
	q.S("))")
}

// ids appends the statement that finds the ids by the index.
func (m Match) ids(q *db.SQL) {
	if m.engine == db.Postgres {
		q.S("SELECT s.record_id FROM search s WHERE s.workspace_id = ").P(m.ws).S(" AND s.kind = ").P(m.kind).S(" AND ")
		m.holds(q)
		return
	}
	// A plain JOIN would let SQLite walk the workspace and ask the index once a row.
	q.S("SELECT s.record_id FROM search_grams CROSS JOIN search s ON s.rid = search_grams.rowid WHERE search_grams MATCH ").P(m.grams())
	q.S(" AND s.workspace_id = ").P(m.ws).S(" AND s.kind = ").P(m.kind)
	if m.loose() {
		q.S(" AND ")
		m.holds(q)
	}
}

// loose tells whether the groups of letters may find more than the patterns.
func (m Match) loose() bool {
	for _, t := range m.terms {
		for _, p := range t {
			if len(p) > 3 {
				return true
			}
		}
	}
	return false
}

// holds appends the test of the document itself.
func (m Match) holds(q *db.SQL) {
	for i, t := range m.terms {
		if i > 0 {
			q.S(" AND ")
		}
		q.S("(")
		for j, p := range t {
			if j > 0 {
				q.S(" OR ")
			}
			// Patterns are letters, digits and spaces: nothing to escape.
			q.S("s.txt LIKE ").P("%" + p + "%")
		}
		q.S(")")
	}
}

// grams returns the query in the words of SQLite's full-text index.
func (m Match) grams() string {
	var b strings.Builder
	b.WriteString(`"` + tokenOf(m.ws, m.kind) + `"`)
	for _, t := range m.terms {
		b.WriteString(" AND (")
		for i, p := range t {
			if i > 0 {
				b.WriteString(" OR ")
			}
			b.WriteString(`("` + strings.Join(grams(p), `" AND "`) + `")`)
		}
		b.WriteString(")")
	}
	return b.String()
}
