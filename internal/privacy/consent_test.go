package privacy_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
	"kontor/internal/kit/db"
)

// consenting is a workspace with two contacts and a purpose.
type consenting struct {
	*house
	purpose  string
	one, two string
}

func newConsenting(t *testing.T, s *apptest.Server) *consenting {
	h := &house{t: t, s: s, owner: accounttest.Actor(t, s.DB(), account.Owner)}
	h.browser, h.program = s.Browser(t, h.owner), s.Program(t, h.owner, "read,write,export")
	c := &consenting{house: h}
	c.purpose = h.make("/api/v1/purposes", map[string]any{"name": "Newsletter"})
	c.one = h.make("/api/v1/contacts", map[string]any{"first_name": "Boris", "last_name": "Borisov"})
	c.two = h.make("/api/v1/contacts", map[string]any{"first_name": "Boris", "last_name": "Borissov"})
	return c
}

func (c *consenting) says(contact, state string) {
	c.t.Helper()
	if a := c.program.JSON(http.MethodPost, "/api/v1/contacts/"+contact+"/consents", map[string]any{"purpose_id": c.purpose, "state": state, "method": "phone"}); a.Status != http.StatusCreated {
		c.t.Fatalf("%d %s", a.Status, a.Body)
	}
}

// agree tells who agrees, by the list.
func (c *consenting) agree() string {
	c.t.Helper()
	var all struct {
		Data []struct {
			LastName string `json:"last_name"`
		}
	}
	c.program.JSON(http.MethodGet, "/api/v1/contacts?sort=name&consents="+c.purpose, nil).Decode(c.t, &all)
	var names []string
	for _, one := range all.Data {
		names = append(names, one.LastName)
	}
	return strings.Join(names, " ")
}

func TestConsent_IsGivenAndWithdrawn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		c := newConsenting(t, s)
		a := c.browser.Post("/contacts/"+c.one+"/consents", url.Values{"purpose_id": {c.purpose}, "state": {"given"}, "method": {"paper"}, "note": {"Form 12 in the cabinet"}})
		if a.Status != http.StatusSeeOther {
			t.Fatalf("%d %.300s", a.Status, a.Body)
		}
		if page := c.browser.Get("/contacts/" + c.one + "/consents"); !strings.Contains(page.Body, "Form 12 in the cabinet") || !strings.Contains(page.Body, "Withdraws") {
			t.Error("the page says nothing of it")
		}
		if page := c.browser.Get("/contacts/" + c.one); !strings.Contains(page.Body, "/contacts/"+c.one+"/consents") {
			t.Error("the page of the contact does not lead to it")
		}
		if got := c.agree(); got != "Borisov" {
			t.Errorf("agree: %q", got)
		}
		c.says(c.one, "withdrawn")
		if got := c.agree(); got != "" {
			t.Errorf("agree after a withdrawal: %q", got)
		}
		if a := c.program.JSON(http.MethodGet, "/api/v1/contacts/"+c.one+"/consents", nil); strings.Count(a.Body, `"state"`) != 2 || !strings.Contains(a.Body, "Form 12") {
			t.Errorf("what was said: %s", a.Body)
		}
		for _, bad := range []url.Values{{"purpose_id": {c.purpose}, "state": {"maybe"}}, {"purpose_id": {c.two}, "state": {"given"}}, {"state": {"given"}}} {
			if a := c.browser.Post("/contacts/"+c.one+"/consents", bad); a.Status != http.StatusUnprocessableEntity {
				t.Errorf("%v: %d", bad, a.Status)
			}
		}
	})
}

