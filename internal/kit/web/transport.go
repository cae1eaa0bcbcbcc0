package web

import (
	"net/http"
	"strconv"
	"strings"
)

// Transport is how strictly a server insists on encryption.
type Transport struct {
	Redirect bool // lead plain requests to HTTPS
	HSTS     int  // seconds for which browsers shall come by HTTPS only; 0 says nothing
}

// With applies it. Health checks come as they are: a monitor on the machine
// itself has no certificate to ask for.
func (t Transport) With(next http.Handler) http.Handler {
	hsts := []string{"max-age=" + strconv.Itoa(t.HSTS) + "; includeSubDomains"}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secure := ClientOf(r.Context()).Secure
		if !secure && t.Redirect && !isHealth(r) {
			toHTTPS(w, r)
			return
		}
		if secure && t.HSTS > 0 {
			w.Header()["Strict-Transport-Security"] = hsts
		}
		next.ServeHTTP(w, r)
	})
}

func isHealth(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/health/") }

// toHTTPS keeps the method, so that a form posted to the plain address is not
// turned into a look at a page.
func toHTTPS(w http.ResponseWriter, r *http.Request) {
	status := http.StatusPermanentRedirect
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		status = http.StatusMovedPermanently
	}
	http.Redirect(w, r, "https://"+r.Host+r.URL.RequestURI(), status)
}
