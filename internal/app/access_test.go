package app_test

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
	"kontor/internal/kit/db"
)

// A line of access says what a route answers, a letter for each of these:
// owner, administrator, manager and user on what the owner made; the owner of
// another workspace; nobody; a session, or a token, that ran out; and a token
// that only reads.
//
//	o  it is let through, whatever comes of what was sent
//	f  403: not allowed
//	n  404: not there
//	l  to the sign-in page
//	u  401: not signed in
//	-  not tried: tokens are for the API
const askers = "owner, admin, manager, user, stranger, nobody, expired, reader"

// answerOf is the letter of an answer.
func answerOf(a apptest.Answer) string {
	switch {
	case a.Status == http.StatusForbidden:
		return "f"
	case a.Status == http.StatusNotFound:
		return "n"
	case a.Status == http.StatusUnauthorized:
		return "u"
	case a.Status == http.StatusSeeOther && strings.HasPrefix(a.Location(), "/login"):
		return "l"
	case a.Status >= http.StatusInternalServerError:
		return "!"
	}
	return "o"
}

// lastly are parts of routes that take something away, or give it back: they
// are tried when everything else was, in this order.
var lastly = []string{"/notes/", "/attachments/", "POST /{}/delete", "POST /{}/restore", "DELETE ", "POST /api/{}/restore", "undo", "/end", "remove", "revoke", "erase", "deactivate", "logout"}

// inTurn sorts routes: those that only look first, those that take something
// away last.
func inTurn(patterns []string) []string {
	weight := func(p string) int {
		if strings.HasPrefix(p, "GET ") {
			return -2
		}
		return slices.IndexFunc(lastly, func(part string) bool {
			start, end, both := strings.Cut(part, "{}")
			if both {
				return strings.HasPrefix(p, start) && strings.HasSuffix(p, end) && strings.Contains(p, " /api/") == strings.Contains(part, " /api/")
			}
			return strings.Contains(p, part)
		})
	}
	all := slices.Clone(patterns)
	slices.SortStableFunc(all, func(a, b string) int { return weight(a) - weight(b) })
	return all
}

// asker tries routes, each as somebody who has just come.
type asker struct {
	w     world
	page  func() *apptest.Client
	token func() *apptest.Client
}

// ask tries a route, if it is one to try.
func (a asker) ask(pattern string) (answer apptest.Answer, tried bool) {
	c := a.page
	if strings.Contains(pattern, " /api/v1/") {
		c = a.token
	}
	if c == nil {
		return answer, false
	}
	plain := strings.NewReplacer("{$}", "", "{token}", "x", "{workspace}", "x", "{role}", "user", "{kind}", "contacts", "{name}", "x").Replace(pattern)
	smp, ok := samples[pattern]
	if !ok {
		smp = makes[pattern]
	}
	return a.w.try(c(), plain, smp), true
}

func (a asker) answer(pattern string) string {
	answer, tried := a.ask(pattern)
	if !tried {
		return "-"
	}
	return answerOf(answer)
}

// makes are what is sent to routes that make something, so that what they
// answer is about who asks.
var makes = map[string]sample{
	"POST /api/v1/contacts":            {body: map[string]any{"first_name": "Anna"}},
	"POST /api/v1/companies":           {body: map[string]any{"name": "Balkan"}},
	"POST /api/v1/deals":               {body: map[string]any{"name": "Line 5"}},
	"POST /api/v1/tasks":               {body: map[string]any{"title": "Call"}},
	"POST /api/v1/tags":                {body: map[string]any{"name": "Fresh"}},
	"POST /api/v1/pipelines":           {body: map[string]any{"name": "Renewals"}},
	"POST /api/v1/purposes":            {body: map[string]any{"name": "Fresh"}},
	"PUT /api/v1/retention":            {body: map[string]any{"rule": "contacts", "months": 12, "action": "review"}},
	"POST /api/v1/lost-reasons":        {body: map[string]any{"name": "Too late"}},
	"PUT /api/v1/targets":              {body: map[string]any{"member_id": db.NewID(), "quarter": "2026-q2", "amount": "1"}},
	"POST /api/v1/fields":              {body: map[string]any{"record": "contact", "label": "Size", "type": "text"}},
	"POST /api/v1/views":               {body: map[string]any{"list": "contacts", "name": "Fresh"}},
	"POST /api/v1/contacts/bulk":       {body: map[string]any{"action": "tag", "value": "VIP", "all": true}},
	"POST /contacts/new":               {form: url.Values{"first_name": {"Anna"}}},
	"POST /companies/new":              {form: url.Values{"name": {"Balkan"}}},
	"POST /deals/new":                  {form: url.Values{"name": {"Line 5"}}},
	"POST /tasks/new":                  {form: url.Values{"title": {"Call"}}},
	"POST /settings/pipelines":         {form: url.Values{"name": {"Renewals"}}},
	"POST /settings/tags":              {form: url.Values{"name": {"Fresh"}}},
	"POST /settings/fields/new":        {form: url.Values{"label": {"Size"}}},
	"POST /settings/pipelines/reasons": {form: url.Values{"name": {"Price"}}},
}

