package account_test

import (
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

func TestHistory_TellsOfNewDevices(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a, stranger := accounttest.Actor(t, d, account.User), accounttest.Stranger(t, d)
		root := stranger
		root.Superuser = true
		login := func(b *browser, password string) answer {
			return b.post("/login", "email", a.Email, "password", password)
		}
		b := s.browser()
		b.header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
		login(b, accounttest.Password).leads(t, "/")
		if n := s.count("SELECT count(*) FROM outbox"); n != 0 {
			t.Errorf("%d mails at the first sign-in ever", n)
		}
		b.post("/logout").leads(t, "/login")
		login(b, accounttest.Password).leads(t, "/")
		if n := s.count("SELECT count(*) FROM outbox"); n != 0 {
			t.Errorf("%d mails of a device that was here before", n)
		}
		if err := s.exec("UPDATE users SET language = 'bg' WHERE id = $1", a.User); err != nil {
			t.Fatal(err)
		}
		other := s.browser()
		other.header.Set("User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1")
		login(other, "wrong").expect(t, 422)
		login(other, accounttest.Password).leads(t, "/")
		m := s.mailed(root)
		if m.To != a.Email || m.Subject != "Ново устройство влезе в Kontor" || !strings.Contains(m.Body, "127.0.0.0/24") || !strings.Contains(m.Body, s.url+"/settings/sessions") {
			t.Errorf("%+v", m)
		}
		b.get("/settings/sessions").expect(t, 200, "Вашите влизания", "127.0.0.0/24", "Отказано")
		if all, err := s.accounts.Sessions.History(t.Context(), a); err != nil || len(all) != 4 || all[1].OK || !all[0].OK || all[0].Way != "password" {
			t.Errorf("%+v, %v", all, err)
		}
		if page := s.as(stranger).get("/settings/sessions"); strings.Contains(page.text, "Refused") {
			t.Error("a stranger reads the history")
		}
	})
}

func TestHistory_NoticesADeviceThatKnowsThePasswordOnly(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	a := accounttest.Actor(t, s.db, account.User)
	_, codes := s.as(a).withApp()
	b := s.browser()
	b.post("/login", "email", a.Email, "password", accounttest.Password).leads(t, "/login/code")
	if n := s.count("SELECT count(*) FROM outbox"); n != 0 {
		t.Errorf("%d mails before the second step", n)
	}
	b.post("/login/code", "code", codes[0]).leads(t, "/")
	if n := s.count("SELECT count(*) FROM outbox WHERE kind = 'device'"); n != 1 {
		t.Errorf("%d mails of the new device", n)
	}
}

func TestHistory_AndOutboxAreTidied(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a := accounttest.Actor(t, d, account.User)
		s.as(a)
		s.browser().post("/reset", "email", a.Email).expect(t, 200)
		tidy := func(after time.Duration) {
			t.Helper()
			now := time.Now().Add(after)
			if err := s.accounts.Outbox.Forget(t.Context(), now); err != nil {
				t.Fatal(err)
			}
			if err := s.accounts.Sessions.ForgetHistory(t.Context(), now); err != nil {
				t.Fatal(err)
			}
		}
		tidy(29 * 24 * time.Hour)
		if n := s.count("SELECT count(*) FROM outbox") + s.count("SELECT count(*) FROM sign_ins"); n != 2 {
			t.Errorf("%d kept, want 2", n)
		}
		tidy(181 * 24 * time.Hour)
		if n := s.count("SELECT count(*) FROM outbox") + s.count("SELECT count(*) FROM sign_ins"); n != 0 {
			t.Errorf("%d kept, want none", n)
		}
	})
}
