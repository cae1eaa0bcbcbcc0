package app_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
	"kontor/internal/kit/db"
)

// Texts that end a line begin none of ours: not in a header, not in the log.
func TestAttack_LinesAreNotForged(t *testing.T) {
	s := apptest.Start(t, sqliteURL(t), "TRUSTED_PROXIES=127.0.0.1")
	w := newWorld(t, s)
	b := s.Browser(t, w.owner)
	const forged = "x\r\nSet-Cookie: forged=1\r\n\r\n<p>forged\nlevel=ERROR msg=forged"
	form := func(names ...string) url.Values {
		all := url.Values{}
		for _, n := range names {
			all.Set(n, forged)
		}
		return all
	}
	answers := []apptest.Answer{
		s.Anonymous(t).Post("/login", form("email", "password", "next")), s.Anonymous(t).Post("/register", form("email", "password", "workspace")),
		s.Anonymous(t).Post("/reset", form("email")), b.Post("/language", url.Values{"lang": {"en"}, "next": {forged}}),
		b.Post("/contacts/new", form("first_name", "last_name", "company")), b.Post("/settings/profile", form("first_name", "email")),
		b.Get("/contacts?q=" + url.QueryEscape(forged)), b.Get("/contacts/" + url.PathEscape(forged)), b.Get("/contacts/export?name=" + url.QueryEscape(forged)),
		b.Upload("/contacts/"+w.ids["contact"].String()+"/attachments", "file", "x.gif", dot),
		s.Anonymous(t).Get("/", "X-Forwarded-For", "1.2.3.4\tlevel=ERROR msg=forged", "User-Agent", "level=ERROR msg=forged"),
		s.Anonymous(t).Post("/csp-report", nil, "Content-Type", "application/csp-report"),
		s.Anonymous(t).Do(http.MethodPost, "/csp-report", strings.NewReader(`{"csp-report":{"document-uri":"x\nlevel=ERROR msg=forged","violated-directive":"x\nlevel=ERROR msg=forged","blocked-uri":"x\nlevel=ERROR"}}`)),
	}
	_, err := db.Value[int](t.Context(), s.DB(), `SELECT count(*) FROM nothing_
level=ERROR msg=forged`)
	if err == nil {
		t.Error("no such table")
	}
	for i, a := range answers {
		if a.Header.Get("Set-Cookie") != "" && strings.Contains(strings.Join(a.Header.Values("Set-Cookie"), ";"), "forged") || a.Status >= 500 {
			t.Errorf("%d: %d %v", i, a.Status, a.Header)
		}
	}
	for line := range strings.Lines(s.Log.String()) {
		if strings.HasPrefix(line, "level=ERROR") || strings.HasPrefix(line, "Set-Cookie") || !strings.HasPrefix(line, "time=") {
			t.Errorf("a forged line: %s", line)
		}
	}
	if a := b.Get("/contacts/export?format=csv"); strings.Contains(a.Header.Get("Content-Disposition"), "\n") {
		t.Errorf("%v", a.Header)
	}
}

// metacharacters mean something to a database and nothing to us.
var metacharacters = []string{
	"'", "''", `"`, "`", "' OR '1'='1", "' OR 1=1 --", "'; DROP TABLE contacts; --", "1; DELETE FROM contacts", "%", "_", "%%", `\`, `\'`, "$1", "$$", "?", ":x", "::int", "NULL",
	"1e999", "0x41", "-1", "9223372036854775808", "NaN", "{}", "[]", "*", "a*", `"a`, "a AND", "NEAR(a b)", "(", ")", "a OR b", "^a", "a:b", "{a}", "--", "/*", "*/", ";", "\x7f", "\u0000",
	"\u2028", "\ufeff", "а́", "🏴‍☠️", "CHR(39)", "pg_sleep(3)", "(SELECT 1)", "UNION SELECT password_hash FROM users", "a' UNION SELECT 1,2,3--", "0 OR 1", "asc; DROP TABLE x", "id desc, (select 1)",
}

