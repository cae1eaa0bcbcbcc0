package db

import (
	"strconv"
	"strings"
)

// Expr is a piece of SQL text written by us. Constants convert silently; a text
// made at run time needs a visible db.Expr(x), which a test counts.
type Expr string

// SQL is a statement under construction: text grows by S, values by P, so what
// a person typed can only become a parameter.
type SQL struct {
	text strings.Builder
	args []any
}

// S appends text.
func (q *SQL) S(text Expr) *SQL {
	q.text.WriteString(string(text))
	return q
}

// P appends a value as the next numbered parameter.
func (q *SQL) P(value any) *SQL {
	q.args = append(q.args, value)
	q.text.WriteByte('$')
	q.text.WriteString(strconv.Itoa(len(q.args)))
	return q
}

// In appends "(…)" with every value as a parameter; keep them under 500.
func In[T any](q *SQL, values []T) *SQL {
	q.S("(")
	for i, v := range values {
		if i > 0 {
			q.S(",")
		}
		q.P(v)
	}
	return q.S(")")
}

// Among appends the condition that the id which column holds is one of ids:
// any number of them, in one parameter.
func Among(q *SQL, e Engine, column Expr, ids []ID) {
	if e == Postgres {
		// A form that the planner cannot make a join of.
		q.S(column).S(" = ANY (CAST(").P("{" + joinIDs(ids, "") + "}").S(" AS UUID[]))")
		return
	}
	q.S(column).S(" IN (SELECT unhex(value, '-') FROM json_each(").P("[" + joinIDs(ids, `"`) + "]").S("))")
}

func joinIDs(ids []ID, quote string) string {
	text := make([]byte, 0, len(ids)*39)
	for i, id := range ids {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, quote...)
		text = append(id.Append(text), quote...)
	}
	return string(text)
}

// Text returns the statement as written so far.
func (q *SQL) Text() string { return q.text.String() }

// Args returns the parameters in order of appearance.
func (q *SQL) Args() []any { return q.args }

// Like is LIKE that is blind to case: of ASCII alone on SQLite.
func Like(q Querier) Expr {
	if q.engine() == Postgres {
		return " ILIKE "
	}
	return " LIKE "
}

// LikeText makes a text stand for itself in LIKE … ESCAPE '!'.
func LikeText(s string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s)
}
