package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
	"kontor/internal/contact"
)

// A list that is closed to a member takes nothing from the others.
func TestFavourites_AreThoseOfEveryRole(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		for _, role := range []account.Role{account.User, account.Manager, account.Admin} {
			actor := accounttest.Member(t, s.DB(), owner, role)
			in := contact.NewContactInput(actor)
			in.FirstName = "Zlatka"
			made, err := s.Contacts.Contacts.Create(t.Context(), actor, in)
			if err != nil {
				t.Fatal(err)
			}
			page := s.Browser(t, actor)
			if a := page.Post("/favourites", url.Values{"kind": {"contact"}, "id": {made.ID.String()}, "keep": {"1"}}); a.Status != http.StatusSeeOther {
				t.Fatalf("%s: %d %.300s", role, a.Status, a.Body)
			}
			if a := page.Get("/tasks"); !strings.Contains(a.Body, "Zlatka") {
				t.Errorf("%s: the sidebar has no favourites", role)
			}
		}
	})
}
