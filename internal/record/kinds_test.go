package record_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
	"kontor/internal/customfield"
	"kontor/internal/deal"
	"kontor/internal/kit/db"
	"kontor/internal/record"
	"kontor/internal/task"
)

// The kinds that came after contacts and companies, whose tests lie with them.

// office is a workspace with somebody at a browser.
type office struct {
	*apptest.Server
	t     *testing.T
	actor account.Actor
	page  *apptest.Client
}

func newOffice(t *testing.T, s *apptest.Server) office {
	t.Helper()
	actor := accounttest.Actor(t, s.DB(), account.Owner)
	return office{s, t, actor, s.Browser(t, actor)}
}

func (o office) deal(name string, change ...func(*deal.DealInput)) deal.Deal {
	o.t.Helper()
	in := deal.NewDealInput(o.actor)
	in.Name = name
	for _, f := range change {
		f(&in)
	}
	made, err := o.Deals.Deals.Create(o.t.Context(), o.actor, in)
	if err != nil {
		o.t.Fatal(err)
	}
	return made
}

func (o office) task(title string) task.Task {
	o.t.Helper()
	in := task.NewInput(o.actor)
	in.Title = title
	made, err := o.Tasks.Tasks.Create(o.t.Context(), o.actor, in)
	if err != nil {
		o.t.Fatal(err)
	}
	return made
}

// cell saves one field in place, as htmx does; pairs are name and value.
func (o office) cell(path string, status int, pairs ...string) string {
	o.t.Helper()
	a := o.page.Do(http.MethodPatch, path, strings.NewReader(form(pairs).Encode()), "Content-Type", "application/x-www-form-urlencoded", "HX-Request", "true")
	if a.Status != status {
		o.t.Errorf("PATCH %s %v: %d, want %d\n%.800s", path, pairs, a.Status, status, a.Body)
	}
	return string(a.Body)
}

func form(pairs []string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

func (o office) post(path string, status int, pairs ...string) apptest.Answer {
	o.t.Helper()
	a := o.page.Post(path, form(pairs))
	if a.Status != status {
		o.t.Errorf("POST %s %v: %d, want %d\n%.800s", path, pairs, a.Status, status, a.Body)
	}
	return a
}

func (o office) bulk(in record.BulkInput) record.Bulk {
	o.t.Helper()
	b, err := o.Records.Bulks.Start(o.t.Context(), o.actor, in)
	if err != nil {
		o.t.Fatalf("%s %s: %v", in.Action, in.Field, err)
	}
	return b
}

func (o office) undo(b record.Bulk) record.Bulk {
	o.t.Helper()
	undone, err := o.Records.Bulks.Undo(o.t.Context(), o.actor, b.ID)
	if err != nil {
		o.t.Fatal(err)
	}
	return undone
}

// again reads a deal as it stands.
func (o office) again(d deal.Deal) deal.Deal {
	o.t.Helper()
	now, err := o.Deals.Deals.Get(o.t.Context(), o.actor, d.ID)
	if err != nil {
		o.t.Fatal(err)
	}
	return now
}

// stage is the stage of that name in the first pipeline.
func (o office) stage(name string) deal.Stage {
	o.t.Helper()
	all, err := o.Deals.Pipelines.List(o.t.Context(), o.actor)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, s := range all[0].Stages {
		if s.Name == name {
			return s
		}
	}
	o.t.Fatalf("no stage %s", name)
	return deal.Stage{}
}

func has(t *testing.T, body string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(body, w) {
			t.Errorf("%q is missing in %.800s", w, body)
		}
	}
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func TestDeal_CellsAreEditedInPlace(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		o := newOffice(t, s)
		d := o.deal("Line 3")
		path := "/deals/" + d.ID.String()
		has(t, string(o.page.Get(path+"/cell/value?at=list", "HX-Request", "true").Body), `name="was"`, "0.00")
		o.cell(path, 200, "field", "source", "value", "Fair", "version", "1", "was", "")
		has(t, o.cell(path, 200, "field", "value", "value", "62400 EUR", "version", "1", "was", d.Amount().String()), "62,400")
		body := o.cell(path, 409, "field", "value", "value", "70000", "version", "1", "was", d.Amount().String())
		has(t, body, "70000", "62,400", "Keep mine", "Take theirs", o.actor.Name)
		o.cell(path, 422, "field", "value", "value", "-1", "was", "62400.00 EUR")
		o.cell(path, 422, "field", "probability", "value", "101", "was", "10")
		o.cell(path, 422, "field", "expected_close_date", "value", "2026-02-30", "was", "")
		has(t, o.cell(path, 422, "field", "status", "value", "lost", "was", "open"), "Say why the deal was lost")
		o.cell(path, 200, "field", "stage", "value", o.stage("Proposal").ID.String(), "was", d.StageID.String())
		has(t, o.cell(path, 200, "field", "value", "value", "70000", "was", "62400.00 EUR", "at", "record"), "hx-partial", "70,000", "35,000")
		o.cell(path, 200, "field", "tags", "name", "Key account, 2026", "was", "")
		o.cell(path, 404, "field", "weighted", "value", "1", "was", "")
		now := o.again(d)
		equal(t, "probability", now.Probability, 50)
		equal(t, "tags", len(now.Tags), 2)
	})
}