// What was typed about a consent is still there when it cannot be recorded.
func TestConsent_FormKeepsWhatWasTyped(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		c := newConsenting(t, s)
		long := "Proof of Boris " + strings.Repeat("x", 1000)
		a := c.browser.Post("/contacts/"+c.one+"/consents", url.Values{"purpose_id": {c.purpose}, "state": {"given"}, "method": {"paper"}, "note": {long}})
		if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, long) || !strings.Contains(a.Body, "longer than 1,000 characters") || !strings.Contains(a.Body, `value="paper" selected`) {
			t.Errorf("%d %s", a.Status, a.Body)
		}
	})
}

// A workspace begins with two purposes, in its language; who reads them makes
// none.
func TestConsent_PurposesComeWithTheWorkspace(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		founder := s.Anonymous(t)
		a := founder.Post("/setup", url.Values{"workspace": {"Vitosha"}, "country": {"BG"}, "currency": {"EUR"}, "language": {"bg"}, "email": {"elena@vitosha.example"}, "password": {accounttest.Password}})
		if a.Status != http.StatusSeeOther {
			t.Fatalf("%d %.500s", a.Status, a.Body)
		}
		if page := founder.Get("/settings/consent"); !strings.Contains(page.Body, "Бюлетин") || !strings.Contains(page.Body, "Оферти по имейл") {
			t.Errorf("a workspace begins without purposes: %d", page.Status)
		}
		owner := accounttest.Actor(t, s.DB(), account.Owner) // of a workspace that has none
		if a := s.Program(t, owner, "read").JSON(http.MethodGet, "/api/v1/purposes", nil); a.Status != http.StatusOK || !strings.Contains(a.Body, `"data":[]`) {
			t.Errorf("%d %s", a.Status, a.Body)
		}
		n, err := db.Value[int](t.Context(), s.DB(), "SELECT count(*) FROM purposes WHERE workspace_id = $1", owner.Workspace)
		if n != 0 || err != nil {
			t.Errorf("reading made %d purposes, %v", n, err)
		}
	})
}

func TestConsent_MergeLosesNoWithdrawal(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		c := newConsenting(t, s)
		c.says(c.two, "withdrawn")
		c.says(c.one, "given") // later, by the other contact
		merge := c.make("/api/v1/contacts/merge", map[string]any{"into": c.one, "records": []string{c.two}})
		if got := c.agree(); got != "" {
			t.Errorf("after the merge agree %q", got)
		}
		if a := c.program.JSON(http.MethodGet, "/api/v1/contacts/"+c.one+"/consents", nil); strings.Count(a.Body, `"state"`) != 3 {
			t.Errorf("what both said: %s", a.Body)
		}
		if a := c.program.JSON(http.MethodPost, "/api/v1/contacts/merges/"+merge+"/undo", nil); a.Status != http.StatusOK {
			t.Fatalf("%d %s", a.Status, a.Body)
		}
		if got := c.agree(); got != "Borisov" {
			t.Errorf("after the undo agree %q", got)
		}
		c.make("/api/v1/contacts/merge", map[string]any{"into": c.one, "records": []string{c.two}})
		c.says(c.one, "given")
		if got := c.agree(); got != "Borisov" {
			t.Errorf("after they agreed anew: %q", got)
		}
	})
}

func TestConsent_PurposesAreManaged(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		c := newConsenting(t, s)
		for name, want := range map[string]int{"Events": http.StatusSeeOther, "newsletter": http.StatusUnprocessableEntity, " ": http.StatusUnprocessableEntity} {
			if a := c.browser.Post("/settings/consent", url.Values{"name": {name}, "basis": {"interest"}}); a.Status != want {
				t.Errorf("%q: %d", name, a.Status)
			}
		}
		if a := c.browser.Post("/settings/consent/"+c.purpose+"/archive", nil); a.Status != http.StatusSeeOther {
			t.Errorf("archive: %d", a.Status)
		}
		page := c.browser.Get("/settings/consent")
		if !strings.Contains(page.Body, "Events") || !strings.Contains(page.Body, "Legitimate interest") || strings.Contains(page.Body, c.purpose) {
			t.Errorf("%d", page.Status)
		}
	})
}
