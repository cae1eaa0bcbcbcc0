// Package listtest checks that the description of an entity is fit for the
// list machine: one line in the entity's test.
package listtest

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kontor/internal/kit/db"
	"kontor/internal/kit/list"
)

// Conforms runs every field with every operator and in every order on the
// database, which should hold some records of the scope's workspace, and
// checks the keys, the plans, the joins and that what a cell says can be typed.
func Conforms(t *testing.T, d *db.DB, e *list.Entity, sc list.Scope) {
	t.Helper()
	l := e.For(d, []byte("a key of at least thirty-two bytes"), sc, nil)
	t.Run("keys", func(t *testing.T) { keys(t, e, l) })
	t.Run("operators", func(t *testing.T) { operators(t, l) })
	t.Run("orders", func(t *testing.T) { orders(t, d, l) })
	t.Run("cells", func(t *testing.T) { cells(t, l) })
}

var legal = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func keys(t *testing.T, e *list.Entity, l *list.List) {
	seen := map[string]bool{}
	for _, f := range e.Fields {
		if !legal.MatchString(f.Key) || list.Reserved(f.Key) || seen[f.Key] || f.Label == "" {
			t.Errorf("key %q is not legal, taken twice or without a label", f.Key)
		}
		seen[f.Key] = true
		for _, fault := range faults(&f) {
			t.Errorf("field %s %s", f.Key, fault)
		}
	}
	if title := l.Field(e.Title); title == nil || title.Kind != list.Text || title.Col == "" {
		t.Errorf("title %q is no text of the record", e.Title)
	}
	for _, key := range e.Cols {
		if !seen[key] {
			t.Errorf("column %q is no field", key)
		}
	}
	if !strings.Contains(e.Select, "%s") {
		t.Error("Select has no place for the name")
	}
}

// faults tells what is missing in the description of a field.
func faults(f *list.Field) (all []string) {
	add := func(wrong bool, what string) {
		if wrong {
			all = append(all, what)
		}
	}
	names := f.Kind == list.Person || f.Kind == list.Ref
	many := f.Kind == list.Tags || f.Kind == list.Choices
	add(f.Col == "" && f.Many == nil, "has no value")
	add(f.Kind == list.Money && f.With == "", "is an amount without a currency")
	add(names && f.With == "", "has an id without a name")
	add((names || f.Kind == list.Tags) && f.To == nil, "does not say what its ids name")
	add(many && f.Many == nil, "has many values without child rows")
	add((f.Kind == list.Choice || f.Kind == list.Choices) && len(f.Choices) == 0, "has no choices")
	add(f.Can&list.Sort != 0 && (f.Col == "" || names && f.Fold == ""), "cannot be sorted by what it has")
	add(f.Can&list.Grouping != 0 && (f.Col == "" || f.Kind != list.Choice && f.Kind != list.Bool && !names), "has no groups")
	add(f.Kind == list.Phone && f.Can&list.Filter != 0 && f.Fold == "" && f.Many == nil, "compares phone numbers without their digits")
	if m := f.Many; m != nil {
		add(m.From == "" || m.Space == "" || m.Owner == "" || m.Value == "" || m.Label == "" || m.Order == "", "has child rows that are not told in full")
	}
	return all
}

func operators(t *testing.T, l *list.List) {
	ctx := t.Context()
	for _, m := range l.Menu(ctx) {
		for _, op := range m.Ops {
			raw := m.Key + "=" + op.Key + ":"
			if op.Values {
				raw += sample(t, l.Field(m.Key))
			}
			q, problems := l.Parse(ctx, raw)
			if len(problems) > 0 {
				t.Errorf("%s: %v", raw, problems)
				continue
			}
			page, err := l.Page(ctx, q)
			n, countErr := l.Count(ctx, q, 1000)
			if err := errors.Join(err, countErr); err != nil {
				t.Errorf("%s: %v", raw, err)
			}
			if page.Next == "" && len(page.Rows) != n {
				t.Errorf("%s shows %d and counts %d", raw, len(page.Rows), n)
			}
		}
	}
	var q list.Query
	for _, o := range l.Summable(ctx) {
		q.Sum = append(q.Sum, o.Key)
	}
	if _, err := l.Totals(ctx, q); err != nil {
		t.Errorf("totals: %v", err)
	}
}

