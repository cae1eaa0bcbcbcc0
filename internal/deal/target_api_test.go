package deal_test

import (
	"net/http"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
	"kontor/internal/kit/db"
)

// says asks the API and checks the status and what the answer has.
func says(t *testing.T, a apptest.Answer, status int, texts ...string) {
	t.Helper()
	if a.Status != status {
		t.Fatalf("%d, want %d: %.500s", a.Status, status, a.Body)
	}
	for _, text := range texts {
		if !strings.Contains(a.Body, text) {
			t.Errorf("the answer lacks %q: %.500s", text, a.Body)
		}
	}
}

func TestTargetAPI_IsSetByManagersForMembers(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		member := accounttest.Member(t, s.DB(), owner, account.User)
		boss, user := s.Program(t, owner, "read,write"), s.Program(t, member, "read,write")
		set := func(c *apptest.Client, member, quarter, amount string) apptest.Answer {
			return c.JSON(http.MethodPut, "/api/v1/targets", map[string]any{"member_id": member, "quarter": quarter, "amount": amount})
		}
		says(t, set(boss, member.Member.String(), "2026-q2", "150000.50"), 204)
		says(t, boss.Get("/api/v1/targets?quarter=2026-q2"), 200, member.Member.String(), `"amount":{"amount":"150000.50","currency":"EUR"}`)
		says(t, set(user, member.Member.String(), "2026-q2", "1"), 403)
		says(t, set(boss, member.Member.String(), "2026-q5", "1"), 422, "body.quarter")
		says(t, set(boss, member.Member.String(), "2026-q2", "-1"), 422, "body.amount", "less than zero")
		for _, id := range []string{accounttest.Stranger(t, s.DB()).Member.String(), db.NewID().String()} {
			says(t, set(boss, id, "2026-q2", "1"), 422, "body.member_id", id)
		}
		says(t, set(boss, member.Member.String(), "2026-q2", "0"), 204)
		says(t, boss.Get("/api/v1/targets?quarter=2026-q2"), 200, `"data":[]`)
		says(t, boss.Get("/api/v1/targets?quarter=x"), 422, "quarter")
	})
}

func TestReasonAPI_AddsAndArchives(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		api := s.Program(t, accounttest.Actor(t, s.DB(), account.Owner), "read,write")
		says(t, api.JSON(http.MethodPost, "/api/v1/lost-reasons", map[string]any{"name": "Went bankrupt"}), 204)
		says(t, api.JSON(http.MethodPost, "/api/v1/lost-reasons", map[string]any{"name": "went BANKRUPT"}), 422, "body.name")
		var all struct {
			Data []struct{ ID, Name string }
		}
		api.Get("/api/v1/lost-reasons").Decode(t, &all)
		last := all.Data[len(all.Data)-1]
		equal(t, "at the end", last.Name, "Went bankrupt")
		says(t, api.JSON(http.MethodDelete, "/api/v1/lost-reasons/"+last.ID, nil), 204)
		if a := api.Get("/api/v1/lost-reasons"); strings.Contains(a.Body, "bankrupt") {
			t.Error("an archived reason is offered")
		}
	})
}
