// Package web owns what every page request goes through: routes, the chain of
// middleware, forms, rendering, and the turning of errors into answers.
package web

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"kontor/internal/kit/fault"
)

// Handler answers a request or returns an error, which one place turns into an
// answer.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Middleware wraps a Handler.
type Middleware func(Handler) Handler

// Router is a table of routes on net/http's ServeMux. Routers made by With
// share the table.
type Router struct {
	table *table
	wrap  []Middleware
}

type table struct {
	mux      *http.ServeMux
	patterns []string
	fail     func(w http.ResponseWriter, r *http.Request, err error)
}

// NewRouter returns an empty router; fail turns an error into an answer.
func NewRouter(fail func(w http.ResponseWriter, r *http.Request, err error)) *Router {
	return &Router{table: &table{mux: http.NewServeMux(), fail: fail}}
}

// With returns a router whose handlers are wrapped by m, the first outermost.
func (rt *Router) With(m ...Middleware) *Router {
	return &Router{table: rt.table, wrap: append(append([]Middleware{}, rt.wrap...), m...)}
}

// Handle adds a route, such as "GET /contacts/{id}".
func (rt *Router) Handle(pattern string, h Handler) {
	for i := len(rt.wrap) - 1; i >= 0; i-- {
		h = rt.wrap[i](h)
	}
	rt.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			rt.table.fail(w, r, err)
		}
	})
}

// HandleFunc adds a plain handler that answers its own errors.
func (rt *Router) HandleFunc(pattern string, h func(http.ResponseWriter, *http.Request)) {
	rt.table.patterns = append(rt.table.patterns, pattern)
	rt.table.mux.HandleFunc(pattern, h)
}

// Patterns lists every route in the order of registration.
func (rt *Router) Patterns() []string { return rt.table.patterns }

// Fail answers with the error err, as a returned error would.
func (rt *Router) Fail(w http.ResponseWriter, r *http.Request, err error) { rt.table.fail(w, r, err) }

// ServeHTTP answers by the table; "not found" and "method not allowed" go
// through the same error page as everything else.
func (rt *Router) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !utf8.ValidString(r.URL.Path) || strings.IndexByte(r.URL.Path, 0) >= 0 {
		rt.table.fail(w, r, fault.NotFound{}) // nothing is called so, and no database could be asked
		return
	}
	_, pattern := rt.table.mux.Handler(r)
	if t := TrailOf(r.Context()); t != nil {
		t.Route = pattern
	}
	if pattern == "" {
		rt.table.mux.ServeHTTP(&missing{ResponseWriter: w, rt: rt, r: r}, r)
		return
	}
	rt.table.mux.ServeHTTP(w, r)
}

// missing catches the mux's own plain-text 404 and 405.
type missing struct {
	http.ResponseWriter
	rt   *Router
	r    *http.Request
	done bool
}

func (m *missing) WriteHeader(status int) {
	if status != http.StatusNotFound && status != http.StatusMethodNotAllowed {
		m.ResponseWriter.WriteHeader(status) // a redirect to the clean path
		return
	}
	m.done = true
	m.Header().Del("Content-Type")
	m.rt.table.fail(m.ResponseWriter, m.r, missingRoute(status))
}

func (m *missing) Write(b []byte) (int, error) {
	if m.done {
		return len(b), nil
	}
	return m.ResponseWriter.Write(b)
}

// IsAPI tells whether the request is for a program and wants no HTML.
func IsAPI(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/api/") && r.URL.Path != "/api/docs" || r.URL.Path == "/mcp"
}

// IsPartial tells whether htmx asks for a part of a page.
func IsPartial(r *http.Request) bool { return r.Header.Get("HX-Request") == "true" }
