package contact_test

import (
	"slices"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/search"
	"kontor/internal/view"
)

func domain(d *db.DB) *contact.Domain {
	return contact.New(contact.Needs{DB: d, Secret: []byte(strings.Repeat("k", 32)), Activity: activity.New(d, nil), Views: view.New(d, nil)})
}

func TestContacts_CreateChangeDeleteRestore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, c := t.Context(), domain(d)
		actor := accounttest.Actor(t, d, account.Owner)
		in := contact.NewContactInput(actor)
		in.FirstName, in.LastName, in.Email, in.Mobile = " Ивайло ", "Стоянов", "i.stoyanov@tundzha.example", "0888 123 456"
		in.Company, in.CreateCompany = "Тунджа Металс АД", true
		in.Tags, in.Country, in.Birthday, in.LinkedIn = []string{"Key account", "VAT BG", "key account"}, "България", "12.10.", "linkedin.com/in/ivo"
		made, err := c.Contacts.Create(ctx, actor, in)
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.Contacts.Get(ctx, actor, made.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "name", got.Name, "Ивайло Стоянов")
		equal(t, "company", got.CompanyName, "Тунджа Металс АД")
		equal(t, "owner", got.OwnerName, actor.Name)
		equal(t, "phone", got.Phone+got.PhoneE164, "0888 123 456+359888123456")
		equal(t, "mobile", got.Mobile, "0888 123 456")
		equal(t, "country", got.Country, "BG")
		equal(t, "birthday", *got.Birthday, "--10-12")
		equal(t, "linkedin", got.LinkedIn, "https://linkedin.com/in/ivo")
		equal(t, "tags", len(got.Tags), 2)
		found(t, d, actor, "ivaylo tundzha", got.ID)

		change := got.Input()
		change.LastName, change.Tags, change.Version = "Иванов", nil, got.Version
		changed, err := c.Contacts.Update(ctx, actor, got.ID, change)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "version", changed.Version, got.Version+1)
		if _, err = c.Contacts.Update(ctx, actor, got.ID, change); !fault.IsStale(err) {
			t.Errorf("stale update: %v", err)
		}
		history(t, d, actor, got.ID, "create", "update last_name Стоянов Иванов", "update tags Key account, VAT BG ")

		if _, err := c.Contacts.Delete(ctx, actor, got.ID, 0); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Contacts.Get(ctx, actor, got.ID); !fault.IsNotFound(err) {
			t.Errorf("get of a deleted one: %v", err)
		}
		found(t, d, actor, "ivaylo")
		if _, err := c.Contacts.Restore(ctx, actor, got.ID); err != nil {
			t.Fatal(err)
		}
		found(t, d, actor, "ивайло", got.ID)
	})
}

func TestCompanies_RenameReachesPeople(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, c := t.Context(), domain(d)
		actor := accounttest.Actor(t, d, account.Owner)
		in := contact.NewContactInput(actor)
		in.LastName, in.Company, in.CreateCompany = "Vogel", "Rheintal", true
		person, err := c.Contacts.Create(ctx, actor, in)
		if err != nil {
			t.Fatal(err)
		}
		company, err := c.Companies.Get(ctx, actor, person.CompanyID)
		if err != nil {
			t.Fatal(err)
		}
		change := company.Input()
		change.Name, change.AnnualRevenue = "Alpenhof", &contact.Money{Amount: "851 802,60"}
		if company, err = c.Companies.Update(ctx, actor, company.ID, change); err != nil {
			t.Fatal(err)
		}
		equal(t, "revenue", company.Revenue().String(), "851802.60 EUR")
		person, err = c.Contacts.Get(ctx, actor, person.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "company key", *person.CompanyKey, "alpenhof")
		found(t, d, actor, "alpenhof vogel", person.ID)
	})
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// found asserts which contacts a search finds.
func found(t *testing.T, d *db.DB, actor account.Actor, query string, want ...db.ID) {
	t.Helper()
	m, err := search.Look(t.Context(), d, actor.Workspace, "contact", query)
	if err != nil {
		t.Fatal(err)
	}
	var q db.SQL
	q.S("SELECT c.id FROM contacts c WHERE c.workspace_id = ").P(actor.Workspace).S(" AND ")
	m.Where(&q, "c.id")
	got, err := db.Values[db.ID](t.Context(), d, q.Text(), q.Args()...)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q finds %v, want %v", query, got, want)
	}
}

func history(t *testing.T, d *db.DB, actor account.Actor, id db.ID, want ...string) {
	t.Helper()
	got, err := db.Values[string](t.Context(), d, `SELECT trim(action || ' ' || field || ' ' || coalesce(nullif(old_label, ''), old_value) || ' ' || coalesce(nullif(new_label, ''), new_value))
		FROM changes WHERE workspace_id = $1 AND record_id = $2 ORDER BY id`, actor.Workspace, id)
	if err != nil {
		t.Fatal(err)
	}
	for i, w := range want {
		want[i] = strings.TrimSpace(w)
	}
	equal(t, "history", strings.Join(got, "\n"), strings.Join(want, "\n"))
}
