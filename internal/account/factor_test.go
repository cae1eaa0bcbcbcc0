package account_test

import (
	"crypto/sha256"
	"encoding/xml"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/secret"
)

var secretText = regexp.MustCompile(`<span class="mono">([A-Z2-7]{32})</span>`)

// app is the authenticator app on somebody's phone.
type app struct {
	t      *testing.T
	secret string
	next   int64 // half minute of the next code that was not used yet
}

// code returns a code that was not used yet; the clock of the phone may be
// half a minute ahead.
func (a *app) code() string {
	a.t.Helper()
	a.next = max(a.next, time.Now().Unix()/30-1)
	code, err := totp.GenerateCode(a.secret, time.Unix(a.next*30, 0))
	if err != nil {
		a.t.Fatal(err)
	}
	a.next++
	return code
}

// withApp sets up an app in the browser and returns it with the recovery
// codes.
func (b *browser) withApp() (*app, []string) {
	b.t.Helper()
	page := b.post("/settings/two-step/app").expect(b.t, 200, "Set up an app", `class="qr"`, "Enter the code")
	found := secretText.FindStringSubmatch(page.body)
	if found == nil {
		b.t.Fatalf("no secret: %s", excerpt(page.text))
	}
	a := &app{t: b.t, secret: found[1]}
	b.post("/settings/two-step/app/confirm", "code", "000000").expect(b.t, 422, "This is not the code", found[1])
	done := b.post("/settings/two-step/app/confirm", "code", a.code()).expect(b.t, 200, "shown only once")
	var codes []string
	for _, m := range regexp.MustCompile(`<li>([a-z2-7-]{30})</li>`).FindAllStringSubmatch(done.body, -1) {
		codes = append(codes, m[1])
	}
	if len(codes) != 10 {
		b.t.Fatalf("%d recovery codes", len(codes))
	}
	return a, codes
}

func TestTwoSteps_SignIn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a := accounttest.Actor(t, d, account.User)
		elsewhere := s.as(a)
		phone, codes := s.as(a).withApp()
		elsewhere.get("/inside").leads(t, "/login?next=%2Finside")

		b := s.browser()
		b.post("/login", "email", a.Email, "password", accounttest.Password, "next", "/inside").leads(t, "/login/code")
		b.get("/inside").leads(t, "/login?next=%2Finside")
		b.get("/login/code").expect(t, 200, "Enter your code", a.Email, `autocomplete="one-time-code"`)
		b.get("/login/code?way=recovery").expect(t, 200, "Recovery code")
		b.post("/login/code", "code", "123456").expect(t, 422, "This code is wrong")
		code := phone.code()
		b.post("/login/code", "code", code[:3]+" "+code[3:]).leads(t, "/inside")
		b.get("/inside").expect(t, 200, a.Email)
		b.get("/login/code").leads(t, "/login")

		again := s.browser()
		again.post("/login", "email", a.Email, "password", accounttest.Password).leads(t, "/login/code")
		again.post("/login/code", "code", code).expect(t, 422, "was used already")
		again.post("/login/code", "code", strings.ToUpper(strings.ReplaceAll(codes[3], "-", " ")), "way", "recovery").leads(t, "/")
		twice := s.browser()
		twice.post("/login", "email", a.Email, "password", accounttest.Password).leads(t, "/login/code")
		twice.post("/login/code", "code", codes[3]).expect(t, 422, "was used already")
		again.get("/settings/two-step").expect(t, 200, "9 recovery codes are left.")
	})
}

func TestTwoSteps_TrustedDevice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a := accounttest.Actor(t, d, account.User)
		phone, codes := s.as(a).withApp()
		b := s.browser()
		b.post("/login", "email", a.Email, "password", accounttest.Password).leads(t, "/login/code")
		b.post("/login/code", "code", phone.code(), "trust", "true").leads(t, "/")
		b.post("/logout").leads(t, "/login")
		b.post("/login", "email", a.Email, "password", accounttest.Password).leads(t, "/")
		s.browser().post("/login", "email", a.Email, "password", accounttest.Password).leads(t, "/login/code")

		b.post("/settings/password", "current_password", accounttest.Password, "password", "слон под чадър").leads(t, "/settings/password")
		b.post("/logout").leads(t, "/login")
		b.post("/login", "email", a.Email, "password", "слон под чадър").leads(t, "/login/code")
		b.post("/login/code", "code", codes[0]).leads(t, "/")
	})
}

func TestTwoSteps_PendingIsNobodyElses(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	a := accounttest.Actor(t, s.db, account.User)
	phone, _ := s.as(a).withApp()
	b := s.browser()
	b.get("/login/code").leads(t, "/login")
	b.post("/login/code", "code", phone.code()).leads(t, "/login")
	b.post("/login", "email", a.Email, "password", accounttest.Password).leads(t, "/login/code")
	if err := s.exec("UPDATE users SET password_hash = password_hash || 'x' WHERE id = $1", a.User); err != nil {
		t.Fatal(err)
	}
	b.post("/login/code", "code", phone.code()).leads(t, "/login")
}

