package account_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

const addressAt = "/settings/profile/email"

var addressLink = regexp.MustCompile(`/address/\S+`)

// mailTo is the newest mail to an address.
func (s *site) mailTo(root account.Actor, to string) account.Mail {
	s.t.Helper()
	all, err := s.accounts.Outbox.List(s.t.Context(), root)
	for _, m := range all {
		if m.To == to && err == nil {
			if m, err = s.accounts.Outbox.Get(s.t.Context(), root, m.ID); err == nil {
				return m
			}
		}
	}
	s.t.Fatalf("no mail to %s, %v", to, err)
	return account.Mail{}
}

func TestAddress_CountsOnceItsLinkIsOpened(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a, other, root := accounttest.Actor(t, d, account.User), accounttest.Stranger(t, d), accounttest.Stranger(t, d)
		root.Superuser = true
		b := s.as(a)
		b.get("/settings/profile").expect(t, 200, "Not confirmed", addressAt)
		b.post(addressAt, "email", "nobody").expect(t, 422)
		b.post(addressAt, "email", other.Email).expect(t, 422, "This address belongs to another account.")
		b.post("/settings/profile", profile("1", "email", "new@vitosha.example")...).expect(t, 422, "Another address is confirmed first")

		b.post(addressAt, "email", "New@vitosha.example").leads(t, "/settings/profile")
		b.get("/settings/profile").expect(t, 200, "A link waits at New@vitosha.example", a.Email)
		b.get("/inside").expect(t, 200, a.Email+"|")
		if m := s.mailTo(root, a.Email); !strings.Contains(m.Body, "New@vitosha.example") || strings.Contains(m.Body, "/address/") {
			t.Errorf("the former address is told %+v", m)
		}
		link := addressLink.FindString(s.mailTo(root, "New@vitosha.example").Body)

		elsewhere := s.browser()
		elsewhere.get(link).expect(t, 200, "Confirm your address", "New@vitosha.example")
		b.get("/inside").expect(t, 200, a.Email+"|") // looking is not opening: programs do it too
		elsewhere.get(link[:len(link)-2]).expect(t, 404, "This link no longer works")
		elsewhere.post(link).leads(t, "/settings/profile")
		b.get("/inside").expect(t, 200, "New@vitosha.example|")
		b.get("/settings/profile").expect(t, 200, ">Confirmed<")
		elsewhere.post(link).expect(t, 404)
		s.browser().post("/login", "email", "new@vitosha.example", "password", accounttest.Password).leads(t, "/")
		s.browser().post("/login", "email", a.Email, "password", accounttest.Password).expect(t, 422)
		if m := s.mailTo(root, a.Email); !strings.Contains(m.Subject, "another address now") {
			t.Errorf("the former address is told %+v", m)
		}
		if n := s.count("SELECT count(*) FROM members WHERE user_id = $1 AND email = 'New@vitosha.example'", a.User); n != 1 {
			t.Error("members have the former address")
		}
	})
}

func TestAddress_OnlyTheLastOneAskedFor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a, root := accounttest.Actor(t, d, account.User), accounttest.Stranger(t, d)
		root.Superuser = true
		b := s.as(a)
		ask := func(email string) string {
			b.post(addressAt, "email", email).leads(t, "/settings/profile")
			return addressLink.FindString(s.mailTo(root, email).Body)
		}
		first, second := ask("one@vitosha.example"), ask("two@vitosha.example")
		s.browser().post(first).expect(t, 404)
		b.post(addressAt+"/drop").leads(t, "/settings/profile")
		s.browser().post(second).expect(t, 404)
		third := ask("three@vitosha.example")
		b.post("/settings/password", "current_password", accounttest.Password, "password", "слон под чадър").leads(t, "/settings/password")
		s.browser().post(third).expect(t, 404)
		taken := ask("four@vitosha.example")
		if err := s.accounts.CreateSuperuser(t.Context(), "four@vitosha.example", "слон под чадър"); err != nil {
			t.Fatal(err)
		}
		s.browser().post(taken).expect(t, 404)
	})
}

func TestAddress_AsksWhoItIs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a := accounttest.Actor(t, d, account.User)
		b := s.as(a)
		if err := s.exec("UPDATE sessions SET confirmed_at = $1 WHERE user_id = $2", time.Now().Add(-time.Hour).UnixMilli(), a.User); err != nil {
			t.Fatal(err)
		}
		s.accounts.DropCaches()
		b.post(addressAt, "email", "new@vitosha.example").expect(t, 422, "Confirm that it is you", `value="new@vitosha.example"`)
		if n := s.count("SELECT count(*) FROM outbox"); n != 0 {
			t.Error("a link is on its way before it was asked who it is")
		}
		b.post(addressAt, "email", "new@vitosha.example", "confirm_password", accounttest.Password).leads(t, "/settings/profile")
	})
}
