package app_test

import (
	"net/http"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
)

func TestLists_SayWhatIsWrongWithAnAddress(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		c, b := s.Program(t, owner, "read,write"), s.Browser(t, owner)
		var companies struct {
			Next string `json:"next_cursor"`
		}
		for _, name := range []string{"Alfa", "Beta"} {
			c.JSON(http.MethodPost, "/api/v1/companies", map[string]any{"name": name})
			c.JSON(http.MethodPost, "/api/v1/contacts", map[string]any{"first_name": name})
		}
		c.Get("/api/v1/companies?limit=1").Decode(t, &companies)
		field := c.JSON(http.MethodPost, "/api/v1/fields", map[string]any{"record": "contact", "label": "Size", "type": "number"})
		if companies.Next == "" || field.Status != http.StatusCreated {
			t.Fatalf("cursor %q, field %d %s", companies.Next, field.Status, field.Body)
		}
		for query, text := range map[string]string{
			"limit=1&cursor=" + companies.Next: "",
			strings.Repeat("name=a&", 200):     "At most 50 conditions",
			"colour=red":                       "There is no field “colour”",
			"first_name=a":                     "The list cannot be filtered by “first_name”",
			"password_hash=x":                  "There is no field “password_hash”",
			"x_size=gt:large":                  "",
			"birthday=someday":                 "",
			"owner=nobody":                     "",
			"country=XX":                       "",
			"sort=x_colour":                    "There is no field “x_colour”",
			"x_size=between:1":                 "",
		} {
			a := c.Get("/api/v1/contacts?" + query)
			if a.Status != http.StatusUnprocessableEntity && a.Status != http.StatusBadRequest || !strings.Contains(a.Body, text) {
				t.Errorf("API, %.60s: %d %.300s", query, a.Status, a.Body)
			}
			if a := b.Get("/contacts?" + query); a.Status >= 500 || a.Status == http.StatusOK && !strings.Contains(a.Body, `role="alert"`) {
				t.Errorf("page, %.60s: %d", query, a.Status)
			}
		}
	})
}
