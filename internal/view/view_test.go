package view_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/view"
)

// save makes a view of the contacts.
func save(t *testing.T, s *apptest.Server, actor account.Actor, name, audience, query string) view.View {
	t.Helper()
	v, err := s.Views.Views.Create(t.Context(), actor, "contacts", view.Input{Name: name, Audience: audience, Payload: view.Payload{Query: query}})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func person(t *testing.T, s *apptest.Server, actor account.Actor, name, city string) contact.Contact {
	t.Helper()
	in := contact.NewContactInput(actor)
	in.FirstName, in.City = name, city
	c, err := s.Contacts.Contacts.Create(t.Context(), actor, in)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// shows asserts what a page says and does not say; texts after "!" must be
// missing.
func shows(t *testing.T, a apptest.Answer, texts ...string) {
	t.Helper()
	if a.Status != http.StatusOK {
		t.Fatalf("status %d to %s: %.300s", a.Status, a.Location(), a.Body)
	}
	for _, text := range texts {
		text, missing := strings.CutPrefix(text, "!")
		if strings.Contains(a.Body, text) == missing {
			t.Errorf("%q: there %t", text, !missing == false)
		}
	}
}

func TestView_OpensByItsAddress(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		b := s.Browser(t, owner)
		person(t, s, owner, "Anna", "Ruse")
		person(t, s, owner, "Boris", "Varna")
		a := b.Post("/views", url.Values{"list": {"contacts"}, "name": {" In  Ruse "}, "audience": {"private"}, "query": {"city=is:Ruse&sort=-name&limit=7&view=x&nothing=1"}})
		at := a.Location()
		if a.Status != http.StatusSeeOther || !strings.HasPrefix(at, "/contacts?view=") {
			t.Fatalf("%d to %q: %.300s", a.Status, at, a.Body)
		}
		shows(t, b.Get(at), "In Ruse", "Anna", "!Boris", "!Unsaved changes", `aria-sort="descending"`, "!>Save view<")
		id := strings.TrimPrefix(at, "/contacts?view=")
		shows(t, b.Get(at+"&q="), "Anna", "Boris", "Unsaved changes", "/save\"", "Save as", "Reset")
		shows(t, b.Get(at+"&city=is:Ruse&sort=-name"), "Anna", "!Boris", "!Unsaved changes")
		shows(t, b.Get("/contacts?city=is:Ruse"), "Unsaved changes", "Save view")
		shows(t, b.Get("/contacts"), "Boris", "!Unsaved changes")
		shows(t, b.Get("/contacts?view=mine"), "My contacts", "!Unsaved changes")
		shows(t, b.Get("/contacts?view="+db.NewID().String()), "This view is not there any more", "Boris")
		shows(t, b.Get("/contacts/count?view="+id), "1 contact<")
		shows(t, b.Get("/contacts/export?format=csv&view="+id), "Anna", "!Boris")
		shows(t, b.Get("/views/counts?list=contacts"), `#count-mine`, `#count-`+id, ">2<", ">1<", "!count-all")

		b.Post("/views/"+id+"/save", url.Values{"query": {"city=is:Varna"}})
		shows(t, b.Get(at), "Boris", "!Anna", "!Unsaved changes")
		b.Post("/views/"+id+"/edit", url.Values{"name": {"By the sea"}, "audience": {"pinned"}})
		shows(t, b.Get(at), "By the sea")
		shows(t, b.Get("/views/"+id+"/edit"), "By the sea")
		wrong := b.Post("/views/"+id+"/edit", url.Values{"name": {" "}, "audience": {"everybody"}, "version": {"3"}})
		if wrong.Status != 422 || !strings.Contains(wrong.Body, "Give the view a name") || !strings.Contains(wrong.Body, "none of the choices") {
			t.Errorf("%d %.300s", wrong.Status, wrong.Body)
		}
		stale := b.Post("/views/"+id+"/save", url.Values{"query": {"q=x"}, "version": {"1"}})
		if stale.Status != http.StatusConflict {
			t.Errorf("saving over somebody's change: %d", stale.Status)
		}
		copied := b.Post("/views/"+id+"/duplicate", nil).Location()
		shows(t, b.Get(copied), "By the sea (copy)", "Boris", "!Anna")
		b.Post("/views/"+id+"/delete", nil)
		shows(t, b.Get(at), "not there any more")
		shows(t, b.Get(b.Post("/views/"+id+"/restore", nil).Location()), "Boris", "!Anna")
	})
}

