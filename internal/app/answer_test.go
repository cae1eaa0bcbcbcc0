package app_test

import (
	"mime"
	"net/http"
	"slices"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
)

// methods are those that routes answer to.
var methods = []string{"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "PROPPATCH", "REPORT"}

func TestRoutes_NameTheirMethod(t *testing.T) {
	s := apptest.Start(t, sqliteURL(t))
	for _, pattern := range s.Patterns() {
		if method, _, named := strings.Cut(pattern, " "); !named || !slices.Contains(methods, method) {
			t.Errorf("%q answers to any method, or to one that is not known", pattern)
		}
	}
	accounttest.Actor(t, s.DB(), account.Owner) // the server is set up
	c := s.Anonymous(t)
	for _, path := range []string{"/", "/login", "/contacts", "/api/v1/contacts", "/dav/", "/assets/"} {
		if a := c.Do(http.MethodTrace, path, nil, "X-Secret", "told back"); a.Status != http.StatusMethodNotAllowed || strings.Contains(a.Body, "told back") {
			t.Errorf("TRACE %s: %d %.200s", path, a.Status, a.Body)
		}
	}
}

// Every answer says what it is, and texts in which letters; none is for pages of
// other sites.
func TestAnswers_SayWhatTheyAre(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		who, seen := someone(t, s, account.Owner), 0
		said := map[string]bool{}
		check := func(what string, a apptest.Answer) {
			t.Helper()
			kind, more, err := mime.ParseMediaType(a.Header.Get("Content-Type"))
			if len(a.Body) > 0 && (err != nil || isText(kind) && !strings.EqualFold(more["charset"], "utf-8")) {
				t.Errorf("%s: %d is %q", what, a.Status, a.Header.Get("Content-Type"))
			}
			if to := a.Header.Get("Access-Control-Allow-Origin"); to != "" && !strings.Contains(what, "/assets/") && !strings.Contains(what, "/favicon.") {
				t.Errorf("%s is for %q", what, to)
			}
			seen, said[kind] = seen+1, true
		}
		for _, pattern := range inTurn(s.Patterns()) {
			if strings.HasPrefix(pattern, "GET ") {
				a, _ := who.ask(pattern)
				check(pattern, a)
			}
		}
		c := who.page()
		for _, f := range loaded.FindAllStringSubmatch(c.Get("/").Body, -1) {
			check(f[1], c.Get(f[1]))
		}
		for _, path := range []string{"/contacts/export?format=csv", "/contacts/export?format=xlsx", "/deals/export?format=csv", "/import/sample?kind=contacts", "/nowhere", "/api/v1/nowhere"} {
			check(path, c.Get(path))
		}
		for _, kind := range []string{"text/html", "text/csv", "text/css", "text/javascript", "application/json", "application/problem+json"} {
			if !said[kind] {
				t.Errorf("%s was not among %d answers: %v", kind, seen, said)
			}
		}
	}, "RATE_LIMIT_ANON=off", "RATE_LIMIT_USER=off")
}

// isText tells of what has to say its letters: JSON is UTF-8 always.
func isText(kind string) bool {
	return strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "xml") || strings.HasSuffix(kind, "javascript")
}
