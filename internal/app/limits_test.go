package app_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
	"kontor/internal/kit/redis/redistest"
)

func TestLimits_TheAPICountsByUserAndByAddress(t *testing.T) {
	s := apptest.Start(t, sqliteURL(t), "RATE_LIMIT_ANON=2/hour", "RATE_LIMIT_USER=3/hour")
	c := program(t, s)
	for i := range 3 {
		a := c.Get("/api/v1/contacts")
		if left := a.Header.Get("RateLimit-Remaining"); a.Status != http.StatusOK || left != strconv.Itoa(2-i) || a.Header.Get("RateLimit-Limit") != "3" || a.Header.Get("RateLimit-Reset") == "" {
			t.Errorf("%d: %d, %s left of %s", i, a.Status, left, a.Header.Get("RateLimit-Limit"))
		}
	}
	a := c.Get("/api/v1/contacts")
	wait, _ := strconv.Atoi(a.Header.Get("Retry-After"))
	if a.Status != http.StatusTooManyRequests || wait < 1000 || wait > 1201 || !strings.Contains(a.Header.Get("Content-Type"), "problem+json") {
		t.Errorf("the fourth: %d, wait %d s, %s", a.Status, wait, a.Body)
	}
	if a := program(t, s).Get("/api/v1/contacts"); a.Status != http.StatusOK {
		t.Errorf("somebody else: %d", a.Status)
	}
	guest := s.Anonymous(t)
	for _, want := range []int{401, 401, 429} {
		if a := guest.Get("/api/v1/contacts", "Authorization", "Bearer wrong"); a.Status != want {
			t.Errorf("a guest: %d, want %d", a.Status, want)
		}
	}
	if a := guest.Get("/register"); a.Status == http.StatusTooManyRequests {
		t.Error("pages are counted too")
	}
}

func TestLimits_AreSharedOverRedisAndOutliveIt(t *testing.T) {
	address := redistest.Start(t).URL
	one, two := apptest.Start(t, sqliteURL(t), "RATE_LIMIT_ANON=20/hour", "REDIS_URL="+address), apptest.Start(t, sqliteURL(t), "RATE_LIMIT_ANON=20/hour", "REDIS_URL="+address)
	var mu sync.Mutex
	answers := map[int]int{}
	var all sync.WaitGroup
	for i := range 60 {
		all.Go(func() {
			a := []*apptest.Server{one, two}[i%2].Anonymous(t).Get("/api/v1/contacts")
			mu.Lock()
			defer mu.Unlock()
			answers[a.Status]++
		})
	}
	all.Wait()
	if answers[401] != 20 || answers[429] != 40 {
		t.Errorf("two nodes allowed together: %v", answers)
	}
}

func TestLimits_WithoutRedisTheNodeCountsForItself(t *testing.T) {
	s := apptest.Start(t, sqliteURL(t), "RATE_LIMIT_ANON=2/hour", "REDIS_URL=redis://127.0.0.1:1")
	for _, want := range []int{401, 401, 429} {
		if a := s.Anonymous(t).Get("/api/v1/contacts"); a.Status != want {
			t.Errorf("%d, want %d", a.Status, want)
		}
	}
}

// signIn posts a password; from is the address a proxy tells.
func signIn(c *apptest.Client, email, password, from string) apptest.Answer {
	return c.Post("/login", url.Values{"email": {email}, "password": {password}}, "X-Forwarded-For", from)
}

func TestSignIn_SlowsDownWhoeverGuessesAndNobodyElse(t *testing.T) {
	s := apptest.Start(t, sqliteURL(t), "TRUSTED_PROXIES=127.0.0.1")
	actor := accounttest.Actor(t, s.DB(), account.Owner)
	email, password := actor.Email, accounttest.Password
	own := s.Anonymous(t)
	if a := signIn(own, email, password, "10.0.0.1"); a.Status != http.StatusSeeOther {
		t.Fatalf("the owner: %d %.200s", a.Status, a.Body)
	}
	guesser := s.Anonymous(t)
	for i := range 5 {
		if a := signIn(guesser, email, "wrong password", "10.0.0.2"); !strings.Contains(a.Body, "is wrong") {
			t.Fatalf("guess %d: %d", i, a.Status)
		}
	}
	a := signIn(guesser, email, password, "10.0.0.2")
	if !strings.Contains(a.Body, "Too many tries") || !strings.Contains(a.Body, email) {
		t.Errorf("the sixth: %d, typed address kept: %v", a.Status, strings.Contains(a.Body, email))
	}
	for _, where := range []struct {
		browser *apptest.Client
		from    string
	}{{own, "10.0.0.1"}, {own, "10.0.0.2"}, {s.Anonymous(t), "10.0.0.3"}} {
		if a := signIn(where.browser, email, password, where.from); a.Status != http.StatusSeeOther {
			t.Errorf("the owner from %s: %d", where.from, a.Status)
		}
	}
	if log := s.Log.String(); !strings.Contains(log, "too many tries to sign in") || strings.Contains(log, password) {
		t.Errorf("log: %s", log)
	}
}

func TestSignIn_KnownDevicesGetInWhileManyAddressesGuess(t *testing.T) {
	s := apptest.Start(t, sqliteURL(t), "TRUSTED_PROXIES=127.0.0.1")
	actor := accounttest.Actor(t, s.DB(), account.Owner)
	email, password := actor.Email, accounttest.Password
	own := s.Anonymous(t)
	signIn(own, email, password, "10.0.0.1")
	refused := 0
	for i := range 60 {
		if a := signIn(s.Anonymous(t), email, "wrong password", "10.1.0."+strconv.Itoa(i)); strings.Contains(a.Body, "Too many tries") {
			refused++
		}
	}
	if refused < 9 {
		t.Errorf("of 60 addresses that guess %d were refused", refused)
	}
	if a := signIn(own, email, password, "10.0.0.9"); a.Status != http.StatusSeeOther {
		t.Errorf("the owner on their own device: %d", a.Status)
	}
}