func TestDeal_AValueOfThePastComesBack(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		o := newOffice(t, s)
		d := o.deal("Line 3")
		path := "/deals/" + d.ID.String()
		o.cell(path, 200, "field", "name", "value", "Line 4", "was", "Line 3")
		o.cell(path, 200, "field", "expected_close_date", "value", "2026-12-24", "was", "")
		page := string(o.page.Get(path).Body)
		o.cell(path, 200, "field", "name", "value", "Line 5", "was", "Line 4")
		var asked bool
		for _, part := range strings.Split(page, path+"/changes/")[1:] {
			restore := path + "/changes/" + part[:36] + "/restore"
			if a := o.page.Post(restore, nil); a.Status == http.StatusConflict {
				asked = true
				has(t, string(a.Body), "was changed again since", "Line 5")
				o.post(restore, 303, "anyway", "1")
			}
		}
		equal(t, "asked", asked, true)
		equal(t, "name", o.again(d).Name, "Line 3")
		equal(t, "day", o.again(d).ExpectedClose == nil, true)
		has(t, string(o.page.Get(path).Body), "by restoring a value")
	})
}

func TestDeal_ManyAreChangedAndTakenBack(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		o := newOffice(t, s)
		one, two := o.deal("One"), o.deal("Two", func(in *deal.DealInput) { p := int64(33); in.Probability = &p })
		ids := []db.ID{one.ID, two.ID}
		won := o.bulk(record.BulkInput{Kind: "deal", Action: record.BulkSet, Field: "stage", Value: o.stage("Won").ID.String(), IDs: ids})
		equal(t, "won", won.Changed, 2)
		equal(t, "status", o.again(two).Status, deal.Won)
		undone := o.undo(won)
		equal(t, "taken back", undone.Changed, 2)
		equal(t, "left", undone.Failed, 0)
		equal(t, "probability", o.again(two).Probability, 33)
		equal(t, "closed", o.again(two).ActualClose == nil, true)

		tagged := o.bulk(record.BulkInput{Kind: "deal", Action: record.BulkTag, Value: "VIP", IDs: ids})
		equal(t, "tagged", tagged.Changed, 2)
		gone := o.post("/deals/bulk", 303, "action", "delete", "id", one.ID.String(), "id", two.ID.String())
		equal(t, "back to the list", gone.Location(), "/deals")
		has(t, string(o.page.Get("/deals/bin").Body), "One", "Two")
		has(t, string(o.page.Get("/deals/"+one.ID.String()).Body), "is in the recycle bin")
		o.post("/deals/bulk", 303, "action", "restore", "id", one.ID.String(), "id", two.ID.String())
		equal(t, "tags", len(o.again(one).Tags), 1)
		has(t, string(o.post("/deals/bulk/form", 200, "do", "change", "id", one.ID.String()).Body), `value="stage"`, `value="source"`, "New value")
		file := o.post("/deals/bulk/export", 200, "format", "csv", "id", one.ID.String())
		equal(t, "only the ticked", strings.Contains(string(file.Body), "One") && !strings.Contains(string(file.Body), "Two"), true)
	})
}

func TestDeal_EverythingThatAListHas(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		o := newOffice(t, s)
		for range 120 {
			o.deal("Many")
		}
		o.deal("Other")
		time.Sleep(2 * time.Millisecond) // what is made in the millisecond it is asked for is left out
		api := s.Program(t, o.actor, "read,write")
		a := api.JSON("POST", "/api/v1/deals/bulk", map[string]any{"action": "set", "field": "source", "value": "Fair", "filter": "name=Many"})
		equal(t, "in the background", a.Status, http.StatusAccepted)
		for range 200 {
			var b struct {
				Status  string
				Changed int64
			}
			api.Get(a.Location()).Decode(t, &b)
			if b.Status == record.BulkDone {
				equal(t, "changed", b.Changed, 120)
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Error("the bulk does not end")
	})
}

func TestTask_CellsBulkAndUndo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		o := newOffice(t, s)
		one, two := o.task("One"), o.task("Two")
		path := "/tasks/" + one.ID.String()
		o.cell(path, 200, "field", "due_date", "value", "2026-12-24", "version", "1", "was", "")
		has(t, o.cell(path, 409, "field", "due_date", "value", "2026-12-31", "version", "1", "was", ""), "Keep mine", "24 Dec")
		o.cell(path, 422, "field", "due_date", "value", "2026-02-30", "was", "2026-12-24")
		has(t, o.cell(path, 200, "field", "priority", "value", "high", "was", "medium", "at", "record"), "High", "hx-partial")
		ids := []db.ID{one.ID, two.ID}
		done := o.bulk(record.BulkInput{Kind: "task", Action: record.BulkSet, Field: "status", Value: task.Done, IDs: ids})
		equal(t, "done", done.Changed, 2)
		equal(t, "open again", o.undo(done).Changed, 2)
		gone := o.bulk(record.BulkInput{Kind: "task", Action: record.BulkDelete, IDs: ids})
		equal(t, "deleted", gone.Changed, 2)
		equal(t, "back", o.undo(gone).Changed, 2)
		now, err := o.Tasks.Tasks.Get(t.Context(), o.actor, one.ID)
		if err != nil || now.Status != task.Open {
			t.Errorf("task after both: %v, %v", now.Status, err)
		}
		has(t, string(o.page.Get(path).Body), "/changes/")
	})
}

