package audit_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
	"kontor/internal/contact"
)

// post is a form.
func post(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func expect(t *testing.T, a apptest.Answer, status int, parts ...string) {
	t.Helper()
	if a.Status != status {
		t.Fatalf("status %d, want %d: %.500s", a.Status, status, a.Body)
	}
	for _, p := range parts {
		if !strings.Contains(a.Body, p) {
			t.Errorf("answer lacks %q", p)
		}
	}
}

func TestAudit_NamesRecordsAndFields(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		b := s.Browser(t, owner)
		in := contact.NewContactInput(owner)
		in.FirstName, in.LastName = "Елена", "Димитрова"
		made, err := s.Contacts.Contacts.Create(t.Context(), owner, in)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, b.Post("/contacts/"+made.ID.String()+"/edit", post("first_name", "Elena", "last_name", "Димитрова", "city", "Ruse", "version", "1")), 303)
		expect(t, b.Post("/contacts/"+made.ID.String()+"/delete", post("version", "2")), 303)
		expect(t, b.Get("/contacts/export?format=csv&city=Ruse"), 200)
		page := b.Get("/settings/audit?q=димитрова")
		expect(t, page, 200, "Елена Димитрова", "Elena Димитрова", ">Record added<", ">Record changed<", ">Deleted<", owner.Name, "127.0.0.1")
		if strings.Contains(page.Body, ">Signed in<") {
			t.Error("the search finds a sign-in")
		}
		expect(t, b.Get("/settings/audit?action=export"), 200, ">Exported<", "contacts")
		expect(t, b.Get("/settings/audit?kind=session&created_at=in:today"), 200, ">Signed in<")

		var out struct {
			Data []struct {
				ID      string
				Action  string
				Details string
				Record  *struct{ ID string }
			}
		}
		s.Program(t, owner, "read").Get("/api/v1/audit?kind=contact&action=update").Decode(t, &out)
		if len(out.Data) != 1 || out.Data[0].Details != `{"fields":"first_name, city"}` || out.Data[0].Record == nil || out.Data[0].Record.ID != made.ID.String() {
			t.Fatalf("%+v", out)
		}
		expect(t, b.Get("/settings/audit/"+out.Data[0].ID), 200, "first_name, city", "/contacts/"+made.ID.String(), "Sealed within a minute")
		expect(t, b.Get("/settings/audit/"+out.Data[0].ID+"/peek", "HX-Request", "true"), 200, `id="peek"`)
		file := b.Get("/settings/audit/export?format=csv&kind=contact")
		expect(t, file, 200, "first_name, city")
		expect(t, b.Get("/settings/audit?action=export&q=audit"), 200, ">Exported<")
	})
}

func TestAudit_IsForAdministrators(t *testing.T) {
	s := apptest.Start(t, sqlite(t))
	owner := accounttest.Actor(t, s.DB(), account.Owner)
	for _, role := range account.Roles() {
		want := map[account.Role]int{account.Owner: 200, account.Admin: 200, account.Manager: 403, account.User: 403}[role]
		m := accounttest.Member(t, s.DB(), owner, role)
		b, p := s.Browser(t, m), s.Program(t, m, "read")
		for _, path := range []string{"/settings/audit", "/settings/audit/count", "/settings/audit/export"} {
			if a := b.Get(path); a.Status != want {
				t.Errorf("%s: %s got %d, want %d", path, role, a.Status, want)
			}
		}
		if a := p.Get("/api/v1/audit"); a.Status != want {
			t.Errorf("%s got %d from the API, want %d", role, a.Status, want)
		}
	}
}

func TestAudit_OfManyRecordsIsFewLines(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		b := s.Browser(t, owner)
		rows := "First name,E-mail\n"
		for i := range 300 {
			rows += "Ана,a" + time.Duration(i).String() + "@x.example\n"
		}
		a := b.Upload("/import", "file", "people.csv", rows)
		expect(t, a, 303)
		expect(t, b.Post(a.Location()+"/start", post()), 303)
		deadline := time.Now().Add(20 * time.Second)
		for !strings.Contains(b.Get("/contacts/count").Body, "300") {
			if time.Now().After(deadline) {
				t.Fatal("the import does not end")
			}
			time.Sleep(100 * time.Millisecond)
		}
		expect(t, b.Get("/settings/audit?action=import"), 200, "people.csv")
		expect(t, b.Get("/settings/audit?via=import&records=gt:1"), 200, ">Record added<")
		var out struct {
			Data []struct {
				Action  string
				Records int
			}
		}
		s.Program(t, owner, "read").Get("/api/v1/audit?via=import&action=create&limit=200").Decode(t, &out)
		records := 0
		for _, e := range out.Data {
			records += e.Records
		}
		if records != 300 || len(out.Data) > 10 { // a line a batch
			t.Errorf("%d records in %d lines", records, len(out.Data))
		}
	})
}
