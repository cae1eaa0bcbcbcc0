package contact_test

import (
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

func TestCompany_FromFormToBinAndBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		v.get("/companies").is(200).has("The firms behind your contacts")
		v.get("/companies/new").is(200).has("Annual revenue", `value="EUR"`)
		path := v.post("/companies/new", "name", "Acme", "annual_revenue", "851 802,60", "employees", "1 200", "website", "acme.example", "tags", "VIP").location()
		v.get(path).is(200).has("851,802.60", "1,200", "https://acme.example", "VIP", "Nobody yet")
		form := v.get(path + "/edit").is(200).has("851802.60")
		v.post(path+"/edit", "version", form.field("version"), "annual_revenue", "1,234", "revenue_currency", "usd").location()
		v.get(path).is(200).has("1,234.00\u00a0USD", "changed Annual revenue")
		person := v.post("/contacts/new", "first_name", "Anna", "company_id", strings.TrimPrefix(path, "/companies/"), "company", "Acme").location()
		v.get(path).is(200).has(person, "Anna")
		v.get("/contacts/new?company_id=" + strings.TrimPrefix(path, "/companies/")).is(200).has(`value="Acme"`)
		gone := v.post(path + "/delete")
		v.get(path).is(404).has("in the recycle bin")
		v.get(person).is(200).has("Acme").lacks(path)
		v.post(person+"/edit", "city", "Ruse").location()
		v.post(gone.flash().Post).location()
		v.get(person).is(200).has(path)
	})
}

func TestCompany_WhatIsWrongStandsAtItsField(t *testing.T) {
	cases := []struct{ field, value, says string }{
		{"name", " ", "This is needed"},
		{"name", strings.Repeat("я", 201), "longer than 200"},
		{"website", "javascript:alert(1)", "not a web address"},
		{"email", "acme", "not an e-mail address"},
		{"phone", "call", "not a phone number"},
		{"employees", "many", "whole number"},
		{"employees", "-1", "number from 0"},
		{"annual_revenue", "a lot", "not an amount"},
		{"annual_revenue", "1.234.5", "not an amount"},
		{"annual_revenue", "12.345,678", "not an amount"},
		{"annual_revenue", "99999999999999999999", "not an amount"},
		{"revenue_currency", "XXQ", "no such currency"},
		{"country", "Atlantis", "no such country"},
		{"owner_id", "x", "not a valid value"},
		{"vat_number", strings.Repeat("1", 51), "longer than 50"},
		{"mood", "good", "There is no field"},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		path := v.post("/companies/new", "name", "Acme").location()
		for _, c := range cases {
			for _, to := range []string{"/companies/new", path + "/edit"} {
				fields := []string{"industry", "Metals", "annual_revenue", "1", "name", "Zora"}
				if c.field == "name" || c.field == "annual_revenue" {
					fields = []string{"industry", "Metals", "name", "Zora"}
				}
				if c.field == "name" {
					fields = fields[:2]
				}
				v.post(to, append(fields, c.field, c.value)...).is(422).has(c.says, "Not saved", "Metals")
			}
		}
		v.get("/companies").has("Acme").lacks("Zora")
	})
}

func TestCompany_StaleFormShowsBothValues(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		path := v.post("/companies/new", "name", "Acme", "tags", "Old").location()
		mine := v.get(path + "/edit")
		v.post(path+"/edit", "name", "Acme Ltd", "tags", "New").location()
		clash := v.post(path+"/edit", "version", mine.field("version"), "updated_at", mine.field("updated_at"), "name", "Acme GmbH").is(409)
		clash.has(`name="take.name"`, "Acme GmbH", "Acme Ltd")
		v.post(path+"/edit", "version", clash.field("version"), "updated_at", clash.field("updated_at"), "name", "Acme GmbH", "take.name", "theirs").location()
		v.get(path).is(200).has("Acme Ltd")
	})
}

func TestTags_AreKeptInSettings(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		user := h.visitor(t, accounttest.Member(t, d, v.actor, account.User))
		v.get("/settings/tags").is(200).has("No tags yet")
		v.post("/settings/tags", "name", "VIP", "hue", "3").location()
		v.post("/settings/tags", "name", "vip", "hue", "3").is(422).has("already")
		v.post("/settings/tags", "name", "", "hue", "3").is(422).has("This is needed")
		v.post("/settings/tags", "name", "Other", "hue", "12").is(422)
		contact := v.post("/contacts/new", "first_name", "Anna", "tags", "VIP").location()
		page := v.get("/settings/tags").is(200).has("VIP")
		tag := "/settings/tags/" + cut(t, page.body, `data-dialog="tag-`, `"`)
		user.get("/settings/tags").is(200).has("VIP").lacks("Delete tag")
		for _, action := range []string{"", "/delete", "/restore"} {
			user.post(tag+action, "name", "Mine").is(403)
			h.visitor(t, accounttest.Stranger(t, d)).post(tag+action, "name", "Mine").is(404)
		}
		v.post(tag, "name", "Key", "hue", "4", "version", "1").location()
		v.get(contact).is(200).has("Key")
		v.post(tag, "name", "Late", "version", "1").is(409).has("meanwhile")
		gone := v.post(tag + "/delete")
		v.get(contact).is(200).lacks(">Key<")
		v.post(gone.flash().Post).location()
		v.get(contact).is(200).has(">Key<")
		v.post(contact+"/tags", "name", "Second").location()
		v.get(contact).is(200).has(">Second<")
		remove := cut(t, v.get(contact).body, `name="remove" value="`, `"`)
		v.post(contact+"/tags", "remove", remove).location()
		v.get(contact).is(200).lacks(remove)
		v.post(contact+"/tags", "add", db.NewID().String()).is(422)
	})
}

func TestBin_IsEmptiedAfterThirtyDays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		kept := v.post("/contacts/new", "first_name", "Kept", "company", "Gone Ltd").location()
		gone := v.post("/contacts/new", "first_name", "Gone", "email", "gone@example.com", "phone", "0888 123 456", "tags", "VIP").location()
		v.post(gone+"/notes", "body", "A note").location()
		company := "/companies/0" + cut(t, v.get(kept).body, `/companies/0`, `"`)
		v.post(gone + "/delete").location()
		v.post(company + "/delete").location()
		purge := func(before time.Time) {
			err := d.InTx(t.Context(), func(tx *db.Tx) error {
				for more := true; more; {
					var err error
					if more, err = h.Records.Purge(t.Context(), tx, before); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		purge(time.Now().Add(-time.Hour))
		v.get("/contacts/bin").has("Gone")
		purge(time.Now().Add(time.Hour))
		v.get("/contacts/bin").lacks("Gone")
		v.post(gone + "/restore").is(404)
		v.get(kept).is(200).has("Kept").lacks("Gone Ltd")
		for _, table := range []string{"contact_emails", "contact_phones", "contact_tags", "activities", "companies"} {
			n, err := db.Value[int](t.Context(), d, "SELECT count(*) FROM "+table)
			if err != nil || n != 0 {
				t.Errorf("%s has %d rows left: %v", table, n, err)
			}
		}
	})
}
