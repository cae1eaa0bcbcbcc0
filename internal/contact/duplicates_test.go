package contact_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/search"
)

// look lets the finder look at all that changed, in passes of few records.
func (h *house) look(t *testing.T, actor account.Actor, kind string) {
	t.Helper()
	for more := true; more; {
		var err error
		if more, err = h.Look(t.Context(), actor.Workspace, kind, 3); err != nil {
			t.Fatal(err)
		}
	}
}

func (h *house) pairs(t *testing.T, v *visitor, path string) (reasons []string) {
	t.Helper()
	for _, p := range v.call(http.MethodGet, path+"/duplicates", "").is(200).json()["data"].([]any) {
		reasons = append(reasons, p.(map[string]any)["reason"].(string))
	}
	return reasons
}

func TestDuplicates_OfContactsAreFoundWithTheReason(t *testing.T) {
	type in = contact.ContactInput
	for _, c := range []struct {
		name   string
		a, b   func(*in)
		reason string // none: no pair
	}{
		{"e-mail", func(c *in) { c.Email = "a@x.example" }, func(c *in) { c.FirstName, c.Email = "Boris", "A@X.example" }, "Same e-mail"},
		{"second e-mail", func(c *in) { c.Emails = []contact.Email{{Email: "b@x.example"}, {Email: "a@x.example"}} }, func(c *in) { c.Email = "a@x.example" }, "Same e-mail"},
		{"mobile", func(c *in) { c.Mobile = "0888 123 456" }, func(c *in) { c.FirstName, c.Phone = "Anna M.", "+359 888 123 456" }, "Same mobile number"},
		{"name and company", func(c *in) { c.LastName, c.Company = "Ray", "Firm Ltd" }, func(c *in) { c.FirstName, c.LastName, c.Company = "Ray", "Anna", "Firm" }, "Same name and company"},
		{"scripts", func(c *in) { c.FirstName, c.LastName = "Ivan", "Petrov" }, func(c *in) { c.FirstName, c.LastName = "Иван", "Петров" },
			"Name alike across scripts: Ivan Petrov / Иван Петров"},
		{"scripts and city", func(c *in) { c.FirstName, c.LastName, c.City = "Ivan", "Petrov", "Sofia" }, func(c *in) { c.FirstName, c.LastName, c.City = "Иван", "Петров", "София" },
			"Name alike across scripts, same city: Ivan Petrov / Иван Петров"},
		{"typo and company", func(c *in) { c.LastName, c.Company = "Marinova", "Firm" }, func(c *in) { c.LastName, c.Company = "Marimova", "Firm" },
			"One letter differs, same company: Anna Marimova / Anna Marinova"},
		{"missing letter and city", func(c *in) { c.LastName, c.City = "Lindqvist", "Ruse" }, func(c *in) { c.LastName, c.City = "Lindqist", "Русе" },
			"One letter differs, same city: Anna Lindqist / Anna Lindqvist"},
		{"office phone, name alike", func(c *in) { c.LastName, c.Phone = "Ray", "02 981 2345" }, func(c *in) { c.Phone = "+359 2 981 2345" }, "Same phone, name alike"},
		{"office phone, other name", func(c *in) { c.Phone = "02 981 2345" }, func(c *in) { c.FirstName, c.Phone = "Boris", "02 981 2345" }, ""},
		{"name, another company", func(c *in) { c.LastName, c.Company = "Ray", "Firm" }, func(c *in) { c.LastName, c.Company = "Ray", "Other" }, ""},
		{"typo, another city", func(c *in) { c.LastName, c.City = "Lindqvist", "Ruse" }, func(c *in) { c.LastName, c.City = "Lindqist", "Varna" }, ""},
		{"his wife", func(c *in) { c.FirstName, c.LastName, c.City = "Sasha", "Petrov", "Ruse" }, func(c *in) { c.FirstName, c.LastName, c.City = "Sasha", "Petrova", "Ruse" }, ""},
		{"nothing in common", func(c *in) { c.Email = "a@x.example" }, func(c *in) { c.FirstName, c.Email = "Boris", "b@x.example" }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				h := newHouse(t, d)
				v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
				for _, describe := range []func(*in){c.a, c.b} {
					h.person(t, v.actor, func(in *contact.ContactInput) {
						in.FirstName, in.CreateCompany = "Anna", true
						describe(in)
					})
				}
				h.look(t, v.actor, "contact")
				equal(t, "pairs", strings.Join(h.pairs(t, v, "/contacts"), "; "), c.reason)
			})
		})
	}
}