func TestView_IsSeenByWhomItIsFor(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		user := accounttest.Member(t, s.DB(), owner, account.User)
		manager := accounttest.Member(t, s.DB(), owner, account.Manager)
		private, shared, pinned := save(t, s, owner, "Mine alone", view.Private, "owner=me"), save(t, s, owner, "For all", view.Shared, "owner=me"), save(t, s, manager, "On top", view.Pinned, "")
		mine := save(t, s, user, "Of the user", view.Shared, "activity_at=-30d")
		u, o := s.Browser(t, user), s.Browser(t, owner)

		shows(t, u.Get("/contacts"), "On top", "Of the user", "!Mine alone", `popovertarget="view-all"`, "For all, by ")
		shows(t, u.Get("/contacts?view="+shared.ID.String()), "For all", "Keep among my tabs", "!Rename or share")
		shows(t, u.Get("/contacts?view="+private.ID.String()), "not there any more")
		if a := u.Get("/views/" + private.ID.String()); a.Status != 404 {
			t.Errorf("a private view of somebody else: %d", a.Status)
		}
		for _, c := range []struct {
			by     account.Actor
			view   view.View
			status int
		}{{user, private, 404}, {user, shared, 403}, {user, pinned, 403}, {user, mine, 303}, {owner, mine, 303}, {manager, shared, 303}, {manager, private, 404}} {
			a := s.Browser(t, c.by).Post("/views/"+c.view.ID.String()+"/edit", url.Values{"name": {c.view.Name}, "audience": {c.view.Audience}})
			if a.Status != c.status {
				t.Errorf("%s changes %s: %d, want %d", c.by.Role, c.view.Name, a.Status, c.status)
			}
		}
		if a := u.Post("/views/"+mine.ID.String()+"/edit", url.Values{"name": {"x"}, "audience": {"pinned"}}); a.Status != 403 {
			t.Errorf("a user pins: %d", a.Status)
		}
		// The words of a view mean whoever reads it.
		person(t, s, owner, "Anna", "")
		person(t, s, user, "Boris", "")
		shows(t, o.Get("/contacts?view="+shared.ID.String()), "Anna", "!Boris")
		shows(t, u.Get("/contacts?view="+shared.ID.String()), "Boris", "!Anna")

		// Whoever leaves, leaves what they shared in good hands.
		if err := s.DB().InTx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), "UPDATE members SET active = $1 WHERE workspace_id = $2 AND id = $3", false, user.Workspace, user.Member)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		shows(t, o.Get("/contacts?view="+mine.ID.String()), "Of the user", "Rename or share")
	})
}

func TestView_OfAFieldThatIsGone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		b := s.Browser(t, owner)
		v := save(t, s, owner, "Old", view.Shared, "city=is:Ruse")
		person(t, s, owner, "Anna", "Ruse")
		person(t, s, owner, "Boris", "Varna")
		if err := s.DB().InTx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), "UPDATE views SET payload = $1 WHERE id = $2", view.Payload{Query: "x_size=gt:5&city=is:Ruse&sort=x_size"}, v.ID)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		at := "/contacts?view=" + v.ID.String()
		shows(t, b.Get(at), "There is no field “x_size”", "Anna", "!Boris", "/save\"")
		b.Post("/views/"+v.ID.String()+"/edit", url.Values{"name": {"Older"}, "audience": {"shared"}})
		shows(t, b.Get(at), "Older", "There is no field “x_size”")
		b.Post("/views/"+v.ID.String()+"/save", url.Values{"query": {"city=is:Ruse"}})
		shows(t, b.Get(at), "!There is no field", "Anna", "!Boris", "!Unsaved changes")
	})
}

