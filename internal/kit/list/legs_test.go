package list_test

import (
	"fmt"
	"slices"
	"testing"

	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/list"
)

// TestList_KeysThatMostRecordsShare reads lists whose first keys have a value
// that thousands of records share beside values of a few.
func TestList_KeysThatMostRecordsShare(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		w := newWorld(ctx, t, d)
		const all = 7300
		for i := range all {
			r := record{id: db.NewID(), name: fmt.Sprintf("n%05d", i*7919%all/2), company: -1, owner: i%3 - 1, team: -1, country: "BG"}
			switch {
			case i%13 == 0:
				r.country = "DE"
			case i%1000 == 0:
				r.country = "AT"
			case i%17 == 0:
				r.country = ""
			}
			w.records = append(w.records, r)
		}
		w.save(ctx, t, d)
		l := w.list(d)
		for _, raw := range []string{"sort=country,name", "sort=-country,name", "group=country", "group=country&sort=-name", "sort=-country&group=country", "sort=country,email,-name",
			"group=owner&sort=country,name,birthday", "group=active&sort=-name", "group=active&country=AT&sort=name"} {
			q, problems := l.Parse(ctx, raw+"&limit=200")
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			want := ids(w.naive(q, w.scope(), false))
			got, back := walk(ctx, t, l, q, true)
			if !slices.Equal(got, want) {
				t.Errorf("%s finds %d in other order or number than %d", raw, len(got), len(want))
			}
			if !slices.Equal(back, want[:len(back)]) {
				t.Errorf("%s goes back another way", raw)
			}
			if n := mostQueries(t, d, l, q); n > 24 {
				t.Errorf("%s asks up to %d queries for a page", raw, n)
			}
		}
	})
}

// mostQueries returns how many statements the dearest page of q costs.
func mostQueries(t *testing.T, d *db.DB, l *list.List, q list.Query) (most int) {
	defer func() { d.OnQuery = nil }()
	for {
		n := 0
		d.OnQuery = func(string, []any) { n++ }
		page, err := l.Page(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, n)
		if q.Cursor = page.Next; q.Cursor == "" {
			return most
		}
	}
}