func TestTwoSteps_TriesAreCounted(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	a := accounttest.Actor(t, s.db, account.User)
	phone, _ := s.as(a).withApp()
	b := s.browser()
	b.post("/login", "email", a.Email, "password", accounttest.Password).leads(t, "/login/code")
	for range 5 {
		b.post("/login/code", "code", "000000").expect(t, 422, "This code is wrong")
	}
	b.post("/login/code", "code", phone.code()).expect(t, 422, "Too many tries.")
}

func TestTwoSteps_RequiredOfEverybody(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		owner := accounttest.Actor(t, d, account.Owner)
		m := accounttest.Member(t, d, owner, account.User)
		o, b := s.as(owner), s.as(m)
		token, err := s.accounts.Tokens.Create(t.Context(), m, "n8n", "read", 0)
		if err != nil {
			t.Fatal(err)
		}
		program := s.browser()
		program.header.Set("Authorization", "Bearer "+token)
		program.get("/api/v1/me").expect(t, 200)
		b.post("/settings/two-step/everybody", "want", "true").expect(t, 403)
		o.withApp()
		o.post("/settings/two-step/everybody", "want", "true").leads(t, "/settings/two-step")
		o.get("/inside").expect(t, 200)
		b.get("/inside").leads(t, "/settings/two-step")
		b.post("/settings/profile", "first_name", "x").leads(t, "/settings/two-step")
		program.get("/api/v1/me").expect(t, 403)
		b.get("/settings/two-step").expect(t, 200, "Add a passkey or set up an authenticator app to go on.")
		b.withApp()
		b.get("/inside").expect(t, 200)
		program.get("/api/v1/me").expect(t, 200)
		o.post("/settings/two-step/everybody", "want", "").leads(t, "/settings/two-step")
	})
}

func TestTwoSteps_WaitingSecretIsNotShownLater(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		b := s.as(accounttest.Actor(t, d, account.User))
		begin := func() string {
			t.Helper()
			return secretText.FindStringSubmatch(b.post("/settings/two-step/app").expect(t, 200).body)[1]
		}
		first := begin()
		if begin() != first {
			t.Error("another secret while the first one is read")
		}
		if err := s.exec("UPDATE authenticators SET created_at = created_at - 1000000"); err != nil {
			t.Fatal(err)
		}
		if begin() == first {
			t.Error("the secret of long ago is shown")
		}
	})
}

func TestTwoSteps_ChangesEndOtherSessions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a := accounttest.Actor(t, d, account.User)
		b := s.as(a)
		b.withApp()
		for _, path := range []string{"/settings/two-step/codes", "/settings/two-step/app/remove"} {
			there := s.as(a)
			there.get("/inside").expect(t, 200)
			if status := b.post(path).status; status >= 400 {
				t.Fatal(path, status)
			}
			there.get("/inside").leads(t, "/login?next=%2Finside")
			b.get("/inside").expect(t, 200)
		}
	})
}

// TestTwoSteps_RecoveryCodesOfBeforeWork signs in with a code of the sixteen
// letters that they used to have.
func TestTwoSteps_RecoveryCodesOfBeforeWork(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	a := accounttest.Actor(t, s.db, account.User)
	s.as(a).withApp()
	hash := sha256.Sum256([]byte("recovery\x00" + a.User.String() + "\x00abcdefghijklmnop"))
	if err := s.exec("INSERT INTO recovery_codes (user_id, hash) VALUES ($1, $2)", a.User, hash[:]); err != nil {
		t.Fatal(err)
	}
	b := s.browser()
	b.post("/login", "email", a.Email, "password", accounttest.Password).leads(t, "/login/code")
	b.post("/login/code", "code", "abcd-EFGH ijkl-mnop", "way", "recovery").leads(t, "/")
}

func TestTwoSteps_SecretIsSealed(t *testing.T) {
	d := dbtest.SQLite(t)
	s := newSite(t, d)
	a := accounttest.Actor(t, d, account.User)
	b := s.as(a)
	phone, codes := b.withApp()
	kept, err := db.Value[string](t.Context(), d, "SELECT secret FROM authenticators WHERE user_id = $1", a.User)
	if err != nil || strings.Contains(kept, phone.secret) {
		t.Errorf("kept as %q, %v", kept, err)
	}
	if n := s.count("SELECT count(*) FROM recovery_codes WHERE instr(hash, $1) > 0", codes[0]); n != 0 {
		t.Error("recovery codes are kept as they are")
	}
	old, next := []byte("a secret of the tests, 32 bytes long"), []byte("another secret of the tests, long")
	turned := account.New(d, account.Config{Secret: next, Box: secret.New(next, old), Shell: shell})
	if n, err := turned.SecondSteps.Reseal(t.Context()); n != 1 || err != nil {
		t.Errorf("sealed %d anew, %v", n, err)
	}
	now, err := db.Value[string](t.Context(), d, "SELECT secret FROM authenticators WHERE user_id = $1", a.User)
	if text, openErr := secret.New(next).Open("totp|"+a.User.String(), now); err != nil || openErr != nil || text != phone.secret {
		t.Errorf("opened %q, %v, %v", text, err, openErr)
	}
}