func TestAttack_ParametersAreNoSQL(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		w := newWorld(t, s)
		b, p := s.Browser(t, w.owner), s.Program(t, w.owner, "read,write")
		before := rows(t, s)
		for path, names := range listParameters(t, p) {
			for _, name := range names {
				for i, text := range metacharacters { // a third of them each: every one meets every parameter somewhere
					if i%3 == len(path+name)%3 || name == "q" {
						tryParameter(t, p, path, name, text)
					}
				}
			}
		}
		for _, list := range []string{"contacts", "companies", "deals", "tasks", "settings/audit"} {
			for _, part := range []string{"", "/count", "/totals", "/groups", "/filter", "/bin", "/export"} {
				for _, name := range []string{"q", "sort", "filter", "cols", "group", "cursor", "view", "owner", "name", "created_at", "tags", "field", "limit"} {
					for i, text := range metacharacters {
						if i%3 == len(list+part+name)%3 {
							tryParameter(t, b, "/"+list+part, name, text)
						}
					}
				}
			}
		}
		for _, text := range []string{"'", `"`, "%", "_", "%%", `\\`, "*", "$1", "' OR '1'='1", "?"} { // nothing holds these
			var found struct {
				Data []json.RawMessage `json:"data"`
			}
			a := p.Get("/api/v1/contacts?name=" + url.QueryEscape(text))
			if a.Status != http.StatusOK {
				continue
			}
			if a.Decode(t, &found); len(found.Data) > 0 {
				t.Errorf("name=%q finds %d contacts", text, len(found.Data))
			}
		}
		if after := rows(t, s); before != after {
			t.Errorf("rows before %s, after %s", before, after)
		}
		if log := s.Log.String(); strings.Contains(log, "syntax error") || strings.Contains(log, "SQL logic error") {
			t.Errorf("log: %.2000s", log)
		}
	}, "RATE_LIMIT_USER=off")
}

func tryParameter(t *testing.T, c *apptest.Client, path, name, text string) {
	t.Helper()
	if a := c.Get(path + "?" + name + "=" + url.QueryEscape(text)); a.Status >= 500 {
		t.Errorf("GET %s?%s=%s: %d %.200s", path, name, text, a.Status, a.Body)
	}
}

// listParameters are the parameters of every address that reads, by the
// document.
func listParameters(t *testing.T, c *apptest.Client) map[string][]string {
	t.Helper()
	var doc struct {
		Paths map[string]map[string]struct {
			Parameters []struct{ Name, In string }
		}
	}
	c.Get("/api/openapi.json").Decode(t, &doc)
	all := map[string][]string{}
	for path, methods := range doc.Paths {
		for _, p := range methods["get"].Parameters {
			if p.In == "query" && !strings.Contains(path, "{") {
				all[path] = append(all[path], p.Name)
			}
		}
	}
	if len(all) < 15 {
		t.Fatalf("only %d lists", len(all))
	}
	return all
}

// What a person may not set is not set by naming it: neither by a program nor
// by a form, and not by the people who register or edit themselves.
func TestAttack_ProtectedColumnsAreNotAssigned(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		w := newWorld(t, s)
		b, p := s.Browser(t, w.owner), s.Program(t, w.owner, "read,write")
		for _, k := range []struct{ table, kind, api, page, field string }{
			{"contacts", "contact", "/api/v1/contacts/", "/contacts/", "first_name"}, {"companies", "company", "/api/v1/companies/", "/companies/", "name"},
			{"deals", "deal", "/api/v1/deals/", "/deals/", "name"}, {"tasks", "task", "/api/v1/tasks/", "/tasks/", "title"},
			{"tags", "tag", "/api/v1/tags/", "", "name"}, {"views", "view", "/api/v1/views/", "", "name"}, {"pipelines", "pipeline", "/api/v1/pipelines/", "", "name"},
			{"activities", "note", "/api/v1/notes/", "", "body"}, {"attachments", "attachment", "/api/v1/attachments/", "", "name"},
		} {
			id := w.ids[k.kind].String()
			for _, column := range protected(columnsOf(t, s, k.table)) {
				before := cell(t, s, k.table, column, w.ids[k.kind])
				for _, v := range []any{1, "1", true, nil, db.NewID().String()} {
					a := p.JSON(http.MethodPatch, k.api+id, map[string]any{column: v})
					if a.Status != http.StatusUnprocessableEntity && a.Status != http.StatusBadRequest {
						t.Errorf("PATCH %s with %s=%v: %d %.200s", k.api, column, v, a.Status, a.Body)
					}
				}
				if k.page != "" {
					b.Post(k.page+id+"/edit", url.Values{k.field: {"x"}, "version": {cell(t, s, k.table, "version", w.ids[k.kind])}, column: {"1"}})
					b.Do(http.MethodPatch, k.page+id, strings.NewReader(url.Values{"field": {column}, "value": {"1"}}.Encode()), "Content-Type", "application/x-www-form-urlencoded")
				}
				if after := cell(t, s, k.table, column, w.ids[k.kind]); after != before && column != "updated_at" {
					t.Errorf("%s.%s went from %s to %s", k.table, column, before, after)
				}
			}
		}
	}, "RATE_LIMIT_USER=off")
}

