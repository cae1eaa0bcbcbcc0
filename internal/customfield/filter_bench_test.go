package customfield_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/list"
)

// many is how many contacts the filters are measured over.
const many = 200_000

// contacts is the smallest list of contacts.
var contacts = list.Entity{
	Name: "contacts", Kind: "contact", Path: "/contacts", Title: "name", Select: "Select %s",
	Table: "contacts AS c", Alias: "c", Owner: "c.owner_id", Team: "c.team_id", Cols: []string{"name"},
	Fields: []list.Field{
		{Key: "name", Label: "Name", Kind: list.Text, Col: "c.name", Fold: "c.name_key", Full: true, Can: list.Usual},
		{Key: "created_at", Label: "Added", Kind: list.Time, Col: "c.created_at", Full: true, Can: list.Filter | list.Sort},
	},
}

func scope(ws db.WorkspaceID) list.Scope {
	return list.Scope{Workspace: ws, See: list.All, Write: list.All, Has: func(string) bool { return true }, Now: time.Now(), Zone: time.UTC, Currency: "EUR"}
}

// BenchmarkFilter_Custom asks for a page of fifty by one custom field.
func BenchmarkFilter_Custom(b *testing.B) {
	for _, engine := range []struct {
		name string
		open func(testing.TB) *db.DB
	}{{"sqlite", dbtest.SQLite}, {"postgres", dbtest.Postgres}} {
		b.Run(engine.name, func(b *testing.B) {
			d := engine.open(b)
			actor := fill(b, d)
			set, err := customfield.New(customfield.Needs{DB: d}).Fields.Of(b.Context(), actor, customfield.Contact)
			if err != nil {
				b.Fatal(err)
			}
			l := contacts.For(d, []byte(strings.Repeat("k", 32)), scope(actor.Workspace), set.List())
			for _, raw := range filters {
				b.Run(strings.ReplaceAll(raw, "/", "_"), func(b *testing.B) { measure(b, l, raw) })
			}
		})
	}
}

// filters are rare, common and absent values, ranges and orders. One contact in
// 2,000 is in Rare, four in five are in Common, one in two has a field at all.
var filters = []string{
	"", "sort=name",
	"x_city=is:Rare", "x_city=is:Common", "x_city=is:Nowhere", "x_city=starts:Rar", "x_city=has:are", "x_city=has:ommo", "x_city=has:nowhere", "x_city=set:", "x_city=empty:", "x_city=not:Common",
	"x_rare=set:", "x_rare=empty:", "x_size=is:7", "x_size=is:-1", "x_size=10..20", "x_size=gte:99900", "x_size=gte:10", "x_size=lt:0", "x_size=gte:50&x_city=is:Rare", "x_size=gte:10&x_city=is:Common",
	"x_due=2026-04-15", "x_due=2026-04", "x_due=since:2020", "x_due=2031", "x_due=before:2019",
	"x_level=gold", "x_level=basic", "x_level=none:basic", "x_level=platinum", "x_vip=yes", "x_vip=no", "x_topics=any:rare", "x_topics=any:common", "x_topics=any:absent", "x_topics=none:common", "x_topics=empty:",
	"x_boss=any:00000000-0000-7000-8000-000000000001", "x_note=lacks:x",
	"sort=x_city", "sort=-x_city", "sort=x_size", "sort=-x_size", "sort=x_rare", "sort=-x_due", "x_city=is:Common&sort=-x_size", "x_size=10..20&sort=x_size", "x_city=is:Rare&sort=name", "x_city=is:Common&sort=name",
}

