package contact_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

// cell saves one field as htmx does; fields come in pairs of name and value.
func (v *visitor) cell(path string, fields ...string) answer {
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	r := httptest.NewRequest(http.MethodPatch, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("HX-Request", "true")
	r.AddCookie(v.cookie)
	return v.do(r)
}

func TestCell_SavesOneFieldAndComparesThatAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		in := contact.NewContactInput(v.actor)
		in.LastName, in.City, in.Position, in.Email, in.Mobile = "Стоянов", "Русе", "Инженер", "ivo@x.example", "0888 123 456"
		c, err := h.Contacts.Create(t.Context(), v.actor, in)
		if err != nil {
			t.Fatal(err)
		}
		path := "/contacts/" + c.ID.String()
		form := v.part(path + "/cell/city?at=list").is(200)
		equal(t, "was", form.field("was"), "Русе")
		// The record moves, the field does not: it goes through.
		v.cell(path, "field", "position", "value", "Директор", "version", "1", "was", "Инженер").is(200).has("Директор")
		v.cell(path, "field", "city", "value", " Варна ", "version", "1", "was", "Русе").is(200).has("Варна").lacks("<td")
		// The field moved too: both values.
		v.cell(path, "field", "city", "value", "Бургас", "version", "1", "was", "Русе").is(409).has("Бургас", "Варна", "Keep mine", "Take theirs", v.actor.Name)
		v.part(path + "/cell/city?value=1&at=list").is(200).has("Варна").lacks("<form")
		// What cannot be taken is kept as typed.
		v.cell(path, "field", "email", "value", "ivo at x", "version", "3", "was", "ivo@x.example").is(422).has("ivo at x", "not an e-mail address")
		v.cell(path, "field", "email", "value", "ivo@y.example", "version", "3", "was", "ivo@x.example").is(200).has("ivo@y.example")
		v.cell(path, "field", "mobile", "value", "0888 999 000", "version", "9", "was", "0888 123 456").is(200)
		v.cell(path, "field", "company", "value", "", "name", "Тунджа", "was", "").is(200).has("Тунджа")
		v.cell(path, "field", "tags", "name", "VIP, Fair", "was", "").is(200).has("VIP", "Fair")
		v.cell(path, "field", "birthday", "value", "25.4.", "was", "", "at", "record").is(200).has("25 Apr", "hx-partial", "changed Birthday")
		v.cell(path, "field", "is_active", "value", "no", "was", "yes").is(200).has("No")
		v.cell(path, "field", "owner", "value_text", "Somebody", "was", c.OwnerID.String()).is(422).has("Choose one from the list.")
		v.cell(path, "field", "owner", "value", "", "was", c.OwnerID.String()).is(200)
		v.cell(path, "field", "created_at", "value", "2020-01-01", "was", "").is(404)
		got := contactOf(t, h.Domain, v.actor, c.ID)
		equal(t, "contact", strings.Join([]string{got.City, got.Position, got.Email, got.Mobile, got.CompanyName, tagNames(got), *got.Birthday, got.OwnerName}, "|"),
			"Варна|Директор|ivo@y.example|0888 999 000|Тунджа|Fair, VIP|--04-25|")
		equal(t, "active", got.IsActive, false)
	})
}

func TestCell_OfCompaniesAndOfOthers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		owner := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		in := contact.NewCompanyInput(owner.actor)
		in.Name = "Rheintal"
		c, err := h.Companies.Create(t.Context(), owner.actor, in)
		if err != nil {
			t.Fatal(err)
		}
		path := "/companies/" + c.ID.String()
		owner.cell(path, "field", "annual_revenue", "value", "851 802,60", "was", "").is(200).has("851,802.60\u00a0EUR")
		owner.cell(path, "field", "annual_revenue", "value", "900000 USD", "was", "851802.60 EUR", "at", "record").is(200).has("USD")
		owner.cell(path, "field", "employees", "value", "1,200", "was", "").is(200).has("1,200")
		owner.cell(path, "field", "employees", "value", "many", "was", "1200").is(422).has("not a number")
		user := h.visitor(t, accounttest.Member(t, d, owner.actor, account.User))
		user.part(path + "/cell/city").is(403)
		user.cell(path, "field", "city", "value", "Ruse", "was", "").is(403)
		stranger := h.visitor(t, accounttest.Stranger(t, d))
		stranger.part(path + "/cell/city").is(404)
		stranger.cell(path, "field", "city", "value", "Ruse", "was", "").is(404)
	})
}

func TestHistory_RestoresOneValue(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		id := crowd(t, h.Domain, v.actor, 1)[0]
		path := "/contacts/" + id.String()
		v.cell(path, "field", "city", "value", "Varna", "was", "Sofia").is(200)
		v.call("PATCH", path, `{"position": "Buyer"}`).is(200)
		v.get(path).is(200).has("Restore this value: Sofia", "by API")
		city := lastChange(t, d, id, "city")
		v.post(path + "/changes/" + city + "/restore").location()
		equal(t, "city", contactOf(t, h.Domain, v.actor, id).City, "Sofia")
		v.get(path).is(200).has("by restoring a value")

		// Changed again since: it is said, and done only on purpose.
		v.cell(path, "field", "city", "value", "Ruse", "was", "Sofia").is(200)
		v.post(path+"/changes/"+city+"/restore").is(409).has("Ruse", "Restore anyway")
		equal(t, "city", contactOf(t, h.Domain, v.actor, id).City, "Ruse")
		v.post(path+"/changes/"+city+"/restore", "anyway", "1").location()
		equal(t, "city", contactOf(t, h.Domain, v.actor, id).City, "Sofia")
		stranger := h.visitor(t, accounttest.Stranger(t, d))
		stranger.post(path + "/changes/" + city + "/restore").is(404)
	})
}

// lastChange is the newest line of history about a field.
func lastChange(t *testing.T, d *db.DB, id db.ID, field string) string {
	t.Helper()
	found, err := db.Value[db.ID](t.Context(), d, `SELECT id FROM changes WHERE record_id = $1 AND field = $2 ORDER BY id DESC LIMIT 1`, id, field)
	if err != nil {
		t.Fatal(err)
	}
	return found.String()
}
