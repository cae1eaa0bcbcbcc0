package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app"
	"kontor/internal/app/apptest"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

type health struct {
	Status          string
	Checks, Details map[string]string
}

func askHealth(t *testing.T, c *apptest.Client, header ...string) health {
	t.Helper()
	var h health
	c.Get("/health/", header...).Decode(t, &h)
	return h
}

func TestHealth_DetailsAreForThisMachineAndAdministrators(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		outside := []string{"X-Forwarded-For", "203.0.113.9"}
		here := askHealth(t, s.Anonymous(t))
		for _, name := range []string{"database", "migrations", "secret_key", "worker", "disk", "storage", "backup"} {
			if here.Checks[name] == "" {
				t.Errorf("no check %s in %v", name, here.Checks)
			}
		}
		if here.Details["database"] == "" {
			t.Errorf("this machine is told nothing: %+v", here)
		}
		if far := askHealth(t, s.Anonymous(t), outside...); far.Details != nil || far.Checks["database"] != "ok" {
			t.Errorf("a stranger is told %+v", far)
		}
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		if far := askHealth(t, s.Browser(t, owner), outside...); far.Details != nil {
			t.Errorf("a member is told %+v", far)
		}
		chief := accounttest.Actor(t, s.DB(), account.Owner)
		err := s.DB().InTx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `UPDATE users SET superuser = TRUE WHERE id = $1`, chief.User)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if far := askHealth(t, s.Browser(t, chief), outside...); far.Details["database"] == "" {
			t.Errorf("an administrator is told %+v", far)
		}
		for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(200 * time.Millisecond) {
			if h := askHealth(t, s.Anonymous(t)); h.Checks["worker"] == "ok" {
				break
			} else if time.Now().After(deadline) {
				t.Fatalf("the worker is not seen: %+v", h)
			}
		}
	})
}

// alone is an application without a worker.
func alone(t *testing.T, url string, settings ...string) (*app.App, app.Config) {
	t.Helper()
	return aloneTelling(t, io.Discard, url, settings...)
}

