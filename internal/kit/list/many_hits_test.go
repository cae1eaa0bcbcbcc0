package list_test

import (
	"fmt"
	"slices"
	"testing"

	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/list"
)

// TestList_SearchWithManyHits reads lists in which a word has thousands of
// hits: spread evenly, at one end of the order, and with conditions beside.
func TestList_SearchWithManyHits(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		w := newWorld(ctx, t, d)
		const all, zeds = 5200, 4000
		for i := range all {
			r := record{id: db.NewID(), name: fmt.Sprintf("n%05d common", i*7919%all), company: -1, owner: i % 3, team: -1}
			if i >= zeds {
				r.name = fmt.Sprintf("zed n%05d", i)
			}
			if i%5 == 0 {
				r.country = "BG"
			}
			w.records = append(w.records, r)
		}
		w.save(ctx, t, d)
		l := w.list(d)
		for _, raw := range []string{"q=common", "q=common&sort=name", "q=zed&sort=name", "q=zed&sort=-name", "q=zed+common", "q=com&sort=country",
			"q=common&sort=-country,name", "q=common&country=BG&owner=me", "q=zed&owner=none:me&sort=country", "q=n000"} {
			q, problems := l.Parse(ctx, raw+"&limit=200")
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			want := ids(w.naive(q, w.scope(), false))
			if n, err := l.Count(ctx, q, 10_000); err != nil || n != len(want) {
				t.Errorf("%s counts %d, %v; want %d", raw, n, err, len(want))
			}
			got, back := walk(ctx, t, l, q, len(want) < 1500)
			if !slices.Equal(got, want) {
				t.Errorf("%s finds %d in other order or number than %d", raw, len(got), len(want))
			}
			if !slices.Equal(back, want[:len(back)]) {
				t.Errorf("%s goes back another way", raw)
			}
		}
		if n, err := l.Count(ctx, list.Query{Search: "common"}, 100); n != 101 || err != nil {
			t.Errorf("a capped count says %d, %v", n, err)
		}
	})
}
