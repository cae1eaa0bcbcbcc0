package app_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
	"kontor/internal/kit/db"
)

// elsewhere are addresses that browsers follow to another site, or run.
var elsewhere = []string{
	"https://evil.example/", "//evil.example", "///evil.example", `/\evil.example`, `\\evil.example`, `/` + "\t" + `/evil.example`, "/\n/evil.example",
	"https:evil.example", "javascript:alert(1)", " //evil.example", "\x00//evil.example", "http://evil.example@127.0.0.1/", "//evil.example/%2e%2e", "/%09/evil.example",
}

func TestAttack_NextStaysHere(t *testing.T) {
	s := apptest.Start(t, sqliteURL(t))
	owner := accounttest.Actor(t, s.DB(), account.Owner)
	b := s.Browser(t, owner)
	for _, next := range elsewhere {
		q := url.QueryEscape(next)
		answers := map[string]apptest.Answer{
			"POST /login":         s.Anonymous(t).Post("/login", url.Values{"email": {owner.Email}, "password": {accounttest.Password}, "next": {next}}),
			"GET /login":          b.Get("/login?next=" + q),
			"POST /language":      b.Post("/language", url.Values{"lang": {"en"}, "next": {next}}),
			"POST /confirm":       b.Post("/confirm?next="+q, nil),
			"GET /login/sso":      s.Anonymous(t).Get("/login/sso?workspace=x&next=" + q),
			"POST /logout":        s.Anonymous(t).Post("/logout?next="+q, nil),
			"GET /x, not signed":  s.Anonymous(t).Get("/contacts?x=" + q),
			"referred":            b.Post("/tasks/complete", url.Values{"ids": {db.NewID().String()}, "done": {"1"}}, "Referer", strings.Map(visible, next)),
			"POST /login/passkey": s.Anonymous(t).Post("/login/passkey", url.Values{"for": {"enter"}, "next": {next}, "passkey": {"{}"}}),
		}
		for where, a := range answers {
			if !staysHere(a.Location()) {
				t.Errorf("%s with %q leads to %q", where, next, a.Location())
			}
		}
	}
	for _, path := range []string{"//evil.example", "//evil.example/..", "/%2fevil.example", "/%5cevil.example", "//evil.example/contacts/", "/contacts//evil.example/.."} {
		if a := b.Get(path); !staysHere(a.Location()) {
			t.Errorf("%s leads to %q", path, a.Location())
		}
	}
}

// visible drops what no client could send in a header.
func visible(r rune) rune {
	if r < ' ' {
		return -1
	}
	return r
}

