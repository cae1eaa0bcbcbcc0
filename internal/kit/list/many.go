package list

import (
	"context"
	"fmt"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
)

// many appends a condition on child rows.
func (b *builder) many(f *Field, c *Cond) *issue {
	switch c.Op {
	case "empty", "none", "not", "lacks":
		positive := Cond{Field: c.Field, Op: map[string]string{"empty": "set", "none": "any", "not": "is", "lacks": "has"}[c.Op], Values: c.Values}
		b.q.S("NOT ")
		return b.exists(f, &positive)
	case "all":
		return b.hasAll(f, c)
	}
	if b.rare[c] {
		return b.among(f, c)
	}
	return b.exists(f, c)
}

// exists appends a test of each record on its own.
func (b *builder) exists(f *Field, c *Cond) *issue {
	m := f.Many
	b.q.S("EXISTS (SELECT 1 FROM ").S(m.From).S(" WHERE ").S(m.Space).S(" = ").P(b.l.sc.Workspace)
	b.q.S(m.Only).S(" AND ").S(m.Owner).S(" = ").S(b.l.e.Alias).S(".id")
	return b.child(f, c)
}

// among appends the same test so that the child rows lead to the records.
func (b *builder) among(f *Field, c *Cond) *issue {
	m := f.Many
	b.q.S(b.l.e.Alias).S(".id IN (SELECT ").S(m.Owner).S(" FROM ").S(m.From).S(" WHERE ").S(m.Space).S(" = ").P(b.l.sc.Workspace).S(m.Only)
	return b.child(f, c)
}

// child appends what must hold for a child row, and closes the bracket.
func (b *builder) child(f *Field, c *Cond) *issue {
	if c.Op != "set" {
		b.q.S(" AND ")
		if issue := b.value(f, c); issue != nil {
			return issue
		}
	}
	b.q.S(")")
	return nil
}

// value appends the comparison of the value of a child row.
func (b *builder) value(f *Field, c *Cond) *issue {
	switch f.Kind {
	case Tags, Ref, Person:
		ids, issue := b.l.readIDs(f, c.Values)
		if issue != nil {
			return issue
		}
		b.q.S(f.Many.Value).S(" IN ")
		db.In(b.q, ids)
		return nil
	case Choices:
		for _, v := range c.Values {
			if f.option(v) == nil {
				return wrong(i18n.Mark("“%s” is not one of the choices."), clip(v))
			}
		}
		b.q.S(f.Many.Value).S(" IN ")
		db.In(b.q, c.Values)
		return nil
	}
	plain := Field{Kind: f.Kind, Many: f.Many} // a child row is there or not: never NULL
	return b.texts(&plain, f.Many.Value, c)
}

func (b *builder) hasAll(f *Field, c *Cond) *issue {
	b.q.S("(")
	for i := range c.Values {
		if i > 0 {
			b.q.S(" AND ")
		}
		one := Cond{Field: c.Field, Op: "any", Values: c.Values[i : i+1]}
		if issue := b.exists(f, &one); issue != nil {
			return issue
		}
	}
	b.q.S(")")
	return nil
}

// weighMany finds the conditions whose child rows are few. SQLite does as it is
// told: record by record an absent tag costs a look at every record, and the
// other way a common one collects every record that has it. PostgreSQL chooses
// by itself.
func (l *List) weighMany(ctx context.Context, g *Group, rare map[*Cond]bool) error {
	if l.d.Engine != db.SQLite {
		return nil
	}
	for i := range g.Conds {
		c := &g.Conds[i]
		f := l.Field(c.Field)
		if f == nil || f.Many == nil || c.Op != "any" && c.Op != "is" && c.Op != "has" && c.Op != "starts" {
			continue
		}
		var err error
		if rare[c], err = l.isRare(ctx, f, c); err != nil {
			return err
		}
	}
	for i := range g.Groups {
		if err := l.weighMany(ctx, &g.Groups[i], rare); err != nil {
			return err
		}
	}
	return nil
}

func (l *List) isRare(ctx context.Context, f *Field, c *Cond) (bool, error) {
	if c.Op == "has" { // no index helps: one pass over the child rows is the cheapest
		return true, nil
	}
	var q db.SQL
	q.S("SELECT count(*) FROM (SELECT 1 FROM ").S(f.Many.From).S(" WHERE ").S(f.Many.Space).S(" = ").P(l.sc.Workspace)
	q.S(f.Many.Only).S(" AND ")
	if issue := (&builder{l: l, q: &q}).value(f, c); issue != nil {
		return false, fmt.Errorf("condition on %s: %s", c.Field, issue.text)
	}
	q.S(" LIMIT ").P(common + 1).S(") x")
	n, err := db.Value[int](ctx, l.q(), q.Text(), q.Args()...)
	return n <= common, err
}
