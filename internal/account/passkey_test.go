package account_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/descope/virtualwebauthn"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

// device keeps passkeys of somebody, as a phone would.
type device struct {
	t    *testing.T
	site virtualwebauthn.RelyingParty
	auth virtualwebauthn.Authenticator
	key  virtualwebauthn.Credential
}

func newDevice(t *testing.T, s *site) *device {
	s.url = strings.Replace(s.url, "127.0.0.1", "localhost", 1)
	return &device{t: t, site: virtualwebauthn.RelyingParty{Name: "Kontor", ID: "localhost", Origin: s.url}, auth: virtualwebauthn.NewAuthenticator(), key: virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)}
}

// makes answers the question for a new passkey of the user.
func (v *device) makes(question string) string {
	v.t.Helper()
	options, err := virtualwebauthn.ParseAttestationOptions(question)
	if err != nil {
		v.t.Fatal(err)
	}
	v.auth.Options.UserHandle = []byte(options.UserID)
	v.auth.AddCredential(v.key)
	return virtualwebauthn.CreateAttestationResponse(v.site, v.auth, v.key, *options)
}

// answers signs the question; the counter of the key goes on.
func (v *device) answers(question string) string {
	v.t.Helper()
	options, err := virtualwebauthn.ParseAssertionOptions(question)
	if err != nil {
		v.t.Fatal(err)
	}
	v.key.Counter++
	return virtualwebauthn.CreateAssertionResponse(v.site, v.auth, v.key, *options)
}

func (b *browser) question(purpose string) string {
	b.t.Helper()
	return b.post("/passkey/question?for="+purpose).expect(b.t, 200).body
}

// withPasskey adds a passkey in the browser.
func (b *browser) withPasskey(v *device, name string) answer {
	b.t.Helper()
	b.post("/settings/two-step/passkeys/new").expect(b.t, 200, "Name of the passkey", `data-passkey="add"`)
	return b.post("/settings/two-step/passkeys", "for", "add", "name", name, "passkey", v.makes(b.question("add")))
}

func TestPasskey_SignsInWithoutAPassword(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		v := newDevice(t, s)
		a := accounttest.Actor(t, d, account.User)
		page := s.as(a).withPasskey(v, "Phone").expect(t, 200, "shown only once", "Phone")
		if n := len(regexp.MustCompile(`<li>[a-z2-7-]{30}</li>`).FindAllString(page.body, -1)); n != 10 {
			t.Errorf("%d recovery codes", n)
		}
		b := s.browser()
		b.get("/login").expect(t, 200, "Sign in with a passkey", `data-passkey="enter"`)
		b.post("/login/passkey", "for", "enter", "next", "/inside", "passkey", v.answers(b.question("enter"))).leads(t, "/inside")
		b.get("/inside").expect(t, 200, a.Email)
		b.get("/settings/two-step").expect(t, 200, "Phone", "10 recovery codes are left.")
		s.as(a).get("/settings/two-step").expect(t, 200, "Phone")
		if n := s.count("SELECT count(*) FROM audit_entries WHERE kind = 'passkey' AND action = 'create' AND name = 'Phone'"); n != 1 {
			t.Errorf("%d entries in the audit log", n)
		}
	})
}

func TestPasskey_AnswersCountOnceAndHere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		v := newDevice(t, s)
		a := accounttest.Actor(t, d, account.User)
		s.as(a).withPasskey(v, "Phone").expect(t, 200)
		refused := func(b *browser, answer string) {
			t.Helper()
			b.post("/login/passkey", "for", "enter", "passkey", answer).expect(t, 422, "was not accepted")
			b.get("/inside").leads(t, "/login?next=%2Finside")
		}
		b := s.browser()
		refused(b, "{}")
		answer := v.answers(b.question("enter"))
		refused(s.browser(), answer) // in another browser
		kept := b.client.Jar.Cookies(b.base())
		b.post("/login/passkey", "for", "enter", "passkey", answer).leads(t, "/")
		again := s.browser()
		again.client.Jar.SetCookies(again.base(), kept)
		refused(again, answer) // a second time, with the cookie too
		old := b.question("enter")
		b.question("enter")
		out := s.browser()
		out.question("enter")
		refused(out, v.answers(old)) // to another question
		v.key.Counter = 0            // a copy of the key
		copied := s.browser()
		refused(copied, v.answers(copied.question("enter")))
		v.key.Counter += 10
		elsewhere := *v
		elsewhere.site.Origin = "https://kontor.example.evil"
		evil := s.browser()
		refused(evil, elsewhere.answers(evil.question("enter")))
		stranger := newDevice(t, s)
		stranger.auth.Options.UserHandle = v.auth.Options.UserHandle
		stranger.auth.AddCredential(stranger.key)
		other := s.browser()
		refused(other, stranger.answers(other.question("enter")))
		if err := s.exec("UPDATE users SET active = FALSE WHERE id = $1", a.User); err != nil {
			t.Fatal(err)
		}
		last := s.browser()
		refused(last, v.answers(last.question("enter")))
	})
}

