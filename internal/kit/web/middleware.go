package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
)

type requestIDKey struct{}

// RequestID returns the id of the request, shown to people when something
// fails and written with every log line.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// WithRequestID gives every request an id of its own.
func WithRequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := rand.Text()[:12]
		w.Header().Set("X-Request-Id", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestIDKey{}, id)))
	})
}

type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach Flush and deadlines.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// Abort breaks off an answer that has begun, so that nobody takes a part for
// the whole; it does not return.
func Abort(err error) { panic(fmt.Errorf("%w: %w", http.ErrAbortHandler, err)) }

// WithRecover turns a panic into an error answer through fail, and tells
// aborted why an answer was broken off.
func WithRecover(fail func(http.ResponseWriter, *http.Request, error), aborted func(*http.Request, error), next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
					aborted(r, err)
					panic(http.ErrAbortHandler) // net/http writes no stack for this one
				}
				fail(w, r, fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// ReportPath is where browsers report what the policy of a page stopped.
const ReportPath = "/csp-report"

// InertPolicy is for what people brought: nothing in it runs, loads or is framed.
const InertPolicy = "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"

// policy lets a page load from this server alone, and its style, scripts, fonts and pictures also from static, unless
// that is empty.
func policy(static string) string {
	own := strings.TrimSpace("'self' " + static)
	return "default-src 'none'; script-src " + own + "; style-src " + own + "; img-src " + own + "; font-src " + own + "; connect-src 'self'; " +
		"object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'; report-uri " + ReportPath + "; report-to csp"
}

// WithHeaders sets the headers that keep a page on its own ground. static is where built files are loaded from, if not
// from here.
func WithHeaders(static string, next http.Handler) http.Handler {
	csp := policy(static)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h["Content-Security-Policy"] = []string{csp}
		h["Reporting-Endpoints"] = []string{`csp="` + ReportPath + `"`}
		h["X-Content-Type-Options"] = []string{"nosniff"}
		h["X-Frame-Options"] = []string{"DENY"}
		h["Referrer-Policy"] = []string{"same-origin"}
		h["Permissions-Policy"] = []string{"camera=(), geolocation=(), microphone=(), payment=(), usb=()"}
		h["Cross-Origin-Opener-Policy"] = []string{"same-origin"}
		h["Cache-Control"] = []string{"private, no-cache"}
		next.ServeHTTP(w, r)
	})
}

// MaxBody is how many bytes a request may have where its route sets no limit
// of its own.
const MaxBody = 2 << 20

// WithBodyLimit refuses bodies that say they are larger than allowed; limit
// returns the allowance of a request.
func WithBodyLimit(limit func(*http.Request) int64, fail func(http.ResponseWriter, *http.Request, error), next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most := limit(r)
		if r.ContentLength > most {
			w.Header().Set("Connection", "close")
			fail(w, r, &http.MaxBytesError{Limit: most})
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		next.ServeHTTP(w, r)
	})
}
