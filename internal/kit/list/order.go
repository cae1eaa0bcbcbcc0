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

// order returns the terms q is sorted by. Without a sort that is the id, and
// the id of a record tells when it was made: the newest is first. Every index
// (workspace, key, id) then serves conditions on its key as well.
func (l *List) order(q Query) []term {
	terms := make([]term, 0, len(q.Sort)+1)
	desc := true
	for i, o := range q.Sort {
		f := l.Field(o.Field)
		if f == nil || !f.can(Sort) {
			continue
		}
		if i == 0 {
			desc = o.Desc // the id follows the first key, so that one index gives both directions
		}
		terms = append(terms, term{f.sortExpr(), f, o.Desc, f.emptiness()})
	}
	return append(terms, term{expr: l.id(), desc: desc})
}

func (l *List) id() db.Expr { return l.e.Alias + ".id" }

// phase is a stretch of a list: what is empty in the first key comes last in
// both directions, which no index does, so it is read by itself.
type phase uint8

const (
	whole  phase = iota // the first key is never empty
	filled              // has a value in the first key
	hollow              // has none
)

// phases returns the stretches in the order they are read.
func phases(terms []term, back bool) []phase {
	switch {
	case terms[0].empty == never:
		return []phase{whole}
	case back:
		return []phase{hollow, filled}
	}
	return []phase{filled, hollow}
}

// within appends the condition of a phase. low tells that a cursor already
// bounds the key from below: a second lower bound could hide the better one.
func within(q *db.SQL, p phase, t term, low bool) {
	isNull := t.empty == null
	switch {
	case p == whole || p == filled && low:
		return
	case p == filled && isNull:
		q.S(" AND ").S(t.expr).S(" IS NOT NULL")
	case p == filled:
		q.S(" AND ").S(t.expr).S(" > ''")
	case isNull:
		q.S(" AND ").S(t.expr).S(" IS NULL")
	default:
		q.S(" AND ").S(t.expr).S(" = ''")
	}
}

// sorted returns the terms of a phase: what is the same for all of it is left
// out, later keys show emptiness as NULL.
func sorted(terms []term, p phase) []term {
	if p == hollow {
		terms = terms[1:]
	}
	return terms
}

// key appends the expression of a term as it stands in ORDER BY and cursors.
func (t term) key(q *db.SQL, first bool) {
	if !first && t.empty == blank {
		q.S("NULLIF(").S(t.expr).S(", '')")
		return
	}
	q.S(t.expr)
}

// orderBy appends the ORDER BY of terms, of which first is the one whose
// emptiness the phase settles.
func orderBy(q *db.SQL, terms []term, p phase, back bool) {
	q.S(" ORDER BY ")
	for i, t := range terms {
		if i > 0 {
			q.S(", ")
		}
		first := i == 0 && p != hollow
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