func TestDuplicates_OfCompaniesAreFoundWithTheReason(t *testing.T) {
	type in = contact.CompanyInput
	for _, c := range []struct {
		name   string
		a, b   func(*in)
		reason string
	}{
		{"VAT", func(c *in) { c.VATNumber = "BG 200 555 081" }, func(c *in) { c.Name, c.VATNumber = "Other", "bg200555081" }, "Same VAT number"},
		{"registration", func(c *in) { c.VATNumber = "BG200555081" }, func(c *in) { c.Name, c.RegistrationNumber = "Other", "200555081" }, "Same registration number"},
		{"domain", func(c *in) { c.Website = "https://www.tundzha.example/bg" }, func(c *in) { c.Name, c.Email = "Metals", "info@tundzha.example" }, "Same domain"},
		{"legal form", func(c *in) { c.Name = "Haas Kältetechnik KG" }, func(c *in) { c.Name = "HAAS KALTETECHNIK GmbH & Co. KG" }, "Same name but for the legal form"},
		{"scripts", func(c *in) { c.Name = "Тунджа Металс АД" }, func(c *in) { c.Name = "Tundzha Metals" }, "Name alike across scripts: Tundzha Metals / Тунджа Металс АД"},
		{"typo", func(c *in) { c.Name, c.City = "Nordvik Papper AB", "Oslo" }, func(c *in) { c.Name, c.City = "Nordvik Paper", "Oslo" }, "One letter differs, same city: Nordvik Paper / Nordvik Papper AB"},
		{"a mail host of everybody", func(c *in) { c.Email = "a@abv.bg" }, func(c *in) { c.Name, c.Email = "Other", "b@abv.bg" }, ""},
		{"another VAT number", func(c *in) { c.VATNumber = "BG200555081" }, func(c *in) { c.VATNumber = "BG200555082" }, ""},
		{"branches", func(c *in) { c.Name, c.City = "Market number 1", "Oslo" }, func(c *in) { c.Name, c.City = "Market number 2", "Oslo" }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				h := newHouse(t, d)
				v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
				for _, describe := range []func(*in){c.a, c.b} {
					in := contact.NewCompanyInput(v.actor)
					in.Name = "Acme"
					describe(&in)
					if _, err := h.Companies.Create(t.Context(), v.actor, in); err != nil {
						t.Fatal(err)
					}
				}
				h.look(t, v.actor, "company")
				equal(t, "pairs", strings.Join(h.pairs(t, v, "/companies"), "; "), c.reason)
			})
		})
	}
}

