package account_test

import (
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

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
