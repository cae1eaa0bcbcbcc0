package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/search"
)

// people are what the tests look for; the number is the name of the record.
var people = [][]string{
	{"Иван Иванов", "Тунджа Металс АД", "ivan.ivanov@tundzha.bg", "0888 123 456", "+359888123456"},
	{"Ivan Petrov", "Balkan Trade", "i.petrov@example.com", "+359 2 987 6543", "+35929876543"},
	{"Müller Jürgen", "Groß & Söhne GmbH", "mueller@gross.de", "(030) 901820", "+4930901820"},
	{"Anna O’Brien", "100% Pure", "anna_x@pure.example", "00353 1 234 5678", "+35312345678"},
	{"Юлия Александрова", "Нова ООД"},
	{"Victor Maria Nikolov", "a_b c%d"},
	{"東京 太郎", "Qu"},
	{"Щърбев"},
}

func workspaces(t *testing.T, d *db.DB, n int) (all []db.WorkspaceID) {
	t.Helper()
	err := d.InTx(t.Context(), func(tx *db.Tx) error {
		for i := range n {
			id, err := db.Value[db.WorkspaceID](t.Context(), tx, `INSERT INTO workspaces (name, slug, created_at, updated_at)
				VALUES ('w', $1, 1, 1) RETURNING id`, fmt.Sprint("w", i))
			if err != nil {
				return err
			}
			all = append(all, id)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func fill(t *testing.T, d *db.DB, ws db.WorkspaceID) (ids []db.ID) {
	t.Helper()
	var entries []search.Entry
	for _, texts := range people {
		ids = append(ids, db.NewID())
		entries = append(entries, search.Entry{ID: ids[len(ids)-1], Texts: texts})
	}
	inTx(t, d, func(tx *db.Tx) error { return search.PutMany(t.Context(), tx, ws, "contact", entries) })
	return ids
}

func inTx(t *testing.T, d *db.DB, f func(tx *db.Tx) error) {
	t.Helper()
	if err := d.InTx(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func find(t *testing.T, d *db.DB, ws db.WorkspaceID, kind, query string, ids []db.ID) (found []int) {
	t.Helper()
	hits, err := search.Find(t.Context(), d, ws, []string{kind}, query, 50)
	if err != nil {
		t.Fatalf("find %q: %v", query, err)
	}
	for _, hit := range hits {
		found = append(found, slices.Index(ids, hit.ID))
	}
	slices.Sort(found)
	return found
}

var queries = []struct {
	query string
	want  []int
}{
	{"ivan", []int{0, 1}}, {"Иван", []int{0, 1}}, {"IVAN", []int{0, 1}}, {"ivan iv", []int{0, 1}}, {"ivan met", []int{0}}, {"petrov ivan", []int{1}}, {"vano", []int{0}},
	{"tundzha", []int{0}}, {"Тунджа", []int{0}}, {"тун", []int{0}}, {"muller", []int{2}}, {"Mülle", []int{2}}, {"gross sohne", []int{2}},
	{"i", []int{0, 1, 2, 4}}, {"a", []int{0, 3, 4, 5}}, {"an", []int{3}}, {"na", nil}, {"nna", []int{3}}, {"obrien", []int{3}}, {"O'Brien", []int{3}},
	{"0888123456", []int{0}}, {"0888 123 456", []int{0}}, {"+359888123456", []int{0}}, {"00359 888 123-456", []int{0}}, {"888123456", []int{0}}, {"3456", []int{0, 3}},
	{"02 987 6543", []int{1}}, {"030/901820", []int{2}}, {"353 1 234", []int{3}}, {"12", nil}, {"100", []int{3}},
	{"Yuliya", []int{4}}, {"Julia", []int{4}}, {"Iulia Alexan", []int{4}}, {"Виктор", []int{5}}, {"viktor", []int{5}}, {"vict", []int{5}}, {"Мария", []int{5}},
	{"太郎", []int{6}}, {"東", []int{6}}, {"qu", []int{6}}, {"щър", []int{7}}, {"shtarb", []int{7}},
	{"absent", nil}, {"", nil}, {"  ", nil}, {`"`, nil}, {"*", nil}, {"%", nil}, {"_", nil}, {"-", nil}, {"(", nil}, {"\x00", nil},
	{`iva" OR "a`, nil}, {"iva%", []int{0, 1}}, {"iv_n", nil}, {"NOT ivan", nil}, {"a AND", []int{4}}, {"i\x00van", []int{0, 1}}, {"txt:ivan", nil}, {"-ivan", []int{0, 1}},
	{"petrov@exam", []int{1}}, {"i.petrov", []int{1}}, {"\xff\xfeivan", []int{0, 1}}, {strings.Repeat("ivan ", 2000), []int{0, 1}}, {strings.Repeat("x", 10_000), nil},
}

func TestFind_SameAnswersOnBothEngines(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ws := workspaces(t, d, 1)[0]
		ids := fill(t, d, ws)
		for _, c := range queries {
			if got := find(t, d, ws, "contact", c.query, ids); !slices.Equal(got, c.want) {
				t.Errorf("%.40q found %v, want %v", c.query, got, c.want)
			}
		}
	})
}

func TestFind_KeepsToWorkspaceAndKind(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		all := workspaces(t, d, 2)
		ids := fill(t, d, all[0])
		if got := find(t, d, all[1], "contact", "ivan", ids); got != nil {
			t.Errorf("another workspace found %v", got)
		}
		if got := find(t, d, all[0], "company", "ivan", ids); got != nil {
			t.Errorf("another kind found %v", got)
		}
	})
}

func TestPut_ReplacesAndDropForgets(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ws := workspaces(t, d, 1)[0]
		ids := fill(t, d, ws)
		inTx(t, d, func(tx *db.Tx) error { return search.Put(t.Context(), tx, ws, "contact", ids[0], "Georgi") })
		if got := find(t, d, ws, "contact", "ivan", ids); !slices.Equal(got, []int{1}) {
			t.Errorf("after the change ivan found %v", got)
		}
		if got := find(t, d, ws, "contact", "Георги", ids); !slices.Equal(got, []int{0}) {
			t.Errorf("after the change георги found %v", got)
		}
		inTx(t, d, func(tx *db.Tx) error { return search.Drop(t.Context(), tx, ws, "contact", ids...) })
		if got := find(t, d, ws, "contact", "a", ids); got != nil {
			t.Errorf("after Drop found %v", got)
		}
	})
}