func TestDuplicates_QueueGoesTheWayOfItsPairs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		v.get("/contacts/duplicates").is(200).has("Nobody has looked yet")
		latin, cyrillic := h.twins(t, v.actor)
		twin := h.person(t, v.actor, func(in *contact.ContactInput) { in.FirstName, in.Email = "I.", "ivan@tundzha.example" })
		h.look(t, v.actor, "contact")
		page := v.get("/contacts/duplicates").is(200)
		page.has("Same e-mail", "Same phone, name alike", "Not a duplicate", "/contacts/merge?id=", "Last looked")
		if strings.Index(page.body, "Same e-mail") > strings.Index(page.body, "Same phone") {
			t.Error("the likeliest pair does not come first")
		}

		a, b := latin.ID.String(), cyrillic.ID.String()
		done := v.post("/contacts/duplicates/distinguish", "a", b, "b", a)
		equal(t, "said", done.flash().Text, "Remembered: these are two")
		equal(t, "left", strings.Join(h.pairs(t, v, "/contacts"), "; "), "Same e-mail")
		v.call(http.MethodPatch, "/contacts/"+a, `{"position":"x"}`).is(200)
		h.look(t, v.actor, "contact")
		equal(t, "still left", strings.Join(h.pairs(t, v, "/contacts"), "; "), "Same e-mail")
		v.post("/contacts/duplicates/unite", "a", done.flash().Fields["a"], "b", done.flash().Fields["b"]).location()
		equal(t, "back", len(h.pairs(t, v, "/contacts")), 2)

		v.call(http.MethodPost, "/contacts/duplicates/distinguish", `{"records":["`+a+`","`+b+`"]}`).is(204)
		m, err := h.Contacts.Merge(t.Context(), v.actor, contact.MergeInput{Into: twin.ID, Records: []db.ID{latin.ID}})
		if err != nil {
			t.Fatal(err)
		}
		h.look(t, v.actor, "contact")
		equal(t, "what was said goes along", len(h.pairs(t, v, "/contacts")), 0)
		if _, err := h.Contacts.UndoMerge(t.Context(), v.actor, m.ID); err != nil {
			t.Fatal(err)
		}
		h.look(t, v.actor, "contact")
		equal(t, "and comes back", strings.Join(h.pairs(t, v, "/contacts"), "; "), "Same e-mail")

		v.call(http.MethodPatch, "/contacts/"+twin.ID.String(), `{"email":"other@tundzha.example"}`).is(200)
		h.look(t, v.actor, "contact")
		equal(t, "no longer one", len(h.pairs(t, v, "/contacts")), 0)
		v.get("/contacts/duplicates").has("No duplicates")

		v.post("/contacts/duplicates/distinguish", "a", a, "b", a).is(422)
		v.post("/contacts/duplicates/distinguish", "a", a, "b", "x").is(422)
		v.post("/contacts/duplicates/distinguish", "a", a, "b", db.NewID().String()).is(404)
		v.get("/contacts/duplicates?cursor=forged").is(400)
		stranger := h.visitor(t, accounttest.Stranger(t, d))
		stranger.post("/contacts/duplicates/distinguish", "a", a, "b", b).is(404)
		equal(t, "strangers see nothing", len(h.pairs(t, stranger, "/contacts")), 0)
	})
}

func TestDuplicates_ArePagedAndNotEverybodysToMerge(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		owner := accounttest.Actor(t, d, account.Owner)
		v, user := h.visitor(t, owner), h.visitor(t, accounttest.Member(t, d, owner, account.User))
		for i := range 60 {
			h.person(t, owner, func(in *contact.ContactInput) {
				in.FirstName, in.Email = fmt.Sprint("N", i), fmt.Sprintf("p%d@x.example", i/2)
			})
		}
		h.look(t, owner, "contact")
		first := v.get("/contacts/duplicates").is(200)
		equal(t, "on the first page", strings.Count(first.body, "Same e-mail"), 25)
		next := cut(t, first.body, `href="/contacts/duplicates?cursor=`, `"`)
		equal(t, "on the second", strings.Count(v.get("/contacts/duplicates?cursor="+next).is(200).body, "Same e-mail"), 5)
		user.get("/contacts/duplicates").is(200).has("Not yours to change: ask " + owner.Name).lacks("/contacts/merge?id=")
		var seen []string
		for cursor := ""; ; {
			page := v.call(http.MethodGet, "/contacts/duplicates?limit=7&cursor="+cursor, "").is(200).json()
			for _, p := range page["data"].([]any) {
				seen = append(seen, fmt.Sprint(p.(map[string]any)["records"]))
			}
			if cursor, _ = page["next_cursor"].(string); cursor == "" {
				break
			}
		}
		slices.Sort(seen)
		equal(t, "each once", len(slices.Compact(seen)), 30)
	})
}

