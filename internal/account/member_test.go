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
