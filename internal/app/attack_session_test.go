package app_test

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

// A session that somebody planted in a browser is not the one that signing in
// there begins.
func TestAttack_SessionIsNotFixed(t *testing.T) {
	s := apptest.Start(t, sqliteURL(t))
	victim, thief := accounttest.Actor(t, s.DB(), account.Owner), accounttest.Actor(t, s.DB(), account.Owner)
	own := sessionOf(t, signIn(s.Anonymous(t), thief.Email, accounttest.Password, "10.0.0.1"))
	for _, planted := range []string{own, strings.Repeat("A", len(own)), "", "x"} {
		a := s.Anonymous(t).Post("/login", url.Values{"email": {victim.Email}, "password": {accounttest.Password}}, "Cookie", "session="+planted)
		got := sessionOf(t, a)
		if a.Status != http.StatusSeeOther || got == planted || got == "" {
			t.Errorf("%q: %d, session %q", planted, a.Status, got)
		}
		if planted != own {
			if a := s.Anonymous(t).Get("/settings/profile", "Cookie", "session="+planted); a.Status != http.StatusSeeOther {
				t.Errorf("%q opens %d", planted, a.Status)
			}
			continue
		}
		if a := s.Anonymous(t).Get("/settings/profile", "Cookie", "session="+planted); strings.Contains(a.Body, victim.Email) {
			t.Error("the planted session became the victim's")
		}
	}
}

func sessionOf(t *testing.T, a apptest.Answer) string {
	t.Helper()
	for _, c := range (&http.Response{Header: a.Header}).Cookies() {
		if c.Name == "session" {
			if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode {
				t.Errorf("cookie %v", c)
			}
			return c.Value
		}
	}
	return ""
}

// Every route that changes something refuses what another site has a browser
// send. Without any header that tells, the browser is too old for them, and
// holds the cookie back by SameSite.
func TestAttack_OtherSitesChangeNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		w := newWorld(t, s)
		b := s.Browser(t, w.owner)
		tried := 0
		before := rows(t, s)
		for _, pattern := range s.Patterns() {
			method, path, _ := strings.Cut(pattern, " ")
			if method == http.MethodGet || method == "PROPFIND" || method == "REPORT" || method == http.MethodOptions {
				continue // reads
			}
			path = strings.NewReplacer("{id}", w.ids[samples[pattern].record].String(), "{token}", "x", "{change}", db.NewID().String(), "{path...}", "x").Replace(path)
			for _, h := range [][]string{
				{"Origin", "https://evil.example"}, {"Origin", "null"}, {"Origin", "http://127.0.0.1:1"},
				{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"},
			} {
				body := strings.NewReader(samples[pattern].form.Encode())
				if a := b.Do(method, path, body, append(h, "Content-Type", "application/x-www-form-urlencoded")...); a.Status != http.StatusForbidden {
					t.Errorf("%s with %v: %d", pattern, h, a.Status)
				}
				tried++
			}
		}
		if after := rows(t, s); before != after || tried < 500 {
			t.Errorf("%d tries, rows before %s, after %s", tried, before, after)
		}
		if a := b.Post("/settings/profile", url.Values{"first_name": {"x"}}, "Origin", s.URL); a.Status == http.StatusForbidden {
			t.Error("our own pages are refused")
		}
	})
}

// rows counts what attacks would like to change.
func rows(t *testing.T, s *apptest.Server) string {
	t.Helper()
	n, err := db.Value[string](t.Context(), s.DB(), `SELECT CAST((SELECT count(*) FROM contacts WHERE deleted_at IS NULL) AS TEXT) || '/' ||
		CAST((SELECT sum(version) FROM contacts) AS TEXT) || '/' || CAST((SELECT count(*) FROM sessions) AS TEXT) || '/' ||
		CAST((SELECT sum(version) FROM users) AS TEXT) || '/' || CAST((SELECT sum(version) FROM deals) AS TEXT)`)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
