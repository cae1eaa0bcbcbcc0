package contact_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

func TestContact_FromFormToBinAndBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.User))
		v.get("/contacts").is(200).has("Everybody you deal with", "/contacts/new")
		v.get("/contacts/new").is(200).has("First name", `name="other_emails"`)
		made := v.post("/contacts/new", "first_name", "Ивайло", "last_name", "Стоянов", "company", "Тунджа Металс", "email", "ivo@tundzha.example",
			"phone", "042 555 014", "mobile", "0888 123 456", "tags", "Key account, VIP", "other_emails", "ivo@home.example", "other_email_kinds", "home")
		path := made.location()
		equal(t, "flash", made.flash().Text, "Ивайло Стоянов added")
		v.get(path).is(200).has("Ивайло Стоянов", "Тунджа Металс", "mailto:ivo@home.example", "tel:+359888123456", "VIP", "added this")
		v.get("/contacts").is(200).has("Ивайло Стоянов", "ivo@tundzha.example", "Key account")
		v.get("/contacts/count").is(200).has("1 contact")

		form := v.get(path+"/edit").is(200).has("ivo@home.example", "0888 123 456")
		saved := v.post(path+"/edit", "version", form.field("version"), "last_name", "Иванов")
		equal(t, "back at the record", saved.location(), path)
		v.get(path).is(200).has("Ивайло Иванов", "changed Last name", "ivo@home.example", "VIP")

		gone := v.post(path + "/delete")
		equal(t, "to the list", gone.location(), "/contacts")
		v.get(path).is(404).has("in the recycle bin", path+"/restore")
		v.get("/contacts").is(200).lacks("Иванов")
		v.get("/contacts/bin").is(200).has("Иванов")
		v.post(gone.flash().Post).location()
		v.get(path).is(200).has("restored this from the recycle bin")
	})
}

func TestContact_WhatIsWrongStandsAtItsField(t *testing.T) {
	long := strings.Repeat("я", 101)
	cases := []struct{ field, value, says string }{
		{"last_name", long, "longer than 100 characters"},
		{"email", "not an address", "not an e-mail address"},
		{"email", strings.Repeat("a", 300) + "@example.com", "longer than 254"},
		{"phone", "call me", "not a phone number"},
		{"mobile", strings.Repeat("1", 51), "longer than 50"},
		{"country", "Atlantis", "no such country"},
		{"birthday", "31.02.1980", "not a date"},
		{"birthday", "2999-01-01", "still to come"},
		{"linkedin", "javascript:alert(1)", "not a web address"},
		{"twitter", "ftp://example.com", "not a web address"},
		{"language", "klingonese", "no such language"},
		{"email_kind", "spaceship", "none of the choices"},
		{"owner_id", "nonsense", "not a valid value"},
		{"company_id", "nonsense", "not a valid value"},
		{"version", "one", "whole number"},
		{"salary", "100", "There is no field"},
		{"first_name", "a\x00b", "cannot be stored"},
		{"first_name", "a\xffb", "not valid text"},
		{"other_emails", "nonsense", "not an e-mail address"},
		{"tags", strings.Repeat("t", 51), "longer than 50"},
		{"notes", strings.Repeat("n", 10001), "longer than 10,000"},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		path := v.post("/contacts/new", "first_name", "Anna").location()
		v.post("/contacts/new", "first_name", "  ").is(422).has("Enter a first or a last name")
		for _, c := range cases {
			for _, to := range []string{"/contacts/new", path + "/edit"} {
				v.post(to, "first_name", "Zora", "city", "Русе", c.field, c.value).is(422).has(c.says, "Not saved", "Русе")
			}
		}
		v.get("/contacts").has("Anna").lacks("Zora")
	})
}

func TestContact_IdsOfStrangersAreRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		us, them := h.visitor(t, accounttest.Actor(t, d, account.Owner)), h.visitor(t, accounttest.Stranger(t, d))
		theirs := strings.TrimPrefix(them.post("/companies/new", "name", "Theirs").location(), "/companies/")
		them.post("/contacts/new", "first_name", "Their", "tags", "Secret").location()
		person := them.call("GET", "/contacts", "").is(200).json()["data"].([]any)[0].(map[string]any)
		tag := person["tags"].([]any)[0].(map[string]any)["id"].(string)
		for field, id := range map[string]string{"company_id": theirs, "owner_id": them.actor.Member.String(), "tags": tag, "team_id": db.NewID().String()} {
			us.post("/contacts/new", "first_name", "Zora", field, id).is(422).has("in this workspace")
			value := `"` + id + `"`
			if field == "tags" {
				value = "[" + value + "]"
			}
			got := us.call("POST", "/contacts", `{"first_name":"Zora","`+field+`":`+value+`}`).is(422)
			equal(t, field, got.problems(), "body."+field)
		}
		us.get("/contacts").lacks("Zora")
		id := person["id"].(string)
		for _, path := range []string{"/contacts/" + id, "/contacts/" + id + "/edit", "/companies/" + theirs, "/contacts/" + id + "/timeline"} {
			if status := us.get(path).status; status != 404 && status != 303 {
				t.Errorf("%s: %d", path, status)
			}
		}
		for _, path := range []string{"/edit", "/delete", "/restore", "/tags", "/notes"} {
			us.post("/contacts/"+id+path, "body", "x", "first_name", "x").is(404)
		}
	})
}