func TestTabs_StandAsTheMemberPutsThem(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		other := accounttest.Member(t, s.DB(), owner, account.User)
		for _, name := range []string{"One", "Two", "Three"} {
			save(t, s, owner, name, view.Pinned, "city="+name)
		}
		names := func(actor account.Actor) (all string) {
			views, err := s.Views.Views.List(t.Context(), actor, "contacts")
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range views {
				if v.IsTab(actor) {
					all += v.Name + " "
				}
			}
			return all
		}
		views, _ := s.Views.Views.List(t.Context(), owner, "contacts")
		for _, c := range []struct {
			move int
			by   int
			want string
		}{{0, 1, "Two One Three "}, {2, -9, "Three Two One "}, {2, -1, "Three Two One "}, {1, 9, "Three One Two "}} {
			if _, err := s.Views.Views.Move(t.Context(), owner, views[c.move].ID, c.by); err != nil {
				t.Fatal(err)
			}
			if got := names(owner); got != c.want {
				t.Errorf("%s by %d: %q, want %q", views[c.move].Name, c.by, got, c.want)
			}
		}
		if _, err := s.Views.Views.Show(t.Context(), owner, views[0].ID, false); err != nil {
			t.Fatal(err)
		}
		if got := names(owner) + "| " + names(other); got != "Three Two | One Two Three " {
			t.Errorf("tabs %q", got)
		}
		b := s.Browser(t, owner)
		if a := b.Post("/views/default", url.Values{"list": {"contacts"}, "opens": {views[1].ID.String()}}); a.Location() != "/contacts" {
			t.Errorf("%d to %q", a.Status, a.Location())
		}
		shows(t, b.Get("/contacts"), `href="/contacts?view=all"`, "Filter: City", "Open the whole list first", "!Unsaved changes")
		shows(t, b.Get("/contacts?view=all"), "!Filter: City", "!Unsaved changes")
		shows(t, b.Get("/contacts/bin"), "!Filter: City")
		shows(t, s.Browser(t, other).Get("/contacts"), "!Filter: City")
		for _, opens := range []string{db.NewID().String(), "nothing"} {
			if a := b.Post("/views/default", url.Values{"list": {"contacts"}, "opens": {opens}}); a.Status != 404 {
				t.Errorf("opening with %q: %d", opens, a.Status)
			}
		}
		b.Post("/views/"+views[1].ID.String()+"/delete", nil)
		shows(t, b.Get("/contacts"), "!Filter: City")
		b.Post("/views/default", url.Values{"list": {"contacts"}, "opens": {"mine"}})
		shows(t, b.Get("/contacts"), "Filter: Owner")
	})
}

func TestFavourites_StandInTheSidebar(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		b := s.Browser(t, owner)
		anna, v := person(t, s, owner, "Anna", ""), save(t, s, owner, "Renewals", view.Private, "")
		keep := func(kind string, id db.ID, yes string) apptest.Answer {
			return b.Post("/favourites", url.Values{"kind": {kind}, "id": {id.String()}, "keep": {yes}, "back": {"/contacts/" + anna.ID.String()}})
		}
		shows(t, b.Get("/contacts/"+anna.ID.String()), `aria-pressed="false"`)
		if a := keep("contact", anna.ID, "1"); a.Location() != "/contacts/"+anna.ID.String() {
			t.Errorf("%d to %q", a.Status, a.Location())
		}
		keep("contact", anna.ID, "1")
		keep("view", v.ID, "1")
		shows(t, b.Get("/contacts/"+anna.ID.String()), `aria-pressed="true"`, "Renewals", `href="/contacts?view=`+v.ID.String())
		order := func() string {
			all, err := s.Views.Favourites.List(t.Context(), owner)
			if err != nil {
				t.Fatal(err)
			}
			names := ""
			for _, f := range all {
				names += f.Name + " "
			}
			return names
		}
		b.Post("/favourites/move", url.Values{"kind": {"view"}, "id": {v.ID.String()}, "by": {"-1"}})
		if got := order(); got != "Renewals Anna " {
			t.Errorf("order %q", got)
		}
		shows(t, b.Get("/favourites"), "Remove Anna from favourites", "Move Renewals down")
		for _, id := range []db.ID{db.NewID(), person(t, s, accounttest.Stranger(t, s.DB()), "Foreign", "").ID} {
			if a := keep("contact", id, "1"); a.Status != 404 {
				t.Errorf("somebody else's record: %d", a.Status)
			}
		}
		for _, form := range []url.Values{{"kind": {"moon"}, "id": {anna.ID.String()}, "keep": {"1"}}, {"kind": {"contact"}, "id": {"x"}}} {
			if a := b.Post("/favourites", form); a.Status != 404 {
				t.Errorf("%v: %d", form, a.Status)
			}
		}
		part := b.Post("/favourites", url.Values{"kind": {"view"}, "id": {v.ID.String()}, "keep": {"0"}}, "HX-Request", "true")
		shows(t, part, `hx-target="#favourites"`, "Anna", "!Renewals", `aria-pressed="false"`)
		b.Post("/contacts/"+anna.ID.String()+"/delete", url.Values{"version": {"1"}})
		if got := order(); got != "" {
			t.Errorf("deleted records are still shown: %q", got)
		}
		b.Post("/contacts/"+anna.ID.String()+"/restore", nil)
		if got := order(); got != "Anna " {
			t.Errorf("restored, but %q", got)
		}
	})
}

