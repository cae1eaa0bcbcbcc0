package account_test

import (
	"regexp"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

// mailed is the newest mail as whoever runs the server reads it.
func (s *site) mailed(root account.Actor) account.Mail {
	s.t.Helper()
	all, err := s.accounts.Outbox.List(s.t.Context(), root)
	if err != nil || len(all) == 0 {
		s.t.Fatalf("%d mails, %v", len(all), err)
	}
	m, err := s.accounts.Outbox.Get(s.t.Context(), root, all[0].ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return m
}

var resetLink = regexp.MustCompile(`/reset/\S+`)

func TestReset_GivesANewPasswordOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a := accounttest.Actor(t, d, account.User)
		root := accounttest.Stranger(t, d)
		root.Superuser = true
		there := s.as(a)
		b := s.browser()
		b.get("/login").expect(t, 200, `href="/reset"`)
		b.post("/reset", "email", " "+strings.ToUpper(a.Email)).expect(t, 200, "If this address has an account")
		m := s.mailed(root)
		if m.To != a.Email || !strings.Contains(m.Body, s.url+"/reset/") {
			t.Fatalf("%+v", m)
		}
		if n := s.count("SELECT count(*) FROM outbox WHERE body LIKE '%/reset/%'"); n != 0 {
			t.Error("the link is kept as it is")
		}
		link := resetLink.FindString(m.Body)
		b.get(link).expect(t, 200, "Choose a new password", a.Email)
		b.post(link, "password", "kratko").expect(t, 422, "Use at least 8 characters.")
		b.post(link, "password", a.WorkspaceName+"2026").expect(t, 422, "too close to your name")
		b.post(link, "password", "слон под чадър").leads(t, "/login")
		there.get("/inside").leads(t, "/login?next=%2Finside")
		b.get(link).expect(t, 404, "This link no longer works")
		b.post(link, "password", "втори слон под чадър").expect(t, 404)
		s.browser().post("/login", "email", a.Email, "password", "слон под чадър").leads(t, "/")
	})
}

func TestReset_TellsNobodyWhoHasAnAccount(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	a := accounttest.Actor(t, s.db, account.User)
	known := s.browser().post("/reset", "email", a.Email).expect(t, 200)
	unknown := s.browser().post("/reset", "email", "nobody@kontor.example").expect(t, 200)
	if known.body != unknown.body {
		t.Error("the answers differ")
	}
	for range 10 {
		s.browser().post("/reset", "email", a.Email).expect(t, 200)
	}
	if n := s.count("SELECT count(*) FROM outbox"); n != 5 {
		t.Errorf("%d mails, want 5 an hour", n)
	}
	s.browser().post("/reset", "email", "no address").expect(t, 422)
}

func TestReset_LinksAreOfThisServerAlone(t *testing.T) {
	d := dbtest.SQLite(t)
	s := newSite(t, d)
	a := accounttest.Actor(t, d, account.User)
	root := a
	root.Superuser = true
	s.browser().post("/reset", "email", a.Email).expect(t, 200)
	link := resetLink.FindString(s.mailed(root).Body)
	for _, bad := range []string{link[:len(link)-2], link + "A", "/reset/x", "/reset/a.b"} {
		s.browser().get(bad).expect(t, 404, "This link no longer works")
	}
	if _, err := s.accounts.Outbox.List(t.Context(), a); err == nil {
		t.Error("a member reads the outbox of the server")
	}
	s.as(a).get("/settings/outbox").expect(t, 403)
}

func TestReset_DoesNotReplaceTheSecondStep(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	a := accounttest.Actor(t, s.db, account.User)
	root := a
	root.Superuser = true
	s.as(a).withApp()
	b := s.browser()
	b.post("/reset", "email", a.Email).expect(t, 200)
	b.post(resetLink.FindString(s.mailed(root).Body), "password", "слон под чадър").leads(t, "/login")
	b.post("/login", "email", a.Email, "password", "слон под чадър").leads(t, "/login/code")
}
