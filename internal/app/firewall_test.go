package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kontor/internal/app/apptest"
)

func TestWAF_BlocksAttacksAndNothingElse(t *testing.T) {
	s := apptest.Start(t, sqliteURL(t), "WAF=block")
	w := newWorld(t, s)
	b, p := s.Browser(t, w.owner), s.Program(t, w.owner, "read,write")
	const secret = "s3cret-in-the-attack"
	attack := "/contacts?name=" + url.QueryEscape("' UNION SELECT password_hash FROM users WHERE '"+secret+"'='1' -- ")
	if a := b.Get(attack); a.Status != http.StatusForbidden || !strings.Contains(a.Body, "looks like an attack") {
		t.Errorf("a page: %d", a.Status)
	}
	if a := p.Get("/api/v1" + attack); a.Status != http.StatusForbidden || a.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("the API: %d %s", a.Status, a.Body)
	}
	log := s.Log.String()
	if !strings.Contains(log, "looks like an attack") || !strings.Contains(log, "security=true") || !strings.Contains(log, "942") || strings.Contains(log, secret) {
		t.Errorf("log: %s", log)
	}
	for pattern, smp := range samples { // everything that a member does, once
		c := b
		if strings.Contains(pattern, " /api/") {
			c = p
		}
		if a := w.try(c, pattern, smp); a.Status == http.StatusForbidden && strings.Contains(a.Body, "attack") {
			t.Errorf("%s is blocked", pattern)
		}
	}
}

func TestWAF_OnlyWatchesOrIsNotThere(t *testing.T) {
	for mode, seen := range map[string]bool{"detect": true, "off": false} {
		s := apptest.Start(t, sqliteURL(t), "WAF="+mode)
		if a := s.Anonymous(t).Post("/login", url.Values{"email": {"' UNION SELECT * FROM users --"}, "password": {"x"}}); a.Status == http.StatusForbidden {
			t.Errorf("%s blocks: %d", mode, a.Status)
		}
		if log := s.Log.String(); strings.Contains(log, "looks like an attack") != seen {
			t.Errorf("%s: log %s", mode, log)
		}
	}
}