func TestAPI_KeepsTheConventions(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		p := s.Program(t, owner, "read,write")
		body := map[string]any{"list": "contacts", "name": "In Ruse", "query": "city=is:Ruse&sort=-name", "density": "compact", "widths": map[string]int{"name": 240}, "group": "country"}
		a := p.JSON("POST", "/api/v1/views", body)
		var v struct {
			ID, Name, Audience, Query, Density, Group string
			Version                                   int
			Widths                                    map[string]int
		}
		a.Decode(t, &v)
		if a.Status != 201 || a.Location() != "/api/v1/views/"+v.ID || v.Audience != "private" || v.Query != "city=is:Ruse&sort=-name&group=country" || v.Density != "compact" || v.Widths["name"] != 240 || v.Group != "country" {
			t.Fatalf("%d %s", a.Status, a.Body)
		}
		at := "/api/v1/views/" + v.ID
		if a := p.Get(at); a.Status != 200 || a.Header.Get("ETag") == "" {
			t.Errorf("%d %s", a.Status, a.Body)
		}
		if a := p.JSON("PATCH", at, map[string]any{"audience": "pinned"}, "If-Match", `"1"`); a.Status != 200 || !strings.Contains(a.Body, `"query":"city=is:Ruse&sort=-name&group=country"`) {
			t.Errorf("%d %s", a.Status, a.Body)
		}
		if a := p.JSON("PATCH", at, map[string]any{"name": "x"}, "If-Match", `"1"`); a.Status != 412 {
			t.Errorf("a lost update: %d", a.Status)
		}
		for field, value := range map[string]any{"name": "", "query": "salary=1", "group": "salary", "widths": map[string]int{"salary": 100}} {
			if a := p.JSON("PATCH", at, map[string]any{field: value}); a.Status != 422 || !strings.Contains(a.Body, "body."+field) {
				t.Errorf("%s %v: %d %s", field, value, a.Status, a.Body)
			}
		}
		for _, bad := range []map[string]any{{"list": "moons", "name": "x"}, {"list": "contacts", "name": "x", "audience": "all"}, {"list": "contacts", "name": strings.Repeat("x", 81)}, {"list": "contacts", "name": "x", "widths": map[string]int{"name": 1}}} {
			if a := p.JSON("POST", "/api/v1/views", bad); a.Status != 422 {
				t.Errorf("%v: %d %s", bad, a.Status, a.Body)
			}
		}
		save(t, s, owner, "Second", view.Private, "")
		first := p.Get("/api/v1/views?list=contacts&limit=1")
		var page struct {
			Data       []struct{ Name string }
			NextCursor string `json:"next_cursor"`
		}
		first.Decode(t, &page)
		if page.Data[0].Name != "In Ruse" || page.NextCursor == "" || !strings.Contains(p.Get("/api/v1/views?limit=1&cursor="+page.NextCursor).Body, "Second") {
			t.Errorf("%s", first.Body)
		}
		person(t, s, owner, "Anna", "Ruse")
		person(t, s, owner, "Boris", "Varna")
		if a := p.Get("/api/v1/contacts?view=" + v.ID); !strings.Contains(a.Body, "Anna") || strings.Contains(a.Body, "Boris") {
			t.Errorf("the list of a view: %s", a.Body)
		}
		if a := p.Get("/api/v1/contacts?view=" + db.NewID().String()); a.Status != 422 {
			t.Errorf("a view that is not there: %d", a.Status)
		}
		if a := p.JSON("DELETE", at, nil); a.Status != 204 {
			t.Errorf("delete: %d", a.Status)
		}
		if a := p.Get(at); a.Status != 404 {
			t.Errorf("deleted: %d", a.Status)
		}
		if a := p.JSON("POST", at+"/restore", nil); a.Status != 200 {
			t.Errorf("restore: %d", a.Status)
		}
		if a := s.Program(t, owner, "read").JSON("POST", "/api/v1/views", body); a.Status != 403 {
			t.Errorf("a token for reading: %d", a.Status)
		}
	})
}

func TestView_LeavesHistory(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		v := save(t, s, owner, "One", view.Private, "q=a")
		if _, err := s.Views.Views.Update(t.Context(), owner, v.ID, func(in view.Input) view.Input {
			in.Name, in.Payload.Query = "Two", "q=b"
			return in
		}); err != nil {
			t.Fatal(err)
		}
		fields, err := db.Values[string](t.Context(), s.DB(), "SELECT field || '=' || new_value FROM changes WHERE workspace_id = $1 AND record_id = $2 ORDER BY id", owner.Workspace, v.ID)
		if err != nil || strings.Join(fields, " ") != "name=One name=Two query=q=b" {
			t.Errorf("%v %v", fields, err)
		}
		if _, err := s.Views.Views.Get(t.Context(), account.Actor{}, v.ID); !fault.IsNotFound(err) {
			t.Errorf("nobody reads it: %v", err)
		}
	})
}
