package app_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/activity"
	"kontor/internal/app/apptest"
	"kontor/internal/contact"
	"kontor/internal/deal"
	"kontor/internal/kit/db"
	"kontor/internal/kit/list"
	"kontor/internal/task"
)

// matrixKind is where the records of a kind are met.
type matrixKind struct {
	kind, path string
	fresh      url.Values // makes one
	patch      map[string]any
}

var matrixKinds = []matrixKind{
	{"contact", "/contacts", url.Values{"first_name": {"Fresh"}}, map[string]any{"city": "Ruse"}},
	{"company", "/companies", url.Values{"name": {"Fresh"}}, map[string]any{"city": "Ruse"}},
	{"deal", "/deals", url.Values{"name": {"Fresh"}}, map[string]any{"source": "Fair"}},
	{"task", "/tasks", url.Values{"title": {"Fresh"}}, map[string]any{"description": "Soon"}},
}

// theirs are whose records there are, and from which reach on a member reaches
// them.
var theirs = []struct {
	name string
	from list.Reach
}{{"mine", list.Own}, {"teams", list.Team}, {"nobodys", list.Team}, {"others", list.All}}

// matrixWorld is a workspace with a record of each kind for each of theirs.
type matrixWorld struct {
	t             *testing.T
	s             *apptest.Server
	owner, member account.Actor
	ids           map[string]db.ID // by kind and name
	notes         map[string]db.ID
}

func newMatrixWorld(t *testing.T, s *apptest.Server) *matrixWorld {
	w := &matrixWorld{t: t, s: s, owner: accounttest.Actor(t, s.DB(), account.Owner), ids: map[string]db.ID{}, notes: map[string]db.ID{}}
	w.member = accounttest.Member(t, s.DB(), w.owner, account.User)
	colleague := accounttest.Member(t, s.DB(), w.owner, account.User)
	team, err := s.Accounts.Teams.Create(t.Context(), w.owner, "Sales", []db.ID{w.member.Member})
	w.must(err)
	w.member.Teams = []db.ID{team}
	for _, of := range theirs {
		owner, its := colleague.Member, db.ID{}
		switch of.name {
		case "mine":
			owner = w.member.Member
		case "teams":
			its = team
		case "nobodys":
			owner = db.ID{}
		}
		for _, k := range matrixKinds {
			w.ids[k.kind+of.name] = w.make(k.kind, "Quartz"+of.name, owner, its)
			note, err := s.Activity.Notes.Create(t.Context(), w.owner, activity.Subject{Kind: k.kind, ID: w.ids[k.kind+of.name]}, activity.NoteInput{Body: "Said " + of.name})
			w.must(err)
			w.notes[k.kind+of.name] = note.ID
		}
	}
	return w
}

func (w *matrixWorld) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *matrixWorld) make(kind, name string, owner, team db.ID) db.ID {
	w.t.Helper()
	ctx := w.t.Context()
	var id db.ID
	var err error
	switch kind {
	case "contact":
		in := contact.NewContactInput(w.owner)
		in.FirstName, in.OwnerID, in.TeamID = name, owner, team
		var made contact.Contact
		made, err = w.s.Contacts.Contacts.Create(ctx, w.owner, in)
		id = made.ID
	case "company":
		in := contact.NewCompanyInput(w.owner)
		in.Name, in.OwnerID, in.TeamID = name, owner, team
		var made contact.Company
		made, err = w.s.Contacts.Companies.Create(ctx, w.owner, in)
		id = made.ID
	case "deal":
		in := deal.NewDealInput(w.owner)
		in.Name, in.OwnerID, in.TeamID = name, owner, team
		var made deal.Deal
		made, err = w.s.Deals.Deals.Create(ctx, w.owner, in)
		id = made.ID
	default:
		in := task.NewInput(w.owner)
		in.Title, in.AssignedTo, in.TeamID, in.DueDate = name, owner, team, time.Now().UTC().Format(time.DateOnly)
		var made task.Task
		made, err = w.s.Tasks.Tasks.Create(ctx, w.owner, in)
		id = made.ID
	}
	w.must(err)
	return id
}

