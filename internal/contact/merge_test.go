package contact_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/fault"
)

// person makes a contact from fields of the API.
func (h *house) person(t *testing.T, actor account.Actor, change func(*contact.ContactInput)) contact.Contact {
	t.Helper()
	in := contact.NewContactInput(actor)
	change(&in)
	c, err := h.Contacts.Create(t.Context(), actor, in)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (h *house) note(t *testing.T, actor account.Actor, kind string, id db.ID, body string) {
	t.Helper()
	if _, err := h.notes.Notes.Create(t.Context(), actor, activity.Subject{Kind: kind, ID: id}, activity.NoteInput{Body: body}); err != nil {
		t.Fatal(err)
	}
}

// twins are two contacts who are one person.
func (h *house) twins(t *testing.T, actor account.Actor) (latin, cyrillic contact.Contact) {
	t.Helper()
	latin = h.person(t, actor, func(in *contact.ContactInput) {
		in.FirstName, in.LastName, in.Email, in.Position, in.Tags = "Ivan", "Petrov", "ivan@tundzha.example", "Buyer", []string{"VIP", "Lead"}
		in.Phones = []contact.Phone{{Kind: "work", Phone: "042 555 014", Primary: true}}
		in.Notes = "Met in Plovdiv."
	})
	cyrillic = h.person(t, actor, func(in *contact.ContactInput) {
		in.FirstName, in.LastName, in.Email, in.Position, in.Tags = "Иван", "Петров", "i.petrov@tundzha.example", "Head buyer", []string{"Customer", "VIP"}
		in.Phones = []contact.Phone{{Kind: "mobile", Phone: "0888 123 456"}, {Kind: "work", Phone: "+359 42 555 014"}}
		in.Company, in.CreateCompany, in.City, in.Notes = "Тунджа Металс АД", true, "Ямбол", "Prefers calls."
	})
	h.note(t, actor, "contact", latin.ID, "A note on the first")
	h.note(t, actor, "contact", cyrillic.ID, "A note on the second")
	return latin, cyrillic
}

func TestMerge_FromPageToUndo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		latin, cyrillic := h.twins(t, v.actor)
		a, b := "/contacts/"+latin.ID.String(), "/contacts/"+cyrillic.ID.String()

		page := v.get("/contacts/merge?id=" + latin.ID.String() + "&id=" + cyrillic.ID.String()).is(200)
		page.has("Merge 2 records", "Job title", "Head buyer", "Buyer", "ivan@tundzha.example", "All of them, one below the other", `name="into"`, "are the same everywhere")
		done := v.post("/contacts/merge", "id", latin.ID.String(), "id", cyrillic.ID.String(), "into", latin.ID.String(),
			"version."+latin.ID.String(), "1", "version."+cyrillic.ID.String(), "1",
			"take.name", cyrillic.ID.String(), "list", "emails", "keep.emails", "ivan@tundzha.example", "keep.emails", "i.petrov@tundzha.example")
		equal(t, "at the survivor", done.location(), a)
		equal(t, "flash", done.flash().Text, "Иван Петров merged into Иван Петров")
		v.get(a).is(200).has("Иван Петров", "ivan@tundzha.example", "i.petrov@tundzha.example", "Head buyer", "Тунджа Металс АД", "Ямбол", "VIP", "Lead", "Customer",
			"Met in Plovdiv.", "Prefers calls.", "A note on the first", "A note on the second", "merged Иван Петров into this", "Undo merge")
		kept, err := h.Contacts.Get(t.Context(), v.actor, latin.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "numbers, each once", len(kept.Phones), 2)
		equal(t, "primary", kept.Email, "ivan@tundzha.example")

		gone := v.get(b)
		equal(t, "an old link leads on", gone.location(), a)
		equal(t, "and says why", gone.flash().Text, "This record was merged into Иван Петров.")
		moved := v.call(http.MethodGet, b, "").is(http.StatusTemporaryRedirect).has("merged into Иван Петров")
		equal(t, "for programs too", moved.header.Get("Location"), "/api/v1"+a)
		v.get("/contacts").lacks(b)
		v.get("/contacts/bin").has("Иван Петров")

		undone := v.post(done.flash().Post)
		equal(t, "undone", undone.flash().Text, "Merge undone")
		v.get(a).is(200).has("Ivan Petrov", "A note on the first", "undid the merge with").lacks("A note on the second", "mailto:i.petrov@", "Undo merge")
		v.get(b).is(200).has("Иван Петров", "A note on the second", "took this out of").lacks("A note on the first")
		v.post(done.flash().Post).is(http.StatusConflict).has("undone already")
	})
}

