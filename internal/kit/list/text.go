package list

import (
	"strings"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
)

// texts appends comparisons of x, a column of text. With a folded twin they
// ignore case, accents and script; phones compare by their digits.
func (b *builder) texts(f *Field, x db.Expr, c *Cond) *issue {
	negative := c.Op == "not" || c.Op == "lacks"
	return b.each(f, negative, c.Values, func(v string) *issue {
		folded := f.folded(v)
		if folded == "" {
			return wrong(i18n.Mark("“%s” cannot be looked for in this field."), clip(v))
		}
		switch {
		case f.Own && f.Fold != "" && c.Op != "has" && c.Op != "lacks":
			b.begins(x, v, c.Op == "starts")
		case f.Kind == Phone && f.isFolded() && (c.Op == "is" || c.Op == "not"):
			b.endsWith(x, folded)
		case c.Op == "is" || c.Op == "not":
			b.q.S("(").S(x).S(" = ").P(folded).S(" OR ")
			b.contains(x, search.Apart+folded+search.Apart)
			b.q.S(")")
		case c.Op == "starts":
			b.q.S("(").S(x).S(" >= ").P(folded).S(" AND ").S(x).S(" < ").P(folded + "\U0010FFFF").S(" OR ")
			b.contains(x, search.Apart+folded)
			b.q.S(")")
		default:
			b.contains(x, folded)
		}
		return nil
	})
}

// begins appends the test that x, the key of a text, is that of v or begins
// like it: in the script of v, so that the index of x finds it.
func (b *builder) begins(x db.Expr, v string, more bool) {
	own := search.Key(v)
	if !more {
		b.q.S(x).S(" = ").P(own)
		return
	}
	own, _, _ = strings.Cut(own, search.Apart)
	b.q.S(x).S(" >= ").P(own).S(" AND ").S(x).S(" < ").P(own + "\U0010FFFF")
}

// isFolded tells whether the compared column holds folded text.
func (f *Field) isFolded() bool { return f.Fold != "" || f.Many != nil }

// folded writes v as the compared column does.
func (f *Field) folded(v string) string {
	switch {
	case !f.isFolded():
		return v
	case f.Kind == Phone:
		return search.Phone(v)
	}
	return search.Fold(v)
}

// contains appends the test that x holds v; neither function knows wildcards.
func (b *builder) contains(x db.Expr, v string) {
	if b.l.d.Engine == db.Postgres {
		b.q.S("strpos(").S(x).S(", ").P(v).S(") > 0")
		return
	}
	b.q.S("instr(").S(x).S(", ").P(v).S(") > 0")
}

// endsWith appends the test that x ends with v: a number with and without
// country code is the same number. v is digits only.
func (b *builder) endsWith(x db.Expr, v string) { b.q.S(x).S(" LIKE ").P("%" + v) }
