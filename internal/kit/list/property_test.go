package list_test

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/list"
)

var words = []string{"ivan", "Иван", "petrov", "%", "_x", `a\b`, "a,b", "(c)", "O'Brien", "Ünal", "🙂", "zz", "a b", "x:y", "is:", "-5", "me"}

func text(t *rapid.T, name string) string {
	if rapid.IntRange(0, 4).Draw(t, name+" none") == 0 {
		return ""
	}
	return rapid.SampledFrom(words).Draw(t, name)
}

func some(t *rapid.T, name string, all []string, most int) []string {
	return rapid.SliceOfN(rapid.SampledFrom(all), 0, most).Draw(t, name)
}

func optional(t *rapid.T, name string, all []int64) *int64 {
	if i := rapid.IntRange(-1, len(all)-1).Draw(t, name); i >= 0 {
		return &all[i]
	}
	return nil
}

var moments = func() (all []int64) {
	for _, day := range []string{"2025-12-31T21:59:59Z", "2025-12-31T22:00:00Z", "2026-03-28T21:59:59Z", "2026-03-28T22:00:00Z", "2026-03-29T20:59:59Z", "2026-03-29T21:00:00Z", "2026-02-28T10:00:00Z", "2026-03-18T10:00:00Z"} {
		t, err := time.Parse(time.RFC3339, day)
		if err != nil {
			panic(err)
		}
		all = append(all, t.UnixMilli())
	}
	return all
}()

func drawRecord(t *rapid.T, id db.ID) record {
	r := record{
		id: id, name: text(t, "name") + " " + text(t, "surname"), position: text(t, "position"), site: text(t, "site"),
		company: rapid.IntRange(-1, 2).Draw(t, "company"), country: rapid.SampledFrom([]string{"", "BG", "DE"}).Draw(t, "country"),
		emails: some(t, "emails", []string{"ivan@x.bg", "Петър@x.bg", "a_b@x.bg"}, 2), phones: some(t, "phones", []string{"359888123456", "0888123456", "4930901820"}, 2),
		birthday: rapid.SampledFrom([]string{"", "1984-10-12", "--02-29", "2026-03-29", "1990-05-31"}).Draw(t, "birthday"),
		active:   rapid.Bool().Draw(t, "active"), owner: rapid.IntRange(-1, 2).Draw(t, "owner"), team: rapid.IntRange(-1, 1).Draw(t, "team"),
		updated: rapid.SampledFrom(moments).Draw(t, "updated"), activity: optional(t, "activity", moments),
		score: optional(t, "score", []int64{10, 25, -30, 0}), budget: optional(t, "budget", []int64{1000, 500, 2001}), currency: rapid.SampledFrom([]string{"EUR", "JPY"}).Draw(t, "currency"),
		deleted: rapid.IntRange(0, 5).Draw(t, "deleted") == 0,
	}
	for n := range tagNames {
		if rapid.IntRange(0, 2).Draw(t, "tag") == 0 {
			r.tags = append(r.tags, n)
		}
	}
	return r
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func strings36(all []db.ID) (s []string) {
	for _, id := range all {
		s = append(s, id.String())
	}
	return append(s, db.NewID().String())
}

// values are what conditions on a field can hold.
func (w *world) values(field string) []string {
	switch field {
	case "tags":
		return strings36(w.tags)
	case "company":
		return strings36(w.companies)
	case "owner":
		return append(strings36(w.members), "me")
	case "phone":
		return []string{"0888 123 456", "+359888123456", "888", "123", "030/901820"}
	case "email":
		return []string{"ivan", "ivan@x.bg", "ПЕТЪР", "a_b", "@"}
	case "country":
		return []string{"BG", "DE", "AT"}
	case "active":
		return []string{"yes", "no"}
	case "score":
		return keys(numbers)
	case "budget":
		return keys(amounts)
	case "birthday", "updated", "activity":
		return keys(periods)
	}
	return words
}

var operators = map[string][]string{
	"text": {"has", "is", "not", "starts", "lacks", "empty", "set"}, "choice": {"any", "none", "empty", "set"}, "tags": {"any", "all", "none", "empty", "set"},
	"number": {"is", "not", "gt", "gte", "lt", "lte", "empty", "set"}, "time": {"in", "not", "before", "after", "since", "until", "empty", "set"}, "bool": {"is", "empty", "set"},
}

var filterable = map[string]string{
	"name": "text", "position": "text", "website": "text", "email": "text", "phone": "text", "company": "choice", "owner": "choice", "country": "choice", "tags": "tags",
	"active": "bool", "score": "number", "budget": "number", "birthday": "time", "updated": "time", "activity": "time",
}

func (w *world) drawCond(t *rapid.T) list.Cond {
	field := rapid.SampledFrom(keys(filterable)).Draw(t, "field")
	c := list.Cond{Field: field, Op: rapid.SampledFrom(operators[filterable[field]]).Draw(t, "operator")}
	if c.Op == "empty" || c.Op == "set" {
		return c
	}
	n := rapid.IntRange(1, 2).Draw(t, "how many")
	for range n {
		v := rapid.SampledFrom(w.values(field)).Draw(t, "value")
		if c.Op == "gt" || c.Op == "gte" || c.Op == "lt" || c.Op == "lte" {
			v = map[string]string{"0..2.5": "1", "5..20": "10"}[v] + map[bool]string{false: v}[v == "0..2.5" || v == "5..20"]
		}
		c.Values = append(c.Values, v)
	}
	return c
}

func (w *world) drawGroup(t *rapid.T, depth int) list.Group {
	g := list.Group{Any: rapid.Bool().Draw(t, "any")}
	for range rapid.IntRange(1, 2).Draw(t, "conditions") {
		g.Conds = append(g.Conds, w.drawCond(t))
	}
	if depth < 3 && rapid.IntRange(0, 2).Draw(t, "deeper") == 0 {
		g.Groups = append(g.Groups, w.drawGroup(t, depth+1))
	}
	return g
}

var sortable = []string{"name", "company", "email", "position", "country", "birthday", "updated", "activity", "score", "budget"}

func (w *world) drawQuery(t *rapid.T) list.Query {
	q := list.Query{Limit: rapid.IntRange(1, 7).Draw(t, "limit")}
	for range rapid.IntRange(0, 2).Draw(t, "conditions") {
		q.Filter.Conds = append(q.Filter.Conds, w.drawCond(t))
	}
	if rapid.IntRange(0, 3).Draw(t, "group") == 0 {
		q.Filter.Groups = append(q.Filter.Groups, w.drawGroup(t, 1))
	}
	for _, field := range rapid.SliceOfNDistinct(rapid.SampledFrom(sortable), 0, 3, rapid.ID).Draw(t, "sort") {
		q.Sort = append(q.Sort, list.Order{Field: field, Desc: rapid.Bool().Draw(t, "desc")})
	}
	if rapid.IntRange(0, 2).Draw(t, "grouped") == 0 {
		q.Group = rapid.SampledFrom([]string{"company", "country", "active", "owner"}).Draw(t, "group by")
	}
	if rapid.IntRange(0, 3).Draw(t, "search") == 0 {
		q.Search = rapid.SampledFrom([]string{"ivan", "Иван zz", "petr", "zz", "ob", "unal ivan", "123456"}).Draw(t, "words")
	}
	return q
}

// TestList_AgainstNaive compares the machine with a list that looks at every
// record, in random worlds: every page forward, every page back, the count,
// the neighbours.
func TestList_AgainstNaive(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		noise := newWorld(ctx, t, d)
		rapid.Check(t, func(rt *rapid.T) {
			w := newWorld(ctx, t, d)
			for range rapid.IntRange(0, 25).Draw(rt, "records") {
				w.records = append(w.records, drawRecord(rt, db.NewID()))
			}
			w.save(ctx, t, d)
			sc := w.scope()
			sc.See = rapid.SampledFrom([]list.Reach{list.All, list.All, list.Own, list.Team, list.None}).Draw(rt, "reach")
			bin := rapid.IntRange(0, 5).Draw(rt, "bin") == 0
			l := contacts.For(d, secret, sc, nil)
			if bin {
				l = l.Bin()
			}
			for range 5 {
				check(ctx, rt, w, l, w.drawQuery(rt), sc, bin)
			}
		})
		if n, err := noise.list(d).Count(ctx, list.Query{}, 10); n != 0 || err != nil {
			t.Errorf("an empty workspace counts %d, %v", n, err)
		}
	})
}

