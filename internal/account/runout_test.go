package account_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/secret"
)

// aged is what the server sealed about something, as if it had done so earlier.
func aged(t *testing.T, about, sealed string, by time.Duration) string {
	t.Helper()
	box := secret.New([]byte(testSecret))
	text, err := box.Open(about, sealed)
	if err != nil {
		t.Fatal(err)
	}
	in := json.NewDecoder(strings.NewReader(text))
	in.UseNumber()
	var said map[string]any
	if err := in.Decode(&said); err != nil {
		t.Fatal(err)
	}
	earlier := 0
	for _, name := range []string{"until", "begun"} {
		if at, ok := said[name].(json.Number); ok {
			ms, _ := at.Int64()
			said[name], earlier = json.Number(strconv.FormatInt(ms-by.Milliseconds(), 10)), earlier+1
		}
	}
	out, err := json.Marshal(said)
	if err != nil || earlier != 1 {
		t.Fatalf("%d times in %s, %v", earlier, text, err)
	}
	return box.Seal(about, string(out))
}

// ages lets what waits in a cookie of the browser get older.
func (b *browser) ages(name string, by time.Duration) {
	b.t.Helper()
	for _, c := range b.client.Jar.Cookies(b.base()) {
		if c.Name == name {
			b.client.Jar.SetCookies(b.base(), []*http.Cookie{{Name: name, Path: "/", Value: aged(b.t, name, c.Value, by)}})
			return
		}
	}
	b.t.Fatalf("no cookie %s", name)
}

const inTime, tooLate = -time.Minute, time.Minute

func TestLinks_RunOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a, root := accounttest.Actor(t, d, account.Owner), accounttest.Stranger(t, d)
		root.Superuser = true
		s.browser().post("/reset", "email", a.Email).expect(t, 200)
		reset := resetLink.FindString(s.mailed(root).Body)
		s.as(a).post(addressAt, "email", "new@vitosha.example").leads(t, "/settings/profile")
		for about, link := range map[string]struct {
			path string
			life time.Duration
		}{
			"reset":   {reset, account.ResetLife},
			"address": {addressLink.FindString(s.mailTo(root, "new@vitosha.example").Body), account.AddressLife},
		} {
			token := strings.TrimPrefix(link.path, "/"+about+"/")
			s.browser().get("/"+about+"/"+aged(t, about, token, link.life+inTime)).expect(t, 200)
			late := "/" + about + "/" + aged(t, about, token, link.life+tooLate)
			s.browser().get(late).expect(t, 404, "This link no longer works")
			s.browser().post(late, "password", "слон под чадър").expect(t, 404)
		}
		s.browser().post("/login", "email", a.Email, "password", accounttest.Password).leads(t, "/")
	})
}

func TestInvitations_RunOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		owner := accounttest.Actor(t, d, account.Owner)
		token, err := s.accounts.Invitations.Create(t.Context(), owner, "new@kontor.example", account.User, db.ID{})
		if err != nil {
			t.Fatal(err)
		}
		earlier := func(by time.Duration) {
			t.Helper()
			if err := s.exec("UPDATE invitations SET expires_at = expires_at - $1", by.Milliseconds()); err != nil {
				t.Fatal(err)
			}
		}
		earlier(account.InvitationLife + inTime)
		s.browser().get("/join/"+token).expect(t, 200, owner.WorkspaceName)
		earlier(tooLate - inTime)
		s.browser().get("/join/"+token).expect(t, 404, "This invitation no longer works")
		s.browser().post("/join/"+token, "first_name", "Нова", "last_name", "Колежка", "password", "слон под чадър").expect(t, 404)
	})
}

// A sign-in waits ten minutes for its second step, or for the answer of a
// provider.
func TestSignIn_WaitsTenMinutes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		owner := accounttest.Actor(t, d, account.Owner)
		f := newFirm(t, s, owner)
		s.as(owner).provided(f, "domains", "kontor.example")
		m := accounttest.Member(t, d, owner, account.User)
		f.Employs("m", m.Email, true)
		for by, end := range map[time.Duration]string{10*time.Minute + inTime: "/inside", 10*time.Minute + tooLate: "/login"} {
			b := s.browser()
			back := f.signsIn(t, b.get("/login/sso/"+s.slug(owner)+"?next=%2Finside").location, "m")
			b.ages("sso", by)
			b.get(back).leads(t, end)
		}
		s.as(owner).withApp()
		b := s.browser()
		b.post("/login", "email", owner.Email, "password", accounttest.Password).leads(t, "/login/code")
		b.ages("pending", 10*time.Minute+inTime)
		b.get("/login/code").expect(t, 200)
		b.ages("pending", tooLate-inTime)
		b.get("/login/code").leads(t, "/login")
	})
}
