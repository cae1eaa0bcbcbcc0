package account_test

import (
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

func TestSessions_ListAndEnd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a, stranger := accounttest.Actor(t, d, account.User), accounttest.Stranger(t, d)
		login := func(agent string) *browser {
			b := s.browser()
			b.header.Set("User-Agent", agent)
			b.post("/login", "email", a.Email, "password", accounttest.Password).leads(t, "/")
			return b
		}
		here := login("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
		phone := login("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1")
		third := login("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0")
		here.get("/settings/sessions").expect(t, 200, "Firefox on Linux", "Safari on iPhone", "Edge on Windows", "127.0.0.1", "This device")

		all, err := s.accounts.Sessions.List(t.Context(), a)
		if err != nil || len(all) != 3 {
			t.Fatalf("%d sessions, %v", len(all), err)
		}
		var ofPhone string
		for _, one := range all {
			if browser, _ := one.Browser(); browser == "Safari" {
				ofPhone = one.ID.String()
			}
		}
		s.as(stranger).post("/settings/sessions/"+ofPhone+"/end").expect(t, 404)
		phone.get("/inside").expect(t, 200)
		here.post("/settings/sessions/"+ofPhone+"/end").leads(t, "/settings/sessions")
		phone.get("/inside").leads(t, "/login?next=%2Finside")
		here.post("/settings/sessions/nonsense/end").expect(t, 404)
		here.post("/settings/sessions/end-others").leads(t, "/settings/sessions")
		here.get("/settings/sessions").expect(t, 200, "One session ended")
		third.get("/inside").leads(t, "/login?next=%2Finside")
		here.get("/inside").expect(t, 200)
		all, err = s.accounts.Sessions.List(t.Context(), a)
		if err != nil || len(all) != 1 {
			t.Fatalf("%d sessions, %v", len(all), err)
		}
		own := here.post("/settings/sessions/" + all[0].ID.String() + "/end")
		own.leads(t, "/login")
		if own.header.Get("Clear-Site-Data") == "" {
			t.Error("ending one's own session leaves its pages in the browser")
		}
	})
}

func TestSessions_RunOutAndRoll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a := accounttest.Actor(t, d, account.User)
		b := s.as(a)
		old := time.Now().Add(-2 * time.Minute).UnixMilli()
		set := func(column db.Expr, value int64) {
			t.Helper()
			var q db.SQL
			q.S("UPDATE sessions SET ").S(column).S(" = ").P(value)
			if err := d.InTx(t.Context(), func(tx *db.Tx) error { return db.Changed(tx.Exec(t.Context(), q.Text(), q.Args()...)) }); err != nil {
				t.Fatal(err)
			}
			s.accounts.DropCaches()
		}
		set("last_seen_at", old)
		set("expires_at", time.Now().Add(time.Minute).UnixMilli())
		if got := b.get("/inside").expect(t, 200); got.header.Get("Set-Cookie") == "" {
			t.Error("the cookie was not prolonged")
		}
		if got := b.get("/inside").expect(t, 200); got.header.Get("Set-Cookie") != "" {
			t.Error("the cookie is prolonged on every page")
		}
		if n := s.count("SELECT count(*) FROM sessions WHERE last_seen_at > $1 AND expires_at > $2", old, time.Now().Add(13*24*time.Hour).UnixMilli()); n != 1 {
			t.Error("the session was not prolonged")
		}
		if n := s.count("SELECT count(*) FROM members WHERE id = $1 AND last_seen_at > $2", a.Member, old); n != 1 {
			t.Error("the member was not seen")
		}
		set("expires_at", time.Now().Add(-time.Second).UnixMilli())
		b.get("/inside").leads(t, "/login?next=%2Finside")
	})
}

func TestSessions_EndHoweverOftenTheyAreUsed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		b := s.as(accounttest.Actor(t, d, account.User))
		began := time.Now().Add(time.Hour - account.SessionMost).UnixMilli()
		if err := s.exec("UPDATE sessions SET created_at = $1, last_seen_at = $1", began); err != nil {
			t.Fatal(err)
		}
		s.accounts.DropCaches()
		b.get("/inside").expect(t, 200)
		if n := s.count("SELECT count(*) FROM sessions WHERE last_seen_at > created_at AND expires_at = $1", began+account.SessionMost.Milliseconds()); n != 1 {
			t.Error("a session in use outlives its most")
		}
	})
}

func TestSessions_CachedOnlyUntilAChange(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	a := accounttest.Actor(t, s.db, account.User)
	b := s.as(a)
	b.get("/inside").expect(t, 200)
	err := s.db.InTx(t.Context(), func(tx *db.Tx) error {
		return db.Changed(tx.Exec(t.Context(), "DELETE FROM sessions"))
	})
	if err != nil {
		t.Fatal(err)
	}
	b.get("/inside").expect(t, 200)
	s.accounts.DropCaches()
	b.get("/inside").leads(t, "/login?next=%2Finside")
}

func TestWorkspaces_Switch(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		first, second := accounttest.Actor(t, d, account.Owner), accounttest.Actor(t, d, account.Owner)
		third := accounttest.Stranger(t, d)
		token, err := s.accounts.Invitations.Create(t.Context(), second, first.Email, account.User, db.ID{})
		if err != nil {
			t.Fatal(err)
		}
		b := s.as(first)
		b.get("/join/"+token).expect(t, 200, "Join "+second.WorkspaceName, second.Name+" invites you.")
		b.post("/join/"+token).leads(t, "/")
		b.get("/inside").expect(t, 200, first.Email+"|"+second.WorkspaceName+"|user|")
		mine, err := s.accounts.Workspaces.Of(t.Context(), first)
		if err != nil || len(mine) != 2 {
			t.Fatalf("%d workspaces, %v", len(mine), err)
		}
		for _, ws := range mine {
			b.post("/workspaces/switch", "workspace", ws.Slug).leads(t, "/")
			b.get("/inside").expect(t, 200, "|"+ws.Name+"|")
			other := mine[0]
			if other.ID == ws.ID {
				other = mine[1]
			}
			b.get("/others").expect(t, 200, other.Name+" "+other.SwitchPath()+";")
			b.post(other.SwitchPath()).leads(t, "/")
			b.get("/inside").expect(t, 200, "|"+other.Name+"|")
		}
		foreign, err := s.accounts.Workspaces.Get(t.Context(), third)
		if err != nil {
			t.Fatal(err)
		}
		b.post("/workspaces/switch", "workspace", foreign.Slug).expect(t, 404)
		b.post("/workspaces/switch", "workspace", "").expect(t, 422)
	})
}
