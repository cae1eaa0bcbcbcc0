package demo_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/demo"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/view"
)

func domain(d *db.DB) *contact.Domain {
	return contact.New(contact.Needs{DB: d, Secret: []byte(strings.Repeat("k", 32)), Activity: activity.New(d, nil), Views: view.New(d, nil)})
}

func values[T any](t *testing.T, d *db.DB, query string, args ...any) []T {
	t.Helper()
	all, err := db.Values[T](t.Context(), d, query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return all
}

func count(t *testing.T, d *db.DB, query string, args ...any) int {
	t.Helper()
	return values[int](t, d, "SELECT count(*) FROM "+query, args...)[0]
}

func fill(t *testing.T, d *db.DB, actor account.Actor, contacts int, seed uint64) {
	t.Helper()
	if err := demo.Fill(t.Context(), d, actor, demo.Options{Contacts: contacts, Sales: demo.All, Seed: seed}); err != nil {
		t.Fatal(err)
	}
}

func TestSample_LooksLikeAFirmAtWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		actor := accounttest.Actor(t, d, account.Owner)
		if err := demo.Sample(t.Context(), d, actor); err != nil {
			t.Fatal(err)
		}
		newest := values[string](t, d, `SELECT name FROM contacts WHERE workspace_id = $1 ORDER BY id DESC LIMIT 3`, actor.Workspace)
		if want := []string{"Ивайло Стоянов", "Katharina Vogel", "Marek Kowalczyk"}; !reflect.DeepEqual(newest, want) {
			t.Errorf("the newest are %v, want %v", newest, want)
		}
		latest := values[string](t, d, `SELECT name FROM contacts WHERE workspace_id = $1 AND activity_at IS NOT NULL ORDER BY activity_at DESC LIMIT 1`, actor.Workspace)
		if latest[0] != "Ивайло Стоянов" {
			t.Errorf("the last activity is with %s", latest[0])
		}
		for what, n := range map[string]int{"contacts": 120, "companies": 25, "tags": 9, "deals": 45, "tasks": 80, "activities": 180} {
			if got := count(t, d, what+" WHERE workspace_id = $1", actor.Workspace); got < n || got > n*2 {
				t.Errorf("%d %s, want about %d", got, what, n)
			}
		}
		if n := count(t, d, "contact_emails WHERE email NOT LIKE '%.example'"); n > 0 {
			t.Errorf("%d addresses could be of somebody", n)
		}
		if n := count(t, d, "contact_phones WHERE phone_e164 = ''"); n > 0 {
			t.Errorf("%d phone numbers are none", n)
		}
	})
}

func TestFill_LeavesWhatTheStoreWouldHave(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		actor := accounttest.Actor(t, d, account.Owner)
		fill(t, d, actor, 60, 3)
		contacts := domain(d).Contacts
		for _, id := range values[db.ID](t, d, `SELECT id FROM contacts WHERE workspace_id = $1`, actor.Workspace) {
			sample, err := contacts.Get(t.Context(), actor, id)
			if err != nil {
				t.Fatal(err)
			}
			made, err := contacts.Create(t.Context(), actor, sample.Input())
			if err != nil {
				t.Fatal(err)
			}
			if made, err = contacts.Get(t.Context(), actor, made.ID); err != nil {
				t.Fatal(err)
			}
			if a, b := alike(sample), alike(made); !reflect.DeepEqual(a, b) {
				t.Fatalf("the sample has\n%+v\nthe store makes\n%+v", a, b)
			}
			if a, b := traces(t, d, sample.ID), traces(t, d, made.ID); a != b {
				t.Fatalf("%s: the sample leaves %s, the store %s", sample.Name, a, b)
			}
		}
	})
}

// alike is a contact without what must differ.
func alike(c contact.Contact) contact.Contact {
	c.ID, c.CreatedAt, c.UpdatedAt, c.ActivityAt = db.ID{}, 0, 0, nil
	for i := range c.Emails {
		c.Emails[i].Contact = db.ID{}
	}
	for i := range c.Phones {
		c.Phones[i].Contact = db.ID{}
	}
	return c
}