func TestFind_NameBeginsFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ws := workspaces(t, d, 1)[0]
		first, second := db.NewID(), db.NewID()
		inTx(t, d, func(tx *db.Tx) error {
			return search.PutMany(t.Context(), tx, ws, "contact", []search.Entry{{ID: first, Texts: []string{"Angel Ivanov"}}, {ID: second, Texts: []string{"Petar Angelov"}}})
		})
		hits, err := search.Find(t.Context(), d, ws, []string{"contact"}, "ang", 5)
		if err != nil || len(hits) != 2 || hits[0].ID != first {
			t.Errorf("found %v, %v; want %s in front", hits, err, first)
		}
	})
}

// TestMatch_EveryFormFindsTheSame checks the three ways a list asks.
func TestMatch_EveryFormFindsTheSame(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ws := workspaces(t, d, 1)[0]
		ids := fill(t, d, ws)
		for _, c := range queries {
			m, err := search.Look(t.Context(), d, ws, "contact", c.query)
			if err != nil {
				t.Fatal(err)
			}
			if m.All() {
				continue
			}
			for name, form := range map[string]func(*db.SQL, db.Expr){"where": m.Where, "walk": m.Walk, "sift": m.Sift} {
				var q db.SQL
				q.S("SELECT c.record_id FROM search c WHERE c.workspace_id = ").P(ws).S(" AND ")
				form(&q, "c.record_id")
				found, err := db.Values[db.ID](t.Context(), d, q.Text(), q.Args()...)
				if err != nil {
					t.Fatalf("%s %q: %v", name, c.query, err)
				}
				var got []int
				for _, id := range found {
					got = append(got, slices.Index(ids, id))
				}
				slices.Sort(got)
				if !slices.Equal(got, c.want) {
					t.Errorf("%s: %.40q found %v, want %v", name, c.query, got, c.want)
				}
			}
		}
	})
}

func FuzzFind(f *testing.F) {
	d := dbtest.SQLite(f)
	for _, c := range queries {
		f.Add(c.query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		if _, err := search.Find(t.Context(), d, 1, []string{"contact"}, query, 5); err != nil {
			t.Errorf("find %q: %v", query, err)
		}
	})
}