func TestAttack_NobodyMakesThemselvesMore(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		user := accounttest.Member(t, s.DB(), owner, account.User)
		b := s.Browser(t, user)
		more := url.Values{"role": {"owner"}, "superuser": {"1"}, "is_superuser": {"1"}, "active": {"1"}, "workspace_id": {"1"}, "user_id": {owner.User.String()},
			"password_hash": {"x"}, "email_key": {owner.Email}, "id": {owner.User.String()}, "member_id": {owner.Member.String()}, "permissions": {"all"}, "scope": {"read,write,admin"}}
		state := func() string {
			one, err := db.Value[string](t.Context(), s.DB(), `SELECT m.role || CAST(u.superuser AS TEXT) || u.password_hash || u.email FROM members m JOIN users u ON u.id = m.user_id WHERE m.id = $1`, user.Member)
			if err != nil {
				t.Fatal(err)
			}
			return one
		}
		before := state()
		for _, path := range []string{"/settings/profile", "/settings/password", "/settings/notifications", "/workspaces/switch", "/language", "/settings/tokens", "/settings/two-step/everybody", "/settings/workspace"} {
			b.Post(path, more)
			for name, value := range more {
				b.Post(path, url.Values{name: value, "first_name": {"x"}, "version": {"1"}, "lang": {"en"}, "language": {"en"}, "timezone": {"UTC"}, "name": {"x"}})
			}
		}
		if after := state(); after != before {
			t.Errorf("before %s, after %s", before, after)
		}
		for name, value := range more {
			form := url.Values{"email": {name + "@new.example"}, "password": {"слон под чадър"}, "workspace": {"New"}, name: value}
			s.Anonymous(t).Post("/register", form)
		}
		if n, err := db.Value[int](t.Context(), s.DB(), `SELECT count(*) FROM users WHERE superuser`); n != 0 || err != nil {
			t.Errorf("%d administrators, %v", n, err)
		}
	})
}

// protected are the columns that the product fills itself.
func protected(columns []string) (all []string) {
	for _, c := range columns {
		switch c {
		case "id", "workspace_id", "created_at", "updated_at", "deleted_at", "created_by", "updated_by", "deleted_by", "name_key", "search_text", "key", "size", "type", "kind", "storage_key",
			"stage_at", "activity_at", "completed_at", "completed_by", "member_id", "author_id", "record_id", "file", "width", "height", "checksum", "custom", "import_id", "title_key":
			all = append(all, c)
		}
	}
	return all
}

func columnsOf(t *testing.T, s *apptest.Server, table string) []string {
	t.Helper()
	query := `SELECT name FROM pragma_table_info($1)`
	if s.DB().Engine == db.Postgres {
		query = `SELECT CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1`
	}
	all, err := db.Values[string](t.Context(), s.DB(), query, table)
	if err != nil || len(all) == 0 {
		t.Fatalf("%s: %v", table, err)
	}
	return all
}

func cell(t *testing.T, s *apptest.Server, table, column string, id db.ID) string {
	t.Helper()
	got, err := db.Value[*string](t.Context(), s.DB(), `SELECT CAST(`+column+` AS TEXT) FROM `+table+` WHERE id = $1`, id)
	if err != nil {
		t.Fatal(err)
	}
	if got == nil {
		return "none"
	}
	return *got
}