// traces are what a new contact leaves in other tables.
func traces(t *testing.T, d *db.DB, id db.ID) string {
	t.Helper()
	found := values[string](t, d, `SELECT txt FROM search WHERE record_id = $1 AND kind = 'contact'`, id)
	history := values[string](t, d, `SELECT kind || ' ' || action || ' ' || field || ' ' || via FROM changes
		WHERE record_id = $1 AND action = 'create'`, id)
	return fmt.Sprint(found, history)
}

func TestFill_CompaniesAreAsTheStoreMakesThem(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		actor := accounttest.Actor(t, d, account.Owner)
		fill(t, d, actor, 60, 4)
		companies := domain(d).Companies
		for _, id := range values[db.ID](t, d, `SELECT id FROM companies WHERE workspace_id = $1`, actor.Workspace) {
			sample, err := companies.Get(t.Context(), actor, id)
			if err != nil {
				t.Fatal(err)
			}
			made, err := companies.Create(t.Context(), actor, sample.Input())
			if err != nil {
				t.Fatal(err)
			}
			if made, err = companies.Get(t.Context(), actor, made.ID); err != nil {
				t.Fatal(err)
			}
			sample.ID, sample.CreatedAt, sample.UpdatedAt = db.ID{}, 0, 0
			made.ID, made.CreatedAt, made.UpdatedAt = db.ID{}, 0, 0
			if !reflect.DeepEqual(sample, made) {
				t.Fatalf("the sample has\n%+v\nthe store makes\n%+v", sample, made)
			}
		}
	})
}

func TestFill_SameSeedMakesSamePeople(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var got []string
		for _, seed := range []uint64{7, 7, 8} {
			actor := accounttest.Actor(t, d, account.Owner)
			fill(t, d, actor, 80, seed)
			rows := values[string](t, d, `SELECT name || email || phone || city FROM contacts WHERE workspace_id = $1 ORDER BY id`, actor.Workspace)
			got = append(got, strings.Join(rows, "\n"))
		}
		if got[0] != got[1] {
			t.Error("the same seed made other people")
		}
		if got[0] == got[2] {
			t.Error("another seed made the same people")
		}
	})
}

func TestFill_RefusesWhatIsTooMuchOrNotAllowed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		actor := accounttest.Actor(t, d, account.Owner)
		for _, n := range []int{-1, 0, demo.Most + 1} {
			if err := demo.Fill(t.Context(), d, actor, demo.Options{Contacts: n}); err == nil {
				t.Errorf("%d contacts are taken", n)
			}
		}
		if err := demo.Fill(t.Context(), d, actor, demo.Options{Contacts: 1, Sales: -1}); err == nil {
			t.Error("something is sold to -1 contacts")
		}
		member := accounttest.Member(t, d, actor, account.User)
		if _, err := demo.Remove(t.Context(), d, member); err == nil {
			t.Error("a user without the right removes sample data")
		}
		actor.ReadOnly = true
		if err := demo.Fill(t.Context(), d, actor, demo.Options{Contacts: 1}); err == nil {
			t.Error("somebody who only reads adds sample data")
		}
	})
}

func TestFill_SellsToSome(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for sales, most := range map[int]int{0: 0, 100: 160} {
			actor := accounttest.Stranger(t, d)
			if err := demo.Fill(t.Context(), d, actor, demo.Options{Contacts: 800, Sales: sales, Seed: 1}); err != nil {
				t.Fatal(err)
			}
			if n := count(t, d, "contacts WHERE workspace_id = $1", actor.Workspace); n != 800 {
				t.Errorf("%d contacts, want 800", n)
			}
			for _, table := range []string{"deals", "tasks", "activities"} {
				if n := count(t, d, table+" WHERE workspace_id = $1", actor.Workspace); (n == 0) != (sales == 0) {
					t.Errorf("%d %s of %d that were sold to", n, table, sales)
				}
			}
			if n := count(t, d, "(SELECT DISTINCT contact_id FROM tasks WHERE workspace_id = $1) x", actor.Workspace); n > most {
				t.Errorf("tasks for %d contacts, want at most %d", n, most)
			}
		}
	})
}