func TestMerge_CompanyTakesItsPeopleAlong(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		anna := h.person(t, v.actor, func(in *contact.ContactInput) {
			in.FirstName, in.Company, in.CreateCompany = "Anna", "Tundzha Metals AD", true
		})
		boris := h.person(t, v.actor, func(in *contact.ContactInput) {
			in.FirstName, in.Company, in.CreateCompany = "Boris", "Тунджа Металс", true
		})
		h.note(t, v.actor, "company", boris.CompanyID, "Visited the plant")
		into, from := anna.CompanyID.String(), boris.CompanyID.String()
		answer := v.call(http.MethodPost, "/companies/merge", `{"into":"`+into+`","records":["`+from+`"],"take":{"name":"`+into+`"}}`).is(http.StatusCreated)
		equal(t, "location", answer.header.Get("Location"), "/api/v1/companies/"+into)
		v.get("/companies/"+into).is(200).has("Anna", "Boris", "Visited the plant", "merged Тунджа Металс into this")
		v.get("/contacts/"+boris.ID.String()).is(200).has("Tundzha Metals AD", "changed Company")
		v.get("/contacts?q=tundzha+metals+ad").has("Boris")
		equal(t, "goes on", v.get("/companies/"+from).location(), "/companies/"+into)

		back := v.call(http.MethodPost, "/companies/merges/"+answer.json()["id"].(string)+"/undo", "").is(200).json()
		equal(t, "nothing is left", len(back["left"].([]any)), 0)
		v.get("/companies/"+from).is(200).has("Boris", "Visited the plant").lacks("Anna")
		v.get("/contacts/" + boris.ID.String()).is(200).has("Тунджа Металс")
	})
}

func TestMerge_UndoLeavesWhatWasChangedSince(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		v := h.visitor(t, actor)
		latin, cyrillic := h.twins(t, actor)
		m, err := h.Contacts.Merge(t.Context(), actor, contact.MergeInput{Into: latin.ID, Records: []db.ID{cyrillic.ID}})
		if err != nil {
			t.Fatal(err)
		}
		path := "/contacts/" + latin.ID.String()
		v.call(http.MethodPatch, path, `{"position":"Chief buyer"}`).is(200)
		h.note(t, actor, "contact", latin.ID, "Written after the merge")
		u, err := h.Contacts.UndoMerge(t.Context(), actor, m.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "left", strings.Join(u.Left, "; "), "Job title: changed since")
		v.get(path).has("Chief buyer", "Ivan Petrov", "Written after the merge").lacks("A note on the second")
		now, err := h.Contacts.Get(t.Context(), actor, latin.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "city", now.City, "")
		v.get("/contacts/"+cyrillic.ID.String()).is(200).has("Head buyer", "A note on the second").lacks("Written after the merge")
	})
}

func TestMerge_UndoWithoutWhatIsGone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		a := h.person(t, actor, func(in *contact.ContactInput) { in.FirstName, in.Company, in.CreateCompany = "Anna", "Old firm", true })
		b := h.person(t, actor, func(in *contact.ContactInput) { in.FirstName, in.Company, in.CreateCompany = "Anna", "New firm", true })
		m, err := h.Contacts.Merge(t.Context(), actor, contact.MergeInput{Into: a.ID, Records: []db.ID{b.ID}, Take: map[string]string{"company": b.ID.String()}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Companies.Delete(t.Context(), actor, a.CompanyID, 0); err != nil {
			t.Fatal(err)
		}
		u, err := h.Contacts.UndoMerge(t.Context(), actor, m.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "left", strings.Join(u.Left, "; "), "Company: There is no such company in this workspace.")
	})
}

