package search_test

import (
	"slices"
	"testing"

	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/search"
)

func TestNear_ForgivesOneTypo(t *testing.T) {
	names := []string{"Димитър Желязков", "Katharina Vogel", "Bram de Vries", "Ivan Petrov", "Ана Ли"}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ws := workspaces(t, d, 1)[0]
		ids := make([]db.ID, len(names))
		entries := make([]search.Entry, len(names))
		for i, name := range names {
			ids[i] = db.NewID()
			entries[i] = search.Entry{ID: ids[i], Texts: []string{name}}
		}
		inTx(t, d, func(tx *db.Tx) error { return search.PutMany(t.Context(), tx, ws, "contact", entries) })
		for _, c := range []struct {
			query string
			want  []int
		}{
			{"zhelazkov", []int{0}},          // a letter missing
			{"Желязсков", []int{0}},          // one too many
			{"zhelyaskov", []int{0}},         // a wrong one
			{"dimitar zhelyaskov", []int{0}}, // in one of two words
			{"dmitar zhelyaskov", nil},       // in both
			{"Kathraina", []int{1}},          // two changed over
			{"kathari", []int{1}},            // none, at the start of a word
			{"vogle", []int{1}}, {"voqel", []int{1}}, {"qogel", []int{1}},
			{"brma", []int{2}}, {"bran", []int{2}}, {"vreis", []int{2}}, {"petorv", []int{3}}, {"ptrov", []int{3}},
			{"ali", nil}, {"xx", nil}, {"", nil}, {"0888123456", nil}, {`pet"rov`, nil}, {"%etrov", []int{3}},
		} {
			hits, err := search.Near(t.Context(), d, ws, []string{"contact"}, c.query, 10)
			if err != nil {
				t.Fatalf("%q: %v", c.query, err)
			}
			var got []int
			for _, h := range hits {
				got = append(got, slices.Index(ids, h.ID))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%q found %v, want %v", c.query, got, c.want)
			}
		}
		if hits, err := search.Near(t.Context(), d, ws+1, []string{"contact"}, "zhelazkov", 10); err != nil || len(hits) > 0 {
			t.Errorf("another workspace found %v, %v", hits, err)
		}
	})
}