// all is a rule that allows everything.
func all() account.Rule {
	return account.Rule{See: list.All, Edit: list.All, Delete: list.All, Create: true, Bulk: true, Import: true, Export: true}
}

// allow decides what users may do with records of a kind; of the others they
// may everything.
func (w *matrixWorld) allow(kind string, rule account.Rule) {
	w.t.Helper()
	_, version, err := w.s.Accounts.Workspaces.Matrix(w.t.Context(), w.owner)
	w.must(err)
	rights := account.Rights{Records: map[string]account.Rule{account.NoteKind: {See: list.All, Edit: list.All, Delete: list.All, Create: true}}}
	for _, k := range matrixKinds {
		rights.Records[k.kind] = all()
	}
	rights.Records[kind] = rule
	firms := rights.Records["company"]
	firms.Import = false // they come with contacts
	rights.Records["company"] = firms
	w.must(w.s.Accounts.Workspaces.Allow(w.t.Context(), w.owner, account.User, rights, version))
}

func eachReach(f func(list.Reach)) {
	for _, r := range []list.Reach{list.None, list.Own, list.Team, list.All} {
		f(r)
	}
}

// TestMatrix_SeesWhatItSays walks kinds and sights: every way to a record that
// may not be seen ends, and one that may be seen is met.
func TestMatrix_SeesWhatItSays(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		w := newMatrixWorld(t, s)
		page, program := s.Browser(t, w.member), s.Program(t, w.member, "read,write,export")
		for _, k := range matrixKinds {
			eachReach(func(see list.Reach) {
				rule := all()
				rule.See, rule.Edit, rule.Delete = see, see, see
				w.allow(k.kind, rule)
				w.walks(k, see, page, program)
				w.lists(k, see, page, program)
			})
		}
	}, "RATE_LIMIT_USER=off")
}

// walks tries every route with the id of a record.
func (w *matrixWorld) walks(k matrixKind, see list.Reach, page, program *apptest.Client) {
	for _, of := range theirs {
		id := w.ids[k.kind+of.name].String()
		note := w.notes[k.kind+of.name].String()
		for _, path := range []string{
			k.path + "/" + id, k.path + "/" + id + "/peek", k.path + "/" + id + "/timeline", k.path + "/" + id + "/attachments",
			"/api/v1" + k.path + "/" + id, "/api/v1/notes/" + note, "/notes/" + note + "/edit",
		} {
			c := page
			if strings.HasPrefix(path, "/api/") {
				c = program
			}
			want := http.StatusOK
			if see < of.from {
				want = http.StatusNotFound
			}
			if a := c.Get(path, "HX-Request", "true"); a.Status != want {
				w.t.Errorf("see %s: GET %s of %s: %d, want %d", see, path, of.name, a.Status, want)
			}
		}
		if see < of.from {
			w.refuses(k, of.name, page, program)
		}
	}
}

// refuses tries what changes a record that is not seen: it is not there.
func (w *matrixWorld) refuses(k matrixKind, whose string, page, program *apptest.Client) {
	id := w.ids[k.kind+whose].String()
	for _, pattern := range w.s.Patterns() {
		smp, ok := samples[pattern]
		if !ok || smp.record != k.kind {
			continue
		}
		c := page
		if strings.Contains(pattern, " /api/") {
			c = program
		}
		of := world{ids: map[string]db.ID{k.kind: w.ids[k.kind+whose]}}
		if a := of.try(c, pattern, smp); a.Status != http.StatusNotFound {
			w.t.Errorf("%s on %s that is not seen: %d", pattern, whose, a.Status)
		}
	}
	if a := page.Get("/live?record=" + k.kind + "." + id); a.Status != http.StatusNotFound {
		w.t.Errorf("live on %s of %s that is not seen: %d", k.kind, whose, a.Status)
	}
}