func measure(b *testing.B, l *list.List, raw string) {
	ctx := b.Context()
	q, problems := l.Parse(ctx, raw)
	if len(problems) > 0 {
		b.Fatal(raw, problems)
	}
	var took []time.Duration
	rows := 0
	for b.Loop() {
		begin := time.Now()
		page, err := l.Page(ctx, q)
		if err != nil {
			b.Fatal(raw, err)
		}
		rows = len(page.Rows)
		took = append(took, time.Since(begin))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms/median")
	b.ReportMetric(float64(rows), "rows")
}

// field is a definition as the table has it.
type field struct{ name, kind, slot, options string }

func fill(b *testing.B, d *db.DB) actorOf {
	b.Helper()
	ctx := b.Context()
	fields := []field{
		{"x_city", "text", "t1", "[]"}, {"x_rare", "text", "t2", "[]"}, {"x_due", "date", "t3", "[]"},
		{"x_level", "select", "t4", `[{"key":"gold","label":"Gold"},{"key":"basic","label":"Basic"},{"key":"platinum","label":"Platinum"}]`},
		{"x_boss", "person", "t5", "[]"}, {"x_note", "text", "t6", "[]"},
		{"x_size", "number", "n1", "[]"}, {"x_vip", "checkbox", "n2", "[]"},
		{"x_topics", "multi_select", "m1", `[{"key":"rare","label":"Rare"},{"key":"common","label":"Common"},{"key":"absent","label":"Absent"}]`},
	}
	ws := workspace(b, d)
	err := d.InTx(ctx, func(tx *db.Tx) error {
		for i, f := range fields {
			if _, err := tx.Exec(ctx, `INSERT INTO custom_fields (workspace_id, id, record, name, label, label_key, type, slot, options, position, created_at, updated_at)
				VALUES ($1, $2, 'contact', $3, $3, $3, $4, $5, $6, $7, 1, 1)`, ws, db.NewID(), f.name, f.kind, f.slot, f.options, i); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	begin := time.Now()
	if err := d.InLoad(ctx, func(l *db.Loader) error { return records(ctx, l, ws) }); err != nil {
		b.Fatal(err)
	}
	b.Logf("%d contacts in %v", many, time.Since(begin))
	if err := d.Analyze(ctx); err != nil {
		b.Fatal(err)
	}
	return actorOf{Workspace: ws}
}

type contact struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	ID        db.ID          `db:"id"`
	Name      string         `db:"name"`
	NameKey   string         `db:"name_key"`
	Custom    db.JSON        `db:"custom"`
	Created   int64          `db:"created_at"`
	Updated   int64          `db:"updated_at"`
}

type choice struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Contact   db.ID          `db:"record_id"`
	Slot      string         `db:"slot"`
	Choice    string         `db:"choice"`
}

func records(ctx context.Context, l *db.Loader, ws db.WorkspaceID) error {
	for first := 0; first < many; first += 5000 {
		var people []contact
		var choices []choice
		for i := first; i < first+5000; i++ {
			n := i * 7919 % many // scattered over the list
			c := contact{ws, db.NewID(), fmt.Sprint("Contact ", n), fmt.Sprint("contact ", n), nil, int64(i), int64(i)}
			custom, several := values(n)
			var err error
			if c.Custom, err = db.ToJSON(custom); err != nil {
				return err
			}
			people = append(people, c)
			for _, s := range several {
				choices = append(choices, choice{ws, c.ID, "m1", s})
			}
		}
		if err := db.Load(ctx, l, "contacts", people); err != nil {
			return err
		}
		if err := db.Load(ctx, l, "contact_choices", choices); err != nil {
			return err
		}
	}
	return nil
}

func values(n int) (custom map[string]any, several []string) {
	custom = map[string]any{}
	if n%2 == 0 { // one in two has fields
		city := "Common"
		switch {
		case n%4000 == 0:
			city = "Rare"
		case n%10 == 0:
			city = fmt.Sprint("City ", n%700)
		}
		custom["t1"], custom["t1_"] = city, strings.ToLower(city)
		custom["n1"] = n / 2
		custom["t3_"] = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n%4018).Format(time.DateOnly)
		custom["t4_"] = map[bool]string{true: "gold", false: "basic"}[n%5000 == 0]
		custom["t5_"] = fmt.Sprintf("00000000-0000-7000-8000-%012d", n%40)
		custom["t6"], custom["t6_"] = "some words about them", "some words about them"
		several = append(several, "common")
	}
	if n%3000 == 0 {
		custom["t2"], custom["t2_"] = "seldom", "seldom"
		custom["n2"] = 1
		several = append(several, "rare")
	}
	return custom, several
}
