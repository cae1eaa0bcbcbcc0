package contact_test

import (
	"reflect"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

func TestAPI_ContactLivesAndDies(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		made := v.call("POST", "/contacts", `{"first_name":"Ivan","company":"Acme","create_company":true,"email":"ivan@acme.example","mobile":"0888 123 456",
			"tags":["VIP"],"emails":[{"email":"i@home.example","kind":"home"}]}`).is(201)
		path := strings.TrimPrefix(made.header.Get("Location"), "/api/v1")
		equal(t, "etag", made.header.Get("ETag"), `"1"`)
		alone := v.call("GET", path, "").is(200)
		listed := v.call("GET", "/contacts?q=ivan", "").is(200)
		if inList := listed.json()["data"].([]any)[0]; !reflect.DeepEqual(inList, any(alone.json())) {
			t.Errorf("in the list it is %v, alone %v", inList, alone.json())
		}
		c := alone.json()
		equal(t, "company", c["company"].(map[string]any)["name"].(string), "Acme")
		equal(t, "phone", c["phone"].(string), "0888 123 456")
		equal(t, "emails", len(c["emails"].([]any)), 2)
		equal(t, "owner", c["owner"].(map[string]any)["id"].(string), v.actor.Member.String())

		v.call("PATCH", path, `{"email":"new@acme.example","company_id":null,"owner_id":null}`, "If-Match", `"1"`).is(200)
		c = v.call("GET", path, "").json()
		equal(t, "email", c["email"].(string), "new@acme.example")
		equal(t, "emails", len(c["emails"].([]any)), 2)
		equal(t, "no company", c["company"], nil)
		equal(t, "no owner", c["owner"], nil)
		equal(t, "first name kept", c["first_name"].(string), "Ivan")
		v.call("PATCH", path, `{"email":"newer@acme.example"}`).is(200)
		equal(t, "the e-mail alone", v.call("GET", path, "").json()["email"].(string), "newer@acme.example")
		v.call("PATCH", path, `{"city":"Ruse"}`, "If-Match", `"1"`).is(412)
		v.call("PATCH", path, `{"city":"Ruse","version":1}`).is(412)
		v.call("PATCH", path, `{"tags":[],"emails":[],"birthday":"--02-29"}`).is(200).has(`"tags":[]`, `"emails":[]`, `"birthday":"--02-29"`)

		tagged := v.call("PATCH", path, `{"tags":["Zeta","Alpha"]}`).is(200).has(`"tags":[{"id":`).json()["version"]
		equal(t, "another order is no change", v.call("PATCH", path, `{"tags":["Alpha","zeta"]}`).is(200).json()["version"], tagged)

		v.call("DELETE", path, "", "If-Match", `"1"`).is(412)
		v.call("DELETE", path, "").is(204)
		v.call("GET", path, "").is(404)
		v.call("POST", path+"/restore", "").is(200)
		v.call("GET", path, "").is(200)
	})
}

func TestAPI_BadInputNamesTheField(t *testing.T) {
	cases := []struct {
		body, problems string
		status         int
	}{
		{`{"first_name":"` + strings.Repeat("я", 101) + `"}`, "body.first_name", 422},
		{`{"first_name":7}`, "body.first_name", 422},
		{`{"first_name":"Zora","salary":1}`, "body.salary", 422},
		{`{"first_name":"Zora","emails":[{"email":"x@example.com","kind":"space"}]}`, "body.emails[0].kind", 422},
		{`{"first_name":"Zora","emails":[{"email":"x"}]}`, "body.emails.0.email", 422},
		{`{"first_name":"Zora","owner_id":"x"}`, "body.owner_id", 422},
		{`{"first_name":"Zora","is_active":"perhaps"}`, "body.is_active", 422},
		{`{"first_name":"Zora","tags":"VIP"}`, "body.tags", 422},
		{`{"first_name":"Zora","company":"Nobody Ltd"}`, "body.company", 422},
		{`{"first_name":"Zora","country":"Atlantis","birthday":"soon"}`, "body.birthday body.country", 422},
		{`{"first_name":"   "}`, "body.first_name", 422},
		{`{}`, "body.first_name", 422},
		{`[]`, "", 422},
		{`{`, "", 400},
		{"{\"first_name\":\"\xff\"}", "", 400},
		{`{"first_name":"a\u0000b"}`, "", 400},
		{`{"first_name":` + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + `}`, "body.first_name", 422},
		{`{"first_name":"` + strings.Repeat("a", 10<<20) + `"}`, "", 413},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		path := "/contacts/" + v.call("POST", "/contacts", `{"first_name":"Anna"}`).is(201).json()["id"].(string)
		for _, c := range cases {
			got := v.call("POST", "/contacts", c.body)
			if got.status != c.status {
				t.Errorf("%.60s: status %d, want %d: %s", c.body, got.status, c.status, short(got.body))
			} else if places := got.problems(); c.problems != "" && places != c.problems {
				t.Errorf("%.60s: %q, want %q", c.body, places, c.problems)
			}
			if c.body == `{}` {
				continue // changes nothing
			}
			if got := v.call("PATCH", path, c.body); got.status != c.status {
				t.Errorf("PATCH %.60s: status %d, want %d: %s", c.body, got.status, c.status, short(got.body))
			}
		}
		for _, query := range []string{"?nonsense=1", "?sort=salary", "?limit=1000", "?owner=x", "?birthday=soon", "?filter=any(", "?q=%ff"} {
			v.call("GET", "/contacts"+query, "").is(422).has(`"location":"query.`)
		}
		v.call("GET", "/contacts?cursor=forged", "").is(400)
		v.call("GET", "/contacts/nonsense", "").is(404)
		v.call("GET", "/contacts", "").is(200).has("Anna").lacks("Zora")
	})
}

