package contact_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/record"
)

func TestExport_ComesBackAsItWas(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		im := newTakingIn(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		in := contact.NewContactInput(actor)
		in.FirstName, in.LastName, in.Company, in.CreateCompany = "=cmd|' /C calc'!A0", "О'Брайън, \"Ето\"", "Тунджа; Металс", true
		in.Emails = []contact.Email{{Kind: "work", Email: "a@b.example"}, {Kind: "home", Email: "c@d.example"}}
		in.Phones = []contact.Phone{{Kind: "mobile", Phone: "+359 888 123 456"}, {Kind: "work", Phone: "02 981 2345"}}
		in.Position, in.Address, in.City, in.PostalCode, in.Country = "Шеф", "ул. „Шипка“ 1\nвх. Б", "София", "1000", "BG"
		in.Birthday, in.Notes, in.Tags, in.Source = "--02-29", "-5 лв. отстъпка\nвтори ред", []string{"VIP", "клиент"}, "Fair"
		in.LinkedIn = "https://linkedin.com/in/x"
		made, err := im.Contacts.Create(t.Context(), actor, in)
		if err != nil {
			t.Fatal(err)
		}
		for format, ext := range map[string]string{record.FormatCSV: "csv", record.FormatXLSX: "xlsx", record.FormatVCard: "vcf"} {
			var file bytes.Buffer
			if err := im.Records.Export(t.Context(), actor, &file, "contacts", format, "", nil); err != nil {
				t.Fatal(err)
			}
			if format == record.FormatCSV && !strings.Contains(file.String(), `'=cmd|`) {
				t.Errorf("the formula is not neutral: %s", file.String())
			}
			other := accounttest.Actor(t, d, account.Owner)
			imp := im.upload(t, other, "back."+ext, file.Bytes())
			done := im.run(t, other, imp)
			equal(t, format+" counts", counts(done), "1 = 1+0+0+0, 1 companies")
			back := im.one(t, other, "c@d.example")
			equal(t, format, describeContact(back), describeContact(mustGet(t, im, actor, made.ID)))
		}
	})
}

func mustGet(t *testing.T, im takingIn, actor account.Actor, id db.ID) contact.Contact {
	t.Helper()
	c, err := im.Contacts.Get(t.Context(), actor, id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func describeContact(c contact.Contact) string {
	var s strings.Builder
	fmt.Fprintf(&s, "%s|%s|%s|%s|%s|%s|%s|%s|%q|%s|", c.FirstName, c.LastName, c.CompanyName, c.Position, c.City, c.PostalCode, c.Country, *c.Birthday, c.Address, c.LinkedIn)
	for _, e := range c.Emails {
		s.WriteString(e.Email + " ")
	}
	for _, p := range c.Phones {
		s.WriteString(p.E164 + " ")
	}
	for _, tag := range c.Tags {
		s.WriteString("#" + tag.Name)
	}
	return s.String() + c.Notes
}

func TestExport_OfAList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		v := h.visitor(t, actor)
		for i := range 1200 {
			in := contact.NewContactInput(actor)
			in.FirstName, in.City = fmt.Sprintf("Person %d", i), []string{"София", "Varna"}[i%2]
			if i < 3 {
				in.Company, in.CreateCompany = "Acme", true
			}
			if _, err := h.Contacts.Create(t.Context(), actor, in); err != nil {
				t.Fatal(err)
			}
		}
		file := v.get("/contacts/export?format=csv&city=is:Varna&sort=name&cols=name").is(200)
		equal(t, "rows", strings.Count(file.body, "\r\n"), 601)
		equal(t, "type", file.header.Get("Content-Type"), "text/csv; charset=utf-8")
		file.has("\ufeffName,First name").lacks("София")
		if !strings.Contains(file.header.Get("Content-Disposition"), "contacts-") {
			t.Error(file.header.Get("Content-Disposition"))
		}
		cards := v.get("/contacts/export?format=vcard").is(200)
		equal(t, "cards", strings.Count(cards.body, "BEGIN:VCARD"), 1200)
		v.get("/companies/export?format=csv").is(200).has("Acme", "Annual revenue,Annual revenue (currency)")
		v.get("/companies/export?format=vcard").is(400)
		v.get("/contacts/export?format=exe").is(400)
		v.get("/contacts/export?format=csv&salary=5").is(422)
		clerk := h.visitor(t, accounttest.Member(t, d, actor, account.User))
		clerk.get("/contacts/export?format=csv").is(http.StatusForbidden)
	})
}
