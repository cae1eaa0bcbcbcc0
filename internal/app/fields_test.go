package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
)

// fields defines a field of contacts of every type, for programs.
func fields(t *testing.T, c *apptest.Client) map[string]string {
	t.Helper()
	return fieldsOf(t, c, "contact")
}

func fieldsOf(t *testing.T, c *apptest.Client, record string) map[string]string {
	t.Helper()
	ids := map[string]string{}
	choices := []map[string]any{{"label": "Gold"}, {"label": "Basic"}}
	for _, f := range []map[string]any{
		{"label": "Plant", "type": "text"}, {"label": "Story", "type": "long_text"}, {"label": "Sensors", "type": "number"}, {"label": "Budget", "type": "money"},
		{"label": "Next visit", "type": "date"}, {"label": "VIP", "type": "checkbox"}, {"label": "Level", "type": "select", "options": choices},
		{"label": "Topics", "type": "multi_select", "options": choices}, {"label": "Wiki", "type": "url"}, {"label": "Engineer", "type": "person"},
	} {
		f["record"] = record
		a := c.JSON("POST", "/api/v1/fields", f)
		var made struct{ ID, Key string }
		if a.Status != http.StatusCreated {
			t.Fatalf("field %v: %d %s", f["label"], a.Status, a.Body)
		}
		a.Decode(t, &made)
		ids[made.Key] = made.ID
	}
	return ids
}

func want(t *testing.T, a apptest.Answer, status int, texts ...string) {
	t.Helper()
	if a.Status != status {
		t.Errorf("status %d, want %d: %.600s", a.Status, status, a.Body)
	}
	for _, text := range texts {
		if !strings.Contains(string(a.Body), text) {
			t.Errorf("%q is missing in %.3000s", text, a.Body)
		}
	}
}

func TestFields_BehaveLikeBuiltInOnes(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		api, page := s.Program(t, owner, "read,write"), s.Browser(t, owner)
		ids := fields(t, api)
		a := api.JSON("POST", "/api/v1/contacts", map[string]any{"first_name": "Ana", "x_plant": "Ruse", "x_story": "Long\nago", "x_sensors": 12, "x_budget": map[string]any{"amount": "10.50", "currency": "EUR"},
			"x_next_visit": "2026-04-25", "x_vip": true, "x_level": "Gold", "x_topics": []string{"gold", "basic"}, "x_wiki": "example.com/a", "x_engineer": map[string]any{"id": owner.Member.String()}})
		want(t, a, 201, `"x_plant":"Ruse"`, `"x_sensors":12`, `"x_budget":{"amount":"10.50","currency":"EUR"}`, `"x_vip":true`, `"x_level":"gold"`, `"x_topics":["gold","basic"]`, `"x_wiki":"https://example.com/a"`, owner.Name)
		var ana struct{ ID string }
		a.Decode(t, &ana)
		want(t, api.JSON("POST", "/api/v1/contacts", map[string]any{"first_name": "Boris", "x_plant": "Varna", "x_sensors": 5, "x_level": "basic"}), 201)
		for query, found := range map[string]int{
			"x_plant=is:ruse": 1, "x_plant=starts:va": 1, "x_plant=has:us": 1, "x_plant=not:Ruse": 1, "x_sensors=gte:10": 1, "x_sensors=1..20": 2, "x_budget=lt:20EUR": 1, "x_next_visit=2026-04": 1,
			"x_vip=yes": 1, "x_vip=no": 1, "x_level=gold": 1, "x_level=none:gold": 1, "x_topics=any:basic": 1, "x_topics=empty:": 1, "x_wiki=has:example": 1, "x_engineer=me": 1, "x_engineer=empty:": 1,
			"sort=-x_sensors": 2, "sort=x_next_visit": 2, "q=Ruse": 1,
		} {
			a := api.Get("/api/v1/contacts?" + query)
			want(t, a, 200)
			if n := strings.Count(string(a.Body), `"first_name"`); n != found {
				t.Errorf("%s found %d, want %d", query, n, found)
			}
		}
		for body, message := range map[string]string{`{"x_nothing":"1"}`: "x_nothing", `{"x_sensors":"many"}`: "x_sensors", `{"x_level":"silver"}`: "not one of the choices",
			`{"x_plant":"` + strings.Repeat("a", 10_000) + `"}`: "longer than", `{"x_next_visit":"soon"}`: "not a date"} {
			want(t, api.Do("PATCH", "/api/v1/contacts/"+ana.ID, strings.NewReader(body), "Content-Type", "application/json"), 422, message)
		}
		cells(t, page, "/contacts/"+ana.ID)
		want(t, page.Get("/contacts?group=x_level&cols=name,x_plant,x_vip,x_topics,x_budget&sum=x_sensors,x_budget"), 200, "Gold", "Basic", "Burgas")
		want(t, page.Get("/contacts/totals?sum=x_sensors,x_budget"), 200, "18", "11")
		gone(t, s, owner, api, page, ids["x_plant"])
	})
}