// someone acts in the role on what the owner of a new world made.
func someone(t *testing.T, s *apptest.Server, role account.Role) asker {
	w := newWorld(t, s)
	who := w.owner
	if role != account.Owner {
		who = accounttest.Member(t, s.DB(), w.owner, role)
	}
	return w.as(t, s, who, "read,write,export")
}

func (w world) as(t *testing.T, s *apptest.Server, who account.Actor, scope string) asker {
	return asker{w, func() *apptest.Client { return s.Session(t, who) }, func() *apptest.Client { return s.Program(t, who, scope) }}
}

// late has a session and a token that ran out.
func late(t *testing.T, s *apptest.Server, w world) asker {
	exec := func(query string, args ...any) {
		t.Helper()
		err := s.DB().InTx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), query, args...)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return asker{w, func() *apptest.Client {
		c := s.Session(t, w.owner)
		exec("UPDATE sessions SET expires_at = $1 WHERE user_id = $2", time.Now().Add(-time.Minute).UnixMilli(), w.owner.User)
		return c
	}, func() *apptest.Client {
		c := s.Program(t, w.owner, "read,write,export")
		exec("UPDATE api_tokens SET expires_at = $1 WHERE workspace_id = $2", time.Now().Add(-time.Minute).UnixMilli(), w.owner.Workspace)
		return c
	}}
}

// TestAccess_IsAsDeclared tries every route as everybody. A new route needs a
// line in access.
func TestAccess_IsAsDeclared(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		w := newWorld(t, s)
		anonymous := func() *apptest.Client { return s.Anonymous(t) }
		reader := w.as(t, s, w.owner, "read")
		reader.page = nil
		all := []asker{
			someone(t, s, account.Owner), someone(t, s, account.Admin), someone(t, s, account.Manager), someone(t, s, account.User),
			w.as(t, s, w.stranger, "read,write,export"), {w, anonymous, anonymous}, late(t, s, w), reader,
		}
		got := map[string]string{}
		for _, who := range all {
			for _, pattern := range inTurn(s.Patterns()) {
				got[pattern] += who.answer(pattern)
			}
		}
		for _, pattern := range s.Patterns() {
			if want, ok := access[pattern]; !ok {
				t.Errorf("%q has no line in access: %q is what it answers (%s)", pattern, got[pattern], askers)
			} else if got[pattern] != want {
				t.Errorf("%q answers %q, want %q (%s)", pattern, got[pattern], want, askers)
			}
		}
		for pattern := range access {
			if _, ok := got[pattern]; !ok {
				t.Errorf("%q is in access and is no route", pattern)
			}
		}
	}, "RATE_LIMIT_ANON=off", "RATE_LIMIT_USER=off")
}

// TestExport_AsksWhoItIs: whole lists leave by a page only after a step-up.
func TestExport_AsksWhoItIs(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		w := newWorld(t, s)
		c := s.Session(t, w.owner)
		err := s.DB().InTx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), "UPDATE sessions SET confirmed_at = $1 WHERE user_id = $2", time.Now().Add(-time.Hour).UnixMilli(), w.owner.User)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		s.Accounts.DropCaches()
		ticked := url.Values{"id": {w.ids["contact"].String()}, "format": {"csv"}}
		for _, a := range []apptest.Answer{c.Get("/contacts/export?format=csv"), c.Get("/deals/export?format=csv"), c.Get("/settings/audit/export?format=csv"), c.Post("/contacts/bulk/export", ticked)} {
			if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "Confirm that it is you") {
				t.Errorf("somebody who was not asked got %d %.200s", a.Status, a.Body)
			}
		}
		if a := c.Post("/confirm?next=%2Fcontacts%2Fexport%3Fformat%3Dcsv", url.Values{"confirm_password": {accounttest.Password}}); a.Location() != "/contacts/export?format=csv" {
			t.Errorf("confirmed: %d to %q", a.Status, a.Location())
		}
		if a := c.Get("/contacts/export?format=csv"); a.Status != http.StatusOK || !strings.Contains(a.Body, "Иван") {
			t.Errorf("the file: %d %.200s", a.Status, a.Body)
		}
	})
}
