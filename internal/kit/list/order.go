package list

import (
	"kontor/internal/kit/db"
)

// term is one key of an ORDER BY in force: of the query, or the id at the end.
type term struct {
	expr  db.Expr
	f     *Field // nil for the id
	desc  bool
	empty emptiness
}

// Grouped returns the field whose values part the rows of q, or nil.
func (l *List) Grouped(q Query) *Field {
	if f := l.Field(q.Group); f != nil && f.can(Grouping) {
		return f
	}
	return nil
}

// order returns the terms q is sorted by: the group, the sort, the id. Without
// a sort that is the id, and the id of a record tells when it was made: the
// newest is first. Every index (workspace, key, id) then serves conditions on
// its key as well.
func (l *List) order(q Query) []term {
	terms := make([]term, 0, len(q.Sort)+2)
	group := l.Grouped(q)
	if group != nil {
		o, _ := q.sortedBy(group.Key)
		terms = append(terms, group.term(o.Desc))
	}
	desc, first := true, true
	for _, o := range q.Sort {
		f := l.Field(o.Field)
		if f == nil || f == group || !f.can(Sort) {
			continue
		}
		if first {
			desc, first = o.Desc, false // the id follows the first key, so that one index gives both directions
		}
		terms = append(terms, f.term(o.Desc))
	}
	return append(terms, term{expr: l.id(), desc: desc})
}

func (f *Field) term(desc bool) term { return term{f.sortExpr(), f, desc, f.emptiness()} }

func (l *List) id() db.Expr { return l.e.Alias + ".id" }

// filled appends the condition that the first key has a value. low tells that
// a place already bounds the key from below: a second lower bound could hide
// the better one.
func filled(q *db.SQL, t term, low bool) {
	switch {
	case low:
		return
	case t.empty == null:
		q.S(" AND ").S(t.expr).S(" IS NOT NULL")
	default:
		q.S(" AND ").S(t.expr).S(" > ''")
	}
}

// key appends the expression of a term as it stands in ORDER BY and cursors:
// all but the first show emptiness as NULL.
func (t term) key(q *db.SQL, first bool) {
	if !first && t.empty == blank {
		q.S("NULLIF(").S(t.expr).S(", '')")
		return
	}
	q.S(t.expr)
}

// orderBy appends the ORDER BY of terms. The first is never empty, because
// what is empty in it is a leg of its own, unless they are loose: few records
// in no order, which SQLite must not look for in the order of an index.
func orderBy(q *db.SQL, terms []term, back, loose bool) {
	q.S(" ORDER BY ")
	for i, t := range terms {
		if i > 0 {
			q.S(", ")
		}
		first := i == 0 && !loose
		if i == 0 && loose {
			q.S("+")
		}
		t.key(q, first)
		if t.desc != back {
			q.S(" DESC")
		}
		if !first && t.empty != never {
			if back {
				q.S(" NULLS FIRST")
			} else {
				q.S(" NULLS LAST")
			}
		}
	}
}