func cells(t *testing.T, page *apptest.Client, path string) {
	t.Helper()
	set := func(field, was, value string, more ...string) apptest.Answer {
		form := url.Values{"field": {field}, "was": {was}, "version": {"1"}, "value": append([]string{value}, more...)}
		return page.Do("PATCH", path, strings.NewReader(form.Encode()), "Content-Type", "application/x-www-form-urlencoded", "HX-Request", "true")
	}
	want(t, set("x_plant", "Ruse", "Burgas"), 200, "Burgas")
	want(t, set("x_plant", "Ruse", "Sofia"), 409, "Burgas", "Keep mine")
	want(t, set("x_sensors", "12", "13"), 200, "13")
	want(t, set("x_sensors", "13", "a few"), 422, "Enter a whole number")
	want(t, set("x_budget", "10.50 EUR", "11"), 200, "11")
	want(t, set("x_vip", "yes", "no"), 200, "No")
	want(t, set("x_level", "gold", "basic"), 200, "Basic")
	want(t, set("x_level", "basic", "gold"), 200, "Gold")
	want(t, set("x_topics", "gold,basic", "", "basic"), 200, "Basic")
	want(t, set("x_topics", "basic", ""), 200)
	want(t, page.Get(path), 200, "Custom fields", "Plant", "Burgas", "Level", "Gold", "changed Level")
	want(t, page.Get(path+"/edit"), 200, `name="x_plant"`, `value="Burgas"`)
}

// gone deletes a field that a view uses, and brings it back.
func gone(t *testing.T, s *apptest.Server, owner account.Actor, api, page *apptest.Client, id string) {
	t.Helper()
	want(t, page.Post("/views", url.Values{"list": {"contacts"}, "name": {"Of Ruse"}, "audience": {"private"}, "query": {"x_plant=is:Burgas&sort=x_plant&cols=name,x_plant"}}), 303)
	want(t, page.Get("/settings/fields/"+id), 200, "Used by 1 view: Of Ruse", "Plant")
	member := s.Browser(t, accounttest.Member(t, s.DB(), owner, account.Manager))
	want(t, member.Get("/settings/fields"), 403, "Owners and admins")
	want(t, page.Post("/settings/fields/"+id+"/delete", nil), 303)
	views, err := s.Views.Views.List(t.Context(), owner, "contacts")
	if err != nil || len(views) != 1 {
		t.Fatal(views, err)
	}
	want(t, page.Get("/contacts?view="+views[0].ID.String()), 200, "Plant", "no longer there", "Ana", "Boris")
	want(t, api.Get("/api/v1/contacts?x_plant=is:Burgas"), 422, "Plant")
	want(t, api.JSON("POST", "/api/v1/fields/"+id+"/restore", nil), 200)
	want(t, page.Get("/contacts?view="+views[0].ID.String()), 200, "Burgas")
	want(t, page.Post("/settings/fields/"+id+"/delete", nil), 303)
	want(t, page.Post("/settings/fields/"+id+"/erase", nil), 303)
	want(t, page.Get("/settings/fields/"+id), 404)
}

func TestFields_ComeWithAFile(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		api, page := s.Program(t, owner, "read,write"), s.Browser(t, owner)
		fields(t, api)
		a := page.Upload("/import", "file", "people.csv", "First name,E-mail,Level,Visit,Shoe size\nAnna,anna@x.example,Gold,25.04.2026,41\nBob,bob@x.example,Silver,,39\n")
		want(t, a, 303)
		path := a.Location()
		want(t, page.Get(path), 200, "New custom field", "Level", "Next visit")
		want(t, page.Post(path+"/map", url.Values{"field": {"first_name", "email", "x_level", "x_next_visit", "+"}, "duplicates": {"skip"}, "match": {"email"}, "create_companies": {"1"}}), 303)
		want(t, page.Post(path+"/start", nil), 303)
		for range 100 {
			if strings.Contains(string(api.Get("/api/v1"+strings.Replace(path, "/import", "/imports", 1)).Body), `"status":"done"`) {
				break
			}
			time.Sleep(200 * time.Millisecond)
		}
		want(t, api.Get("/api/v1/contacts?x_level=gold"), 200, `"x_next_visit":"2026-04-25"`, `"x_shoe_size":41`)
		want(t, page.Get(path), 200, "Level: “Silver” is not one of the choices")
		want(t, page.Get("/contacts/export?x_level=gold"), 200, "Shoe size", "41", "Gold")
	})
}

