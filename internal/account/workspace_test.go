package account_test

import (
	"context"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

func TestWorkspace_Settings(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		admin := accounttest.Actor(t, d, account.Admin)
		manager := accounttest.Member(t, d, admin, account.Manager)
		b := s.as(admin)
		form := func(change ...string) []string {
			return append([]string{"name", "Тунджа Металс АД", "country", "DE", "vat_number", "de 123 456 789", "currency", "CHF", "language", "bg"}, change...)
		}
		s.as(manager).get("/settings/workspace").expect(t, 403)
		s.as(manager).post("/settings/workspace", form("version", "1")...).expect(t, 403)
		s.as(manager).post("/settings/workspace", "name", "", "version", "1").expect(t, 403)
		b.get("/settings/workspace").expect(t, 200, `value="`+admin.WorkspaceName+`"`, `value="BG" selected`)
		b.post("/settings/workspace", "name", "X", "country", "DE", "vat_number", "DE12345678", "currency", "EUR", "language", "en", "version", "1").
			expect(t, 422, "One digit is missing: DE and 9 digits", `value="DE12345678"`)
		b.post("/settings/workspace", form("version", "1")...).leads(t, "/settings/workspace")
		b.get("/settings/workspace").expect(t, 200, "Workspace saved", `value="Тунджа Металс АД"`, `value="DE123456789"`, `value="CHF" selected`)
		b.post("/settings/workspace", form("version", "1")...).expect(t, 412)
		b.post("/settings/workspace", form("version", "2", "slug", "x")...).expect(t, 422, "There is no field “slug” here.")
		b.get("/inside").expect(t, 200, "|Тунджа Металс АД|")
	})
}

func TestSettings_MenuHoldsPagesOfOthers(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	admin := accounttest.Actor(t, s.db, account.Admin)
	user := accounttest.Member(t, s.db, admin, account.User)
	s.accounts.Settings = append(s.accounts.Settings, account.SettingsEntry{
		Group: account.WorkspaceSettings, Label: func(context.Context) string { return "Labels of others" }, Href: "/settings/labels", Icon: "tags", Permission: account.ManageTags,
	})
	s.as(admin).get("/settings").leads(t, "/settings/profile")
	s.as(admin).get("/settings/profile").expect(t, 200, "Labels of others", "/settings/workspace", `aria-current="page"`)
	if page := s.as(user).get("/settings/profile"); page.status != 200 || contains(page.text, "Labels of others", "/settings/workspace") {
		t.Error("the menu offers what is not allowed")
	}
}

func TestOperator_IsTheOwner(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		if _, err := s.accounts.Operator(t.Context(), ""); err == nil {
			t.Error("there is an operator before set-up")
		}
		first := accounttest.Actor(t, d, account.Owner)
		is := func(slug string, want account.Actor) {
			t.Helper()
			a, err := s.accounts.Operator(t.Context(), slug)
			if err != nil || a.Member != want.Member || a.Role != account.Owner || a.Via != "command" {
				t.Errorf("%q is %+v, %v", slug, a, err)
			}
		}
		is("", first)
		second := accounttest.Actor(t, d, account.Owner)
		ws, err := s.accounts.Workspaces.Get(t.Context(), second)
		if err != nil {
			t.Fatal(err)
		}
		is(ws.Slug, second)
		for _, slug := range []string{"", "nowhere"} {
			if _, err := s.accounts.Operator(t.Context(), slug); err == nil {
				t.Errorf("%q has an operator", slug)
			}
		}
	})
}
