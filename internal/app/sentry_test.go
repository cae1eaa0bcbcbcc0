package app_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"kontor/internal/kit/db/dbtest"
)

// receiver takes envelopes as Sentry does: a line for the whole, then a line
// and a body for each item.
type receiver struct {
	*httptest.Server
	mu    sync.Mutex
	items map[string][]string // by type
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	v := &receiver{items: map[string][]string{}}
	v.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/42/envelope/" || !strings.Contains(r.Header.Get("X-Sentry-Auth"), "sentry_key=public") {
			t.Errorf("%s, %q", r.URL, r.Header)
		}
		v.take(t, r)
		w.Write([]byte("{}"))
	}))
	t.Cleanup(v.Close)
	return v
}

func (v *receiver) take(t *testing.T, r *http.Request) {
	body := io.Reader(r.Body)
	if r.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(r.Body)
		if err != nil {
			t.Error(err)
			return
		}
		body = z
	}
	in := bufio.NewReader(body)
	in.ReadString('\n')
	for {
		head, err := in.ReadString('\n')
		if err != nil {
			return
		}
		var item struct{ Type string }
		if err := json.Unmarshal([]byte(head), &item); err != nil {
			t.Errorf("head of an item %q: %v", head, err)
		}
		text, _ := in.ReadString('\n')
		v.mu.Lock()
		v.items[item.Type] = append(v.items[item.Type], text)
		v.mu.Unlock()
	}
}

func (v *receiver) wait(t *testing.T, kind string) string {
	t.Helper()
	for deadline := time.Now().Add(15 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		v.mu.Lock()
		got := v.items[kind]
		v.mu.Unlock()
		if len(got) > 0 {
			return strings.Join(got, "\n")
		}
	}
	t.Fatalf("no %s came", kind)
	return ""
}

func TestSentry_IsToldOfErrorsWithoutPeople(t *testing.T) {
	v := newReceiver(t)
	dsn := strings.Replace(v.URL, "http://", "http://public@", 1) + "/42"
	a, _ := alone(t, dbtest.SQLiteURL(t), "LOG_DIR=", "SENTRY_DSN="+dsn, "SENTRY_TRACES_SAMPLE_RATE=1", "SENTRY_ENVIRONMENT=staging")
	h := a.Handler()
	r := httptest.NewRequest(http.MethodGet, "http://localhost/health/live", nil)
	h.ServeHTTP(httptest.NewRecorder(), r)
	a.DB().Close() // now every page fails
	r = httptest.NewRequest(http.MethodPost, "http://localhost/login", strings.NewReader("email=anna@example.com&password=hidden-word"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Cookie", "kontor_session=cookie-word")
	r.RemoteAddr = "203.0.113.9:1234"
	h.ServeHTTP(httptest.NewRecorder(), r)
	all := v.wait(t, "event") + v.wait(t, "transaction")
	for _, want := range []string{`"environment":"staging"`, `"release":"kontor@test"`, `"transaction":"GET /health/live"`, "closed"} {
		if !strings.Contains(all, want) {
			t.Errorf("%s is not in %s", want, all)
		}
	}
	for _, secret := range []string{"anna@", "hidden-word", "cookie-word", "203.0.113.9"} {
		if strings.Contains(all, secret) {
			t.Errorf("%s left the server: %s", secret, all)
		}
	}
}

func TestMetrics_ForThisMachineOrTheToken(t *testing.T) {
	a, _ := alone(t, dbtest.SQLiteURL(t), "LOG_DIR=", "METRICS_TOKEN=0123456789abcdef")
	h := a.Handler()
	ask := func(from string, header ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "http://localhost/metrics", nil)
		r.RemoteAddr = from
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "http://localhost/contacts/1", nil))
	here := ask("127.0.0.1:5")
	for _, want := range []string{`kontor_build_info{version="test"} 1`, `kontor_check_ok{check="database"} 1`, "kontor_backup_verified_timestamp_seconds 0", `kontor_jobs{state="discarded"} 0`,
		`kontor_http_request_duration_seconds_count{route="GET /contacts/{id}"`, `go_sql_open_connections{db_name="write"}`} {
		if !strings.Contains(here.Body.String(), want) {
			t.Errorf("%s is missing in %.3000s", want, here.Body)
		}
	}
	if got := ask("203.0.113.9:5").Code; got != http.StatusNotFound {
		t.Errorf("a stranger gets %d", got)
	}
	if got := ask("127.0.0.1:5", "X-Forwarded-For", "203.0.113.9").Code; got != http.StatusNotFound {
		t.Errorf("a stranger through a proxy gets %d", got)
	}
	if got := ask("203.0.113.9:5", "Authorization", "Bearer 0123456789abcdef").Code; got != http.StatusOK {
		t.Errorf("the token gets %d", got)
	}
}