// aloneTelling writes its log to console.
func aloneTelling(t *testing.T, console io.Writer, url string, settings ...string) (*app.App, app.Config) {
	t.Helper()
	cfg, err := app.LoadConfig(append([]string{"DATA_DIR=" + t.TempDir(), "DATABASE_URL=" + url}, settings...), "none")
	if err == nil {
		err = cfg.Prepare()
	}
	if err != nil {
		t.Fatal(err)
	}
	log, err := app.NewLog(cfg, console, false, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(log.Close)
	a, err := app.New(t.Context(), cfg, "test", log.Logger)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a, cfg
}

func TestHealth_WithoutADatabase(t *testing.T) {
	for _, url := range []string{dbtest.SQLiteURL(t), dbtest.PostgresURL(t)} {
		a, _ := alone(t, url, "LOG_DIR=")
		h := a.Handler()
		a.DB().Close()
		for _, path := range []string{"/health/", "/health/ready"} {
			w := httptest.NewRecorder()
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.Host = "localhost"
			h.ServeHTTP(w, r)
			if w.Code != http.StatusServiceUnavailable || strings.Contains(w.Body.String(), "closed") {
				t.Errorf("%s: %d %s", path, w.Code, w.Body)
			}
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost/health/live", nil))
		if w.Code != http.StatusNoContent {
			t.Errorf("live: %d", w.Code)
		}
	}
}

// A server that is told to stop says so, and still answers what it is asked.
func TestServe_Drains(t *testing.T) {
	a, _ := alone(t, dbtest.SQLiteURL(t), "ADDR=127.0.0.1:0", "DRAIN_SECONDS=2", "LOG_DIR=")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- a.Serve(ctx, true, func(url string) { ready <- url }) }()
	base := <-ready
	slow := begin(t, base)
	if got := status(t, base+"/health/ready"); got != http.StatusOK {
		t.Fatalf("ready: %d", got)
	}
	stop()
	time.Sleep(300 * time.Millisecond)
	if got := status(t, base+"/health/ready"); got != http.StatusServiceUnavailable {
		t.Errorf("ready while it stops: %d", got)
	}
	if got := status(t, base+"/login"); got >= 500 {
		t.Errorf("a new request while it stops: %d", got)
	}
	time.Sleep(2 * time.Second) // now it accepts no more
	if answer := slow("=x"); !strings.HasPrefix(answer, "HTTP/1.1 303") {
		t.Errorf("the slow request got %q", answer)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func status(t *testing.T, url string) int {
	t.Helper()
	c := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	return res.StatusCode
}

// begin sends all of a request but its end, and returns how to send that and
// read the answer.
func begin(t *testing.T, base string) func(rest string) string {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	fmt.Fprintf(conn, "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\nemail")
	return func(rest string) string {
		io.WriteString(conn, rest)
		b := make([]byte, 200)
		conn.SetReadDeadline(time.Now().Add(10 * time.Second))
		n, err := conn.Read(b)
		if err != nil {
			t.Error(err)
		}
		return string(b[:n])
	}
}

func TestLog_SecurityHasItsOwnFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "logs")
	a, _ := alone(t, dbtest.SQLiteURL(t), "LOG_DIR="+dir)
	actor := accounttest.Actor(t, a.DB(), account.Owner)
	h := a.Handler()
	ask := func(method, host, body string, header ...string) {
		r := httptest.NewRequest(method, "http://"+host+"/login", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
	ask(http.MethodPost, "localhost", "email="+actor.Email+"&password=wrong")
	ask(http.MethodPost, "localhost", "email="+actor.Email+"&password="+url.QueryEscape(accounttest.Password))
	ask(http.MethodGet, "elsewhere.example", "")
	ask(http.MethodPost, "localhost", "email=a", "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example")
	lines, err := os.ReadFile(filepath.Join(dir, "security.log"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"sign-in failed", `"msg":"signed in"`, `"way":"password"`, "host refused", "cross-site request refused"} {
		if !bytes.Contains(lines, []byte(want)) {
			t.Errorf("%q is not in the security log:\n%s", want, lines)
		}
	}
	if bytes.Contains(lines, []byte("wrong")) {
		t.Errorf("a password is in the log:\n%s", lines)
	}
	first, _, _ := bytes.Cut(lines, []byte("\n"))
	var line struct{ Request, Route, Msg string }
	if err := json.Unmarshal(first, &line); err != nil || line.Request == "" || line.Route != "POST /login" {
		t.Errorf("%s: %+v, %v", first, line, err)
	}
}

// Addresses that are secrets are not written down, in whichever way they fail.
func TestLog_HoldsNoLinkThatLetsIn(t *testing.T) {
	var log bytes.Buffer
	a, _ := aloneTelling(t, &log, dbtest.SQLiteURL(t), "LOG_DIR=", "LOG_LEVEL=debug")
	h, tried := a.Handler(), 0
	ask := func(method, path, body string, header ...string) {
		r := httptest.NewRequest(method, "http://localhost"+path, strings.NewReader(body))
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
	for _, pattern := range a.Patterns() {
		method, path, _ := strings.Cut(pattern, " ")
		if !strings.Contains(path, "{token}") {
			continue
		}
		tried++
		path = strings.ReplaceAll(path, "{token}", "s3cr3t")
		ask(method, path, "")
		ask(http.MethodPost, path, "", "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example")
		ask(http.MethodPost, "/csp-report", `{"csp-report":{"document-uri":"http://h`+path+`","violated-directive":"img-src"}}`, "Content-Type", "application/csp-report")
	}
	lines := log.String()
	if tried < 5 || strings.Contains(lines, "s3cr3t") || strings.Count(lines, "/reset/…") < 4 || !strings.Contains(lines, "cross-site request refused") || !strings.Contains(lines, "policy violation") {
		t.Errorf("%d tried:\n%s", tried, lines)
	}
}

// A restored backup brings its jobs along, which say that people were erased
// again today: the start does it all the same.
func TestServe_ErasesAgainAtTheStart(t *testing.T) {
	url, dir := dbtest.SQLiteURL(t), t.TempDir()
	serve := func(then func(a *app.App)) {
		a, _ := alone(t, url, "ADDR=127.0.0.1:0", "LOG_DIR=", "DATA_DIR="+dir)
		ctx, stop := context.WithCancel(t.Context())
		ready, ended := make(chan string, 1), make(chan error, 1)
		go func() { ended <- a.Serve(ctx, true, func(url string) { ready <- url }) }()
		<-ready
		then(a)
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		a.Close()
	}
	var ivan contact.Contact
	serve(func(a *app.App) {
		actor := accounttest.Actor(t, a.DB(), account.Owner)
		var err error
		if ivan, err = a.Contacts.Contacts.Create(t.Context(), actor, contact.ContactInput{ContactFields: contact.ContactFields{FirstName: "Ivan"}}); err != nil {
			t.Fatal(err)
		}
		apptest.Until(t, "the job of the day", func() bool {
			n, err := db.Value[int](t.Context(), a.DB(), `SELECT count(*) FROM river_job WHERE kind = 'privacy.tidy' AND state = 'completed'`)
			return err == nil && n == 1
		})
	})
	line := fmt.Sprintf("%d %s 2026-01-01T00:00:00Z\n", ivan.Workspace, ivan.ID)
	if err := os.WriteFile(filepath.Join(dir, "erasures.log"), []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	serve(func(a *app.App) {
		if n, err := db.Value[int](t.Context(), a.DB(), `SELECT count(*) FROM contacts WHERE id = $1`, ivan.ID); n != 0 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
	})
}
