package app_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/app/apptest"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/list"
)

// room is where a phone finds the records of a kind: the contacts its owner
// sees, and the tasks that are theirs.
type room struct {
	kind, path, ext string
	mine            bool
}

var rooms = []room{{"contact", "/dav/me/books/contacts/", ".vcf", false}, {"task", "/dav/me/calendars/tasks/", ".ics", true}}

// holds tells whether records of somebody are in the room of who sees them.
func (r room) holds(whose string) bool { return !r.mine || whose == "mine" }

// phone sends requests as the member's phone.
type phone struct {
	*apptest.Client
	login string
}

func (w *matrixWorld) phone() phone {
	w.t.Helper()
	password, err := w.s.Accounts.Tokens.Create(w.t.Context(), w.member, "Phone", account.ScopeDAV, 0)
	w.must(err)
	return phone{w.s.Anonymous(w.t), "Basic " + base64.StdEncoding.EncodeToString([]byte(w.member.Email+":"+password))}
}

func (p phone) ask(method, path, body string, header ...string) apptest.Answer {
	return p.Do(method, path, strings.NewReader(body), append(header, "Authorization", p.login)...)
}

// TestMatrix_HoldsOnPhonesAndInCalendars looks for records where phones and
// calendars show them.
func TestMatrix_HoldsOnPhonesAndInCalendars(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		w := newMatrixWorld(t, s)
		page, program, phone := s.Browser(t, w.member), s.Program(t, w.member, "read,write"), w.phone()
		for _, r := range rooms {
			eachReach(func(see list.Reach) {
				rule := all()
				rule.See, rule.Edit, rule.Delete = see, see, see
				w.allow(r.kind, rule)
				w.carries(r, see, phone)
				if r.kind == "task" {
					w.calendars(see, page, program)
				}
			})
			eachReach(func(reach list.Reach) {
				rule := all()
				rule.Edit, rule.Delete = reach, list.None
				w.allow(r.kind, rule)
				w.puts(r, reach, phone)
			})
		}
	}, "RATE_LIMIT_USER=off")
}

// carries looks at what a phone is given.
func (w *matrixWorld) carries(r room, see list.Reach, phone phone) {
	listed := phone.ask("PROPFIND", r.path, `<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>`, "Depth", "1")
	for _, of := range theirs {
		id := w.ids[r.kind+of.name].String()
		seen, want := see >= of.from && r.holds(of.name), http.StatusNotFound
		if seen {
			want = http.StatusOK
		}
		if a := phone.ask(http.MethodGet, r.path+id+r.ext, ""); a.Status != want {
			w.t.Errorf("see %s: a phone asks for the %s of %s: %d, want %d", see, r.kind, of.name, a.Status, want)
		}
		if strings.Contains(listed.Body, id) != seen {
			w.t.Errorf("see %s: a phone lists the %s of %s: %v", see, r.kind, of.name, !seen)
		}
		if !seen {
			if a := phone.ask(http.MethodDelete, r.path+id+r.ext, ""); a.Status != http.StatusNotFound {
				w.t.Errorf("see %s: a phone deletes the %s of %s: %d", see, r.kind, of.name, a.Status)
			}
		}
	}
}

// puts changes records from a phone, and tries to delete them.
func (w *matrixWorld) puts(r room, reach list.Reach, phone phone) {
	for _, of := range theirs {
		if !r.holds(of.name) {
			continue
		}
		at := r.path + w.ids[r.kind+of.name].String() + r.ext
		what := fmt.Sprintf("edit %s: %s of %s on a phone", reach, r.kind, of.name)
		now := phone.ask(http.MethodGet, at, "")
		again := strings.Replace(now.Body, "Quartz"+of.name, "Quartz"+of.name+".", 1)
		w.status(what, phone.ask(http.MethodPut, at, again, "If-Match", now.Header.Get("ETag")), reach >= of.from)
		w.status(what+": delete", phone.ask(http.MethodDelete, at, ""), false)
	}
}

// calendars looks for the tasks in the calendar of everybody.
func (w *matrixWorld) calendars(see list.Reach, page, program *apptest.Client) {
	today := time.Now().UTC()
	for path, c := range map[string]*apptest.Client{
		"/calendar?who=all": page,
		"/api/v1/calendar?who=all&from=" + today.AddDate(0, 0, -2).Format(time.DateOnly) + "&to=" + today.AddDate(0, 0, 2).Format(time.DateOnly): program,
	} {
		a := c.Get(path)
		for _, of := range theirs {
			w.expect(a.Body, "Quartz"+of.name, see >= of.from, see, path)
		}
	}
}