func check(ctx context.Context, t *rapid.T, w *world, l *list.List, q list.Query, sc list.Scope, bin bool) {
	raw := l.Format(q)
	parsed, problems := l.Parse(ctx, raw)
	if len(problems) > 0 || !reflect.DeepEqual(parsed, q) {
		t.Fatalf("%s\nread as %+v\nwant    %+v\nproblems %v", raw, parsed, q, problems)
	}
	want := ids(w.naive(q, sc, bin))
	got, back := walk(ctx, t, l, q, true)
	if !slices.Equal(got, want) {
		t.Fatalf("%s\nfound %v\nwant  %v", raw, got, want)
	}
	if len(want) > 0 && !slices.Equal(back, want[:len(back)]) {
		t.Fatalf("%s\nback  %v\nwant  %v", raw, back, want[:len(back)])
	}
	if n, err := l.Count(ctx, q, 1000); err != nil || n != len(want) {
		t.Fatalf("%s\ncounts %d, %v; want %d", raw, n, err, len(want))
	}
	if len(want) > 0 {
		at := rapid.IntRange(0, len(want)-1).Draw(t, "neighbour")
		prev, next, err := l.Neighbours(ctx, q, want[at])
		if err != nil || prev != nth(want, at-1) || next != nth(want, at+1) {
			t.Fatalf("%s\nneighbours of %d in %v: %v, %v, %v", raw, at, want, prev, next, err)
		}
	}
}

func nth(all []db.ID, i int) db.ID {
	if i < 0 || i >= len(all) {
		return db.ID{}
	}
	return all[i]
}

// walk reads all pages forward, and from the last one all back if so asked.
func walk(ctx context.Context, t interface{ Fatal(...any) }, l *list.List, q list.Query, andBack bool) (forth, back []db.ID) {
	var page list.Page
	for {
		var err error
		if page, err = l.Page(ctx, q); err != nil {
			t.Fatal(l.Format(q), err)
		}
		forth = append(forth, of(page)...)
		if page.Next == "" {
			break
		}
		q.Cursor = page.Next
	}
	for andBack && page.Prev != "" {
		q.Cursor = page.Prev
		var err error
		if page, err = l.Page(ctx, q); err != nil {
			t.Fatal(l.Format(q), err)
		}
		back = append(of(page), back...)
	}
	return forth, back
}

func of(page list.Page) (all []db.ID) {
	for _, row := range page.Rows {
		all = append(all, row.ID)
	}
	return all
}