func TestConfirm_AsksBeforeWhatMatters(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		owner := accounttest.Actor(t, d, account.Owner)
		m := accounttest.Member(t, d, owner, account.User)
		b := s.as(owner)
		later := func() {
			if err := s.exec("UPDATE sessions SET confirmed_at = confirmed_at - 1000000"); err != nil {
				t.Fatal(err)
			}
			s.accounts.DropCaches()
		}
		later()
		role := "/settings/members/" + m.Member.String() + "/role"
		b.post(role, "role", "manager").expect(t, 422, "Confirm that it is you", `name="role" value="manager"`, `name="confirm_password"`)
		b.post(role, "role", "manager", "confirm_password", "wrong").expect(t, 422, "This is not your current password.", `name="role" value="manager"`)
		if n := s.count("SELECT count(*) FROM members WHERE id = $1 AND role = 'user'", m.Member); n != 1 {
			t.Error("carried out without asking")
		}
		before := b.client.Jar.Cookies(b.base())
		b.post(role, "role", "manager", "confirm_password", accounttest.Password).leads(t, "/settings/members")
		thief := s.browser() // who has the token of before
		thief.client.Jar.SetCookies(b.base(), before)
		thief.get("/inside").leads(t, "/login?next=%2Finside")
		b.get("/inside").expect(t, 200)
		b.post(role, "role", "user").leads(t, "/settings/members")
		later()
		for _, path := range []string{"/settings/tokens", "/settings/password", "/settings/invitations", "/settings/two-step/app", "/settings/two-step/app/confirm", "/settings/two-step/app/remove", "/settings/two-step/codes", "/settings/two-step/everybody", "/settings/sessions/end-others"} {
			b.post(path, "name", "x").expect(t, 422, "Confirm that it is you")
		}
		b.post("/settings/two-step/app", "confirm_password", accounttest.Password).expect(t, 200, "Set up an app")
		_, codes := b.withApp()
		later()
		b.post(role, "role", "manager").expect(t, 422, `name="confirm_code"`)
		b.post(role, "role", "manager", "confirm_password", accounttest.Password).expect(t, 422, `name="confirm_code"`)
		b.post(role, "role", "manager", "confirm_code", codes[0]).leads(t, "/settings/members")
		later()
		b.post("/confirm?next=%2Finside", "confirm_code", codes[1]).leads(t, "/inside")
		b.post("/confirm?next=%2F%2Fevil.example").leads(t, "/")
	})
}

func TestQR_IsAPath(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	page := s.as(accounttest.Actor(t, s.db, account.User)).post("/settings/two-step/app").expect(t, 200)
	svg := regexp.MustCompile(`(?s)<svg class="qr".*?</svg>`).FindString(page.body)
	if err := xml.Unmarshal([]byte(svg), new(struct{})); err != nil || strings.Count(svg, "h1v1h-1z") < 400 {
		t.Errorf("%v: %.200s", err, svg)
	}
	if slices.Contains(page.header["Cache-Control"], "no-store") == false {
		t.Error("the page with the secret may be kept")
	}
}

func TestTwoSteps_AreTakenFromWhoLostThem(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		v, a := newDevice(t, s), accounttest.Actor(t, d, account.User)
		b := s.as(a)
		b.withApp()
		b.withPasskey(v, "Phone").leads(t, "/settings/two-step")
		if err := s.accounts.ResetFactors(t.Context(), "nobody@kontor.example"); err == nil {
			t.Error("nobody had something taken away")
		}
		if err := s.accounts.ResetFactors(t.Context(), strings.ToUpper(a.Email)); err != nil {
			t.Fatal(err)
		}
		b.get("/inside").leads(t, "/login?next=%2Finside")
		if n := s.count("SELECT (SELECT count(*) FROM authenticators) + (SELECT count(*) FROM passkeys) + (SELECT count(*) FROM recovery_codes)"); n != 0 {
			t.Errorf("%d are left", n)
		}
		if n := s.count("SELECT count(*) FROM audit_entries WHERE kind = 'factor' AND action = 'delete'"); n != 2 {
			t.Errorf("%d entries in the audit log, want one of the server and one of the workspace", n)
		}
		b.post("/login", "email", a.Email, "password", accounttest.Password).leads(t, "/")
	})
}