// lists looks for the names in everything that shows several records.
func (w *matrixWorld) lists(k matrixKind, see list.Reach, page, program *apptest.Client) {
	places := []string{k.path, k.path + "?q=Quartz", k.path + "/export?format=csv", "/api/v1" + k.path + "?limit=200", "/api/v1" + k.path + "/export?format=csv", "/search?q=Quartz"}
	if k.kind == "deal" {
		places = append(places, "/deals/board", "/deals/board?q=Quartz", "/deals/options?q=Quartz", "/deals/options")
	}
	if k.kind == "company" {
		places = append(places, "/companies/options?q=Quartz", "/companies/options")
	}
	for _, path := range places {
		c := page
		if strings.HasPrefix(path, "/api/") {
			c = program
		}
		a := c.Get(path)
		if see == list.None {
			if a.Status < 400 && strings.Contains(a.Body, "Quartz"+"mine") && path != "/search?q=Quartz" {
				w.t.Errorf("see none: GET %s: %d shows a %s", path, a.Status, k.kind)
			}
			continue
		}
		if a.Status != http.StatusOK {
			w.t.Errorf("see %s: GET %s: %d", see, path, a.Status)
		}
		for _, of := range theirs {
			if path == "/search?q=Quartz" {
				w.expect(a.Body, w.ids[k.kind+of.name].String(), see >= of.from, see, path)
				continue
			}
			w.expect(a.Body, "Quartz"+of.name, see >= of.from, see, path)
		}
	}
	if see != list.None {
		w.counts(k, see, page, program)
	}
}

func (w *matrixWorld) expect(body, text string, want bool, see list.Reach, path string) {
	w.t.Helper()
	if strings.Contains(body, text) != want {
		w.t.Errorf("see %s: GET %s: %s is there: %v", see, path, text, !want)
	}
}

// counts compares numbers: of the list, and what a bulk change would touch.
func (w *matrixWorld) counts(k matrixKind, see list.Reach, page, program *apptest.Client) {
	n := 0
	for _, of := range theirs {
		if see >= of.from {
			n++
		}
	}
	a := page.Get(k.path+"/count?q=Quartz", "HX-Request", "true")
	if a.Status != http.StatusOK || !strings.Contains(a.Body, fmt.Sprintf(">%d ", n)) && !strings.Contains(a.Body, fmt.Sprintf("%d", n)) {
		w.t.Errorf("see %s: %s/count: %d %s, want %d", see, k.path, a.Status, a.Body, n)
	}
	if a := page.Get("/"); a.Status != http.StatusOK {
		w.t.Errorf("see %s %s: home: %d", see, k.kind, a.Status)
	}
	if a := program.Get("/api/v1/reports/members?period=year"); a.Status != http.StatusOK {
		w.t.Errorf("see %s %s: activity by member: %d %s", see, k.kind, a.Status, a.Body)
	}
	if k.kind == "deal" {
		var report struct{ Rows []map[string]any }
		program.Get("/api/v1/reports/funnel?period=year").Decode(w.t, &report)
		entered := 0.0
		for _, row := range report.Rows {
			if v, ok := row["came_in"].(float64); ok {
				entered += v
			}
		}
		if entered != float64(n) {
			w.t.Errorf("see %s: the funnel says %v deals came in, want %d: %v", see, entered, n, report.Rows)
		}
	}
}

// TestMatrix_ChangesWhatItSays walks kinds and rights: what may not be done is
// refused, and what may be done happens.
func TestMatrix_ChangesWhatItSays(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		w := newMatrixWorld(t, s)
		page, program := s.Browser(t, w.member), s.Program(t, w.member, "read,write,export")
		for _, k := range matrixKinds {
			eachReach(func(r list.Reach) {
				rule := all()
				rule.Edit, rule.Delete = r, list.None
				w.allow(k.kind, rule)
				w.edits(k, r, page, program)
				rule.Edit, rule.Delete = list.None, r
				w.allow(k.kind, rule)
				w.deletes(k, r, page, program)
			})
			w.plain(k, page, program)
		}
	}, "RATE_LIMIT_USER=off")
}

func (w *matrixWorld) status(what string, a apptest.Answer, may bool) {
	w.t.Helper()
	if may && a.Status >= 400 || !may && a.Status != http.StatusForbidden {
		w.t.Errorf("%s: %d, may: %v: %.300s", what, a.Status, may, a.Body)
	}
}

