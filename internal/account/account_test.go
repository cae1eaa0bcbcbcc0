package account_test

import (
	"context"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	_ "time/tzdata"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/outside"
	"kontor/internal/kit/storage"
	"kontor/internal/kit/web"
)

// site is the accounts behind a real server, with a frame around pages that
// shows only the flash.
type site struct {
	t        *testing.T
	db       *db.DB
	accounts *account.Domain
	url      string
	filesDir string
}

const testSecret = "a secret of the tests, 32 bytes long"

func newSite(t *testing.T, d *db.DB, change ...func(*account.Config)) *site {
	t.Helper()
	log, files := slog.New(slog.DiscardHandler), filepath.Join(t.TempDir(), "files")
	cfg := account.Config{
		Secret: []byte(testSecret), DefaultLang: "en", Log: log, Shell: shell,
		Files: &storage.Disk{Dir: files}, Outside: outside.Rules{Loopback: true},
	}
	for _, c := range change {
		c(&cfg)
	}
	accounts := account.New(d, cfg)
	router := web.NewRouter(func(w http.ResponseWriter, r *http.Request, err error) {
		status := web.Status(err)
		if status == http.StatusInternalServerError {
			t.Errorf("%s %s: %v", r.Method, r.URL.Path, err)
		}
		http.Error(w, err.Error(), status)
	})
	accounts.Routes(router)
	accounts.API(api.New(router.With(accounts.Require), "test", log))
	router.Handle("GET /{$}", func(w http.ResponseWriter, r *http.Request) error {
		_, err := io.WriteString(w, "home of "+account.Of(r).Email)
		return err
	})
	router.With(accounts.Require).Handle("GET /inside", func(w http.ResponseWriter, r *http.Request) error {
		a := account.Of(r)
		_, err := io.WriteString(w, strings.Join([]string{a.Email, a.WorkspaceName, string(a.Role), a.Via, i18n.From(r.Context()).Lang, i18n.From(r.Context()).Zone.String()}, "|"))
		return err
	})
	router.Handle("GET /others", func(w http.ResponseWriter, r *http.Request) error {
		for _, ws := range account.OtherWorkspaces(r.Context()) {
			if _, err := io.WriteString(w, ws.Name+" "+ws.SwitchPath()+";"); err != nil {
				return err
			}
		}
		return nil
	})
	server := httptest.NewServer(web.WithClient(nil, accounts.Middleware(router)))
	t.Cleanup(server.Close)
	return &site{t, d, accounts, server.URL, files}
}

func shell(w http.ResponseWriter, r *http.Request, title string, body templ.Component) templ.Component {
	flash := web.TakeFlash(w, r)
	return templ.ComponentFunc(func(ctx context.Context, out io.Writer) error {
		if flash != nil {
			io.WriteString(out, "<p id=flash>"+html.EscapeString(flash.Text)+"</p>")
		}
		return body.Render(ctx, out)
	})
}

// browser keeps cookies and follows no redirect.
type browser struct {
	*site
	client *http.Client
	header http.Header
}

func (s *site) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &browser{s, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, http.Header{}}
}

// as is a browser that is signed in as the actor.
func (s *site) as(a account.Actor) *browser {
	b := s.browser()
	b.client.Jar.SetCookies(b.base(), []*http.Cookie{accounttest.SignIn(s.t, s.accounts, a)})
	return b
}

func (b *browser) base() *url.URL {
	u, err := url.Parse(b.url)
	if err != nil {
		b.t.Fatal(err)
	}
	return u
}

// answer is what came back; text is the body without entities.
type answer struct {
	status   int
	location string
	body     string
	text     string
	header   http.Header
}

func (b *browser) get(path string) answer { b.t.Helper(); return b.send("GET", path, "", nil) }

// post sends a form of pairs of name and value.
func (b *browser) post(path string, pairs ...string) answer {
	b.t.Helper()
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return b.send("POST", path, "application/x-www-form-urlencoded", strings.NewReader(values.Encode()))
}

func (b *browser) send(method, path, contentType string, body io.Reader) answer {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.url+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header = b.header.Clone()
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	res, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header.Get("Location"), string(text), html.UnescapeString(string(text)), res.Header}
}

// expect fails unless the answer has the status and its text holds the parts.
func (a answer) expect(t *testing.T, status int, parts ...string) answer {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d, want %d: %s", a.status, status, excerpt(a.text))
	}
	for _, p := range parts {
		if !strings.Contains(a.text, p) {
			t.Fatalf("answer lacks %q: %s", p, excerpt(a.text))
		}
	}
	return a
}

// leads fails unless the answer is a redirect to the path.
func (a answer) leads(t *testing.T, path string) {
	t.Helper()
	if a.status != http.StatusSeeOther || a.location != path {
		t.Fatalf("status %d to %q, want 303 to %q: %s", a.status, a.location, path, excerpt(a.text))
	}
}

var tags = regexp.MustCompile(`<option[^>]*>[^<]*</option>|<[^>]*>`)

// excerpt is what a person would read of a page.
func excerpt(s string) string {
	s = strings.Join(strings.Fields(tags.ReplaceAllString(s, " ")), " ")
	if len(s) > 2000 {
		s = s[:2000] + "…"
	}
	return s
}

func (s *site) count(query string, args ...any) int {
	s.t.Helper()
	n, err := db.Value[int](s.t.Context(), s.db, query, args...)
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

func queryEscape(s string) string { return url.QueryEscape(s) }

func contains(text string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(text, p) {
			return true
		}
	}
	return false
}
