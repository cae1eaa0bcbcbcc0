package app_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"kontor/internal/app/apptest"
)

var loaded = regexp.MustCompile(`<(?:link|script)[^>]*(?:href|src)="([^"]*/assets/[^"]*)"`)

func TestStaticURL_StyleAndScriptsComeFromThere(t *testing.T) {
	const cdn = "https://cdn.example.com"
	s := apptest.Start(t, sqliteURL(t), "STATIC_URL="+cdn+"/")
	a := s.Anonymous(t).Get("/login")
	found := loaded.FindAllStringSubmatch(a.Body, -1)
	if a.Status == http.StatusSeeOther {
		a = s.Anonymous(t).Get(a.Location())
		found = loaded.FindAllStringSubmatch(a.Body, -1)
	}
	if len(found) < 4 {
		t.Fatalf("%d files in %.2000s", len(found), a.Body)
	}
	for _, f := range found {
		if !strings.HasPrefix(f[1], cdn+"/assets/") {
			t.Errorf("%s is not loaded from the CDN", f[1])
		}
		own := s.Anonymous(t).Get(strings.TrimPrefix(f[1], cdn), "Origin", "https://crm.example.com")
		if own.Status != http.StatusOK || own.Header.Get("Access-Control-Allow-Origin") != "*" || own.Header.Get("ETag") == "" {
			t.Errorf("%s for the CDN: %d %v", f[1], own.Status, own.Header)
		}
		again := s.Anonymous(t).Get(strings.TrimPrefix(f[1], cdn), "If-None-Match", own.Header.Get("ETag"))
		if again.Status != http.StatusNotModified {
			t.Errorf("%s asked again: %d", f[1], again.Status)
		}
	}
	policy := a.Header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "script-src 'self' "+cdn+";") || !strings.Contains(policy, "connect-src 'self';") {
		t.Errorf("policy: %s", policy)
	}
	if strings.Contains(a.Body, cdn+"/assets/icons") {
		t.Error("browsers take no icons from elsewhere")
	}
}
