package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
)

// In production nobody but this very host lays a cookie, and none goes without
// encryption.
func TestCookies_BelongToThisHostAlone(t *testing.T) {
	s := production(t)
	actor := accounttest.Actor(t, s.DB(), account.Owner)
	c, https := s.Anonymous(t), []string{"X-Forwarded-Proto", "https"}
	a := c.Post("/login", url.Values{"email": {actor.Email}, "password": {accounttest.Password}}, https...)
	seen := cookies(t, a)
	seen = append(seen, cookies(t, c.Post("/language", url.Values{"lang": {"bg"}, "next": {"/"}}, https...))...)
	saved := c.Post("/contacts/new", url.Values{"first_name": {"Ivan"}}, append(https, "Cookie", pairs(a))...)
	seen = append(seen, cookies(t, saved)...)
	for _, name := range []string{"session", "lang", "flash"} {
		if !strings.Contains(strings.Join(seen, " "), "__Host-"+name) {
			t.Errorf("no cookie %s: %v", name, seen)
		}
	}
	if page := c.Get(saved.Location(), append(https, "Cookie", pairs(a)+"; flash="+value(saved, "__Host-flash"))...); strings.Contains(page.Body, "Contact added") {
		t.Error("a line was taken from a cookie that anybody may lay")
	}
	if page := c.Get(saved.Location(), append(https, "Cookie", pairs(a)+"; "+pairs(saved))...); !strings.Contains(page.Body, "data-toast") {
		t.Error("the line does not show")
	}
}

// cookies are the names of those that an answer lays; all of them must be bound.
func cookies(t *testing.T, a apptest.Answer) (names []string) {
	t.Helper()
	for _, c := range laid(a) {
		names = append(names, c.Name)
		if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || c.Path != "/" || c.Domain != "" || !c.HttpOnly || c.SameSite == http.SameSiteDefaultMode {
			t.Errorf("%s", c.Raw)
		}
	}
	return names
}

func laid(a apptest.Answer) []*http.Cookie { return (&http.Response{Header: a.Header}).Cookies() }

// pairs are the cookies of an answer as a browser sends them back.
func pairs(a apptest.Answer) string {
	var all []string
	for _, c := range laid(a) {
		all = append(all, c.Name+"="+c.Value)
	}
	return strings.Join(all, "; ")
}

func value(a apptest.Answer, name string) string {
	for _, c := range laid(a) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}
