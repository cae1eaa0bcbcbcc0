package account_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

func TestMembers_RolesAndAccess(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		owner := accounttest.Actor(t, d, account.Owner)
		admin, user := accounttest.Member(t, d, owner, account.Admin), accounttest.Member(t, d, owner, account.User)
		stranger := accounttest.Stranger(t, d)
		asOwner, asAdmin, asUser := s.as(owner), s.as(admin), s.as(user)
		role := func(a account.Actor) string { return "/settings/members/" + a.Member.String() + "/role" }
		act := func(a account.Actor, what string) string {
			return "/settings/members/" + a.Member.String() + "/" + what
		}

		asUser.get("/settings/members").expect(t, 200, owner.Name, admin.Email, "What each role can do", "own and team’s")
		if strings.Contains(asUser.get("/settings/members").body, "/role") {
			t.Error("a user is offered to change roles")
		}
		asAdmin.get("/settings/members").expect(t, 200, role(user), "Invite")
		if strings.Contains(asAdmin.get("/settings/members").body, role(owner)) {
			t.Error("an administrator is offered to change an owner's role")
		}

		asUser.post(role(user), "role", "admin").expect(t, 403)
		asAdmin.post(role(user), "role", "owner").expect(t, 403)
		asAdmin.post(role(owner), "role", "user").expect(t, 403)
		asAdmin.post(act(owner, "deactivate")).expect(t, 403)
		s.as(stranger).post(role(user), "role", "user").expect(t, 404)
		s.as(stranger).post(act(user, "deactivate")).expect(t, 404)
		asOwner.post(role(user), "role", "boss").expect(t, 422)
		asOwner.post(role(user), "role", "user", "name", "x").expect(t, 422)
		asOwner.post("/settings/members/1/role", "role", "user").expect(t, 404)
		asAdmin.post(role(user), "role", "manager").leads(t, "/settings/members")
		asUser.get("/inside").expect(t, 200, "|manager|")

		asAdmin.post(act(admin, "deactivate")).expect(t, 409)
		asAdmin.post(act(user, "deactivate")).leads(t, "/settings/members")
		asUser.get("/inside").leads(t, "/login?next=%2Finside")
		s.browser().post("/login", "email", user.Email, "password", accounttest.Password).expect(t, 422, "You are not a member of any workspace.")
		asAdmin.get("/settings/members").expect(t, 200, "Member deactivated", "Deactivated")
		asAdmin.post(act(user, "reactivate")).leads(t, "/settings/members")
		s.browser().post("/login", "email", user.Email, "password", accounttest.Password).leads(t, "/")
	})
}

func TestMembers_TheLastOwnerStays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		one := accounttest.Actor(t, d, account.Owner)
		b := s.as(one)
		b.post("/settings/members/"+one.Member.String()+"/role", "role", "admin").expect(t, 409, "This is the last owner.")
		two := accounttest.Member(t, d, one, account.Owner)

		// Both demote each other at once: one of them must fail, every time.
		for range 25 {
			var wait sync.WaitGroup
			wait.Go(func() { s.accounts.Members.SetRole(t.Context(), one, two.Member, account.User) })
			wait.Go(func() { s.accounts.Members.SetRole(t.Context(), two, one.Member, account.User) })
			wait.Wait()
			if n := s.count("SELECT count(*) FROM members WHERE workspace_id = $1 AND role = 'owner'", one.Workspace); n != 1 {
				t.Fatalf("%d owners left", n)
			}
			for _, a := range []account.Actor{one, two} {
				if err := s.accounts.Members.SetRole(t.Context(), one, a.Member, account.Owner); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

func TestMembers_Options(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a := accounttest.Actor(t, d, account.User)
		accounttest.Stranger(t, d)
		gone := accounttest.Member(t, d, a, account.User)
		if err := s.accounts.Members.Deactivate(t.Context(), accounttest.Member(t, d, a, account.Owner), gone.Member); err != nil {
			t.Fatal(err)
		}
		b := s.as(a)
		find := func(q string) (labels []string) {
			t.Helper()
			got := b.get("/members/options?q="+queryEscape(q)).expect(t, 200)
			var options []struct{ ID, Label, Sub string }
			if err := json.Unmarshal([]byte(got.body), &options); err != nil {
				t.Fatal(err)
			}
			for _, o := range options {
				labels = append(labels, o.Label)
			}
			return labels
		}
		if all := find(""); len(all) != 2 {
			t.Errorf("found %v", all)
		}
		for _, q := range []string{a.Name, strings.ToUpper(a.Name), a.Email, a.Name[5:]} {
			if got := find(q); len(got) != 1 || got[0] != a.Name {
				t.Errorf("%q finds %v", q, got)
			}
		}
		for _, q := range []string{gone.Name, "%", "_", "' OR 1=1", "nobody"} {
			if got := find(q); len(got) != 0 {
				t.Errorf("%q finds %v", q, got)
			}
		}
	})
}

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

func TestTeams(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		admin := accounttest.Actor(t, d, account.Admin)
		user, stranger := accounttest.Member(t, d, admin, account.User), accounttest.Stranger(t, d)
		b := s.as(admin)
		s.as(user).post("/settings/teams", "name", "X").expect(t, 403)
		s.as(user).get("/settings/teams").expect(t, 200, "There are no teams yet.")
		b.post("/settings/teams", "name", " ", "members", user.Member.String()).expect(t, 422, "Enter a name for the team.", `value="`+user.Member.String()+`" checked`)
		b.post("/settings/teams", "name", "X", "members", stranger.Member.String()).expect(t, 422, "Choose members and teams of this workspace.")
		b.post("/settings/teams", "name", "Продажби", "members", user.Member.String(), "members", admin.Member.String()).leads(t, "/settings/teams")
		b.post("/settings/teams", "name", "продажби").expect(t, 422, "There is a team of this name already.")
		teams, err := s.accounts.Teams.List(t.Context(), admin)
		if err != nil || len(teams) != 1 || len(teams[0].Members) != 2 {
			t.Fatalf("%+v, %v", teams, err)
		}
		at := "/settings/teams/" + teams[0].ID.String()
		for _, path := range []string{at, at + "/delete"} {
			s.as(stranger).post(path, "name", "X", "version", "1").expect(t, 404)
			s.as(user).post(path, "name", "X", "version", "1").expect(t, 403)
		}
		s.as(stranger).get(at).expect(t, 404)
		s.as(user).get(at).expect(t, 403)
		b.get(at).expect(t, 200, `value="Продажби"`, `name="version" value="1"`)
		b.post(at+"/delete").expect(t, 409, "2 members")
		b.post(at, "name", "Sales", "version", "1", "members", admin.Member.String()).leads(t, "/settings/teams")
		b.post(at, "name", "Late", "version", "1").expect(t, 412)
		if a, err := s.accounts.Members.Get(t.Context(), admin, admin.Member); err != nil || len(a.Teams) != 1 {
			t.Errorf("%+v, %v", a, err)
		}
		b.post(at, "name", "Sales", "version", "2").leads(t, "/settings/teams")
		b.post(at+"/delete").leads(t, "/settings/teams")
		b.get(at).expect(t, 404)
	})
}
