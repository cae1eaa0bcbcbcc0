package report_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
)

var cardHead = regexp.MustCompile(`aria-labelledby="home-(\w+)"`)

// cardsOf are the cards of somebody's home that have a heading, in order.
func cardsOf(c *apptest.Client) (all []string) {
	for _, m := range cardHead.FindAllStringSubmatch(c.Get("/").Body, -1) {
		all = append(all, m[1])
	}
	return all
}

func TestHome_IsArrangedByEachMember(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		anna, boro := s.Browser(t, owner), s.Browser(t, accounttest.Member(t, s.DB(), owner, account.User))
		usual := []string{"pipeline", "forecast", "tasks", "feed", "stale"}
		is := func(what string, c *apptest.Client, want ...string) {
			t.Helper()
			if got := cardsOf(c); !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", what, got, want)
			}
		}
		is("as it comes", anna, usual...)
		order := []string{"tasks", "pipeline", "planet", "tasks", "forecast", "figures", "activity", "stale", "totals"}
		a := anna.Post("/home/arrange", url.Values{"card": order, "shown": {"tasks", "forecast", "figures", "totals", "stale"}})
		if a.Status != http.StatusSeeOther || a.Location() != "/" {
			t.Fatalf("%d to %s", a.Status, a.Location())
		}
		is("arranged", anna, "tasks", "forecast", "stale")
		is("of somebody else", boro, usual...)
		up := anna.Post("/home/arrange", url.Values{"card": order, "shown": {"tasks", "forecast", "stale"}, "up": {"stale"}})
		if up.Location() != "/home/arrange" {
			t.Errorf("moved up, to %s", up.Location())
		}
		anna.Post("/home/arrange", url.Values{"card": {"stale", "tasks"}, "shown": {"tasks", "stale"}})
		is("what is not named comes after, hidden as it is not ticked", anna, "stale", "tasks")
		anna.Post("/home/arrange", url.Values{"reset": {"1"}})
		is("as it was", anna, usual...)
	})
}
