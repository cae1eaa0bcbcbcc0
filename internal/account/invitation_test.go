package account_test

import (
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

func TestInvitations_LifeCycle(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		owner := accounttest.Actor(t, d, account.Owner)
		user, stranger := accounttest.Member(t, d, owner, account.User), accounttest.Stranger(t, d)
		team, err := s.accounts.Teams.Create(t.Context(), owner, "Продажби", nil)
		if err != nil {
			t.Fatal(err)
		}
		foreign, err := s.accounts.Teams.Create(t.Context(), stranger, "Theirs", nil)
		if err != nil {
			t.Fatal(err)
		}
		b := s.as(owner)
		s.as(user).get("/settings/invitations").expect(t, 403)
		s.as(user).post("/settings/invitations", "email", "x@kontor.example", "role", "user", "team", "").expect(t, 403)
		for _, c := range []struct{ email, role, team, message string }{
			{"nobody", "user", "", "Enter an email address"},
			{user.Email, "user", "", "This person is a member already."},
			{"new@kontor.example", "owner", "", "Choose a role of the list."},
			{"new@kontor.example", "", "", "Choose a role of the list."},
			{"new@kontor.example", "user", foreign.String(), "Choose a team of the list."},
			{"new@kontor.example", "user", "nonsense", "This is not a valid value."},
		} {
			b.post("/settings/invitations", "email", c.email, "role", c.role, "team", c.team).expect(t, 422, c.message, c.email)
		}
		invite := func() string {
			t.Helper()
			got := b.post("/settings/invitations", "email", "new@kontor.example", "role", "manager", "team", team.String()).expect(t, 200, "it is shown only once")
			_, rest, _ := strings.Cut(got.text, s.url)
			link, _, _ := strings.Cut(rest, "<")
			return link
		}
		first := invite()
		if strings.Contains(b.get("/settings/invitations").expect(t, 200, "new@kontor.example", "Manager").text, "/join/") {
			t.Error("the link is shown again")
		}
		second := invite() // replaces the first
		guest := s.browser()
		guest.get(first).expect(t, 404, "This invitation no longer works")
		guest.get(second).expect(t, 200, "Join "+owner.WorkspaceName, "new@kontor.example", "First name")
		guest.post(second, "first_name", "", "last_name", "", "password", "слон под чадър").expect(t, 422, "Enter your name")
		guest.post(second, "first_name", "Нова", "last_name", "Колежка", "password", "колежка").expect(t, 422, "Use at least 8 characters.", `value="Нова"`)
		guest.post(second, "first_name", "Нова", "email", "boss@kontor.example", "password", "слон под чадър").expect(t, 422, "There is no field “email” here.")
		guest.post(second, "first_name", "Нова", "last_name", "Колежка", "password", "слон под чадър").leads(t, "/")
		guest.get("/inside").expect(t, 200, "new@kontor.example|"+owner.WorkspaceName+"|manager|page|en|Europe/Sofia")
		guest.get("/settings/members").expect(t, 200, "Нова Колежка", "Продажби")
		s.browser().get(second).expect(t, 404)
		s.browser().post(second, "first_name", "X", "password", "слон под чадър").expect(t, 404)

		third := b.post("/settings/invitations", "email", "third@kontor.example", "role", "user", "team", "").expect(t, 200)
		waiting, err := s.accounts.Invitations.List(t.Context(), owner)
		if err != nil || len(waiting) != 1 {
			t.Fatalf("%d invitations, %v", len(waiting), err)
		}
		revoke := "/settings/invitations/" + waiting[0].ID.String() + "/revoke"
		s.as(stranger).post(revoke).expect(t, 404)
		s.as(user).post(revoke).expect(t, 403)
		b.post(revoke).leads(t, "/settings/invitations")
		_, rest, _ := strings.Cut(third.text, s.url)
		link, _, _ := strings.Cut(rest, "<")
		guest.get(link).expect(t, 404)
	})
}

// TestInvitations_ProveNothing accepts one in a session of long ago: what
// matters still asks who it is.
func TestInvitations_ProveNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		owner, known := accounttest.Actor(t, d, account.Owner), accounttest.Actor(t, d, account.Owner)
		b := s.as(known)
		if err := s.exec("UPDATE sessions SET confirmed_at = confirmed_at - 1000000"); err != nil {
			t.Fatal(err)
		}
		s.accounts.DropCaches()
		token, err := s.accounts.Invitations.Create(t.Context(), owner, known.Email, account.User, db.ID{})
		if err != nil {
			t.Fatal(err)
		}
		b.post("/join/"+token).leads(t, "/")
		b.get("/inside").expect(t, 200, known.Email+"|"+owner.WorkspaceName+"|user|")
		b.post("/settings/tokens", "name", "n8n", "scope", "read", "days", "90").expect(t, 422, "Confirm that it is you")
	})
}

func TestInvitations_ForSomebodyWithAnAccount(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		owner, known := accounttest.Actor(t, d, account.Owner), accounttest.Actor(t, d, account.Owner)
		invite := func() string {
			t.Helper()
			token, err := s.accounts.Invitations.Create(t.Context(), owner, known.Email, account.User, db.ID{})
			if err != nil {
				t.Fatal(err)
			}
			return "/join/" + token
		}
		link, b := invite(), s.browser()
		b.get(link).expect(t, 200, "Password")
		b.post(link, "password", "not the one").expect(t, 422, "The password is wrong.")
		b.post(link).expect(t, 422, "The password is wrong.")
		b.post(link, "password", accounttest.Password).leads(t, "/")
		b.get("/inside").expect(t, 200, known.Email+"|"+owner.WorkspaceName+"|user|")

		// Somebody who left comes back, as what they are invited as.
		m := s.count("SELECT count(*) FROM members WHERE user_id = $1", known.User)
		members, err := s.accounts.Members.Find(t.Context(), owner, known.Email, 1)
		if err != nil || len(members) != 1 {
			t.Fatal(members, err)
		}
		if err := s.accounts.Members.Deactivate(t.Context(), owner, members[0].ID); err != nil {
			t.Fatal(err)
		}
		s.as(known).post(invite()).leads(t, "/")
		if again := s.count("SELECT count(*) FROM members WHERE user_id = $1 AND active", known.User); again != m {
			t.Errorf("%d memberships, want %d", again, m)
		}
	})
}
