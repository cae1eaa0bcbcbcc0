package deal_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
	"kontor/internal/deal"
	"kontor/internal/kit/db"
)

// desk is a browser on the running product, and the pipeline of its workspace.
type desk struct {
	*apptest.Server
	t     *testing.T
	actor account.Actor
	page  *apptest.Client
	sales deal.Pipeline
}

func newDesk(t *testing.T, s *apptest.Server) desk {
	t.Helper()
	actor := accounttest.Actor(t, s.DB(), account.Owner)
	all, err := s.Deals.Pipelines.List(t.Context(), actor)
	if err != nil || len(all) == 0 {
		t.Fatalf("%d pipelines, %v", len(all), err)
	}
	return desk{s, t, actor, s.Browser(t, actor), all[0]}
}

func (k desk) post(path string, status int, pairs ...string) apptest.Answer {
	k.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	a := k.page.Post(path, form)
	if a.Status != status {
		k.t.Fatalf("POST %s %v: %d, want %d\n%.1500s", path, pairs, a.Status, status, a.Body)
	}
	return a
}

// value is that of an input of a page.
func value(t *testing.T, page, name string) string {
	t.Helper()
	m := regexp.MustCompile(`<input[^>]*name="` + name + `"[^>]*value="([^"]*)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no field %s", name)
	}
	return m[1]
}

func (k desk) deal(path string) deal.Deal {
	k.t.Helper()
	id, err := db.ParseID(strings.TrimPrefix(path, "/deals/"))
	if err != nil {
		k.t.Fatal(err)
	}
	d, err := k.Deals.Deals.Get(k.t.Context(), k.actor, id)
	if err != nil {
		k.t.Fatal(err)
	}
	return d
}

func TestForm_ShowsBothValuesOfAConflict(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		k := newDesk(t, s)
		path := k.post("/deals/new", 303, "name", "Line 4", "value", "100", "currency", "EUR", "source", "Fair").Location()
		form := k.page.Get(path + "/edit").Body
		based := []string{"version", value(t, form, "version"), "updated_at", value(t, form, "updated_at")}
		proposal := k.sales.Stages[2]
		k.post(path+"/edit", 303, append(based, "name", "Line 4", "value", "250", "currency", "EUR", "source", "Web", "stage", proposal.ID.String())...)

		mine := []string{"name", "Line five", "value", "300", "currency", "EUR", "source", "Fair"}
		clash := k.post(path+"/edit", 409, append(based, mine...)...)
		page := clash.Body
		for _, want := range []string{"Somebody changed this", `name="take.value"`, "300", "250", `name="take.source"`, "What you typed", "What is saved now"} {
			if !strings.Contains(page, want) {
				t.Errorf("the conflict lacks %q", want)
			}
		}
		if strings.Contains(page, `name="take.name"`) || !strings.Contains(page, "Line five") {
			t.Error("the name is no conflict, and is still there")
		}
		based = []string{"version", value(t, clash.Body, "version"), "updated_at", value(t, clash.Body, "updated_at")}
		k.post(path+"/edit", 303, append(append(based, mine...), "take.value", "mine", "take.source", "theirs")...)
		now := k.deal(path)
		equal(t, "name", now.Name, "Line five")
		equal(t, "value", now.Value, 30000)
		equal(t, "source", now.Source, "Web")
		equal(t, "stage", now.StageID, proposal.ID)
	})
}

func TestForm_ConflictOverTheStage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		k := newDesk(t, s)
		path := k.post("/deals/new", 303, "name", "Line 4", "value", "100", "currency", "EUR").Location()
		form := k.page.Get(path + "/edit").Body
		based := []string{"version", value(t, form, "version"), "updated_at", value(t, form, "updated_at")}
		theirs, mine := k.sales.Stages[2], k.sales.Stages[1]
		k.post(path+"/edit", 303, append(based, "stage", theirs.ID.String())...)
		said := []string{"name", "Line 4", "stage", mine.ID.String(), "probability", "10"}
		clash := k.post(path+"/edit", 409, append(based, said...)...)
		for _, want := range []string{`name="take.stage"`, theirs.Name, mine.Name} {
			if !strings.Contains(clash.Body, want) {
				t.Errorf("the conflict lacks %q", want)
			}
		}
		based = []string{"version", value(t, clash.Body, "version"), "updated_at", value(t, clash.Body, "updated_at")}
		k.post(path+"/edit", 303, append(append(based, said...), "take.stage", "theirs", "take.probability", "theirs")...)
		now := k.deal(path)
		equal(t, "stage", now.StageID, theirs.ID)
		equal(t, "probability", now.Probability, theirs.Probability)
	})
}
