package app_test

import (
	"net/url"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
)

const choicesFile = `First name;E-mail;Level;Topics
Ivan;ivan@x.example;gold;North
Maria;maria@x.example;Goldd;North, Sonth
Petar;petar@x.example;Platinum;"North; East, far"
Elena;elena@x.example;;West
`

// TestImport_ChoicesOfOwnFields imports values that are none of the choices of
// the workspace's own fields: they are asked about, and can become choices.
func TestImport_ChoicesOfOwnFields(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		api, page := s.Program(t, owner, "read,write"), s.Browser(t, owner)
		for _, f := range []map[string]any{
			{"label": "Level", "type": "select", "options": []any{map[string]any{"label": "Gold"}, map[string]any{"label": "Silver"}}},
			{"label": "Topics", "type": "multi_select", "options": []any{map[string]any{"label": "North"}, map[string]any{"label": "South"}, map[string]any{"label": "East, far"}}},
		} {
			f["record"] = "contact"
			want(t, api.JSON("POST", "/api/v1/fields", f), 201)
		}
		path := page.Upload("/import?kind=contacts", "file", "choices.csv", strings.Replace(choicesFile, "gold;North", "gold;North", 1)).Location()
		id := strings.TrimPrefix(path, "/import/")
		want(t, page.Get(path), 200, "Level", "Topics")
		a := page.Post(path+"/map", url.Values{"field": {"first_name", "email", "x_level", "x_topics"}, "duplicates": {"skip"}, "match": {"email"}, "remember": {"1"}})
		if a.Location() != path+"/values" {
			t.Fatalf("values that are none of the choices are not asked about: %s", a.Location())
		}
		asks := page.Get(path + "/values")
		want(t, asks, 200, "Level → Level", "Goldd", "Platinum", "Sonth", "West", "New choice")
		for _, known := range []string{`value="North"`, `value="East, far"`} {
			if strings.Contains(string(asks.Body), known) {
				t.Errorf("what is understood is asked about: %s", known)
			}
		}
		want(t, page.Post(path+"/values", url.Values{"column": {"2", "2", "3", "3"}, "value": {"Goldd", "Platinum", "Sonth", "West"}, "means": {"gold", "atlantis", "south", "+"}}), 422, "This is none of the choices.")
		want(t, page.Post(path+"/values", url.Values{"column": {"2", "2", "3", "3"}, "value": {"Goldd", "Platinum", "Sonth", "West"}, "means": {"gold", "+", "south", "+"}}), 303)
		want(t, page.Post(path+"/start", nil), 303)
		holds(t, imported(t, api, id), `"created":4`, `"failed":0`)
		want(t, api.Get("/api/v1/contacts?q=ivan"), 200, `"x_level":"gold"`)
		want(t, api.Get("/api/v1/contacts?q=maria"), 200, `"x_level":"gold"`, `"x_topics":["north","south"]`)
		want(t, api.Get("/api/v1/contacts?q=petar"), 200, `"x_level":"platinum"`, `"east_far","north"`)
		want(t, api.Get("/api/v1/contacts?q=elena"), 200, `"x_topics":["west"]`)
		want(t, page.Get(page.Upload("/import?kind=contacts", "file", "more.csv", choicesFile).Location()), 200, "set as for choices.csv")
	})
}