// sample is a value that conditions on the field take.
func sample(t *testing.T, f *list.Field) string {
	switch f.Kind {
	case list.Number, list.Money, list.Phone:
		return "123"
	case list.Date, list.Time:
		return "this-month"
	case list.Bool:
		return "yes"
	case list.Choice, list.Choices:
		return f.Choices[0].Key
	case list.Person, list.Ref, list.Tags:
		return db.NewID().String()
	}
	return "ivan"
}

func orders(t *testing.T, d *db.DB, l *list.List) {
	ctx := t.Context()
	all := []list.Query{{Limit: 1}}
	for _, o := range l.Sortable(ctx) {
		all = append(all, list.Query{Limit: 1, Sort: []list.Order{{Field: o.Key}}}, list.Query{Limit: 1, Sort: []list.Order{{Field: o.Key, Desc: true}}})
	}
	for _, o := range l.Groupable(ctx) {
		all = append(all, list.Query{Limit: 1, Group: o.Key}, list.Query{Limit: 1, Group: o.Key, Sort: []list.Order{{Field: o.Key, Desc: true}}})
	}
	for _, q := range all {
		for range 2 {
			if plan := plan(t, d, l, q); sorts(plan) {
				t.Errorf("no index gives the order of %q:\n%s", l.Format(q), plan)
			}
			page, err := l.Page(ctx, q)
			if err != nil {
				t.Fatalf("%s: %v", l.Format(q), err)
			}
			q.Cursor = page.Next
		}
	}
}

func sorts(plan string) bool {
	return strings.Contains(plan, "TEMP B-TREE") || strings.Contains(plan, "Sort")
}

// plan returns the database's plan of a page; PostgreSQL may sort only where
// it has to.
func plan(t *testing.T, d *db.DB, l *list.List, q list.Query) string {
	text, args, err := l.Statement(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	err = d.InTx(t.Context(), func(tx *db.Tx) error {
		explain := "EXPLAIN QUERY PLAN "
		if d.Engine == db.Postgres {
			explain = "EXPLAIN "
			if _, err := tx.Exec(t.Context(), "SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off"); err != nil {
				return err
			}
		}
		rows, err := tx.Query(t.Context(), explain+text, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		lines, err = lastColumn(rows)
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return strings.Join(lines, "\n")
}

// rows are what lastColumn needs of *sql.Rows.
type rows interface {
	Next() bool
	Scan(...any) error
	Columns() ([]string, error)
	Err() error
}

func lastColumn(rows rows) (lines []string, err error) {
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		values := make([]any, len(names))
		for i := range values {
			values[i] = new(any)
		}
		var line string
		values[len(values)-1] = &line
		if err := rows.Scan(values...); err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, rows.Err()
}

// cells reads every record with every column: as often as it is counted, as
// JSON, and each cell back from its text.
func cells(t *testing.T, l *list.List) {
	ctx := t.Context()
	counted, err := l.Count(ctx, list.Query{}, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	err = l.Each(ctx, l.Full(list.Query{}), func(page list.Page) error {
		read += len(page.Rows)
		if body := l.AppendJSON(nil, page); !json.Valid(body) {
			t.Errorf("this is no JSON: %s", body)
		}
		for _, row := range page.Rows {
			back(t, l, page, row)
		}
		return nil
	})
	if err != nil || read != counted {
		t.Errorf("%d records read, %d counted, %v: do the joins multiply them?", read, counted, err)
	}
	if counted == 0 {
		t.Error("there are no records to look at")
	}
}

func back(t *testing.T, l *list.List, page list.Page, row list.Row) {
	for i, f := range page.Cols {
		looked := []list.Kind{list.Person, list.Ref, list.Tags, list.Choices}
		if f.Col == "" || slices.Contains(looked, f.Kind) || f.Can&list.Import == 0 {
			continue
		}
		text, v := l.Text(page, row, i), row.Vals[i]
		if f.Kind == list.Money && v.Set {
			text += v.With
		}
		got, err := l.Input(t.Context(), f, text)
		if err != nil || text != "" && (got.I != v.I || got.S != v.S) {
			t.Errorf("%s says %q, which is read as %+v instead of %+v, %v", f.Key, text, got, v, err)
		}
	}
}
