package list

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
)

// Chip is one condition or group of a query in words.
type Chip struct {
	Spot   string // its place in the filter
	Field  string // key; empty for a group
	Label  string
	Icon   string
	Op     string
	Value  string
	Remove string // address of the list without it
}

// Branch is a group of a query in words, with what is in it.
type Branch struct {
	Spot   string // its place in the filter; empty for the whole
	Any    bool
	Conds  []Chip
	Groups []Branch
	Deep   bool // there can be no groups in it
}

// Chips returns the conditions of q in words, in the order they are written,
// and its groups, each in one. Names of records and members cost one query for
// each field that has some.
func (l *List) Chips(ctx context.Context, q Query) ([]Chip, error) {
	names, err := l.names(ctx, q.Filter)
	if err != nil {
		return nil, err
	}
	all := l.chips(ctx, q, q.Filter, "", names)
	for i, g := range q.Filter.Groups {
		at := "g" + strconv.Itoa(i)
		all = append(all, Chip{Spot: at, Label: groupName(ctx, g.Any), Icon: "list-filter-plus", Value: l.groupWords(ctx, g, names), Remove: l.URL(q.Without(at))})
	}
	return all, nil
}

// Tree returns the whole filter of q in words. It costs what Chips costs.
func (l *List) Tree(ctx context.Context, q Query) (Branch, error) {
	names, err := l.names(ctx, q.Filter)
	if err != nil {
		return Branch{}, err
	}
	return l.branch(ctx, q, q.Filter, "", 0, names), nil
}

func (l *List) branch(ctx context.Context, q Query, g Group, at string, depth int, names map[string]string) Branch {
	b := Branch{Spot: at, Any: g.Any, Conds: l.chips(ctx, q, g, at, names), Deep: depth >= maxDepth}
	for i, sub := range g.Groups {
		b.Groups = append(b.Groups, l.branch(ctx, q, sub, join(at, "g"+strconv.Itoa(i)), depth+1, names))
	}
	return b
}

// chips are the conditions of one group.
func (l *List) chips(ctx context.Context, q Query, g Group, at string, names map[string]string) []Chip {
	var all []Chip
	for i, c := range g.Conds {
		chip := l.chip(ctx, c, names)
		chip.Spot = join(at, "c"+strconv.Itoa(i))
		chip.Remove = l.URL(q.Without(chip.Spot))
		all = append(all, chip)
	}
	return all
}

// Values says the values of a condition as the reader does.
func (l *List) Values(ctx context.Context, c Cond) ([]Option, error) {
	names, err := l.names(ctx, Group{Conds: []Cond{c}})
	f := l.Field(c.Field)
	if err != nil || f == nil {
		return nil, err
	}
	all := make([]Option, len(c.Values))
	for i, v := range c.Values {
		all[i] = Option{Key: v, Label: l.words(ctx, f, v, names)}
	}
	return all, nil
}

func groupName(ctx context.Context, anyOf bool) string {
	if anyOf {
		return i18n.T(ctx, "Any of")
	}
	return i18n.T(ctx, "All of")
}

func (l *List) chip(ctx context.Context, c Cond, names map[string]string) Chip {
	f := l.Field(c.Field)
	if f == nil {
		return Chip{Field: c.Field, Label: c.Field}
	}
	chip := Chip{Field: f.Key, Label: f.Title(ctx), Icon: f.icon()}
	if op := f.op(c.Op); op != nil {
		chip.Op = say(ctx, op.words)
	}
	words := make([]string, len(c.Values))
	for i, v := range c.Values {
		words[i] = l.words(ctx, f, v, names)
	}
	chip.Value = strings.Join(words, ", ")
	return chip
}

func (l *List) groupWords(ctx context.Context, g Group, names map[string]string) string {
	var parts []string
	for _, c := range g.Conds {
		chip := l.chip(ctx, c, names)
		parts = append(parts, strings.TrimSpace(chip.Label+" "+chip.Op+" "+chip.Value))
	}
	for _, sub := range g.Groups {
		parts = append(parts, "("+l.groupWords(ctx, sub, names)+")")
	}
	word := i18n.T(ctx, "and")
	if g.Any {
		word = i18n.T(ctx, "or")
	}
	return strings.Join(parts, " "+word+" ")
}