// What hundreds share tells nothing: a phone of an office, a name that many
// have, the address of a department.
func TestDuplicates_WhatManyShareIsGivenUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		for i := range 90 {
			h.person(t, v.actor, func(in *contact.ContactInput) {
				in.FirstName, in.LastName, in.Email, in.Phone, in.City = "Ivan", "Petrov", "info@x.example", "02 981 2345", "Sofia"
				in.Company, in.CreateCompany = fmt.Sprint("Firm ", i%45), true
			})
		}
		for more := true; more; {
			var err error
			if more, err = h.Look(t.Context(), v.actor.Workspace, "contact", 40); err != nil {
				t.Fatal(err)
			}
		}
		reasons := h.pairs(t, v, "/contacts")
		equal(t, "pairs", len(reasons), 45)
		equal(t, "all by company", strings.Join(slices.Compact(reasons), ";"), "Same name and company")
	})
}

func TestDuplicates_AreNamedWhileWriting(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		_, cyrillic := h.twins(t, v.actor)
		path := "/contacts/" + cyrillic.ID.String()
		v.part("/contacts/similar?first_name=Ivan&last_name=Petrov").is(200).has(path, "Open instead", "Name alike across scripts")
		v.part("/contacts/similar?first_name=Ivan").is(200).lacks(path)
		v.part("/contacts/similar?mobile=%2B359888123456").is(200).has(path, "Same mobile number")
		v.part("/contacts/similar?email=%00%FF&first_name=" + strings.Repeat("x", 5000)).is(200)

		in := contact.NewCompanyInput(v.actor)
		in.Name, in.VATNumber, in.Website, in.City = "Балкан Хидравлик АД", "BG200555081", "https://balkan-hydraulic.example", "Казанлък"
		made, err := h.Companies.Create(t.Context(), v.actor, in)
		if err != nil {
			t.Fatal(err)
		}
		path = "/companies/" + made.ID.String()
		for query, why := range map[string]string{
			"name=Balkan+Hidravlik+EOOD": "Name alike across scripts", "vat_number=BG+200555081": "Same VAT number", "registration_number=200555081": "Same registration number",
			"name=X&website=balkan-hydraulic.example": "Same domain", "name=X&email=office@balkan-hydraulic.example": "Same domain",
		} {
			v.part("/companies/similar?"+query).is(200).has(path, why, "Open instead")
		}
		v.part("/companies/similar?name=Balkan").is(200).lacks(path)
		v.post("/companies/new", "name", "Балкан Хидравлик", "email", "none").is(422).has("Open instead", path)
		v.get("/companies/new").is(200).has("/companies/similar")
		v.get(path + "/edit").is(200).lacks("/companies/similar")
		h.visitor(t, accounttest.Stranger(t, d)).part("/companies/similar?vat_number=BG200555081").is(200).lacks(path)
	})
}

func TestNames_AsDuplicatesCompareThem(t *testing.T) {
	for a, b := range map[string]string{"ivan petrov": "ivan petrow", "anna": "ana", "petar": "petra", "marinova": "marinov"} {
		want := b != "marinov"
		if contact.OneLetter(a, b) != want || contact.OneLetter(b, a) != want {
			t.Errorf("%s and %s: want %v", a, b, want)
		}
	}
	for _, pair := range [][2]string{{"same", "same"}, {"firm 1", "firm 2"}, {"abc", "abcde"}, {"ab cd", "abc d"}, {"", "ab"}} {
		if contact.OneLetter(pair[0], pair[1]) {
			t.Errorf("%q differs by one letter", pair)
		}
	}
	for name, want := range map[string]string{
		"„Тунджа Металс“ АД": "tundzha metals", "ЕТ Иван Петров": "ivan petrov", "Müller GmbH & Co. KG": "muller", "Aurelia S.p.A.": "aurelia",
		"Wisła Foods Sp. z o.o.": "visla foods", "Moravská s.r.o.": "moravska", "AG": "ag", "": "", "Oy AB": "oi",
	} {
		equal(t, name, contact.CoreName(search.Fold(name)), want)
	}
}