func TestMerge_OfMergedRecordsIsUndoneFromTheTop(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		v := h.visitor(t, actor)
		var p [3]contact.Contact
		for i := range p {
			p[i] = h.person(t, actor, func(in *contact.ContactInput) { in.FirstName = fmt.Sprintf("Anna %d", i) })
			h.note(t, actor, "contact", p[i].ID, fmt.Sprintf("Note %d", i))
		}
		first, err := h.Contacts.Merge(t.Context(), actor, contact.MergeInput{Into: p[1].ID, Records: []db.ID{p[0].ID}})
		if err != nil {
			t.Fatal(err)
		}
		second, err := h.Contacts.Merge(t.Context(), actor, contact.MergeInput{Into: p[2].ID, Records: []db.ID{p[1].ID}})
		if err != nil {
			t.Fatal(err)
		}
		v.get("/contacts/"+p[2].ID.String()).has("Note 0", "Note 1", "Note 2", "Anna 0:", "Anna 1:")
		equal(t, "the oldest leads to the last", v.get("/contacts/"+p[0].ID.String()).location(), "/contacts/"+p[2].ID.String())
		if _, err := h.Contacts.UndoMerge(t.Context(), actor, first.ID); !isConflict(err) {
			t.Errorf("undo below another merge: %v", err)
		}
		for _, m := range []contact.Merge{second, first} {
			if _, err := h.Contacts.UndoMerge(t.Context(), actor, m.ID); err != nil {
				t.Fatal(err)
			}
		}
		for i := range p {
			answer := v.get("/contacts/" + p[i].ID.String()).is(200).has(fmt.Sprintf("Note %d", i))
			answer.lacks(fmt.Sprintf("Note %d", (i+1)%3), fmt.Sprintf("Note %d", (i+2)%3))
		}
	})
}

func TestMerge_RestoredFromTheBinIsARecordOfItsOwn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		v := h.visitor(t, actor)
		latin, cyrillic := h.twins(t, actor)
		m, err := h.Contacts.Merge(t.Context(), actor, contact.MergeInput{Into: latin.ID, Records: []db.ID{cyrillic.ID}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Contacts.Restore(t.Context(), actor, cyrillic.ID); err != nil {
			t.Fatal(err)
		}
		v.get("/contacts/" + cyrillic.ID.String()).is(200).has("Ямбол").lacks("A note on the second")
		if _, err := h.Contacts.UndoMerge(t.Context(), actor, m.ID); err != nil {
			t.Fatal(err)
		}
		v.get("/contacts/" + cyrillic.ID.String()).is(200).has("A note on the second")
	})
}

func isConflict(err error) bool {
	c, ok := errors.AsType[fault.Conflict](err)
	return ok && (c.Stale || c.Text != "")
}

func TestMerge_OfOneRecordAtOnceOneWins(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		for round := range 5 {
			var p [5]contact.Contact
			for i := range p {
				p[i] = h.person(t, actor, func(in *contact.ContactInput) { in.FirstName = fmt.Sprintf("Anna %d", i) })
				h.note(t, actor, "contact", p[i].ID, "note")
			}
			// All want p[0]: some to keep it, some to merge it away.
			inputs := []contact.MergeInput{
				{Into: p[0].ID, Records: []db.ID{p[1].ID}}, {Into: p[2].ID, Records: []db.ID{p[0].ID}},
				{Into: p[3].ID, Records: []db.ID{p[0].ID}}, {Into: p[0].ID, Records: []db.ID{p[4].ID, p[1].ID}},
			}
			errs := make([]error, len(inputs))
			var all sync.WaitGroup
			for i := range inputs {
				inputs[i].Versions = map[string]int64{p[0].ID.String(): p[0].Version}
				all.Go(func() { _, errs[i] = h.Contacts.Merge(t.Context(), actor, inputs[i]) })
			}
			all.Wait()
			won := 0
			for _, err := range errs {
				if err == nil {
					won++
				} else if !isConflict(err) {
					t.Errorf("round %d: %v", round, err)
				}
			}
			equal(t, "winners", won, 1)
			live, err := db.Value[int64](t.Context(), d, `SELECT count(*) FROM activity_contacts x JOIN contacts c ON c.workspace_id = x.workspace_id AND c.id = x.contact_id
				WHERE x.workspace_id = $1 AND c.deleted_at IS NULL`, actor.Workspace)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "notes that can be seen", live, int64(5*(round+1)))
		}
	})
}

