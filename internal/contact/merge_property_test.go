package contact_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

// TestMerge_UndoneLeavesTheDatabaseAsItWas merges at random and compares every
// row of every table before and after the undo. Versions and times of change go
// on, and history grows: nothing else may differ.
func TestMerge_UndoneLeavesTheDatabaseAsItWas(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		for seed := range uint64(6) {
			w := mergeWorld{t, h, accounttest.Actor(t, d, account.Owner), rand.New(rand.NewPCG(seed, 7))}
			w.fill()
			for range 4 {
				w.round(seed)
			}
		}
	})
}

// mergeWorld is a workspace of random records.
type mergeWorld struct {
	t     *testing.T
	h     *house
	actor account.Actor
	r     *rand.Rand
}

func (w mergeWorld) pick(all ...string) string { return all[w.r.IntN(len(all))] }

func (w mergeWorld) fill() {
	for i := range 6 {
		in := contact.NewCompanyInput(w.actor)
		in.Name, in.City, in.Notes, in.Tags = fmt.Sprintf("Firm %d", i), w.pick("", "Русе"), w.pick("", "One", "Two"), w.tags()
		if w.r.IntN(2) == 0 {
			in.AnnualRevenue = &contact.Money{Amount: fmt.Sprint(w.r.IntN(1000)), Currency: w.pick("EUR", "JPY")}
		}
		made, err := w.h.Companies.Create(w.t.Context(), w.actor, in)
		w.must(err)
		w.notes("company", made.ID)
	}
	for i := range 12 {
		w.notes("contact", w.h.person(w.t, w.actor, func(in *contact.ContactInput) { w.describe(in, i) }).ID)
	}
	// A tag in the recycle bin keeps its links.
	tags, err := db.Values[db.ID](w.t.Context(), w.h.db, `SELECT id FROM tags WHERE workspace_id = $1 ORDER BY id LIMIT 1`, w.actor.Workspace)
	w.must(err)
	if len(tags) > 0 {
		_, err := w.h.Tags.Delete(w.t.Context(), w.actor, tags[0], 0)
		w.must(err)
	}
	w.apart()
}

func (w mergeWorld) describe(in *contact.ContactInput, i int) {
	in.FirstName, in.LastName, in.City, in.Birthday = fmt.Sprintf("Anna %d", i), w.pick("", "Müller", "Петрова"), w.pick("", "Русе", "Varna"), w.pick("", "1980-04-25", "--02-29")
	in.Notes, in.IsActive, in.Tags, in.LinkedIn = w.pick("", "Met her.", "Звъни сутрин."), w.r.IntN(2) == 0, w.tags(), w.pick("", "linkedin.com/in/anna")
	if w.r.IntN(3) > 0 {
		in.Company = fmt.Sprintf("Firm %d", w.r.IntN(6))
	}
	for range w.r.IntN(3) {
		in.Emails = append(in.Emails, contact.Email{Kind: w.pick("work", "home"), Email: fmt.Sprintf("a%d@x.example", w.r.IntN(9)), Primary: w.r.IntN(2) == 0})
	}
	for range w.r.IntN(3) {
		in.Phones = append(in.Phones, contact.Phone{Kind: w.pick("work", "mobile"), Phone: fmt.Sprintf("0888 123 45%d", w.r.IntN(9)), Primary: w.r.IntN(2) == 0})
	}
	if w.r.IntN(3) == 0 {
		in.OwnerID = db.ID{}
	}
}

func (w mergeWorld) tags() []string {
	var all []string
	for _, tag := range []string{"VIP", "Lead", "Gone", "Тест"} {
		if w.r.IntN(2) == 0 {
			all = append(all, tag)
		}
	}
	return all
}

func (w mergeWorld) notes(kind string, id db.ID) {
	for i := range w.r.IntN(3) {
		w.h.note(w.t, w.actor, kind, id, fmt.Sprint("Note ", i))
	}
}