func TestContact_RolesWriteWhatIsTheirs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		owner := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		user := h.visitor(t, accounttest.Member(t, d, owner.actor, account.User))
		path := owner.post("/contacts/new", "first_name", "Boss").location()
		user.get(path).is(200).has("Boss").lacks(path+"/edit", "Write a note")
		user.get(path + "/edit").is(403)
		for _, action := range []string{"/edit", "/delete", "/tags", "/notes", "/restore"} {
			user.post(path+action, "first_name", "Taken", "body", "x").is(403)
		}
		user.call("PATCH", path, `{"first_name":"Taken"}`).is(403)
		user.call("DELETE", path, "").is(403)
		owner.get(path).is(200).has("Boss")
		owner.post(path+"/edit", "owner_id", user.actor.Member.String(), "owner_id_text", user.actor.Name).location()
		user.post(path+"/edit", "first_name", "Given").location()
		user.get(path).is(200).has("Given", "changed Owner")
		readOnly := *user
		readOnly.token = accounttest.Token(t, h.accounts, user.actor, "read")
		readOnly.call("GET", path, "").is(200)
		readOnly.call("PATCH", path, `{"first_name":"No"}`).is(403)
		readOnly.call("POST", "/contacts", `{"first_name":"No"}`).is(403)
	})
}

func TestContact_StaleFormShowsBothValues(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		path := v.post("/contacts/new", "first_name", "Vera", "city", "Русе").location()
		mine := v.get(path + "/edit").is(200)
		version, updated := mine.field("version"), mine.field("updated_at")
		v.post(path+"/edit", "city", "Варна", "position", "CTO").location()
		clash := v.post(path+"/edit", "version", version, "updated_at", updated, "city", "Бургас", "position", "", "source", "Fair").is(409)
		clash.has("Somebody changed this", `name="take.city"`, "Варна", "Бургас", `name="take.position"`, "Fair").lacks(`name="take.source"`)
		v.post(path+"/edit", "version", clash.field("version"), "updated_at", clash.field("updated_at"), "city", "Бургас", "position", "", "source", "Fair",
			"take.city", "mine", "take.position", "theirs").location()
		v.get(path).is(200).has("Бургас", "CTO", "Fair")
	})
}

func TestContact_SimilarOnesAreNamed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		path := v.post("/contacts/new", "first_name", "Vera", "email", "vera@example.com", "phone", "0888 123 456").location()
		v.part("/contacts/similar?email=VERA@example.com").is(200).has(path)
		v.part("/contacts/similar?mobile=%2B359888123456").is(200).has(path)
		v.part("/contacts/similar?email=other@example.com&phone=").is(200).lacks(path)
		v.post("/contacts/new", "first_name", "", "email", "vera@example.com").is(422).has(path)
	})
}

func TestSearch_FindsInAnyScript(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		other := h.visitor(t, accounttest.Stranger(t, d))
		v.part("/search").is(200).has("Nothing here yet")
		path := v.post("/contacts/new", "first_name", "Иван", "last_name", "Müller", "phone", "0888 123 456", "company", "Тунджа").location()
		for _, q := range []string{"ivan", "ИВАН", "muller", "888123456", "+359888123456", "tundzha"} {
			v.part("/search?q=" + url.QueryEscape(q)).is(200).has(path)
			other.part("/search?q=" + url.QueryEscape(q)).is(200).lacks(path)
		}
		v.part("/search").is(200).has(path)
		v.get("/search?q=ivan").is(200).has(path, "Results")
		v.get("/search?q=nobody").is(200).has("No record here has")
		v.get("/contacts?q=ivan").is(200).has(path)
		v.get("/contacts?q=nobody").is(200).has("No record here has", "Show all")
		v.get("/search?q=%00%ff" + strings.Repeat("x", 3000)).is(http.StatusOK)
	})
}
