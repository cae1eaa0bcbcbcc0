package operate_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"
)

// client is a browser or a program that asks a server.
type client struct {
	base  string
	token string
	http  *http.Client
}

// newClient asks the server at the address; transport may be nil.
func newClient(base, token string, transport http.RoundTripper) *client {
	jar, _ := cookiejar.New(nil) // without options it cannot fail
	return &client{base: base, token: token, http: &http.Client{Jar: jar, Timeout: 20 * time.Second, Transport: transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// answer is what came back.
type answer struct {
	status int
	body   string
}

func (c *client) do(method, path, contentType string, body io.Reader) (answer, error) {
	r, err := http.NewRequest(method, c.base+path, body)
	if err != nil {
		return answer{}, err
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	res, err := c.http.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, string(text)}, err
}

func (c *client) get(path string) (answer, error) { return c.do(http.MethodGet, path, "", nil) }

func (c *client) form(path string, values url.Values) (answer, error) {
	return c.do(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(values.Encode()))
}

func (c *client) json(method, path string, value any) (answer, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return answer{}, err
	}
	return c.do(method, path, "application/json", bytes.NewReader(text))
}

// expect fails unless the answer has the status.
func expect(t *testing.T, status int, a answer, err error) answer {
	t.Helper()
	if err != nil || a.status != status {
		t.Fatalf("status %d instead of %d, %v: %.400s", a.status, status, err, a.body)
	}
	return a
}

// founding is what the first page of a new server asks.
func founding() url.Values {
	return url.Values{"workspace": {"Vitosha Instruments"}, "country": {"BG"}, "currency": {"EUR"}, "language": {"en"}, "email": {email}, "password": {password}}
}

// setUp makes the workspace through a node and returns a token for its API.
func (s *site) setUp(t *testing.T, base string) (token string) {
	t.Helper()
	a, err := newClient(base, "", nil).form("/setup", founding())
	expect(t, http.StatusSeeOther, a, err)
	return s.token(t)
}

// token makes a token of the owner.
func (s *site) token(t *testing.T) string {
	t.Helper()
	lines := strings.Split(s.run(t, "token", "create", "--email", email, "--name", "load"), "\n")
	return lines[len(lines)-1]
}

// signIn returns a browser in which the owner is signed in.
func signIn(t *testing.T, base string, transport http.RoundTripper) *client {
	t.Helper()
	c := newClient(base, "", transport)
	a, err := c.form("/login", url.Values{"email": {email}, "password": {password}})
	expect(t, http.StatusSeeOther, a, err)
	return c
}

// create adds a contact; err tells that it was not acknowledged.
func (c *client) create(name string) error {
	a, err := c.json(http.MethodPost, "/api/v1/contacts", map[string]any{"first_name": "Load", "last_name": name})
	if err == nil && a.status != http.StatusCreated {
		err = fmt.Errorf("status %d: %.200s", a.status, a.body)
	}
	return err
}
