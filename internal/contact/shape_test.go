package contact_test

import (
	"net/url"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

func TestLists_AreShaped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		fill(t, h, v.actor, 12)
		v.get("/contacts?sort=-activity_at&sort=name").is(200).has("Last activity +1")
		v.part("/contacts/shape?of=sorting&list=sort%3D-activity_at%2Cname").is(200).has("Newest first", `id="sort-name"`, "Group by")
		v.part("/companies/shape?of=totals&list=avg%3Demployees").is(200).has(`name="avg" value="employees" checked`)
		v.get("/contacts?group=country").is(200).has(`class="group"`, "Bulgaria", "/contacts/groups?of=")
		v.get("/contacts?group=notes").is(200).has("cannot be grouped").lacks(`class="group"`)
		heads := v.get("/contacts?group=owner&sort=name").is(200).body
		sizes := cut(t, heads, `hx-get="/contacts/groups`, `"`)
		v.part("/contacts/groups" + sizes).is(200).has(">12</span>")
		for _, odd := range []string{"?of=&list=", "?of=!!&list=group%3Downer", "?of=AAAA,bnd&list=group%3Dcountry", "?list=group%3Dis_active&of=aQI", "?of=c_____________8&list=group%3Dcountry"} {
			v.part("/contacts/groups" + odd).is(200)
		}

		v.get("/companies?sum=annual_revenue,employees&avg=employees").is(200).has("/companies/totals?sum=annual_revenue,employees&amp;avg=employees", "of=totals")
		v.part("/companies/totals?sum=annual_revenue,employees&avg=employees").is(200).has("Annual revenue, total", "13\u00a0EUR").lacks("average")
		v.get("/companies?sum=name").is(200).has("cannot be added up")
		v.part("/contacts/totals?sum=name").is(200)
	})
}

func TestLists_LookIsKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		other := h.visitor(t, accounttest.Actor(t, d, account.Admin))
		fill(t, h, v.actor, 2)
		post := func(fields ...string) answer { return v.post("/views/look", fields...) }
		equal(t, "back to the list", post("list", "contacts", "query", "sort=name", "density", "compact").location(), "/contacts?sort=name")
		post("list", "contacts", "query", "", "widths", "name:240,city:9999,salary:80,company:x").location()
		v.get("/contacts").is(200).has(`data-density="compact"`, `<col width="240">`, `<col width="960">`, "data-sized")
		v.get("/companies").is(200).lacks("data-sized", `data-density="compact"`)
		other.get("/contacts").is(200).lacks("data-sized")

		saved := v.post("/views", "list", "contacts", "name", "Wide", "audience", "private", "query", "sort=name").location()
		v.get(saved).is(200).has(`data-density="compact"`, `<col width="240">`)
		view := url.Values{"view": {saved[len("/contacts?view="):]}}.Encode()
		equal(t, "back to the view", post("list", "contacts", "query", view, "widths", "-").location(), saved+"&sort=name")
		v.get(saved).is(200).has(`data-density="compact"`).lacks("data-sized")
		v.get("/contacts").is(200).has("data-sized")
		post("list", "contacts", "query", "", "density", "-", "widths", "-").location()
		v.get("/contacts").is(200).lacks("data-sized", `data-density="compact"`)
		v.get(saved).is(200).has(`data-density="compact"`)
		post("list", "secrets", "density", "compact").is(404)
		post("list", "contacts", "query", "view=nonsense", "density", "enormous").location()
		v.get("/contacts").is(200).lacks("enormous")
	})
}
