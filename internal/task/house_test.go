package task_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/jobs"
	"kontor/internal/kit/storage"
	"kontor/internal/kit/web"
	"kontor/internal/task"
	"kontor/internal/view"
)

// house is the product around the domain under test: pages behind sign-in and
// the API behind tokens, on one database.
type house struct {
	*task.Domain
	db       *db.DB
	accounts *account.Domain
	notes    *activity.Domain
	queue    *jobs.Queue
	contacts *contact.Domain
	handler  http.Handler
}

func newHouse(t *testing.T, d *db.DB) *house {
	t.Helper()
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	shell := func(w http.ResponseWriter, r *http.Request, title string, body templ.Component) templ.Component {
		return body
	}
	secret := []byte(strings.Repeat("k", 32))
	files := &storage.Disk{Dir: t.TempDir()}
	accounts := account.New(d, account.Config{Secret: secret, DefaultLang: "en", Log: log, Shell: shell, Files: files})
	notes := activity.New(d, shell)
	views := view.New(d, shell)
	queue := jobs.New(d, log)
	contacts := contact.New(contact.Needs{
		DB: d, Secret: secret, Shell: shell, Accounts: accounts, Activity: notes, Views: views, Queue: queue, Files: files, Log: log,
	})
	h := &house{db: d, accounts: accounts, notes: notes, queue: queue, contacts: contacts, Domain: task.New(task.Needs{
		DB: d, Secret: secret, Shell: shell, Accounts: accounts, Activity: notes, Contacts: contacts, Views: views, Queue: queue,
	})}
	router := web.NewRouter(func(w http.ResponseWriter, r *http.Request, err error) {
		if web.Status(err) >= 500 {
			t.Errorf("%s %s: %v", r.Method, r.URL, err)
		}
		if web.IsAPI(r) {
			api.WriteProblem(w, r, err)
			return
		}
		http.Error(w, err.Error(), web.Status(err))
	})
	h.PublicRoutes(router)
	signedIn := router.With(accounts.Require)
	notes.Routes(signedIn)
	views.Routes(signedIn)
	contacts.Records.Routes(signedIn)
	contacts.Routes(signedIn)
	h.Routes(signedIn)
	a := api.New(signedIn, "test", log)
	notes.API(a)
	contacts.Records.API(a)
	contacts.API(a)
	h.API(a)
	h.handler = web.WithRecover(router.Fail, func(*http.Request, error) {}, accounts.Middleware(router))
	return h
}

// visitor is somebody at a browser, or a program with their token.
type visitor struct {
	t      *testing.T
	house  *house
	actor  account.Actor
	cookie *http.Cookie
	token  string
}

func (h *house) visitor(t *testing.T, actor account.Actor) *visitor {
	t.Helper()
	return &visitor{t, h, actor, accounttest.SignIn(t, h.accounts, actor), accounttest.Token(t, h.accounts, actor, "read,write")}
}

// answer is what came back.
type answer struct {
	t      *testing.T
	status int
	header http.Header
	body   string
}

func (v *visitor) do(r *http.Request) answer {
	v.t.Helper()
	w := httptest.NewRecorder()
	v.house.handler.ServeHTTP(w, r)
	return answer{v.t, w.Code, w.Result().Header, w.Body.String()}
}

func (v *visitor) get(path string) answer {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.AddCookie(v.cookie)
	return v.do(r)
}

// part asks as htmx does.
func (v *visitor) part(path string) answer {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.AddCookie(v.cookie)
	r.Header.Set("HX-Request", "true")
	return v.do(r)
}

// post sends a form; fields come in pairs of name and value.
func (v *visitor) post(path string, fields ...string) answer {
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return v.send(path, form)
}

func (v *visitor) send(path string, form url.Values) answer {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(v.cookie)
	return v.do(r)
}

// call asks the API; headers come in pairs after the body.
func (v *visitor) call(method, path, body string, headers ...string) answer {
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	r := httptest.NewRequest(method, "/api/v1"+path, reader)
	r.Header.Set("Authorization", "Bearer "+v.token)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return v.do(r)
}

// is asserts the status.
func (a answer) is(status int) answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("status %d, want %d: %s", a.status, status, short(a.body))
	}
	return a
}

func (a answer) has(texts ...string) answer {
	a.t.Helper()
	for _, text := range texts {
		if !strings.Contains(a.body, text) {
			a.t.Errorf("the answer lacks %q: %s", text, short(a.body))
		}
	}
	return a
}

func (a answer) lacks(texts ...string) answer {
	a.t.Helper()
	for _, text := range texts {
		if strings.Contains(a.body, text) {
			a.t.Errorf("the answer has %q", text)
		}
	}
	return a
}

// json reads the body.
func (a answer) json() map[string]any {
	a.t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(a.body), &v); err != nil {
		a.t.Fatalf("%v: %s", err, short(a.body))
	}
	return v
}

// location is where a redirect leads.
func (a answer) location() string {
	a.t.Helper()
	a.is(http.StatusSeeOther)
	return a.header.Get("Location")
}

// flash is what the next page says, and what undoes it.
func (a answer) flash() web.Flash {
	a.t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	for _, c := range (&http.Response{Header: a.header}).Cookies() {
		r.AddCookie(c)
	}
	f := web.TakeFlash(httptest.NewRecorder(), r)
	if f == nil {
		a.t.Fatal("no flash")
	}
	return *f
}

// field is the value of an input of the page.
func (a answer) field(name string) string {
	a.t.Helper()
	for _, tag := range regexp.MustCompile(`<input[^>]*>`).FindAllString(a.body, -1) {
		if strings.Contains(tag, `name="`+name+`"`) {
			if m := regexp.MustCompile(`value="([^"]*)"`).FindStringSubmatch(tag); m != nil {
				return m[1]
			}
		}
	}
	a.t.Fatalf("no field %q", name)
	return ""
}

func short(s string) string {
	if s = string(bytes.TrimSpace([]byte(s))); len(s) > 1500 {
		return s[:1500] + "…"
	}
	return s
}
