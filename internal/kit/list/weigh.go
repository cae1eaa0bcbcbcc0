package list

import (
	"context"
	"fmt"
	"slices"
	"unicode"

	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
)

// weights say how the conditions of a query are put so that an index leads to
// the records, where the database would not find that by itself.
type weights struct {
	rare  map[*Cond]bool         // few records fulfil it
	heavy []*Cond                // many do: worth it only if the next records in order do not
	found map[*Cond]search.Match // a text inside others: few records hold its letters
}

// common child rows, or records, are tested one by one; rarer ones lead.
const common = 1000

// weigh counts, up to a small number, what conditions alone would find. Only
// conditions that must hold can lead.
func (l *List) weigh(ctx context.Context, q *Query) (w weights, err error) {
	w = weights{rare: map[*Cond]bool{}, found: map[*Cond]search.Match{}}
	if err := l.weighMany(ctx, &q.Filter, w.rare); err != nil || l.bin || q.Filter.Any {
		return w, err
	}
	for i := range q.Filter.Conds {
		c := &q.Filter.Conds[i]
		f := l.Field(c.Field)
		switch {
		case f == nil || !f.Own || f.Many != nil:
		case f.Ticks && slices.Contains(c.Values, "no"): // no index has what was never ticked, and the next records have it
		case c.Op == "has" && f.Found:
			err = l.weighLetters(ctx, f, c, w)
		case f.leads(c.Op):
			err = l.weighOwn(ctx, f, c, &w)
		}
		if err != nil {
			return w, fmt.Errorf("weigh %s: %w", c.Field, err)
		}
	}
	return w, nil
}

// leads tells whether an index of the field finds what the operator asks for.
func (f *Field) leads(op string) bool {
	switch op {
	case "is", "any", "in", "starts", "set", "gt", "gte", "lt", "lte", "before", "after", "since", "until":
		return f.Fold != "" || !f.isText()
	}
	return false
}

func (l *List) weighOwn(ctx context.Context, f *Field, c *Cond, w *weights) error {
	var q db.SQL
	q.S("SELECT count(*) FROM (SELECT 1 FROM ").S(l.e.Table)
	if issue := l.alone(&q, f, c); issue != nil {
		return fmt.Errorf("condition on %s: %s", c.Field, issue.text)
	}
	l.byIndex(&q, f)
	q.S(") x")
	n, err := db.Value[int](ctx, l.q(), q.Text(), q.Args()...)
	switch {
	case err != nil:
		return err
	case n <= common:
		w.rare[c] = true
	case len(c.Values) != 1 || c.Op != "is" && c.Op != "any":
		w.heavy = append(w.heavy, c)
	}
	return nil
}

// alone appends the condition with what an index of the field begins with.
func (l *List) alone(q *db.SQL, f *Field, c *Cond) *issue {
	q.S(" WHERE ").S(l.e.Alias).S(".workspace_id = ").P(l.sc.Workspace).S(" AND ").S(l.e.Alias).S(".deleted_at IS NULL AND ")
	return (&builder{l: l, q: q}).plain(f, c)
}

// lead appends a condition so that its index leads to the records.
func (b *builder) lead(f *Field, c *Cond) *issue {
	open, end := db.Expr(" IN (SELECT "), db.Expr(")")
	if b.l.d.Engine == db.Postgres {
		open, end = " = ANY (ARRAY(SELECT ", "))" // a form its planner cannot make a join of
	}
	b.q.S(b.l.id()).S(open).S(b.l.id()).S(" FROM ").S(b.l.e.Table)
	issue := b.l.alone(b.q, f, c)
	if !slices.Contains(b.heavy, c) {
		b.l.byIndex(b.q, f)
	}
	b.q.S(end)
	return issue
}

// byIndex ends a statement that is known to find few records, so that
// PostgreSQL, which takes them for many, reads the index of the field.
func (l *List) byIndex(q *db.SQL, f *Field) {
	if l.d.Engine == db.Postgres {
		q.S(" ORDER BY ").S(f.sortExpr())
	}
	q.S(" LIMIT ").P(common + 1)
}

// weighLetters asks the search index for the longest run of letters of a text
// that is looked for inside others.
func (l *List) weighLetters(ctx context.Context, f *Field, c *Cond, w weights) error {
	if len(c.Values) != 1 {
		return nil
	}
	run := longestRun(f.folded(c.Values[0]))
	if len(run) < 3 {
		return nil
	}
	m, err := search.Look(ctx, l.d, l.sc.Workspace, l.e.Kind, run)
	if err == nil && !m.All() && !m.Many() {
		w.found[c] = m
	}
	return err
}

// longestRun returns the longest run of letters and digits of s.
func longestRun(s string) string {
	best, from := "", 0
	for i, r := range s + " " {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			continue
		}
		if i-from > len(best) {
			best = s[from:i]
		}
		from = i + len(string(r))
	}
	return best
}

// waits tells whether records may be found by the next ones in order: many
// fulfil a condition, and no other one leads to few.
func (w weights) waits() bool { return len(w.heavy) > 0 && len(w.rare) == 0 && len(w.found) == 0 }

// collect lets the first of the heavy conditions lead after all.
func (w weights) collect() {
	if w.waits() {
		w.rare[w.heavy[0]] = true
	}
}
