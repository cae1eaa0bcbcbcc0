package contact_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/jobs"
)

// newWorkingImports is a domain that can import and works its jobs until the
// test ends.
func newWorkingImports(t testing.TB, d *db.DB) takingIn {
	t.Helper()
	if err := jobs.Migrate(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	q := jobs.New(d, slog.New(slog.DiscardHandler))
	im := takingIn{Domain: importDomain(d, t.TempDir(), q), db: d, notes: activity.New(d, nil).Notes}
	im.Jobs(q)
	im.Imports.Jobs(q)
	if err := q.Open(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	if err := q.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { q.Stop(context.WithoutCancel(t.Context())) })
	return im
}

// undo takes an import back and waits for the end of it.
func (im takingIn) undo(t testing.TB, actor account.Actor, id db.ID) importing.Import {
	t.Helper()
	imp, err := im.Imports.Imports.Undo(t.Context(), actor, id)
	if err != nil {
		t.Fatal(err)
	}
	wait(t, func() bool {
		if imp, err = im.Imports.Imports.Get(t.Context(), actor, id); err != nil {
			t.Fatal(err)
		}
		return !imp.Undoing()
	})
	return imp
}

// names are those of the records of a table that are not in the recycle bin.
func (im takingIn) names(t testing.TB, actor account.Actor, table string) string {
	t.Helper()
	names, err := db.Values[string](t.Context(), im.db, `SELECT name FROM `+table+` WHERE workspace_id = $1 AND deleted_at IS NULL ORDER BY name`, actor.Workspace)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(names, ", ")
}

func (im takingIn) edit(t testing.TB, actor account.Actor, email string, change func(*contact.ContactInput)) contact.Contact {
	t.Helper()
	c := im.one(t, actor, email)
	in := c.Input()
	change(&in)
	c, err := im.Contacts.Update(t.Context(), actor, c.ID, in)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (im takingIn) add(t testing.TB, actor account.Actor, change func(*contact.ContactInput)) contact.Contact {
	t.Helper()
	in := contact.NewContactInput(actor)
	change(&in)
	c, err := im.Contacts.Create(t.Context(), actor, in)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestImport_UndoLeavesWhatWasChangedSince(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		im := newWorkingImports(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		imp := im.run(t, actor, im.upload(t, actor, "a.csv", []byte(people+"Ivan,Petrov,ivan@x.example,,Acme,,neu\nMaria,Ilieva,maria@x.example,,Beta,,\nPetar,Noted,petar@x.example,,,,\n")))
		maria := im.edit(t, actor, "maria@x.example", func(in *contact.ContactInput) { in.City = "Sofia" })
		on := activity.Subject{Kind: "contact", ID: im.one(t, actor, "petar@x.example").ID}
		if _, err := im.notes.Create(t.Context(), actor, on, activity.NoteInput{Body: "called"}); err != nil {
			t.Fatal(err)
		}
		imp = im.undo(t, actor, imp.ID)
		equal(t, "contacts", im.names(t, actor, "contacts"), "Maria Ilieva, Petar Noted")
		equal(t, "companies", im.names(t, actor, "companies"), "Beta")
		equal(t, "tags", im.names(t, actor, "tags"), "")
		equal(t, "counts", fmt.Sprint(imp.UndoRecords, imp.UndoFirms, imp.UndoTags, imp.UndoReverted, imp.UndoLeftover), "1 1 1 0 3")
		left, err := im.Imports.Imports.Leftovers(t.Context(), actor, imp.ID, db.ID{}, 10)
		if err != nil || len(left) != 3 {
			t.Fatalf("%+v %v", left, err)
		}
		for _, l := range left {
			want := map[string]string{"Maria Ilieva": "It was changed since.", "Petar Noted": "Somebody wrote a note about it.", "Beta": "It still has contacts."}[l.Name]
			equal(t, l.Name, l.Reason, want)
		}
		if _, err := im.Imports.Imports.Undo(t.Context(), actor, imp.ID); err == nil {
			t.Error("undone twice")
		}
		equal(t, "city", maria.City, "Sofia")
	})
}

func TestImport_UndoGivesOldValuesBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		im := newWorkingImports(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		im.add(t, actor, func(in *contact.ContactInput) {
			in.FirstName, in.LastName, in.City, in.Tags = "Ivan", "Petrov", "Ruse", []string{"old"}
			in.Emails = []contact.Email{{Email: "ivan@x.example", Kind: "home", Primary: true}}
			in.Phones = []contact.Phone{{Phone: "+359 2 981 2345", Kind: "work"}}
		})
		im.add(t, actor, func(in *contact.ContactInput) { in.FirstName, in.Email, in.City = "Maria", "maria@x.example", "Ruse" })
		file := "first_name,last_name,email,phone,company,notes,tags,city\nJohn,Smith,ivan@x.example,+359 888 123 456,Acme,a note,neu,Sofia\nMaria,,maria@x.example,,,text,,Varna\n"
		imp := im.upload(t, actor, "a.csv", []byte(file))
		im.set(t, actor, imp, func(o *importing.ImportOptions) { o.Duplicates, o.Overwrite = importing.DuplicateUpdate, true })
		im.run(t, actor, imp)
		equal(t, "imported", im.one(t, actor, "ivan@x.example").City, "Sofia")
		im.edit(t, actor, "maria@x.example", func(in *contact.ContactInput) { in.City = "Burgas" })
		imp = im.undo(t, actor, imp.ID)
		ivan := im.one(t, actor, "ivan@x.example")
		if ivan.City != "Ruse" || len(ivan.Phones) != 1 || ivan.Phones[0].Phone != "+359 2 981 2345" || len(ivan.Tags) != 1 || ivan.FirstName != "Ivan" || !ivan.CompanyID.IsZero() || ivan.Emails[0].Kind != "home" {
			t.Errorf("%+v", ivan)
		}
		maria := im.one(t, actor, "maria@x.example")
		equal(t, "maria", maria.City+"/"+maria.Notes, "Burgas/")
		equal(t, "companies", im.names(t, actor, "companies"), "")
		equal(t, "tags", im.names(t, actor, "tags"), "old")
		left, err := im.Imports.Imports.Leftovers(t.Context(), actor, imp.ID, db.ID{}, 10)
		if err != nil || len(left) != 1 || left[0].Reason != "Changed again since: City." || left[0].Name != "Maria" {
			t.Errorf("%+v %v", left, err)
		}
		equal(t, "reverted", imp.UndoReverted, int64(2))
	})
}

func TestImport_UndoOfOthers(t *testing.T) {
	d := dbtest.SQLite(t)
	im := newWorkingImports(t, d)
	owner := accounttest.Actor(t, d, account.Owner)
	imp := im.run(t, owner, im.upload(t, owner, "a.csv", []byte(people+"Ivan,Petrov,ivan@x.example,,,,\n")))
	for who, actor := range map[string]account.Actor{"stranger": accounttest.Stranger(t, d), "colleague": accounttest.Member(t, d, owner, account.User)} {
		if _, err := im.Imports.Imports.Undo(t.Context(), actor, imp.ID); !fault.IsNotFound(err) {
			t.Errorf("%s: %v", who, err)
		}
		if _, err := im.Imports.Imports.Leftovers(t.Context(), actor, imp.ID, db.ID{}, 10); !fault.IsNotFound(err) {
			t.Errorf("%s: %v", who, err)
		}
	}
	im.undo(t, accounttest.Member(t, d, owner, account.Manager), imp.ID)
	equal(t, "contacts", im.names(t, owner, "contacts"), "")
}