// TestMatrix_HoldsForDuplicatesAndMerges makes pairs of contacts that are one.
func TestMatrix_HoldsForDuplicatesAndMerges(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		w := newMatrixWorld(t, s)
		twins := w.twins()
		program := s.Program(t, w.member, "read,write")
		owner := s.Program(t, w.owner, "read,write")
		owner.JSON(http.MethodPost, "/api/v1/contacts/duplicates/find", nil)
		apptest.Until(t, "the pair is found", func() bool {
			return strings.Contains(owner.Get("/api/v1/contacts/duplicates").Body, twins[0].String())
		})
		for _, see := range []list.Reach{list.Team, list.All} {
			rule := all()
			rule.See, rule.Edit, rule.Delete = see, see, see
			w.allow("contact", rule)
			w.expect(program.Get("/api/v1/contacts/duplicates").Body, twins[0].String(), see == list.All, see, "duplicates")
			w.expect(s.Browser(t, w.member).Get("/contacts/duplicates").Body, twins[0].String(), see == list.All, see, "page of duplicates")
			if see == list.Team {
				a := program.JSON(http.MethodPost, "/api/v1/contacts/duplicates/distinguish", map[string]any{"records": twins})
				if a.Status != http.StatusNotFound {
					t.Errorf("tells records apart that are not seen: %d %s", a.Status, a.Body)
				}
			}
		}
		w.merges(twins, program)
	}, "RATE_LIMIT_USER=off")
}

// twins are two contacts of a colleague's, with the same name and number.
func (w *matrixWorld) twins() (ids [2]db.ID) {
	w.t.Helper()
	others, err := w.s.Contacts.Contacts.Get(w.t.Context(), w.owner, w.ids["contactothers"])
	w.must(err)
	for i := range ids {
		in := contact.NewContactInput(w.owner)
		in.FirstName, in.LastName, in.Phone, in.OwnerID = "Twin", "Quartz", "+359888123456", others.OwnerID
		made, err := w.s.Contacts.Contacts.Create(w.t.Context(), w.owner, in)
		w.must(err)
		ids[i] = made.ID
	}
	return ids
}

// merges needs the right to change and to delete both.
func (w *matrixWorld) merges(twins [2]db.ID, program *apptest.Client) {
	body := map[string]any{"into": twins[0], "records": twins[1:]}
	for _, c := range []struct{ edit, delete, see list.Reach }{
		{list.Team, list.Team, list.Team}, {list.Team, list.All, list.All}, {list.All, list.Team, list.All}, {list.All, list.All, list.All},
	} {
		rule := all()
		rule.See, rule.Edit, rule.Delete = c.see, c.edit, c.delete
		w.allow("contact", rule)
		a := program.JSON(http.MethodPost, "/api/v1/contacts/merge", body)
		want := http.StatusForbidden
		switch {
		case c.see < list.All:
			want = http.StatusUnprocessableEntity // not there, or not theirs to see
		case c.edit == list.All && c.delete == list.All:
			want = http.StatusCreated
		}
		if a.Status != want {
			w.t.Errorf("merge with %+v: %d, want %d: %.300s", c, a.Status, want, a.Body)
		}
	}
}

// TestMatrix_HoldsForImportsTakenBack leaves what may not be deleted.
func TestMatrix_HoldsForImportsTakenBack(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		w := newMatrixWorld(t, s)
		w.allow("contact", all())
		page, program := s.Browser(t, w.member), s.Program(t, w.member, "read,write")
		at := page.Upload("/import?kind=contacts", "file", "x.csv", "First name,Last name\nAgate,Quartz\n").Location()
		page.Post(at+"/start", url.Values{})
		api := "/api/v1/imports/" + strings.TrimPrefix(at, "/import/")
		apptest.Until(t, "the file is in", func() bool { return strings.Contains(program.Get(api).Body, `"status":"done"`) })

		rule := all()
		rule.Delete = list.None
		w.allow("contact", rule)
		w.status("undo", program.JSON(http.MethodPost, api+"/undo", nil), true)
		apptest.Until(t, "it is taken back", func() bool { return !strings.Contains(program.Get(api).Body, `"running"`) })
		if left := program.Get(api + "/leftovers"); !strings.Contains(left.Body, "Agate") {
			t.Errorf("what may not be deleted is not told: %s", left.Body)
		}
		if found := program.Get("/api/v1/contacts?q=Agate"); !strings.Contains(found.Body, "Agate") {
			t.Errorf("what may not be deleted is gone: %.300s", found.Body)
		}
	}, "RATE_LIMIT_USER=off")
}