func TestMerge_AnEditAtTheSameTimeIsNotLost(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		for range 8 {
			latin, cyrillic := h.twins(t, actor)
			var editErr, mergeErr error
			var both sync.WaitGroup
			both.Go(func() {
				in := cyrillic.Input()
				in.Version, in.City = cyrillic.Version, "Сливен"
				_, editErr = h.Contacts.Update(t.Context(), actor, cyrillic.ID, in)
			})
			both.Go(func() {
				_, mergeErr = h.Contacts.Merge(t.Context(), actor, contact.MergeInput{Into: latin.ID, Records: []db.ID{cyrillic.ID}})
			})
			both.Wait()
			if mergeErr != nil {
				t.Fatal(mergeErr)
			}
			got, err := h.Contacts.Get(t.Context(), actor, latin.ID)
			if err != nil {
				t.Fatal(err)
			}
			if editErr == nil {
				equal(t, "the edit went along", got.City, "Сливен")
			} else if !isConflict(editErr) && !fault.IsNotFound(editErr) {
				t.Error(editErr)
			}
		}
	})
}

func TestMerge_OnlyByWhoMayChangeAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		owner := accounttest.Actor(t, d, account.Owner)
		user, stranger := accounttest.Member(t, d, owner, account.User), accounttest.Stranger(t, d)
		mine := h.person(t, user, func(in *contact.ContactInput) { in.FirstName = "Mine" })
		theirs := h.person(t, owner, func(in *contact.ContactInput) { in.FirstName = "Theirs" })
		in := contact.MergeInput{Into: mine.ID, Records: []db.ID{theirs.ID}}
		if _, err := h.Contacts.Merge(t.Context(), user, in); !isForbidden(err) {
			t.Errorf("a user merged another's record: %v", err)
		}
		if _, err := h.Contacts.Merge(t.Context(), stranger, in); err == nil {
			t.Error("a stranger merged")
		}
		v, s := h.visitor(t, user), h.visitor(t, stranger)
		query := "?id=" + mine.ID.String() + "&id=" + theirs.ID.String()
		v.get("/contacts/merge" + query).is(403)
		s.get("/contacts/merge" + query).is(404)
		m, err := h.Contacts.Merge(t.Context(), owner, in)
		if err != nil {
			t.Fatal(err)
		}
		undo := "/contacts/merges/" + m.ID.String() + "/undo"
		v.post(undo).is(403)
		s.post(undo).is(404)
		s.call(http.MethodPost, undo, "").is(404)
		s.get("/contacts/" + theirs.ID.String()).is(404)
		h.visitor(t, owner).post("/companies/merges/" + m.ID.String() + "/undo").is(404)
	})
}

func isForbidden(err error) bool {
	_, ok := errors.AsType[fault.Forbidden](err)
	return ok
}

func TestMerge_BadInputIsSaid(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		latin, cyrillic := h.twins(t, v.actor)
		a, b, none := latin.ID.String(), cyrillic.ID.String(), db.NewID().String()
		var many []string
		for range 10 {
			many = append(many, `"`+db.NewID().String()+`"`)
		}
		for _, c := range []struct{ body, where string }{
			{`{"into":"` + a + `","records":["` + a + `"]}`, "body.records"},
			{`{"into":"` + a + `","records":[]}`, "body.records"},
			{`{"into":"` + a + `","records":[` + strings.Join(many, ",") + `]}`, "body.records"},
			{`{"into":"` + a + `","records":["` + none + `"]}`, "body.records"},
			{`{"into":"` + a + `","records":["` + b + `"],"take":{"salary":"` + a + `"}}`, "body.take.salary"},
			{`{"into":"` + a + `","records":["` + b + `"],"take":{"city":"` + none + `"}}`, "body.take.city"},
			{`{"into":"` + a + `","records":["` + b + `"],"take":{"city":"both"}}`, "body.take.city"},
			{`{"into":"` + a + `","records":["` + b + `"],"keep":{"cities":[]}}`, "body.keep.cities"},
			{`{"into":"x","records":["` + b + `"]}`, "body.into"},
		} {
			if got := v.call(http.MethodPost, "/contacts/merge", c.body).is(422).problems(); got != c.where {
				t.Errorf("%s: %q, want %q", c.body, got, c.where)
			}
		}
		v.call(http.MethodPost, "/contacts/merge", `{"into":"`+a+`","records":["`+b+`"],"versions":{"`+b+`":7}}`).is(412)
		v.get("/contacts/merge").is(422)
		v.get("/contacts/merge?id=nonsense").is(422)
		v.get("/contacts/merge?id=" + a + "&id=" + none).is(404)
		v.get("/contacts/merge?id="+a).is(200).has("Which record is the same as Ivan Petrov?", "Иван Петров")
		v.get("/contacts/merge?id=" + a + "&id=&id_text=nobody").is(200).has("No record here has")
		v.post("/contacts/merge", "id", a, "id", b).is(422)
		v.post("/contacts/merge", "id", a, "id", b, "into", none).is(422)
		v.post("/contacts/merge", "id", a, "id", b, "into", a, "take.city", "x").is(422).has("none of the records to merge")
		v.post("/contacts/merge", "id", a, "id", b, "into", a, "version."+b, "7").is(409).has("meanwhile", "Head buyer")
		if _, err := h.Contacts.Delete(t.Context(), v.actor, cyrillic.ID, 0); err != nil {
			t.Fatal(err)
		}
		v.call(http.MethodPost, "/contacts/merge", `{"into":"`+a+`","records":["`+b+`"]}`).is(409).has("in the recycle bin")
	})
}

