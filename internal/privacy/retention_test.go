package privacy_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kontor/internal/app/apptest"
)

func TestRetention_TakesWhatLiesIdle(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		c := newConsenting(t, s)
		busy := c.make("/api/v1/contacts", map[string]any{"first_name": "Busy", "last_name": "Bee"})
		c.make("/api/v1/tasks", map[string]any{"title": "Call", "contact_id": busy})
		asked := c.make("/api/v1/contacts", map[string]any{"first_name": "Just", "last_name": "Asked"})
		c.exec("UPDATE contacts SET created_at = 1, updated_at = 1, activity_at = NULL WHERE workspace_id = $1 AND last_name <> 'Borissov'", c.owner.Workspace)
		c.says(asked, "given")
		preview := c.browser.Post("/settings/privacy/retention", url.Values{"rule": {"contacts"}, "action": {"bin"}, "months": {"24"}, "preview": {"1"}})
		if preview.Status != http.StatusOK || !strings.Contains(preview.Body, "1 record is affected now.") || !strings.Contains(preview.Body, c.one) {
			t.Errorf("preview: %d", preview.Status)
		}
		if more, err := s.Privacy.Retentions.Sweep(t.Context(), time.Now()); more || err != nil {
			t.Errorf("before anybody decided: %v, %v", more, err)
		}
		for body, want := range map[string]int{`{"rule":"contacts","months":0,"action":"bin"}`: 422, `{"rule":"contacts","months":24,"action":"burn"}`: 422, `{"rule":"everybody","months":24,"action":"bin"}`: 422,
			`{"rule":"contacts","months":24,"action":"bin"}`: 200} {
			if a := c.program.Do(http.MethodPut, "/api/v1/retention", strings.NewReader(body), "Content-Type", "application/json"); a.Status != want {
				t.Errorf("%s: %d %s", body, a.Status, a.Body)
			}
		}
		if a := c.browser.Get("/settings/privacy"); !strings.Contains(a.Body, c.one) || strings.Contains(a.Body, busy) {
			t.Error("the page does not list who lies idle")
		}
		if more, err := s.Privacy.Retentions.Sweep(t.Context(), time.Now()); !more || err != nil {
			t.Errorf("%v, %v", more, err)
		}
		for id, want := range map[string]int{c.one: http.StatusNotFound, c.two: http.StatusOK, asked: http.StatusOK, busy: http.StatusOK} {
			if a := c.program.JSON(http.MethodGet, "/api/v1/contacts/"+id, nil); a.Status != want {
				t.Errorf("%s: %d, want %d", id, a.Status, want)
			}
		}
		if more, err := s.Privacy.Retentions.Sweep(t.Context(), time.Now()); more || err != nil {
			t.Errorf("with nothing left: %v, %v", more, err)
		}
	})
}

// Lost deals and done tasks go when that was decided, each by its own rule;
// what is open, won, young or waited for stays.
func TestRetention_TakesLostDealsAndDoneTasks(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		c := newConsenting(t, s)
		ids := map[string]string{}
		for _, name := range []string{"lost", "awaited", "young", "won", "open"} {
			ids[name] = c.make("/api/v1/deals", map[string]any{"name": "Deal " + name})
		}
		for _, title := range []string{"done", "fresh", "todo"} {
			ids[title] = c.make("/api/v1/tasks", map[string]any{"title": "Task " + title})
		}
		c.make("/api/v1/tasks", map[string]any{"title": "Ask again", "deal_id": ids["awaited"]})
		c.exec("UPDATE deals SET status = 'lost', actual_close_date = '2020-01-01' WHERE workspace_id = $1 AND name IN ('Deal lost', 'Deal awaited', 'Deal young')", c.owner.Workspace)
		c.exec("UPDATE deals SET status = 'won', actual_close_date = '2020-01-01' WHERE workspace_id = $1 AND name = 'Deal won'", c.owner.Workspace)
		c.exec("UPDATE deals SET created_at = 1, updated_at = 1, stage_at = 1, activity_at = NULL WHERE workspace_id = $1 AND name <> 'Deal young'", c.owner.Workspace)
		c.exec("UPDATE tasks SET status = 'done', completed_at = 1 WHERE workspace_id = $1 AND title IN ('Task done', 'Task fresh')", c.owner.Workspace)
		c.exec("UPDATE tasks SET created_at = 1, updated_at = 1 WHERE workspace_id = $1 AND title <> 'Task fresh'", c.owner.Workspace)
		for rule, want := range map[string]string{"deals": ids["lost"], "tasks": ids["done"]} {
			if a := c.browser.Post("/settings/privacy/retention", url.Values{"rule": {rule}, "action": {"bin"}, "months": {"x"}}); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, `value="x"`) {
				t.Errorf("%s: %d", rule, a.Status)
			}
			if a := c.browser.Post("/settings/privacy/retention", url.Values{"rule": {rule}, "action": {"bin"}, "months": {"12"}}); a.Status != http.StatusSeeOther {
				t.Fatalf("%s: %d %.300s", rule, a.Status, a.Body)
			}
			if a := c.browser.Get("/settings/privacy"); !strings.Contains(a.Body, "/"+rule+"/"+want) || strings.Count(a.Body, `class="name"><a class="link" href="/`+rule+"/") != 1 {
				t.Errorf("the page does not list %s alone", rule)
			}
		}
		if a := c.program.JSON(http.MethodGet, "/api/v1/retention", nil); strings.Count(a.Body, `"months":12,"action":"bin","idle":1`) != 2 || !strings.Contains(a.Body, `"rule":"contacts","months":0,"action":"keep","idle":0`) {
			t.Errorf("%d %s", a.Status, a.Body)
		}
		for more := true; more; {
			var err error
			if more, err = s.Privacy.Retentions.Sweep(t.Context(), time.Now()); err != nil {
				t.Fatal(err)
			}
		}
		for name, id := range ids {
			path, want := "/api/v1/deals/", http.StatusOK
			if name == "done" || name == "fresh" || name == "todo" {
				path = "/api/v1/tasks/"
			}
			if name == "lost" || name == "done" {
				want = http.StatusNotFound
			}
			if a := c.program.JSON(http.MethodGet, path+id, nil); a.Status != want {
				t.Errorf("%s: %d, want %d", name, a.Status, want)
			}
		}
	})
}
