package list

import (
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
)

// builder turns a filter into SQL. Every condition is true or not true: the
// negative ones hold for what is empty, so NULL never surprises.
type builder struct {
	l *List
	q *db.SQL
	weights
}

// group appends the conditions of a group, in brackets.
func (b *builder) group(g *Group) *issue {
	word := db.Expr(" AND ")
	if g.Any {
		word = " OR "
	}
	b.q.S("(")
	for i := range g.Conds {
		if i > 0 {
			b.q.S(word)
		}
		if issue := b.cond(&g.Conds[i]); issue != nil {
			return issue
		}
	}
	for i := range g.Groups {
		if i+len(g.Conds) > 0 {
			b.q.S(word)
		}
		if issue := b.group(&g.Groups[i]); issue != nil {
			return issue
		}
	}
	b.q.S(")")
	return nil
}

// cond appends one condition. It is the check of a query as well: what it
// cannot build is not accepted.
func (b *builder) cond(c *Cond) *issue {
	f := b.l.Field(c.Field)
	if f == nil {
		return b.l.unknown(c.Field)
	}
	op := f.op(c.Op)
	switch {
	case op == nil:
		return wrong(i18n.Mark("“%s” cannot be asked of this field."), clip(c.Op))
	case op.bare && len(c.Values) > 0:
		return wrong(i18n.Mark("“%s” takes no value."), c.Op)
	case !op.bare && len(c.Values) == 0:
		return wrong(i18n.Mark("A value is missing."))
	case f.Many != nil:
		return b.many(f, c)
	case b.rare[c]:
		return b.lead(f, c)
	}
	if m, ok := b.found[c]; ok {
		m.Where(b.q, b.l.id())
		b.q.S(" AND ")
	}
	return b.plain(f, c)
}

// plain appends a condition on the field's own column.
func (b *builder) plain(f *Field, c *Cond) *issue {
	if f.op(c.Op).bare {
		b.empty(f, c.Op == "empty")
		return nil
	}
	return b.compare(f, c)
}

// empty appends the test for no value, or for any.
func (b *builder) empty(f *Field, is bool) {
	texts := map[emptiness][2]db.Expr{never: {"1=0", "1=1"}, null: {" IS NULL", " IS NOT NULL"}, blank: {" = ''", " <> ''"}}
	n := 1
	if is {
		n = 0
	}
	e := f.emptiness()
	switch {
	case e == null && f.Own: // the twin has the index
		b.q.S(f.sortExpr())
	case e != never:
		b.q.S(f.Col)
	}
	b.q.S(texts[e][n])
}

// compare appends a comparison of the field's own column.
func (b *builder) compare(f *Field, c *Cond) *issue {
	switch f.Kind {
	case Number, Money:
		return b.numbers(f, c)
	case Date, Time:
		return b.periods(f, c)
	case Bool:
		return b.bools(f, c)
	case Choice:
		return b.choice(f, c)
	case Person, Ref:
		return b.ids(f, c)
	}
	return b.texts(f, f.match(), c)
}

// each appends one test a value, joined by OR; a negative operator holds when
// none of the tests does, and for what is empty.
func (b *builder) each(f *Field, negative bool, values []string, test func(string) *issue) *issue {
	if negative {
		if f.Null {
			b.q.S("(").S(f.Col).S(" IS NULL OR ")
		}
		b.q.S("NOT ")
	}
	b.q.S("(")
	for i, v := range values {
		if i > 0 {
			b.q.S(" OR ")
		}
		if issue := test(v); issue != nil {
			return issue
		}
	}
	b.q.S(")")
	if negative && f.Null {
		b.q.S(")")
	}
	return nil
}

func (b *builder) bools(f *Field, c *Cond) *issue {
	return b.each(f, false, c.Values, func(v string) *issue {
		if v != "yes" && v != "no" {
			return wrong(i18n.Mark("Write yes or no, not “%s”."), clip(v))
		}
		b.bool(f, v == "yes")
		return nil
	})
}

func (b *builder) bool(f *Field, yes bool) {
	switch {
	case !f.Ticks:
		b.q.S(f.Col).S(" = ").P(yes)
	case yes:
		b.q.S(f.Col).S(" = 1")
	default:
		b.q.S(f.Col).S(" IS NULL")
	}
}

func (b *builder) choice(f *Field, c *Cond) *issue {
	for _, v := range c.Values {
		if f.option(v) == nil {
			return wrong(i18n.Mark("“%s” is not one of the choices."), clip(v))
		}
	}
	return b.in(f, c, c.Values)
}

// option returns the choice of that key, or nil.
func (f *Field) option(key string) *Option {
	for i := range f.Choices {
		if f.Choices[i].Key == key {
			return &f.Choices[i]
		}
	}
	return nil
}

func (b *builder) ids(f *Field, c *Cond) *issue {
	ids, issue := b.l.readIDs(f, c.Values)
	if issue != nil {
		return issue
	}
	return b.in(f, c, ids)
}

// readIDs reads the ids that name members, records or tags; "me" is the reader.
func (l *List) readIDs(f *Field, values []string) ([]any, *issue) {
	ids := make([]any, len(values))
	for i, v := range values {
		if v == "me" && f.Kind == Person {
			v = l.sc.Member.String()
		}
		id, err := db.ParseID(v)
		if err != nil {
			return nil, wrong(i18n.Mark("“%s” is not an id."), clip(v))
		}
		ids[i] = id
		if f.Spelled {
			ids[i] = id.String()
		}
	}
	return ids, nil
}

// in appends the test that the column is, or is not, one of values.
func (b *builder) in(f *Field, c *Cond, values any) *issue {
	negative := c.Op == "none"
	if negative && f.Null {
		b.q.S("(").S(f.Col).S(" IS NULL OR ")
	}
	b.q.S(f.Col)
	if negative {
		b.q.S(" NOT")
	}
	b.q.S(" IN ")
	switch v := values.(type) {
	case []string:
		db.In(b.q, v)
	case []any:
		db.In(b.q, v)
	}
	if negative && f.Null {
		b.q.S(")")
	}
	return nil
}