func TestMerge_KeepsWhatIsTicked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		latin, cyrillic := h.twins(t, actor)
		_, err := h.Contacts.Merge(t.Context(), actor, contact.MergeInput{Into: latin.ID, Records: []db.ID{cyrillic.ID}, Keep: map[string][]string{
			"emails": {"i.petrov@tundzha.example"}, "phones": {}, "tags": {latin.Tags[0].ID.String()},
		}, Take: map[string]string{"notes": "both", "city": latin.ID.String()}})
		if err != nil {
			t.Fatal(err)
		}
		got, err := h.Contacts.Get(t.Context(), actor, latin.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "e-mail", got.Email, "i.petrov@tundzha.example")
		equal(t, "e-mails, phones, tags", fmt.Sprint(len(got.Emails), len(got.Phones), len(got.Tags)), "1 0 1")
		equal(t, "notes", got.Notes, "Met in Plovdiv.\n\nPrefers calls.")
		equal(t, "city", got.City, "")
	})
}

// untold are columns that name a record and need not move: history is told by
// merged_records, which names both, the search is written anew, and a report of
// what once failed stays as it was.
var untold = []string{"changes.record_id", "search.record_id", "merged_records.record_id", "bulk_failures.record_id", "dav_names.record_id", "audit_entries.record_id", "erasures.record_id"}

// TestMerge_KnowsEveryReference reads the schema: a new foreign key to
// contacts or companies, or a column that names a record of any kind, must be
// in the list of what a merge moves.
func TestMerge_KnowsEveryReference(t *testing.T) {
	d := dbtest.SQLite(t)
	for target, known := range map[string][]string{"contacts": contact.ReferencesToContacts(), "companies": contact.ReferencesToCompanies()} {
		found, err := db.Values[string](t.Context(), d, `SELECT m.name || '.' || f."from" FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
			WHERE m.type = 'table' AND f."table" = $1 AND f."from" <> 'workspace_id'
			UNION SELECT m.name || '.' || c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
			WHERE m.type = 'table' AND c.name IN ('record_id', 'survivor_id') AND m.name <> 'merges'
				AND NOT EXISTS (SELECT 1 FROM pragma_foreign_key_list(m.name) f WHERE f."from" = c.name) ORDER BY 1`, target)
		if err != nil {
			t.Fatal(err)
		}
		if len(found) < 5 {
			t.Fatalf("only %v point to %s: is the schema read rightly?", found, target)
		}
		for _, column := range found {
			if !slices.Contains(known, column) && !slices.Contains(untold, column) {
				t.Errorf("%s points to %s, but merge_reference.go does not know it: what becomes of it in a merge?", column, target)
			}
		}
		for _, column := range known {
			if !slices.Contains(found, column) {
				t.Errorf("merge_reference.go knows %s, which does not point to %s", column, target)
			}
		}
	}
}