// words says a value of a condition as the reader does.
func (l *List) words(ctx context.Context, f *Field, v string, names map[string]string) string {
	switch f.Kind {
	case Bool:
		return yesNo(ctx, v == "yes")
	case Choice, Choices:
		return f.name(ctx, v)
	case Person, Ref, Tags:
		if v == "me" && f.Kind == Person {
			return i18n.T(ctx, "Me")
		}
		if name := names[v]; name != "" {
			return name
		}
		return i18n.T(ctx, "Unknown")
	case Date, Time:
		return periodWords(ctx, v)
	}
	return v
}

func yesNo(ctx context.Context, yes bool) string {
	if yes {
		return i18n.T(ctx, "Yes")
	}
	return i18n.T(ctx, "No")
}

// name says a choice as the reader does.
func (f *Field) name(ctx context.Context, key string) string {
	if f.Names != nil {
		return f.Names(ctx, key)
	}
	if o := f.option(key); o != nil {
		if f.Own {
			return o.Label
		}
		return say(ctx, o.Label)
	}
	return key
}

var fixedPeriods = map[string]string{
	"today": i18n.Mark("today"), "yesterday": i18n.Mark("yesterday"), "tomorrow": i18n.Mark("tomorrow"),
	"last-week": i18n.Mark("last week"), "this-week": i18n.Mark("this week"), "next-week": i18n.Mark("next week"),
	"last-month": i18n.Mark("last month"), "this-month": i18n.Mark("this month"), "next-month": i18n.Mark("next month"),
	"last-quarter": i18n.Mark("last quarter"), "this-quarter": i18n.Mark("this quarter"), "next-quarter": i18n.Mark("next quarter"),
	"last-year": i18n.Mark("last year"), "this-year": i18n.Mark("this year"), "next-year": i18n.Mark("next year"),
}

// periodWords says a period as the reader does.
func periodWords(ctx context.Context, v string) string {
	if low, high, ok := strings.Cut(v, ".."); ok {
		return periodWords(ctx, low) + " – " + periodWords(ctx, high)
	}
	if words, ok := fixedPeriods[v]; ok {
		return say(ctx, words)
	}
	if t, err := time.Parse(time.DateOnly, v); err == nil {
		return i18n.Date(ctx, t)
	}
	var n int
	var unit rune
	if _, err := fmt.Sscanf(v, "%d%c", &n, &unit); err != nil || strings.Contains(v[1:], "-") {
		return v
	}
	return distanceWords(ctx, n, unit, v)
}

func distanceWords(ctx context.Context, n int, unit rune, v string) string {
	past := n < 0
	n = max(n, -n)
	switch {
	case unit == 'd' && past:
		return i18n.N(ctx, "the last %s day", "the last %s days", n)
	case unit == 'd':
		return i18n.N(ctx, "the next %s day", "the next %s days", n)
	case unit == 'w' && past:
		return i18n.N(ctx, "the last %s week", "the last %s weeks", n)
	case unit == 'w':
		return i18n.N(ctx, "the next %s week", "the next %s weeks", n)
	case unit == 'm' && past:
		return i18n.N(ctx, "the last %s month", "the last %s months", n)
	case unit == 'm':
		return i18n.N(ctx, "the next %s month", "the next %s months", n)
	case unit == 'y' && past:
		return i18n.N(ctx, "the last %s year", "the last %s years", n)
	case unit == 'y':
		return i18n.N(ctx, "the next %s year", "the next %s years", n)
	}
	return v
}

// names reads the names of all records a filter mentions, by id.
func (l *List) names(ctx context.Context, g Group) (map[string]string, error) {
	ids := map[*Target][]any{}
	l.mentioned(g, ids)
	names := map[string]string{}
	for to, ids := range ids {
		var q db.SQL
		q.S("SELECT id, name FROM ").S(to.Table).S(" WHERE workspace_id = ").P(l.sc.Workspace).S(" AND id IN ")
		db.In(&q, ids)
		rows, err := db.Select[named](ctx, l.q(), q.Text(), q.Args()...)
		if err != nil {
			return nil, fmt.Errorf("read names of %s: %w", to.Table, err)
		}
		for _, row := range rows {
			names[row.ID.String()] = row.Name
		}
	}
	return names, nil
}

type named struct {
	ID   db.ID  `db:"id"`
	Name string `db:"name"`
}

func (l *List) mentioned(g Group, ids map[*Target][]any) {
	for _, c := range g.Conds {
		f := l.Field(c.Field)
		if f == nil || f.To == nil {
			continue
		}
		for _, v := range c.Values {
			if id, err := db.ParseID(v); err == nil {
				ids[f.To] = append(ids[f.To], id)
			}
		}
	}
	for _, sub := range g.Groups {
		l.mentioned(sub, ids)
	}
}
