// Package apptest starts the whole application for tests: the real routes,
// middleware and jobs on a fresh database of either engine.
package apptest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app"
	"kontor/internal/kit/db/dbtest"
)

// Server is a running application.
type Server struct {
	*app.App
	URL string
	Log *bytes.Buffer // what the application logged
}

// Each starts the application on SQLite and on PostgreSQL; settings are
// further lines of its environment.
func Each(t *testing.T, f func(t *testing.T, s *Server), settings ...string) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, Start(t, dbtest.SQLiteURL(t), settings...)) })
	t.Run("postgres", func(t *testing.T) { f(t, Start(t, dbtest.PostgresURL(t), settings...)) })
}

// Start starts the application on the database at the address; settings are
// further lines of its environment.
func Start(t testing.TB, databaseURL string, settings ...string) *Server {
	t.Helper()
	cfg, err := app.LoadConfig(append([]string{"DATA_DIR=" + t.TempDir(), "DATABASE_URL=" + databaseURL}, settings...), "none")
	if err != nil {
		t.Fatal(err)
	}
	if err := cfg.Prepare(); err != nil {
		t.Fatal(err)
	}
	s := &Server{Log: &bytes.Buffer{}}
	log := slog.New(slog.NewTextHandler(&lines{to: s.Log}, nil))
	if s.App, err = app.New(t.Context(), cfg, "test", log); err != nil {
		t.Fatal(err)
	}
	if err := s.Queue.Open(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	if err := s.Queue.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(s.Handler())
	s.URL = web.URL
	t.Cleanup(func() {
		s.Live.Drain()
		web.Close()
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := s.Queue.Stop(ctx); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// Answer is what came back.
type Answer struct {
	Status int
	Header http.Header
	Body   string
}

// Location is where a redirect leads, without the address of the server.
func (a Answer) Location() string { return a.Header.Get("Location") }

// Decode reads the JSON body into v.
func (a Answer) Decode(t testing.TB, v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.Body), v); err != nil {
		t.Fatalf("%v in %.300s", err, a.Body)
	}
}

// Client is one browser, or one program with a token. It does not follow
// redirects.
type Client struct {
	t     testing.TB
	http  *http.Client
	url   string
	token string
}

// Anonymous returns a browser in which nobody is signed in.
func (s *Server) Anonymous(t testing.TB) *Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &Client{t: t, url: s.URL, http: &http.Client{Jar: jar, Timeout: time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// Browser returns a browser in which the actor is signed in.
func (s *Server) Browser(t testing.TB, actor account.Actor) *Client {
	t.Helper()
	c := s.Anonymous(t)
	a := c.Post("/login", url.Values{"email": {actor.Email}, "password": {accounttest.Password}})
	if a.Status != http.StatusSeeOther {
		t.Fatalf("sign in as %s: %d %.300s", actor.Email, a.Status, a.Body)
	}
	return c
}

// Session returns a browser with a new session of the actor, who did not have
// to sign in for it.
func (s *Server) Session(t testing.TB, actor account.Actor) *Client {
	t.Helper()
	c := s.Anonymous(t)
	at, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	c.http.Jar.SetCookies(at, []*http.Cookie{accounttest.SignIn(t, s.Accounts, actor)})
	return c
}

// Program returns a client with an API token of the actor.
func (s *Server) Program(t testing.TB, actor account.Actor, scope string) *Client {
	t.Helper()
	token, err := s.Accounts.CreateToken(t.Context(), actor.Email, "test", scope)
	if err != nil {
		t.Fatal(err)
	}
	c := s.Anonymous(t)
	c.token = token
	return c
}

// Get asks for a page.
func (c *Client) Get(path string, header ...string) Answer {
	c.t.Helper()
	return c.Do(http.MethodGet, path, nil, header...)
}

// Post sends a form.
func (c *Client) Post(path string, form url.Values, header ...string) Answer {
	c.t.Helper()
	return c.Do(http.MethodPost, path, strings.NewReader(form.Encode()),
		append([]string{"Content-Type", "application/x-www-form-urlencoded"}, header...)...)
}

// JSON sends a body as JSON; nil sends none.
func (c *Client) JSON(method, path string, body any, header ...string) Answer {
	c.t.Helper()
	if body == nil {
		return c.Do(method, path, nil, header...)
	}
	b, err := json.Marshal(body)
	if err != nil {
		c.t.Fatal(err)
	}
	return c.Do(method, path, bytes.NewReader(b), append([]string{"Content-Type", "application/json"}, header...)...)
}

// Do sends a request; header holds names and values in turn.
func (c *Client) Do(method, path string, body io.Reader, header ...string) Answer {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.url+path, body)
	if err != nil {
		c.t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		if r.Header.Set(header[i], header[i+1]); header[i] == "Host" {
			r.Host = header[i+1]
		}
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	res, err := c.http.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return Answer{res.StatusCode, res.Header, string(b)}
}

// Upload sends a file as a form would.
func (c *Client) Upload(path, field, name, content string) Answer {
	c.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part, err := m.CreateFormFile(field, name)
	if err != nil {
		c.t.Fatal(err)
	}
	io.WriteString(part, content)
	if err := m.Close(); err != nil {
		c.t.Fatal(err)
	}
	return c.Do(http.MethodPost, path, &b, "Content-Type", m.FormDataContentType())
}

// Until waits for work in the background, a minute at most.
func Until(t testing.TB, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}
