package account_test

import (
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

func TestSignIn_AndOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a := accounttest.Actor(t, d, account.Manager)
		b := s.browser()
		b.get("/inside?x=1").leads(t, "/login?next=%2Finside%3Fx%3D1")
		b.get("/login?next=%2Finside").expect(t, 200, `name="next" value="/inside"`, "Sign in")
		b.post("/login", "email", " "+strings.ToUpper(a.Email)+" ", "password", accounttest.Password, "next", "/inside").leads(t, "/inside")
		b.get("/inside").expect(t, 200, a.Email+"|"+a.WorkspaceName+"|manager|page|en|Europe/Sofia")
		b.get("/login").leads(t, "/")
		b.get("/register").leads(t, "/")

		b.get("/logout").expect(t, 405)
		b.get("/inside").expect(t, 200)
		stolen := s.browser()
		stolen.client.Jar.SetCookies(s.browser().base(), b.client.Jar.Cookies(b.base()))
		stolen.get("/inside").expect(t, 200)
		out := b.post("/logout")
		out.leads(t, "/login")
		if got := out.header.Get("Clear-Site-Data"); got != `"cache", "storage"` {
			t.Errorf("the browser keeps pages: %q", got)
		}
		b.get("/inside").leads(t, "/login?next=%2Finside")
		stolen.get("/inside").leads(t, "/login?next=%2Finside")
		b.post("/logout").leads(t, "/login")
	})
}

func TestSignIn_RefusedTheSameForAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a := accounttest.Actor(t, d, account.User)
		for _, c := range [][2]string{{a.Email, "wrong-password"}, {"nobody@kontor.example", accounttest.Password}, {"", ""}, {a.Email, strings.Repeat("x", 500_000)}} {
			before := s.accounts.Users.Hashed()
			s.browser().post("/login", "email", c[0], "password", c[1]).expect(t, 422, "The email or the password is wrong.", `value="`+c[0]+`"`)
			if did := s.accounts.Users.Hashed() - before; did != 1 {
				t.Errorf("%q: %d passwords hashed, want 1 whoever it is", c[0], did)
			}
		}
		if n := s.count("SELECT count(*) FROM sessions"); n != 0 {
			t.Errorf("%d sessions", n)
		}
	})
}

func TestSignIn_NextStaysHere(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	a := accounttest.Actor(t, s.db, account.User)
	for _, next := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "javascript:alert(1)", "/ok\r\nX: 1", "evil"} {
		s.browser().post("/login", "email", a.Email, "password", accounttest.Password, "next", next).leads(t, "/")
		if page := s.browser().get("/login?next=" + queryEscape(next)); strings.Contains(page.text, "evil.example") {
			t.Errorf("the page repeats %q", next)
		}
	}
}

func TestRequire_ForHtmxAndPosts(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	accounttest.Actor(t, s.db, account.User)
	b := s.browser()
	b.header.Set("HX-Request", "true")
	b.header.Set("HX-Current-URL", s.url+"/contacts?q=x")
	if got := b.get("/inside").expect(t, 401).header.Get("HX-Redirect"); got != "/login?next=%2Fcontacts%3Fq%3Dx" {
		t.Errorf("HX-Redirect %q", got)
	}
	s.browser().post("/settings/profile", "first_name", "x").leads(t, "/login")
}

func TestRegister_MakesAWorkspaceOfOnesOwn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		old := accounttest.Actor(t, d, account.Owner)
		b := s.browser()
		b.header.Set("Accept-Language", "bg-BG,bg")
		b.get("/register").expect(t, 200, `name="workspace"`)
		b.post("/register", "email", "nov@firma.example", "password", "слон под чадър", "workspace", "Нова фирма").leads(t, "/")
		b.get("/inside").expect(t, 200, "nov@firma.example|Нова фирма|owner|page|bg|Europe/Sofia")

		before := s.accounts.Users.Hashed()
		s.browser().post("/register", "email", strings.ToUpper(old.Email), "password", "слон под чадър", "workspace", "Друга").
			expect(t, 422, "This address cannot be used for a new account.", `value="Друга"`)
		if s.accounts.Users.Hashed() != before+1 {
			t.Error("a taken address is answered without the work of a free one")
		}
		if n := s.count("SELECT count(*) FROM workspaces"); n != 2 {
			t.Errorf("%d workspaces", n)
		}
	})
}

func TestPasswords_Refused(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	a := accounttest.Actor(t, s.db, account.User)
	b := s.as(a)
	for password, message := range map[string]string{
		"kratko":                    "Use at least 8 characters.",
		strings.Repeat("дълга", 52): "Use at most 256 characters.",
		"20012002":                  "easy to guess",
		"1234512345":                "easy to guess",
		"парола123":                 "among the first ones to be tried",
		"Parola2024!":               "among the first ones to be tried",
		"p@ssw0rd":                  "among the first ones to be tried",
		"qwertyuiop":                "among the first ones to be tried",
		"левски1914":                "among the first ones to be tried",
		"Vera.Marinova":             "too close to your name",
		a.Email:                     "too close to your name",
		a.WorkspaceName + "2026":    "too close to your name",
		"aaaaaaaaaaaaaaa":           "easy to guess",
		"abcdefghijklm":             "easy to guess",
		"paroladnes":                "easy to guess",
	} {
		b.post("/settings/password", "current_password", accounttest.Password, "password", password).expect(t, 422, message)
	}
	b.post("/settings/password", "current_password", "wrong one", "password", "слон под чадър").expect(t, 422, "This is not your current password.")
	b.post("/settings/password", "current_password", "wrong one", "password", "4928 1736 5520").expect(t, 422, "This is not your current password.") // digits alone are good
	b.post("/settings/password", "current_password", accounttest.Password, "password", "слон под чадър").leads(t, "/settings/password")
	s.browser().post("/login", "email", a.Email, "password", accounttest.Password).expect(t, 422)
	s.browser().post("/login", "email", a.Email, "password", "слон под чадър").leads(t, "/")
}