// staysHere judges an address as a browser does, which reads \ as / and leaves
// control characters out.
func staysHere(location string) bool {
	plain := strings.NewReplacer(`\`, "/", "\t", "", "\n", "", "\r", "").Replace(location)
	return plain == "" || strings.HasPrefix(plain, "/") && !strings.HasPrefix(plain, "//")
}

func TestAttack_LinksInMailsNeverFollowTheRequest(t *testing.T) {
	for _, c := range []struct{ name, settings, want string }{
		{"with SITE_URL", "SITE_URL=https://crm.example.com", "https://crm.example.com/reset/"},
		{"without", "LANGUAGE_CODE=en", "https://crm.example.com/reset/"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := production(t, c.settings)
			a := accounttest.Actor(t, s.DB(), account.Owner)
			root := a
			root.Superuser = true
			forged := []string{"X-Forwarded-Proto", "https", "X-Forwarded-Host", "evil.example", "X-Original-Host", "evil.example", "Forwarded", "host=evil.example",
				"X-Forwarded-Server", "evil.example", "X-Host", "evil.example", "X-Forwarded-Port", "444", "X-Rewrite-URL", "/evil", "X-Original-URL", "/evil"}
			form := url.Values{"email": {a.Email}}
			if got := s.Anonymous(t).Post("/reset", form, append(forged, "Host", "evil.example")...); got.Status != http.StatusBadRequest {
				t.Errorf("a strange host: %d", got.Status)
			}
			if got := s.Anonymous(t).Post("/reset", form, append(forged, "Host", "127.0.0.1:444")...); got.Status != http.StatusOK || strings.Contains(got.Body, "evil") {
				t.Fatalf("%d %.300s", got.Status, got.Body)
			}
			all, err := s.Accounts.Outbox.List(t.Context(), root)
			if err != nil || len(all) != 1 {
				t.Fatalf("%d mails, %v", len(all), err)
			}
			m, err := s.Accounts.Outbox.Get(t.Context(), root, all[0].ID)
			if err != nil || !strings.Contains(m.Body, c.want) || strings.Contains(m.Body, "evil") || strings.Contains(m.Body, ":444") {
				t.Errorf("%v %s", err, m.Body)
			}
		})
	}
}

// ups are ways to say "the folder above" and other things that are no id.
var ups = []string{
	"..", "%2e%2e", "..%2f..%2f..%2fetc%2fpasswd", "..%5c..%5cwin.ini", "%2e%2e%2f%2e%2e%2fsecret", "....//....//secret", "%252e%252e%252fsecret", "..%c0%af..%c0%afetc",
	"%00", "%ff", "secret%00.gif", "/etc/passwd", "%2fetc%2fpasswd", "file:%2f%2f%2fetc%2fpasswd", "..;/secret", "~", "-1", "0", "null", "*", "CON", strings.Repeat("a", 5000), "%F0%9F%92%A9",
}

func TestAttack_PathsLeadNowhere(t *testing.T) {
	apptest.Each(t, pathsLeadNowhere, "RATE_LIMIT_USER=off")
}

func pathsLeadNowhere(t *testing.T, s *apptest.Server) {
	owner := accounttest.Actor(t, s.DB(), account.Owner)
	b, p := s.Browser(t, owner), s.Program(t, owner, "read,write")
	part := regexp.MustCompile(`\{[a-z.]+\}`)
	secret := string(s.Config.Secret)
	for _, pattern := range s.Patterns() {
		method, path, _ := strings.Cut(pattern, " ")
		if pattern == "GET /assets/" {
			path += "{name}"
		}
		if !part.MatchString(path) {
			continue
		}
		c := b
		if strings.HasPrefix(path, "/api/") {
			c = p
		}
		for _, up := range ups {
			a := c.Do(method, part.ReplaceAllLiteralString(path, up), nil)
			if a.Status >= 500 || a.Status == http.StatusOK && method != http.MethodOptions && !strings.Contains(path, "{token}") && !strings.Contains(path, "{field}") && !strings.HasPrefix(path, "/login/sso") {
				t.Errorf("%s with %.40q: %d %.200s", pattern, up, a.Status, a.Body)
			}
			if strings.Contains(a.Body, "root:") || strings.Contains(a.Body, secret) {
				t.Errorf("%s with %.40q shows a file", pattern, up)
			}
		}
	}
}

func TestAttack_NamesOfFilesStayNames(t *testing.T) {
	s := apptest.Start(t, sqliteURL(t))
	w := newWorld(t, s)
	b := s.Browser(t, w.owner)
	before := files(t, s.Config.DataDir)
	for _, name := range []string{"../../../secret", `..\..\secret`, "/etc/passwd", "a\x00.gif", "a\r\nSet-Cookie: x=1.gif", `"; filename="x.html`, "CON", ".htaccess", "..", strings.Repeat("я", 500) + ".gif", "x.gif\u202Elmth.exe"} {
		a := b.Upload("/contacts/"+w.ids["contact"].String()+"/attachments", "file", name, dot)
		if a.Status >= 500 {
			t.Errorf("%q: %d %s", name, a.Status, s.Log)
		}
	}
	type kept struct {
		ID   db.ID  `db:"id"`
		Name string `db:"name"`
	}
	all, err := db.Select[kept](t.Context(), s.DB(), `SELECT id, name FROM attachments`)
	if err != nil || len(all) < 5 {
		t.Fatalf("%d files, %v", len(all), err)
	}
	for _, f := range all {
		a := b.Get("/attachments/" + f.ID.String())
		if strings.ContainsAny(f.Name, "/\\\r\n\x00\u202e") || a.Header.Get("Set-Cookie") != "" || a.Status != http.StatusOK || strings.Contains(a.Header.Get("Content-Disposition"), "..") {
			t.Errorf("%q: %d %v", f.Name, a.Status, a.Header)
		}
	}
	for name := range files(t, s.Config.DataDir) {
		if !before[name] && !regexp.MustCompile(`^(files/)?[a-z2-7]{2}/[a-z2-7]+$|^files/|kontor\.db`).MatchString(name) {
			t.Errorf("made %s", name)
		}
	}
}

func files(t *testing.T, dir string) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, _ := filepath.Rel(dir, path)
			all[name] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
