package account_test

import (
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/list"
)

// asUsual are the fields of a form that leaves a user what is usual, but for
// those given.
func asUsual(version string, other ...string) []string {
	form := map[string]string{"version": version, "note.edit": "own", "note.delete": "own", "note.create": "1"}
	for _, kind := range []string{"contact", "company", "deal", "task"} {
		form[kind+".see"], form[kind+".edit"], form[kind+".delete"], form[kind+".create"], form[kind+".bulk"] = "all", "team", "team", "1", "1"
		if kind != "company" {
			form[kind+".import"] = "1"
		}
	}
	for i := 0; i < len(other); i += 2 {
		form[other[i]] = other[i+1]
	}
	var pairs []string
	for name, value := range form {
		pairs = append(pairs, name, value)
	}
	return pairs
}

func TestRights_AreDecidedInTheSettings(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		owner := accounttest.Actor(t, d, account.Owner)
		admin, manager, user := accounttest.Member(t, d, owner, account.Admin), accounttest.Member(t, d, owner, account.Manager), accounttest.Member(t, d, owner, account.User)
		asOwner, asAdmin, asManager, asUser := s.as(owner), s.as(admin), s.as(manager), s.as(user)
		const at = "/settings/permissions"

		asUser.get(at).expect(t, 403)
		asManager.get(at).expect(t, 403)
		asManager.post(at+"/user", asUsual("0")...).expect(t, 403)
		asAdmin.get(at).expect(t, 200, "Contacts", `name="contact.see"`, "Read the audit log")
		asAdmin.get(at+"?role=owner").expect(t, 200, "Owners may do everything")
		asAdmin.post(at+"/owner", asUsual("0")...).expect(t, 403)
		asAdmin.post(at+"/admin", asUsual("0")...).expect(t, 403)
		asOwner.post(at+"/owner", asUsual("0")...).expect(t, 403)
		asAdmin.post(at+"/boss", asUsual("0")...).expect(t, 404)
		asAdmin.post(at+"/user", asUsual("0", "contact.see", "some")...).expect(t, 422)
		asAdmin.post(at+"/user", asUsual("0", "contact.see", "own")...).expect(t, 422, "they have to see")
		asAdmin.post(at+"/user", asUsual("0", "general", "workspace.manage")...).expect(t, 422)

		asAdmin.post(at+"/user", asUsual("0", "contact.see", "own", "contact.edit", "own", "contact.delete", "none", "deal.see", "none", "deal.edit", "none", "deal.delete", "none",
			"general", account.ReadAudit)...).leads(t, at+"?role=user")
		asAdmin.post(at+"/user", asUsual("0")...).expect(t, 412)
		got, err := s.accounts.Members.Acting(t.Context(), owner.Workspace, user.Member)
		if err != nil {
			t.Fatal(err)
		}
		scope := got.Scope("contact")
		if scope.See != list.Own || scope.Write != list.Own || scope.Delete != list.None || got.May(account.See, "deal") || !got.Can(account.ReadAudit) {
			t.Errorf("the user may %+v, deals %v, audit %v", scope, got.May(account.See, "deal"), got.Can(account.ReadAudit))
		}
		if before := user.Standing(); got.Standing() == before {
			t.Error("open pages are not told that rights changed")
		}
		asUser.get("/settings/members").expect(t, 200, "own")
		asOwner.post(at+"/admin", asUsual("1", "contact.export", "1")...).leads(t, at+"?role=admin")
		asAdmin.get(at).expect(t, 200) // what administrators cannot lose
		asAdmin.post(at+"/user/usual", "version", "2").leads(t, at+"?role=user")
		if got, _ = s.accounts.Members.Acting(t.Context(), owner.Workspace, user.Member); got.Scope("contact").See != list.All || got.Can(account.ReadAudit) {
			t.Errorf("as usual again: %+v", got.Rights)
		}

		lines, err := db.Values[string](t.Context(), d, "SELECT details FROM audit_entries WHERE workspace_id = $1 AND kind = 'right' ORDER BY id", owner.Workspace)
		if err != nil || len(lines) != 3 || !strings.Contains(lines[0], "see all, edit team") || !strings.Contains(lines[0], "see own, edit own, delete none") {
			t.Errorf("audit: %v %q", err, lines)
		}
	})
}
