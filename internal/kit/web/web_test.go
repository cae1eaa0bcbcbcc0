package web_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/web"
)

func status(w http.ResponseWriter, _ *http.Request, err error) {
	http.Error(w, err.Error(), web.Status(err))
}

func get(h http.Handler, method, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestRouter_ErrorsGoThroughOnePlace(t *testing.T) {
	rt := web.NewRouter(status)
	for path, err := range map[string]error{
		"/invalid": fault.Invalid{"name": "x"}, "/gone": fault.NotFound{}, "/not-yours": fault.Forbidden{},
		"/nobody": fault.Unauthenticated{}, "/taken": fault.Conflict{}, "/stale": fmt.Errorf("update: %w", fault.Conflict{Stale: true}),
		"/broken": fault.Malformed{}, "/large": fault.TooLarge{}, "/many": fault.TooMany{}, "/ours": errors.New("boom"),
	} {
		rt.Handle("GET "+path, func(http.ResponseWriter, *http.Request) error { return err })
	}
	for path, want := range map[string]int{"/invalid": 422, "/gone": 404, "/not-yours": 403, "/nobody": 401, "/taken": 409,
		"/stale": 412, "/broken": 400, "/large": 413, "/many": 429, "/ours": 500, "/nowhere": 404} {
		if got := get(rt, "GET", path).Code; got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
	if got := get(rt, "POST", "/gone"); got.Code != 405 || !strings.Contains(got.Header().Get("Allow"), "GET") {
		t.Errorf("a wrong method: %d, Allow %q", got.Code, got.Header().Get("Allow"))
	}
}

type input struct {
	Name   string   `json:"name"`
	Count  *int64   `json:"count"`
	Owner  db.ID    `json:"owner_id"`
	Active bool     `json:"is_active"`
	Emails []string `json:"email"`
}

func decode(t *testing.T, body string) (input, web.Form, error) {
	t.Helper()
	r := httptest.NewRequest("POST", "/", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var in input
	form, err := web.ReadForm(httptest.NewRecorder(), r)
	if err == nil {
		err = form.Decode(t.Context(), &in)
	}
	return in, form, err
}

func TestForm_DecodesWhatWasTyped(t *testing.T) {
	in, _, err := decode(t, "name=%D0%98%D0%B2%D0%B0%D0%BD&count=1%20284&is_active=on&email=a%40x.example&email=b%40x.example&owner_id=")
	if err != nil || in.Name != "Иван" || in.Count == nil || *in.Count != 1284 || !in.Active || len(in.Emails) != 2 {
		t.Fatalf("got %+v, %v", in, err)
	}
}

func TestForm_NamesTheBadField(t *testing.T) {
	for _, c := range []struct{ body, field string }{
		{"count=many", "count"},
		{"owner_id=42", "owner_id"},
		{"surprise=1", "surprise"},
		{"name=a%00b", "name"},
		{"name=%FF%FE", "name"},
		{"count=99999999999999999999", "count"},
	} {
		_, form, err := decode(t, c.body)
		invalid, ok := errors.AsType[fault.Invalid](err)
		if !ok || invalid[c.field] == "" {
			t.Errorf("%s: %v", c.body, err)
		}
		if form.Values == nil {
			t.Errorf("%s: what was typed is lost", c.body)
		}
	}
}

func TestForm_RefusesAHugeBody(t *testing.T) {
	_, _, err := decode(t, "name="+strings.Repeat("x", 10<<20))
	if web.Status(err) != http.StatusRequestEntityTooLarge {
		t.Fatalf("a body of 10 MB: %v", err)
	}
}

func TestForm_RoundTrip(t *testing.T) {
	n := int64(7)
	f := web.FormOf(&input{Name: "x", Count: &n, Active: true, Emails: []string{"a", "b"}})
	want := url.Values{"name": {"x"}, "count": {"7"}, "is_active": {"true"}, "email": {"a", "b"}, "owner_id": {""}}
	if f.Values.Encode() != want.Encode() {
		t.Fatalf("got %v, want %v", f.Values, want)
	}
}

func TestETag_ChangesWithDataAndReader(t *testing.T) {
	state, who, calls := "1", "elena", 0
	rt := web.NewRouter(status).With(web.WithETag(func(context.Context) (string, error) { return state, nil }, func(*http.Request) string { return who }))
	rt.Handle("GET /x", func(w http.ResponseWriter, r *http.Request) error {
		calls++
		_, err := w.Write([]byte("page"))
		return err
	})
	tag := get(rt, "GET", "/x").Header().Get("ETag")
	if tag == "" {
		t.Fatal("no ETag")
	}
	again := func() int { return get(rt, "GET", "/x", "If-None-Match", tag).Code }
	if again() != 304 || calls != 1 {
		t.Fatalf("unchanged: made %d times", calls)
	}
	if get(rt, "GET", "/x?q=a", "If-None-Match", tag).Code != 200 {
		t.Error("another address must be made anew")
	}
	who = "georgi"
	if again() != 200 {
		t.Error("another reader must get their own page")
	}
	who, state = "elena", "2"
	if again() != 200 {
		t.Error("changed data must be made anew")
	}
	who = ""
	if get(rt, "GET", "/x").Header().Get("ETag") != "" {
		t.Error("nobody signed in: no ETag")
	}
}

func TestIsLocalPath(t *testing.T) {
	for path, want := range map[string]bool{"/contacts?q=1": true, "/": true, "": false, "//evil.example": false, `/\evil.example`: false,
		"https://evil.example": false, "/a\r\nSet-Cookie: x": false, "contacts": false} {
		if got := web.IsLocalPath(path); got != want {
			t.Errorf("%q: %v, want %v", path, got, want)
		}
	}
}

func TestFlash_SurvivesOnePageAndStaysLocal(t *testing.T) {
	w := httptest.NewRecorder()
	web.SetFlash(w, httptest.NewRequest(http.MethodGet, "/", nil), web.Flash{Text: "Изтрито", Action: "Undo", Post: "/contacts/1/restore"})
	r := httptest.NewRequest("GET", "/", nil)
	r.AddCookie(w.Result().Cookies()[0])
	got := web.TakeFlash(httptest.NewRecorder(), r)
	if got == nil || got.Text != "Изтрито" || got.Post != "/contacts/1/restore" {
		t.Fatalf("got %+v", got)
	}
	w = httptest.NewRecorder()
	web.SetFlash(w, httptest.NewRequest(http.MethodGet, "/", nil), web.Flash{Text: "x", Post: "//evil.example"})
	r = httptest.NewRequest("GET", "/", nil)
	r.AddCookie(w.Result().Cookies()[0])
	if web.TakeFlash(httptest.NewRecorder(), r) != nil {
		t.Error("a flash that posts to another site was taken")
	}
}

func TestForm_TakesTheBoxBehindItsNo(t *testing.T) {
	var in struct {
		Shown bool `json:"shown"`
	}
	for values, want := range map[string]bool{"shown=&shown=1": true, "shown=": false, "shown=on": true} {
		parsed, err := url.ParseQuery(values)
		if err != nil {
			t.Fatal(err)
		}
		form := web.Form{Values: parsed}
		if err := form.Decode(t.Context(), &in); err != nil || in.Shown != want {
			t.Errorf("%s: %v, %v", values, in.Shown, err)
		}
	}
}

// What breaks an answer off is told, and nobody takes the part for the whole.
func TestAbort_BreaksOffAndTellsWhy(t *testing.T) {
	why := make(chan error, 1)
	fail := func(w http.ResponseWriter, r *http.Request, err error) { t.Errorf("answered: %v", err) }
	s := httptest.NewServer(web.WithRecover(fail, func(_ *http.Request, err error) { why <- err }, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "half")
		http.NewResponseController(w).Flush()
		web.Abort(errors.New("the disk is gone"))
	})))
	defer s.Close()
	res, err := http.Get(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if _, err := io.ReadAll(res.Body); err == nil {
		t.Error("it looked whole")
	}
	if err := <-why; !strings.Contains(err.Error(), "the disk is gone") {
		t.Error(err)
	}
}
