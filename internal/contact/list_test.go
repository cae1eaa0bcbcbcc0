package contact_test

import (
	"fmt"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/list/listtest"
)

func TestLists_ConformToTheMachine(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		fill(t, h, actor, 60)
		t.Run("contacts", func(t *testing.T) { listtest.Conforms(t, d, contact.ContactEntity(), actor.Scope("contact")) })
		t.Run("companies", func(t *testing.T) { listtest.Conforms(t, d, contact.CompanyEntity(), actor.Scope("company")) })
	})
}

// fill makes contacts with everything a contact can have.
func fill(t *testing.T, h *house, actor account.Actor, n int) {
	t.Helper()
	for i := range n {
		in := contact.NewContactInput(actor)
		in.FirstName, in.LastName = fmt.Sprintf("Иван %d", i), "Müller"
		in.Company, in.CreateCompany = fmt.Sprintf("Фирма %d", i/3), true
		in.Email, in.Mobile, in.Phone = fmt.Sprintf("ivan%d@example.com", i), fmt.Sprintf("0888 123 %03d", i), fmt.Sprintf("02 981 2%03d", i)
		in.Tags, in.Country, in.City, in.Language = []string{"VIP", fmt.Sprintf("Group %d", i%4)}, "BG", "Русе", "bg"
		in.Birthday, in.LinkedIn, in.Source, in.Position = "1980-04-25", "linkedin.com/in/ivan", "Fair", "CTO"
		if _, err := h.Contacts.Create(t.Context(), actor, in); err != nil {
			t.Fatal(err)
		}
	}
	companies := contact.NewCompanyInput(actor)
	companies.Name, companies.AnnualRevenue, companies.Tags = "Acme", &contact.Money{Amount: "12.50", Currency: "EUR"}, []string{"VIP"}
	if _, err := h.Companies.Create(t.Context(), actor, companies); err != nil {
		t.Fatal(err)
	}
}

func TestLists_StateIsInTheAddress(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		fill(t, h, v.actor, 60)
		v.get("/contacts").is(200).has("Иван 59", "Next page", "/contacts/shape?").lacks("Иван 9 ")
		v.get("/contacts?sort=name").is(200).has(`aria-sort="ascending"`)
		v.get("/contacts?cols=name&cols=city").is(200).has("Русе").lacks("ivan59@example.com")
		v.get("/contacts?name=is:"+url.QueryEscape("Иван 7 Müller")).is(200).has("Иван 7", `aria-label="Filter: Name"`, "Clear").lacks("Иван 8")
		v.get("/contacts?owner=me&q=ivan").is(200).has("My contacts", "Unsaved changes")
		v.get("/contacts?country=DE").is(200).has("Nothing matches", "Drop the filter Country")
		v.get("/contacts?salary=1&sort=mood").is(200).has("There is no field", "Иван 59")
		v.get("/contacts?cursor=forged").is(200).has("no longer there", "Иван 59")
		v.get("/contacts?q=%00").is(200)
		v.get("/companies?annual_revenue=gte:10EUR").is(200).has("Acme").lacks("Фирма 1")

		part := v.part("/contacts?city=Русе").is(200).has(`id="table"`, `hx-target="#filters"`).lacks("<h1")
		equal(t, "pushed", part.header.Get("HX-Push-Url"), "/contacts?city="+url.QueryEscape("Русе"))
		added := v.get("/contacts?owner=me&add=name&op=starts&v=" + url.QueryEscape("Иван 1"))
		equal(t, "one way to say it", added.location(), "/contacts?owner=me&name=starts:"+url.QueryEscape("Иван 1"))
		next := cut(t, v.get("/contacts").body, `class="more" hx-get="`, `"`)
		v.part(next).is(200).has("Иван 9", `data-row=`).lacks("<table", "Иван 59")
		v.get(next).is(200).has("<table", "Иван 9").lacks("Иван 59")
		for _, n := range []struct{ path, text string }{{"/contacts/count", "60 contacts"}, {"/contacts/count?q=nobody", "0 contacts"}, {"/companies/count", "21 companies"}} {
			v.get(n.path).is(200).has(n.text)
		}
		for _, field := range []string{"name", "company", "tags", "owner", "country", "birthday", "is_active", "activity_at"} {
			v.get("/contacts/filter?field="+field+"&list=owner%3Dme").is(200).has(`name="add"`, `value="`+field+`"`, `name="owner"`)
		}
		v.get("/contacts/filter?field=salary").is(404)
		v.part("/contacts/shape?of=columns&list=owner%3Dme").is(200).has(`name="cols"`, `name="owner"`, `name="open" value="columns"`, "Row height").lacks("<h1")
		v.get("/contacts/shape?of=columns&bin=1").is(200).has("<h1", `action="/contacts/bin"`).lacks("Row height")
		v.get("/contacts/shape?of=salary").is(404)
		v.part("/contacts?open=columns").is(200).has(`name="cols"`).lacks(`id="sort-more"`)
		v.part("/companies/filter?field=annual_revenue").is(200).has("Annual revenue")
		v.get("/companies/options?q=" + url.QueryEscape("firma 1")).is(200).has("Фирма 1")
		v.get("/companies/options").is(200).has("Acme")
		v.get("/tags/options?q=vi").is(200).has("VIP").lacks("Group")
	})
}

func cut(t *testing.T, s, after, before string) string {
	t.Helper()
	_, rest, ok := strings.Cut(s, after)
	if !ok {
		t.Fatalf("no %q", after)
	}
	found, _, _ := strings.Cut(rest, before)
	return strings.NewReplacer("&amp;", "&", "&#43;", "+").Replace(found)
}

func TestPages_CostAFixedNumberOfQueries(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		fill(t, h, v.actor, 3)
		record := "/contacts/" + strings.TrimSuffix(cut(t, v.get("/contacts").body, `href="/contacts/0`, `"`), "")
		record = strings.Replace(record, "/contacts/", "/contacts/0", 1)
		company := "/companies/0" + cut(t, v.get("/companies").body, `href="/companies/0`, `"`)
		paths := []string{"/contacts", "/companies", "/contacts?q=ivan&sort=name&owner=me", "/search?q=ivan", "/search", record, company, "/settings/tags"}
		few := map[string]int64{}
		for _, path := range paths {
			few[path] = queries(d, func() { v.get(path).is(200) })
		}
		fill(t, h, v.actor, 47)
		for i := range 30 {
			v.post(record+"/notes", "body", fmt.Sprintf("Note %d", i)).location()
			v.post(record+"/edit", "city", fmt.Sprintf("City %d", i)).location()
		}
		for _, path := range paths {
			many := queries(d, func() { v.get(path).is(200) })
			if many > few[path] {
				t.Errorf("%s: %d queries, with few records %d", path, many, few[path])
			}
			if many > 14 {
				t.Errorf("%s: %d queries", path, many)
			}
			t.Logf("%s: %d queries", path[:min(len(path), 12)], many)
		}
	})
}

// queries counts the reading statements that f causes.
func queries(d *db.DB, f func()) int64 {
	var n atomic.Int64
	d.OnQuery = func(string, []any) { n.Add(1) }
	defer func() { d.OnQuery = nil }()
	f()
	return n.Load()
}