func TestPasskey_IsASecondStep(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		v := newDevice(t, s)
		owner := accounttest.Actor(t, d, account.Owner)
		m := accounttest.Member(t, d, owner, account.User)
		o, b := s.as(owner), s.as(m)
		o.withApp()
		o.post("/settings/two-step/everybody", "want", "true").leads(t, "/settings/two-step")
		b.get("/inside").leads(t, "/settings/two-step")
		b.withPasskey(v, "Key").expect(t, 200)
		b.get("/inside").expect(t, 200)

		in := s.browser()
		in.post("/passkey/question?for=prove").expect(t, 404)
		in.post("/login", "email", m.Email, "password", accounttest.Password, "next", "/inside").leads(t, "/login/code")
		in.get("/login/code").expect(t, 200, `data-passkey="prove"`, "Recovery code")
		in.post("/login/passkey", "for", "prove", "passkey", "{}").expect(t, 422, "was not accepted")
		in.post("/login/passkey", "for", "prove", "passkey", v.answers(in.question("prove"))).leads(t, "/inside")
		in.get("/inside").expect(t, 200, m.Email)
		mine := s.browser() // somebody else's passkey is no second step
		mine.post("/login", "email", owner.Email, "password", accounttest.Password).leads(t, "/login/code")
		mine.post("/passkey/question?for=prove").expect(t, 404)
		mine.post("/login/passkey", "for", "prove", "passkey", v.answers(mine.question("enter"))).expect(t, 422)
		mine.get("/inside").leads(t, "/login?next=%2Finside")
	})
}

func TestPasskey_ConfirmsAndIsRemoved(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		v := newDevice(t, s)
		a, stranger := accounttest.Actor(t, d, account.User), accounttest.Stranger(t, d)
		b := s.as(a)
		b.withPasskey(v, "Phone").expect(t, 200)
		all, err := s.accounts.Passkeys.List(t.Context(), a)
		if err != nil || len(all) != 1 {
			t.Fatalf("%d passkeys, %v", len(all), err)
		}
		remove := "/settings/two-step/passkeys/" + all[0].ID.String() + "/remove"
		s.as(stranger).post(remove).expect(t, 404)
		if err := s.exec("UPDATE sessions SET confirmed_at = confirmed_at - 1000000"); err != nil {
			t.Fatal(err)
		}
		s.accounts.DropCaches()
		b.post("/settings/two-step/passkeys/new").expect(t, 422, "Confirm that it is you")
		b.post("/passkey/question?for=add").expect(t, 403)
		b.post(remove).expect(t, 422, `data-passkey="confirm"`, "One of your recovery codes")
		b.post(remove, "confirm_password", accounttest.Password).expect(t, 422)
		b.post(remove, "confirm_passkey", "{}").expect(t, 422, "was not accepted")
		b.post(remove, "confirm_passkey", v.answers(b.question("enter"))).expect(t, 422) // asked for something else
		b.post(remove, "confirm_passkey", v.answers(b.question("confirm"))).leads(t, "/settings/two-step")
		if n := s.count("SELECT count(*) FROM recovery_codes WHERE user_id = $1", a.User); n != 0 {
			t.Errorf("%d recovery codes of nothing", n)
		}
		in := s.browser()
		in.post("/login/passkey", "for", "enter", "passkey", v.answers(in.question("enter"))).expect(t, 422)
		in.post("/login", "email", a.Email, "password", accounttest.Password).leads(t, "/")
		s.browser().post("/passkey/question?for=add").expect(t, 403)
		s.browser().post("/passkey/question?for=other").expect(t, 404)
	})
}

func TestPasskey_ChangesEndOtherSessions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		v, a := newDevice(t, s), accounttest.Actor(t, d, account.User)
		b, there := s.as(a), s.as(a)
		there.get("/inside").expect(t, 200)
		b.withPasskey(v, "Phone").expect(t, 200)
		there.get("/inside").leads(t, "/login?next=%2Finside")
		all, err := s.accounts.Passkeys.List(t.Context(), a)
		if err != nil || len(all) != 1 {
			t.Fatalf("%d passkeys, %v", len(all), err)
		}
		there = s.as(a)
		there.get("/inside").expect(t, 200)
		b.post("/settings/two-step/passkeys/"+all[0].ID.String()+"/remove").leads(t, "/settings/two-step")
		there.get("/inside").leads(t, "/login?next=%2Finside")
		b.get("/inside").expect(t, 200)
	})
}

func TestPasskey_SeveralWithNames(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	a := accounttest.Actor(t, s.db, account.User)
	first, second := newDevice(t, s), newDevice(t, s)
	b := s.as(a)
	b.withPasskey(first, "Phone").expect(t, 200)
	b.post("/settings/two-step/passkeys", "for", "add", "name", "  ", "passkey", second.makes(b.question("add"))).expect(t, 422, "Enter a name")
	b.withPasskey(second, "Stick").leads(t, "/settings/two-step")
	b.withPasskey(second, "Stick again").expect(t, 409)
	b.post("/settings/two-step/passkeys", "for", "add", "name", "Forged", "passkey", "{}").expect(t, 422, "could not be added")
	b.get("/settings/two-step").expect(t, 200, "Phone", "Stick")
	for _, v := range []*device{first, second} {
		in := s.browser()
		in.post("/login/passkey", "for", "enter", "passkey", v.answers(in.question("enter"))).leads(t, "/")
	}
}
