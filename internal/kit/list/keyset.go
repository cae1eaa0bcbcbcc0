package list

import (
	"kontor/internal/kit/db"
)

// behind appends the condition that a row lies behind the place at in the
// order of terms, in the direction that is read.
func behind(q *db.SQL, terms []term, at []mark, back, loose bool) {
	q.S(" AND ")
	if loose {
		spell(q, terms, at, back, true, 0)
		return
	}
	if oneWay(terms) {
		if f := terms[0].f; f != nil && f.Own {
			// The index of a slot is asked for by the expression alone.
			terms[0].key(q, true)
			q.S(bound(terms[0], back)).P(at[0].param(terms[0])).S(" AND ")
		}
		tuple(q, terms, at, ahead(terms, back))
		return
	}
	// The bound in front keeps the range of the index.
	terms[0].key(q, true)
	q.S(bound(terms[0], back)).P(at[0].param(terms[0])).S(" AND ")
	spell(q, terms, at, back, false, 0)
}

// bound is how a key compares to that of a row before it.
func bound(t term, back bool) db.Expr {
	if t.desc != back {
		return " <= "
	}
	return " >= "
}

// oneWay tells whether all terms go the same way and none but the first can be
// empty.
func oneWay(terms []term) bool {
	for i, t := range terms {
		if t.desc != terms[0].desc || t.empty != never && i > 0 {
			return false
		}
	}
	return true
}

// ahead is how a row behind another compares to it.
func ahead(terms []term, back bool) db.Expr {
	if terms[0].desc != back {
		return " < "
	}
	return " > "
}

// tuple appends (a, b) < ($1, $2): both engines seek by it.
func tuple(q *db.SQL, terms []term, at []mark, word db.Expr) {
	q.S("(")
	for i, t := range terms {
		if i > 0 {
			q.S(", ")
		}
		q.S(t.expr)
	}
	q.S(")").S(word).S("(")
	for i, t := range terms {
		if i > 0 {
			q.S(", ")
		}
		q.P(at[i].param(t))
	}
	q.S(")")
}

// spell appends the comparison in full: behind in this term, or level in it
// and behind in the next ones.
func spell(q *db.SQL, terms []term, at []mark, back, loose bool, i int) {
	t, m := terms[i], at[i]
	first := i == 0 && !loose
	q.S("(")
	t.after(q, m, first, back)
	if i+1 < len(terms) {
		q.S(" OR (")
		t.key(q, first)
		if m.isNull {
			q.S(" IS NULL AND ")
		} else {
			q.S(" = ").P(m.param(t)).S(" AND ")
		}
		spell(q, terms, at, back, loose, i+1)
		q.S(")")
	}
	q.S(")")
}

// after appends the test that a row comes behind m in this term alone.
func (t term) after(q *db.SQL, m mark, first, back bool) {
	switch {
	case m.isNull && back: // going back, what is empty comes first
		t.key(q, first)
		q.S(" IS NOT NULL")
		return
	case m.isNull:
		q.S("1=0")
		return
	}
	word := db.Expr(" > ")
	if t.desc != back {
		word = " < "
	}
	t.key(q, first)
	q.S(word).P(m.param(t))
	if !first && t.empty != never && !back {
		q.S(" OR ")
		t.key(q, first)
		q.S(" IS NULL")
	}
}
