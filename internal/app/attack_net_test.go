package app_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
)

// No address that somebody types has the server ask its own network: the one
// field that is followed, the issuer of a sign-in provider, keeps outside, and
// all others are never followed.
func TestAttack_NoFieldReachesOurNetwork(t *testing.T) {
	var asked atomic.Int64
	inside := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	inside.Config.ConnState = func(net.Conn, http.ConnState) { asked.Add(1) }
	inside.Start()
	defer inside.Close()
	port := inside.URL[strings.LastIndexByte(inside.URL, ':'):]
	s := production(t, "SECURE_SSL_REDIRECT=false", "SESSION_COOKIE_SECURE=false", "SECURE_HSTS_SECONDS=0", "RATE_LIMIT_USER=off")
	owner := accounttest.Actor(t, s.DB(), account.Owner)
	b, p := s.Browser(t, owner), s.Program(t, owner, "read,write")
	field := p.JSON(http.MethodPost, "/api/v1/fields", map[string]any{"record": "company", "label": "Shop", "type": "url"})
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "0.0.0.0", "[::ffff:127.0.0.1]", "[::]", "127.0.0.1.nip.io", "localhost.", "LOCALHOST", "user@127.0.0.1"} {
		for _, address := range []string{"http://" + host + port, "https://" + host + port, "//" + host + port, "gopher://" + host + port, "file:///etc/passwd"} {
			a := b.Post("/settings/sign-in", url.Values{"issuer": {address}, "client_id": {"x"}, "secret": {"x"}, "domains": {"x.example"}, "role": {"user"}, "version": {"0"}, "new_members": {""}, "only": {""}})
			if a.Status != http.StatusUnprocessableEntity || strings.Contains(a.Body, "root:") {
				t.Errorf("issuer %s: %d", address, a.Status)
			}
			p.JSON(http.MethodPost, "/api/v1/companies", map[string]any{"name": "x", "website": address, "x_shop": address})
			p.JSON(http.MethodPost, "/api/v1/notes", map[string]any{"body": "![x](" + address + ") " + address})
		}
	}
	card := "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anna\r\nPHOTO:" + inside.URL + "/a.jpg\r\nURL:" + inside.URL + "\r\nSOURCE:" + inside.URL + "\r\nEND:VCARD\r\n"
	a := p.Do(http.MethodPost, "/api/v1/imports?name=a.vcf", strings.NewReader(card), "Content-Type", "text/vcard")
	p.Do(http.MethodPost, "/api/v1/imports?name=a.csv", strings.NewReader("Name,Website\nx,"+inside.URL+"\n"), "Content-Type", "text/csv")
	if field.Status != http.StatusCreated || !slices.Contains([]int{200, 201}, a.Status) {
		t.Errorf("field %d %s, import %d %.200s", field.Status, field.Body, a.Status, a.Body)
	}
	time.Sleep(300 * time.Millisecond) // jobs
	if n := asked.Load(); n > 0 {
		t.Errorf("our own network was asked %d times", n)
	}
}

// While many guess passwords, pages are answered and no more than a few guesses
// are worked on at once.
func TestAttack_HashingDoesNotStopTheRest(t *testing.T) {
	s := apptest.Start(t, sqliteURL(t), "TRUSTED_PROXIES=127.0.0.1")
	owner := accounttest.Actor(t, s.DB(), account.Owner)
	b := s.Browser(t, owner)
	done := make(chan int, 60)
	for i := range 60 {
		go func() {
			a := s.Anonymous(t).Post("/login", url.Values{"email": {string(rune('a'+i%26)) + "@x.example"}, "password": {strings.Repeat("x", 100_000)}}, "X-Forwarded-For", "10.2.0."+string(rune('0'+i%10)))
			done <- a.Status
		}()
	}
	slowest := time.Duration(0)
	for range 20 {
		from := time.Now()
		if a := b.Get("/contacts"); a.Status != http.StatusOK {
			t.Errorf("a page: %d", a.Status)
		}
		slowest = max(slowest, time.Since(from))
	}
	for range 60 {
		if status := <-done; status != http.StatusUnprocessableEntity && status != http.StatusTooManyRequests {
			t.Errorf("a guess: %d", status)
		}
	}
	if slowest > 5*time.Second {
		t.Errorf("the slowest page took %s", slowest)
	}
}

// An address that nobody has takes as long as a wrong password: the two are
// measured in turn, and the quickest of each is compared.
func TestAttack_TimeTellsNotWhoHasAnAccount(t *testing.T) {
	s := apptest.Start(t, sqliteURL(t), "TRUSTED_PROXIES=127.0.0.1")
	accounttest.Actor(t, s.DB(), account.Owner) // the server is set up
	var known, unknown []time.Duration
	for i := range 9 {
		from := "10.3.0." + string(rune('0'+i))
		email := "somebody" + string(rune('0'+i)) + "@kontor.example"
		s.Anonymous(t).Post("/register", url.Values{"email": {email}, "password": {"слон под чадър"}, "workspace": {"Firm"}}, "X-Forwarded-For", from)
		known = append(known, took(t, s, email, from))
		unknown = append(unknown, took(t, s, "nobody"+string(rune('0'+i))+"@kontor.example", from))
	}
	ratio := float64(slices.Min(known)) / float64(slices.Min(unknown))
	if ratio < 0.6 || ratio > 1.6 {
		t.Errorf("known %v, unknown %v: ratio %.2f", known, unknown, ratio)
	}
}

func took(t *testing.T, s *apptest.Server, email, from string) time.Duration {
	t.Helper()
	c := s.Anonymous(t)
	start := time.Now()
	if a := signIn(c, email, "wrong password", from); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("%s: %d", email, a.Status)
	}
	return time.Since(start)
}
