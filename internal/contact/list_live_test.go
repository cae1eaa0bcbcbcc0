package contact_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

// newest returns the ids of the contacts, the newest first.
func newest(t *testing.T, h *house, actor account.Actor) []db.ID {
	t.Helper()
	ids, err := db.Values[db.ID](t.Context(), h.db, "SELECT id FROM contacts WHERE workspace_id = $1 AND deleted_at IS NULL ORDER BY id DESC", actor.Workspace)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

var nextPlace = regexp.MustCompile(`class="more" hx-get="[^"]*cursor=([\w-]+)`)

// ahead reads how many records the answer counts before the end of what is
// shown.
var ahead = regexp.MustCompile(`data-ahead="(\d+)"`)

func TestListLive_ShowsWhatIsStillThere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		fill(t, h, v.actor, 60)
		ids := newest(t, h, v.actor)
		ask := "/contacts/live?row=" + ids[0].String() + "&row=" + ids[1].String()
		v.part(ask).is(200).has("Иван 59", "Иван 58", ids[0].String()).lacks("Иван 57", `class="more"`)
		v.part(ask + "&list=" + url.QueryEscape("name=is:Иван 59 Müller")).is(200).has("Иван 59").lacks("Иван 58")
		if _, err := h.Contacts.Delete(t.Context(), v.actor, ids[0], 0); err != nil {
			t.Fatal(err)
		}
		v.part(ask).is(200).has("Иван 58").lacks("Иван 59")
		v.part(ask + "&bin=1").is(200).has("Иван 59").lacks("Иван 58")
		v.part("/contacts/live?show=3").is(200).has("Иван 58", "Иван 56", `class="more"`).lacks("Иван 55", "limit=3")
	})
}

func TestListLive_TellsWhatCameIntoView(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		fill(t, h, v.actor, 60)
		for _, sort := range []string{"", "sort=name", "sort=-city,name"} {
			place := nextPlace.FindStringSubmatch(v.part("/contacts?" + sort).is(200).body)
			if place == nil {
				t.Fatal("no next page")
			}
			query := "/contacts/live?shown=50&until=" + place[1] + "&list=" + url.QueryEscape(sort)
			if got := ahead.FindStringSubmatch(v.part(query + "&new=all").is(200).body); got[1] != "50" {
				t.Errorf("%q: %s records are in view, want 50", sort, got[1])
			}
			var all []string
			for _, id := range newest(t, h, v.actor) {
				all = append(all, "&new="+id.String())
			}
			answer := v.part(query + strings.Join(all, "")).is(200).body
			if got := len(strings.Fields(regexp.MustCompile(`data-came="([^"]*)"`).FindStringSubmatch(answer)[1])); got != 49 {
				t.Errorf("%q: %d of all records are before the last one shown, want 49", sort, got)
			}
		}
	})
}

func TestListLive_BadAsking(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v, stranger := h.visitor(t, accounttest.Actor(t, d, account.Owner)), h.visitor(t, accounttest.Stranger(t, d))
		fill(t, h, v.actor, 2)
		id := newest(t, h, v.actor)[0].String()
		stranger.part("/contacts/live?row="+id+"&new="+id).is(200).lacks(id, "Иван")
		for _, query := range []string{"row=x", "new=x", strings.Repeat("row="+id+"&", 201)} {
			v.part("/contacts/live?" + query).is(http.StatusBadRequest)
		}
		v.part("/contacts/live?new=all&shown=x&until=forged&list=%zz").is(http.StatusBadRequest)
		v.part("/contacts/live?show=-5&shown=99999999999999999999").is(200)
		v.part("/companies/live?new=all&shown=1").is(200).has(`data-ahead="2"`)
	})
}

func TestRecordLive_FormIsToldWhatOthersChanged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		fill(t, h, v.actor, 1)
		id := newest(t, h, v.actor)[0]
		form := v.get("/contacts/" + id.String() + "/edit").is(200)
		ask := "/contacts/" + id.String() + "/edit/meanwhile?version=" + form.field("version") + "&updated_at=" + form.field("updated_at")
		v.part(ask).is(http.StatusNoContent)
		c, err := h.Contacts.Get(t.Context(), v.actor, id)
		if err != nil {
			t.Fatal(err)
		}
		in := c.Input()
		in.Position, in.City = "Director", "Варна"
		if _, err := h.Contacts.Update(t.Context(), v.actor, id, in); err != nil {
			t.Fatal(err)
		}
		v.part(ask).is(200).has(v.actor.Name, "Job title", "City", "Compare with yours")
	})
}