func (w *matrixWorld) edits(k matrixKind, r list.Reach, page, program *apptest.Client) {
	for _, of := range theirs {
		at, may := k.path+"/"+w.ids[k.kind+of.name].String(), r >= of.from
		what := fmt.Sprintf("edit %s: %s of %s", r, k.kind, of.name)
		w.status(what+": form", page.Get(at+"/edit"), may)
		w.status(what+": program", program.JSON(http.MethodPatch, "/api/v1"+at, k.patch), may)
		w.status(what+": note", page.Post(at+"/notes", url.Values{"body": {"Hello"}}), may)
		w.status(what+": delete", page.Post(at+"/delete", nil), false)
	}
}

func (w *matrixWorld) deletes(k matrixKind, r list.Reach, page, program *apptest.Client) {
	for _, of := range theirs {
		at, may := k.path+"/"+w.ids[k.kind+of.name].String(), r >= of.from
		what := fmt.Sprintf("delete %s: %s of %s", r, k.kind, of.name)
		w.status(what+": form", page.Get(at+"/edit"), false)
		w.status(what, page.Post(at+"/delete", nil), may)
		w.status(what+": back", page.Post(at+"/restore", nil), may)
		w.status(what+": program", program.JSON(http.MethodDelete, "/api/v1"+at, nil), may)
		w.status(what+": program back", program.JSON(http.MethodPost, "/api/v1"+at+"/restore", nil), may)
	}
}

// plain tries what is given or not, one after the other.
func (w *matrixWorld) plain(k matrixKind, page, program *apptest.Client) {
	id := w.ids[k.kind+"mine"].String()
	for _, c := range []struct {
		right string
		take  func(*account.Rule)
		tries map[string]func() apptest.Answer
	}{
		{"create", func(r *account.Rule) { r.Create = false }, map[string]func() apptest.Answer{
			"form":    func() apptest.Answer { return page.Get(k.path + "/new") },
			"post":    func() apptest.Answer { return page.Post(k.path+"/new", k.fresh) },
			"program": func() apptest.Answer { return program.JSON(http.MethodPost, "/api/v1"+k.path, first(k.fresh)) },
		}},
		{"import", func(r *account.Rule) { r.Import = false }, map[string]func() apptest.Answer{"page": func() apptest.Answer { return imports(page, k) }}},
		{"bulk", func(r *account.Rule) { r.Bulk = false }, map[string]func() apptest.Answer{
			"page": func() apptest.Answer { return page.Post(k.path+"/bulk", url.Values{"id": {id}, "action": {"delete"}}) },
			"program": func() apptest.Answer {
				return program.JSON(http.MethodPost, "/api/v1"+k.path+"/bulk", map[string]any{"action": "delete", "ids": []string{id}})
			},
		}},
		{"export", func(r *account.Rule) { r.Export = false }, map[string]func() apptest.Answer{
			"page": func() apptest.Answer { return page.Get(k.path + "/export?format=csv") },
			"ticked": func() apptest.Answer {
				return page.Post(k.path+"/bulk/export", url.Values{"id": {id}, "format": {"csv"}})
			},
			"program": func() apptest.Answer { return program.Get("/api/v1" + k.path + "/export?format=csv") },
		}},
	} {
		rule := all()
		c.take(&rule)
		w.allow(k.kind, rule)
		for name, try := range c.tries {
			w.status(k.kind+" without "+c.right+", "+name, try(), false)
		}
	}
}

// imports brings a file; companies come with contacts.
func imports(page *apptest.Client, k matrixKind) apptest.Answer {
	if k.kind == "company" {
		return apptest.Answer{Status: http.StatusForbidden}
	}
	return page.Upload("/import?kind="+strings.TrimPrefix(k.path, "/"), "file", "x.csv", "Name\nA\n")
}

// first are the values of a form as a program says them.
func first(form url.Values) map[string]any {
	all := map[string]any{}
	for name := range form {
		all[name] = form.Get(name)
	}
	return all
}