func TestAPI_CompanyAndItsMoney(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		made := v.call("POST", "/companies", `{"name":"Acme","annual_revenue":{"amount":"851802.60","currency":"EUR"},"employees":12,"website":"acme.example"}`).is(201)
		path := "/companies/" + made.json()["id"].(string)
		alone := v.call("GET", path, "").is(200).has(`"annual_revenue":{"amount":"851802.60","currency":"EUR"}`, `"website":"https://acme.example"`)
		listed := v.call("GET", "/companies", "").is(200)
		if inList := listed.json()["data"].([]any)[0]; !reflect.DeepEqual(inList, any(alone.json())) {
			t.Errorf("in the list it is %v, alone %v", inList, alone.json())
		}
		v.call("PATCH", path, `{"annual_revenue":null,"employees":null}`).is(200).has(`"annual_revenue":null`, `"employees":null`)
		for body, place := range map[string]string{
			`{"annual_revenue":{"amount":"lots"}}`:                    "body.annual_revenue.amount",
			`{"annual_revenue":{"amount":"1.234","currency":"XXQ"}}`:  "body.annual_revenue.currency",
			`{"annual_revenue":{"amount":"-1"}}`:                      "body.annual_revenue.amount",
			`{"annual_revenue":{"amount":"99999999999999999999999"}}`: "body.annual_revenue.amount",
			`{"annual_revenue":{"amount":12}}`:                        "body.annual_revenue.amount",
			`{"employees":-1}`:                                        "body.employees",
			`{"name":""}`:                                             "body.name",
			`{"email":"x"}`:                                           "body.email",
		} {
			equal(t, body, v.call("PATCH", path, body).is(422).problems(), place)
		}
	})
}

func TestAPI_TagsAndNotes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		user := h.visitor(t, accounttest.Member(t, d, v.actor, account.User))
		stranger := h.visitor(t, accounttest.Stranger(t, d))
		tag := "/tags/" + v.call("POST", "/tags", `{"name":"VIP","hue":3}`).is(201).json()["id"].(string)
		equal(t, "taken", v.call("POST", "/tags", `{"name":"vip"}`).is(422).problems(), "body.name")
		v.call("POST", "/tags", `{"name":"Bulgaria"}`).is(201)
		first := v.call("GET", "/tags?limit=1", "").is(200).has("Bulgaria").lacks("VIP").json()
		v.call("GET", "/tags?limit=1&cursor="+first["next_cursor"].(string), "").is(200).has("VIP", `"next_cursor":null`)
		user.call("PATCH", tag, `{"name":"Mine"}`).is(403)
		stranger.call("GET", tag, "").is(404)
		stranger.call("PATCH", tag, `{"name":"Mine"}`).is(404)
		v.call("PATCH", tag, `{"name":"Key"}`, "If-Match", `"1"`).is(200).has(`"hue":3`, `"name":"Key"`)
		contact := v.call("POST", "/contacts", `{"first_name":"Ivan","tags":["Key"]}`).is(201).has(`"name":"Key"`).json()["id"].(string)
		v.call("DELETE", tag, "").is(204)
		v.call("GET", "/contacts/"+contact, "").has(`"tags":[]`)
		v.call("PATCH", "/contacts/"+contact, `{"city":"Ruse","tags":["Other"]}`).is(200)
		v.call("POST", tag+"/restore", "").is(200)
		v.call("GET", "/contacts/"+contact, "").has(`"Key"`, `"Other"`)

		note := v.call("POST", "/notes", `{"body":"Met at the fair","contact_id":"`+contact+`"}`).is(201).has(`"author":"` + v.actor.Name)
		path := "/notes/" + note.json()["id"].(string)
		v.call("GET", "/notes?contact_id="+contact, "").is(200).has("Met at the fair")
		v.call("GET", "/notes?company_id="+contact, "").is(200).lacks("Met at the fair")
		v.call("GET", "/notes?contact_id=x", "").is(422).has("query.contact_id")
		stranger.call("GET", "/notes", "").is(200).lacks("Met at the fair")
		for _, method := range []string{"GET", "DELETE"} {
			stranger.call(method, path, "").is(404)
		}
		equal(t, "foreign record", stranger.call("POST", "/notes", `{"body":"x","contact_id":"`+contact+`"}`).is(422).problems(), "body.contact_id")
		equal(t, "no record", v.call("POST", "/notes", `{"body":"x"}`).is(422).problems(), "body.contact_id")
		equal(t, "blank", v.call("POST", "/notes", `{"body":"  ","contact_id":"`+contact+`"}`).is(422).problems(), "body.body")
		user.call("PATCH", path, `{"body":"Mine"}`).is(403)
		v.call("PATCH", path, `{"pinned":true}`, "If-Match", `"1"`).is(200).has(`"pinned":true`, "Met at the fair")
		v.call("PATCH", path, `{"pinned":false}`, "If-Match", `"1"`).is(412)
		v.call("DELETE", path, "").is(204)
		v.call("GET", path, "").is(404)
		v.call("POST", path+"/restore", "").is(200)
		v.call("GET", path, "").is(200)
	})
}