func TestTask_WhoMadeItMayChangeItInBulk(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		o := newOffice(t, s)
		maker := accounttest.Member(t, s.DB(), o.actor, account.User)
		in := task.NewInput(maker)
		in.Title, in.AssignedTo = "Given away", o.actor.Member
		given, err := s.Tasks.Tasks.Create(t.Context(), maker, in)
		if err != nil {
			t.Fatal(err)
		}
		other := o.task("Not theirs")
		b, err := s.Records.Bulks.Start(t.Context(), maker, record.BulkInput{Kind: "task", Action: record.BulkDelete, IDs: []db.ID{given.ID, other.ID}})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "theirs", b.Changed, 1)
		equal(t, "not theirs", b.Failed, 1)
	})
}

func TestKinds_HaveFieldsOfTheWorkspace(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		o := newOffice(t, s)
		for _, kind := range []string{customfield.Deal, customfield.Task} {
			for _, in := range []customfield.Input{
				{Label: "Region", Type: customfield.Text},
				{Label: "Colours", Type: customfield.MultiSelect, Options: []customfield.Option{{Label: "Red"}, {Label: "Blue"}}},
			} {
				if _, err := s.Fields.Fields.Create(t.Context(), o.actor, kind, in); err != nil {
					t.Fatal(err)
				}
			}
		}
		api := s.Program(t, o.actor, "read,write")
		for path, title := range map[string]string{"deals": "name", "tasks": "title"} {
			var made map[string]any
			a := api.JSON("POST", "/api/v1/"+path, map[string]any{title: "Own", "x_region": "North", "x_colours": []string{"Red"}})
			equal(t, "created", a.Status, http.StatusCreated)
			a.Decode(t, &made)
			equal(t, "region", made["x_region"], any("North"))
			record := "/" + path + "/" + made["id"].(string)
			o.cell(record, 200, "field", "x_region", "value", "South", "was", "North")
			a = api.JSON("PATCH", "/api/v1"+record, map[string]any{"x_nothing": "1"})
			equal(t, "no such field", a.Status, http.StatusUnprocessableEntity)
			has(t, string(o.page.Get("/"+path+"?x_region=South").Body), "Own")
			has(t, string(o.page.Get(record).Body), "Region", "South", "Custom fields", "Red")
			has(t, string(o.page.Get(record+"/edit").Body), `name="x_region"`)
			o.post(record+"/edit", 303, title, "Own", "x_region", "West", "x_colours", "")
			made = nil
			api.Get("/api/v1"+record).Decode(t, &made)
			equal(t, "region", made["x_region"], any("West"))
			has(t, string(o.page.Get(record).Body), "changed Region")
		}
	})
}

func TestPurge_EndsTheRecycleBinOfEveryKind(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		o := newOffice(t, s)
		d := o.deal("Gone")
		o.post("/tasks/new", 303, "title", "Stays", "deal_id", d.ID.String(), "deal_id_text", "Gone")
		o.bulk(record.BulkInput{Kind: "deal", Action: record.BulkDelete, IDs: []db.ID{d.ID}})
		purge := func(before time.Time) {
			err := s.DB().InTx(t.Context(), func(tx *db.Tx) (err error) {
				for more := true; more && err == nil; {
					more, err = s.Records.Purge(t.Context(), tx, before)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		purge(time.Now().Add(-time.Hour))
		has(t, string(o.page.Get("/deals/bin").Body), "Gone")
		purge(time.Now().Add(time.Hour))
		equal(t, "still there", strings.Contains(string(o.page.Get("/deals/bin").Body), "Gone"), false)
		has(t, string(o.page.Get("/tasks?view=all").Body), "Stays")
	})
}

func TestKinds_AreDocumented(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		for _, pattern := range []string{"POST /api/v1/deals/bulk", "POST /api/v1/tasks/bulk", "GET /api/v1/deals/export", "GET /tasks/export"} {
			if !slices.Contains(s.Patterns(), pattern) {
				t.Errorf("no route %s", pattern)
			}
		}
	})
}

func TestTags_CountTheDealsThatHaveThem(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		o := newOffice(t, s)
		d := o.deal("Line 3", func(in *deal.DealInput) { in.Tags = []string{"VIP"} })
		binned := o.deal("Gone", func(in *deal.DealInput) { in.Tags = []string{"VIP"} })
		o.bulk(record.BulkInput{Kind: "deal", Action: record.BulkDelete, IDs: []db.ID{binned.ID}})
		has(t, string(o.page.Get("/settings/tags").Body), "/deals?tags="+d.Tags[0].ID.String()+`">1</a>`)
	})
}