// apart says of some pairs that they are not one.
func (w mergeWorld) apart() {
	for range 5 {
		a, b := w.some("contacts", 2), w.some("companies", 2)
		w.must(w.h.Contacts.Distinguish(w.t.Context(), w.actor, a[0], a[1]))
		w.must(w.h.Companies.Distinguish(w.t.Context(), w.actor, b[0], b[1]))
	}
}

func (w mergeWorld) some(table string, n int) []db.ID {
	all, err := db.Values[db.ID](w.t.Context(), w.h.db, `SELECT id FROM `+table+` WHERE workspace_id = $1 AND deleted_at IS NULL ORDER BY id`, w.actor.Workspace)
	w.must(err)
	w.r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:n]
}

// round merges some records, perhaps the result into others, and takes it all
// back.
func (w mergeWorld) round(seed uint64) {
	w.t.Helper()
	before := w.rows()
	var undo []func() (contact.Undone, error)
	for range 1 + w.r.IntN(3) {
		table, merge, back := "contacts", w.h.Contacts.Merge, w.h.Contacts.UndoMerge
		if w.r.IntN(2) == 0 {
			table, merge, back = "companies", w.h.Companies.Merge, w.h.Companies.UndoMerge
		}
		m, err := merge(w.t.Context(), w.actor, w.input(w.some(table, 2+w.r.IntN(2))))
		w.must(err)
		undo = append(undo, func() (contact.Undone, error) { return back(w.t.Context(), w.actor, m.ID) })
	}
	for _, f := range slices.Backward(undo) {
		u, err := f()
		w.must(err)
		if len(u.Left) > 0 {
			w.t.Errorf("seed %d: left %v", seed, u.Left)
		}
	}
	if diff := cmp.Diff(before, w.rows()); diff != "" {
		w.t.Fatalf("seed %d: before (-) and after (+) the undo differ:\n%s", seed, diff)
	}
}

func (w mergeWorld) input(ids []db.ID) contact.MergeInput {
	in := contact.MergeInput{Into: ids[0], Records: ids[1:], Take: map[string]string{}, Keep: map[string][]string{}}
	for _, field := range []string{"name", "city", "owner", "notes"} {
		if w.r.IntN(2) == 0 {
			in.Take[field] = ids[w.r.IntN(len(ids))].String()
		}
	}
	if w.r.IntN(4) == 0 {
		in.Keep["tags"] = nil
	}
	return in
}

func (w mergeWorld) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// rows are all rows of all tables that may not differ.
func (w mergeWorld) rows() []string {
	w.t.Helper()
	var all []string
	for _, table := range w.tables() {
		rows, err := w.h.db.Query(w.t.Context(), `SELECT * FROM `+table)
		w.must(err)
		all = append(all, w.read(table, rows)...)
	}
	slices.Sort(all)
	return all
}

func (w mergeWorld) tables() []string {
	query := `SELECT name FROM sqlite_schema WHERE type = 'table'`
	if w.h.db.Engine == db.Postgres {
		query = `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`
	}
	names, err := db.Values[string](w.t.Context(), w.h.db, query)
	w.must(err)
	grows := []string{"changes", "audit_entries", "audit_seals", "merges", "merge_moves", "sessions", "idempotency_keys", "tallies"}
	return slices.DeleteFunc(names, func(n string) bool {
		return slices.Contains(grows, n) || strings.HasPrefix(n, "river_") || strings.HasPrefix(n, "goose_") || strings.HasPrefix(n, "sqlite_") || strings.HasPrefix(n, "search_")
	})
}

func (w mergeWorld) read(table string, rows *sql.Rows) []string {
	defer rows.Close()
	names, err := rows.Columns()
	w.must(err)
	var all []string
	for rows.Next() {
		values := make([]any, len(names))
		places := make([]any, len(names))
		for i := range values {
			places[i] = &values[i]
		}
		w.must(rows.Scan(places...))
		line := table
		for i, name := range names {
			if name != "version" && name != "updated_at" && name != "rid" {
				line += fmt.Sprintf(" %s=%x", name, values[i])
			}
		}
		all = append(all, line)
	}
	w.must(rows.Err())
	return all
}
