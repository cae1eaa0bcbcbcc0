package account_test

import (
	"encoding/json"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

func (s *site) program(token string) *browser {
	b := s.browser()
	b.header.Set("Authorization", "Bearer "+token)
	return b
}

func TestTokens_CreateUseRevoke(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a := accounttest.Actor(t, d, account.User)
		colleague := accounttest.Member(t, d, a, account.Owner)
		b := s.as(a)
		for _, c := range [][4]string{
			{"", "read", "0", "Enter a name that says what the token is for."},
			{"x", "admin", "0", "Choose what the token may do."},
			{"x", "read", "-1", "Choose between 0 and 3650 days."},
			{"x", "read", "9999999999999999999999", "Enter a whole number"},
			{strings.Repeat("x", 101), "read", "0", "At most 100 characters fit here."},
		} {
			b.post("/settings/tokens", "name", c[0], "scope", c[1], "days", c[2]).expect(t, 422, c[3])
		}
		got := b.post("/settings/tokens", "name", "Backup script", "scope", "read", "days", "30").expect(t, 200, "it is shown only once")
		_, rest, _ := strings.Cut(got.text, `<span class="mono">kt_`)
		token, _, _ := strings.Cut("kt_"+rest, "<")
		if strings.Contains(b.get("/settings/tokens").expect(t, 200, "Backup script", "kt_…"+token[len(token)-4:]).text, token) {
			t.Error("the token is shown again")
		}

		me := s.program(token).get("/api/v1/me").expect(t, 200)
		var who struct{ Email, Role, Scope, Workspace, Timezone string }
		if err := json.Unmarshal([]byte(me.body), &who); err != nil {
			t.Fatal(err)
		}
		if who.Email != a.Email || who.Role != "user" || who.Scope != "read" || who.Workspace != a.WorkspaceName || who.Timezone != "Europe/Sofia" {
			t.Errorf("me is %+v", who)
		}
		if n := s.count("SELECT count(*) FROM api_tokens WHERE last_used_at IS NOT NULL"); n != 1 {
			t.Error("its use was not noted")
		}
		b.get("/api/v1/me").expect(t, 401) // a cookie is no token
		s.browser().get("/api/v1/me").expect(t, 401)
		for _, bad := range []string{token + "x", "kt_", "", strings.Repeat("k", 100_000)} {
			s.program(bad).get("/api/v1/me").expect(t, 401)
		}
		s.program(token).get("/inside").leads(t, "/login?next=%2Finside") // nor is a token a session

		tokens, err := s.accounts.Tokens.List(t.Context(), a)
		if err != nil || len(tokens) != 1 {
			t.Fatal(tokens, err)
		}
		revoke := "/settings/tokens/" + tokens[0].ID.String() + "/revoke"
		s.as(colleague).post(revoke).expect(t, 404)
		s.program(token).get("/api/v1/me").expect(t, 200)
		b.post(revoke).leads(t, "/settings/tokens")
		s.program(token).get("/api/v1/me").expect(t, 401)
	})
}

func TestTokens_EndWithAccess(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		owner := accounttest.Actor(t, d, account.Owner)
		user := accounttest.Member(t, d, owner, account.User)
		token := accounttest.Token(t, s.accounts, user, account.ScopeWrite)
		s.program(token).get("/api/v1/me").expect(t, 200, "read,write")
		if err := s.accounts.Members.Deactivate(t.Context(), owner, user.Member); err != nil {
			t.Fatal(err)
		}
		s.program(token).get("/api/v1/me").expect(t, 401)
		if err := s.accounts.Members.Reactivate(t.Context(), owner, user.Member); err != nil {
			t.Fatal(err)
		}
		s.program(token).get("/api/v1/me").expect(t, 200)
		err := d.InTx(t.Context(), func(tx *db.Tx) error {
			return db.Changed(tx.Exec(t.Context(), "UPDATE api_tokens SET expires_at = 1"))
		})
		if err != nil {
			t.Fatal(err)
		}
		s.accounts.DropCaches()
		s.program(token).get("/api/v1/me").expect(t, 401)
	})
}

func TestAPI_Members(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a, stranger := accounttest.Actor(t, d, account.User), accounttest.Stranger(t, d)
		for range 4 {
			accounttest.Member(t, d, a, account.User)
		}
		p := s.program(accounttest.Token(t, s.accounts, a, account.ScopeRead))
		seen := map[string]bool{}
		for path := "/api/v1/members?limit=2"; path != ""; {
			var page struct {
				Data []struct{ ID, Name string }
				Next *string `json:"next_cursor"`
			}
			if err := json.Unmarshal([]byte(p.get(path).expect(t, 200).body), &page); err != nil {
				t.Fatal(err)
			}
			for _, m := range page.Data {
				seen[m.ID] = true
			}
			if path = ""; page.Next != nil {
				path = "/api/v1/members?limit=2&cursor=" + *page.Next
			}
		}
		if len(seen) != 5 {
			t.Errorf("%d members on the pages", len(seen))
		}
		p.get("/api/v1/members?q="+queryEscape(a.Name)).expect(t, 200, a.Email)
		p.get("/api/v1/members?cursor=nonsense").expect(t, 400)
		p.get("/api/v1/members?limit=201").expect(t, 422)
		p.get("/api/v1/members/"+a.Member.String()).expect(t, 200, a.Email, `"role":"user"`)
		p.get("/api/v1/members/"+stranger.Member.String()).expect(t, 404)
		p.get("/api/v1/members/nonsense").expect(t, 404)
	})
}

func TestCommands_TokenAndSuperuser(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a := accounttest.Actor(t, d, account.User)
		token, err := s.accounts.CreateToken(t.Context(), strings.ToUpper(a.Email), "cli", "read")
		if err != nil {
			t.Fatal(err)
		}
		s.program(token).get("/api/v1/me").expect(t, 200, a.Email)
		if _, err := s.accounts.CreateToken(t.Context(), "nobody@kontor.example", "cli", "read"); err == nil {
			t.Error("a token for nobody")
		}
		if err := s.accounts.CreateSuperuser(t.Context(), a.Email, ""); err != nil {
			t.Fatal(err)
		}
		if err := s.accounts.CreateSuperuser(t.Context(), "root@kontor.example", "short"); err == nil {
			t.Error("a weak password was taken")
		}
		if err := s.accounts.CreateSuperuser(t.Context(), "root@kontor.example", "слон под чадър"); err != nil {
			t.Fatal(err)
		}
		if n := s.count("SELECT count(*) FROM users WHERE superuser"); n != 2 {
			t.Errorf("%d superusers", n)
		}
		s.browser().post("/login", "email", a.Email, "password", accounttest.Password).leads(t, "/")
	})
}
