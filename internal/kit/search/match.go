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
	hits   int // as many as were counted, at most few+1
}

// few hits are fetched first and sorted afterwards; with more it is cheaper to
// walk the list in its order and test each record until the page is full.
const few = 1000

// Look reads a query and counts its hits up to a small number, which decides
// how Where puts it.
func Look(ctx context.Context, d *db.DB, ws db.WorkspaceID, kind, query string) (Match, error) {
	m := Match{engine: d.Engine, ws: ws, kind: kind, terms: termsOf(query)}
	if m.Any() {
		return m, nil
	}
	var q db.SQL
	q.S("SELECT count(*) FROM (")
	m.ids(&q)
	q.S(" LIMIT ").P(few + 1).S(") x")
	var err error
	if m.hits, err = db.Value[int](ctx, d, q.Text(), q.Args()...); err != nil {
		return m, fmt.Errorf("search %s: %w", kind, err)
	}
	return m, nil
}

// Any tells whether the query names nothing to look for, so that every record
// matches.
func (m Match) Any() bool { return len(m.terms) == 0 }

// Where appends the condition that the record named by id is found: id is an
// expression such as "c.id". It suits a statement that reads one page in some
// order.
func (m Match) Where(q *db.SQL, id db.Expr) {
	if m.hits <= few {
		m.Every(q, id)
		return
	}
	q.S("EXISTS (SELECT 1 FROM search s WHERE s.workspace_id = ").P(m.ws).S(" AND s.kind = ").P(m.kind)
	q.S(" AND s.record_id = ").S(id).S(" AND ")
	m.holds(q)
	q.S(")")
}

// Every is Where for a statement that reads all matching records, as counts
// and sums do.
func (m Match) Every(q *db.SQL, id db.Expr) {
	switch {
	case m.Any():
		q.S("1=1")
	case m.hits == 0:
		q.S("1=0")
	default:
		q.S(id).S(" IN (")
		m.ids(q)
		q.S(")")
	}
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