func TestFields_OfCompanies(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		api, page := s.Program(t, owner, "read,write"), s.Browser(t, owner)
		fieldsOf(t, api, "company")
		ids := map[string]string{}
		for name, own := range map[string]map[string]any{
			"Alfa": {"x_sensors": 12, "x_budget": map[string]any{"amount": "10.50", "currency": "EUR"}, "x_vip": true, "x_level": "gold", "x_topics": []string{"gold", "basic"}}, "Beta": {"x_sensors": 3, "x_level": "basic"},
		} {
			own["name"], own["x_plant"] = name, "Ruse"
			var made struct{ ID string }
			a := api.JSON("POST", "/api/v1/companies", own)
			want(t, a, 201, `"x_plant":"Ruse"`)
			a.Decode(t, &made)
			ids[name] = made.ID
		}
		cells(t, page, "/companies/"+ids["Alfa"])
		restored(t, page, "/companies/"+ids["Alfa"], "Ruse")
		bulked(t, api, ids)
		want(t, page.Get("/companies?group=x_level&sort=-x_sensors&cols=name,x_plant,x_level,x_topics"), 200, "Alfa", "Beta", "Gold", "Ruse")
		want(t, page.Get("/companies/export?x_level=basic"), 200, "Plant", "Basic", "Beta")
	})
}

// restored brings the first value of x_plant back out of the history.
func restored(t *testing.T, page *apptest.Client, path, plant string) {
	t.Helper()
	for _, part := range strings.Split(string(page.Get(path).Body), path+"/changes/")[1:] {
		restore := path + "/changes/" + part[:36] + "/restore"
		if a := page.Post(restore, nil); a.Status == http.StatusConflict {
			want(t, page.Post(restore, url.Values{"anyway": {"1"}}), 303)
		}
	}
	want(t, page.Get(path), 200, plant, "by restoring a value")
}

// bulked gives all companies another level, and takes it back.
func bulked(t *testing.T, api *apptest.Client, ids map[string]string) {
	t.Helper()
	want(t, api.JSON("POST", "/api/v1/companies/bulk", map[string]any{"ids": []string{ids["Alfa"], ids["Beta"]}, "action": "set", "field": "x_level", "value": "silver"}), 422, "not one of the choices")
	a := api.JSON("POST", "/api/v1/companies/bulk", map[string]any{"ids": []string{ids["Alfa"], ids["Beta"]}, "action": "set", "field": "x_plant", "value": "Vidin"})
	want(t, a, 200, `"changed":2`)
	want(t, api.Get("/api/v1/companies?x_plant=is:vidin"), 200, "Alfa", "Beta")
	want(t, api.JSON("POST", a.Location()+"/undo", nil), 200, `"changed":2`)
	want(t, api.Get("/api/v1/companies?x_plant=is:ruse"), 200, "Alfa", "Beta")
}

func TestFields_GoOutAndComeBackInAWorkbook(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		api, page := s.Program(t, owner, "read,write"), s.Browser(t, owner)
		fields(t, api)
		var ana struct{ ID string }
		api.JSON("POST", "/api/v1/contacts", map[string]any{"first_name": "Ana", "email": "ana@x.example", "x_plant": "Ruse", "x_sensors": 12, "x_next_visit": "2026-04-25",
			"x_vip": true, "x_level": "gold", "x_topics": []string{"gold", "basic"}}).Decode(t, &ana)
		book := page.Get("/contacts/export?format=xlsx")
		want(t, book, 200)
		want(t, api.Do("DELETE", "/api/v1/contacts/"+ana.ID, nil), 204)
		a := page.Upload("/import", "file", "people.xlsx", string(book.Body))
		want(t, a, 303)
		want(t, page.Post(a.Location()+"/start", nil), 303)
		for range 100 {
			if strings.Contains(string(api.Get("/api/v1"+strings.Replace(a.Location(), "/import", "/imports", 1)).Body), `"status":"done"`) {
				break
			}
			time.Sleep(200 * time.Millisecond)
		}
		want(t, api.Get("/api/v1/contacts?q=ana"), 200, `"x_plant":"Ruse"`, `"x_sensors":12`, `"x_next_visit":"2026-04-25"`, `"x_vip":true`, `"x_level":"gold"`, `"x_topics":["`)
	})
}
