package app_test

import (
	"net/http"
	"strings"
	"testing"

	"kontor/internal/app/apptest"
)

// production starts a server as it is in production, behind a proxy that is
// the test itself.
func production(t *testing.T, settings ...string) *apptest.Server {
	t.Helper()
	return apptest.Start(t, sqliteURL(t), append(append(settings, good...), "ALLOWED_HOSTS=crm.example.com,127.0.0.1", "TRUSTED_PROXIES=127.0.0.1")...)
}

func TestTransport_LeadsToHTTPS(t *testing.T) {
	s := production(t)
	c := s.Anonymous(t)
	a := c.Get("/login?next=/x", "X-Forwarded-Proto", "http")
	if a.Status != http.StatusMovedPermanently || !strings.HasPrefix(a.Location(), "https://127.0.0.1") || !strings.HasSuffix(a.Location(), "/login?next=/x") {
		t.Errorf("plain: %d %s", a.Status, a.Location())
	}
	if a := c.Do(http.MethodPost, "/login", nil, "X-Forwarded-Proto", "http"); a.Status != http.StatusPermanentRedirect {
		t.Errorf("a plain post: %d", a.Status)
	}
	a = c.Get("/register", "X-Forwarded-Proto", "https")
	if got := a.Header.Get("Strict-Transport-Security"); got != "max-age=31536000; includeSubDomains" {
		t.Errorf("HSTS %q", got)
	}
	if a := c.Get("/health/"); a.Status != http.StatusOK || a.Header.Get("Strict-Transport-Security") != "" {
		t.Errorf("plain health: %d %v", a.Status, a.Header)
	}
}

func TestTransport_RefusesStrangeHostsBeforeItLeadsAnywhere(t *testing.T) {
	s := production(t)
	a := s.Anonymous(t).Get("/login", "Host", "evil.example")
	if a.Status != http.StatusBadRequest || a.Location() != "" {
		t.Errorf("%d %s", a.Status, a.Location())
	}
}

func TestTransport_IsOffWhereSettingsSaySo(t *testing.T) {
	s := production(t, "SECURE_SSL_REDIRECT=false", "SECURE_HSTS_SECONDS=0")
	c := s.Anonymous(t)
	if a := c.Get("/register"); a.Status >= 300 && strings.HasPrefix(a.Location(), "https:") {
		t.Errorf("led to %s", a.Location())
	}
	if a := c.Get("/register", "X-Forwarded-Proto", "https"); a.Header.Get("Strict-Transport-Security") != "" {
		t.Error("HSTS is on")
	}
}

func TestTransport_BelievesNobodyElse(t *testing.T) {
	s := apptest.Start(t, sqliteURL(t), append(good, "ALLOWED_HOSTS=127.0.0.1")...)
	if a := s.Anonymous(t).Get("/login", "X-Forwarded-Proto", "https"); a.Status != http.StatusMovedPermanently {
		t.Errorf("a forged header was believed: %d", a.Status)
	}
}

func TestHeaders_KeepAPageOnItsOwnGround(t *testing.T) {
	s := apptest.Start(t, sqliteURL(t))
	for _, path := range []string{"/setup", "/health/", "/nothing", "/api/v1/contacts"} {
		a := s.Anonymous(t).Get(path)
		h := a.Header
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
			"Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q (%d)", path, name, got, a.Status)
			}
		}
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") || !strings.Contains(csp, "object-src 'none'") || !strings.Contains(csp, "base-uri 'none'") || strings.Contains(csp, "unsafe") || !strings.Contains(csp, "report-uri /csp-report") {
			t.Errorf("%s: policy %q", path, csp)
		}
	}
}

func TestReports_AreLoggedWithoutWhatPeopleSearch(t *testing.T) {
	s := apptest.Start(t, sqliteURL(t))
	c := s.Anonymous(t)
	for _, body := range []string{
		`{"csp-report":{"document-uri":"http://h/contacts?q=secret","violated-directive":"script-src","blocked-uri":"https://evil.example/x.js?secret"}}`,
		`[{"type":"csp-violation","body":{"documentURL":"http://h/companies?q=secret","effectiveDirective":"img-src","blockedURL":"inline"}}]`,
		`nonsense`, ``, strings.Repeat("[", 20_000),
	} {
		if a := c.Do(http.MethodPost, "/csp-report", strings.NewReader(body), "Content-Type", "application/csp-report"); a.Status != http.StatusNoContent {
			t.Errorf("%.40s: %d", body, a.Status)
		}
	}
	log := s.Log.String()
	if !strings.Contains(log, "script-src") || !strings.Contains(log, "http://h/companies") || strings.Contains(log, "secret") {
		t.Errorf("log: %s", log)
	}
}
