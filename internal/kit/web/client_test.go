package web_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"kontor/internal/kit/web"
)

func TestWithClient_BelievesProxiesOnly(t *testing.T) {
	trusted, err := web.ParseProxies([]string{"10.0.0.0/8", "::1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		remote, hops, scheme string
		ip                   string
		secure               bool
	}{
		{"192.0.2.1:5", "", "", "192.0.2.1", false},
		{"192.0.2.1:5", "198.51.100.7", "https", "192.0.2.1", false},
		{"10.0.0.1:5", "198.51.100.7", "https", "198.51.100.7", true},
		{"10.0.0.1:5", "203.0.113.9, 198.51.100.7", "http, https", "198.51.100.7", true},
		{"10.0.0.1:5", "198.51.100.7, 10.0.0.2", "https, http", "198.51.100.7", false},
		{"10.0.0.1:5", "nonsense", "https", "10.0.0.1", true},
		{"10.0.0.1:5", "198.51.100.7, nonsense, 10.0.0.2", "", "10.0.0.2", false},
		{"[::1]:5", "2001:db8::1", "", "2001:db8::1", false},
		{"[::ffff:10.0.0.1]:5", "198.51.100.7:1234", "", "198.51.100.7", false},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.remote
		r.Header.Set("X-Forwarded-For", c.hops)
		r.Header.Set("X-Forwarded-Proto", c.scheme)
		if c.hops == "" {
			r.Header.Del("X-Forwarded-For")
		}
		if c.scheme == "" {
			r.Header.Del("X-Forwarded-Proto")
		}
		var got web.Client
		web.WithClient(trusted, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = web.ClientOf(r.Context()) })).ServeHTTP(httptest.NewRecorder(), r)
		if got.IP.String() != c.ip || got.Secure != c.secure {
			t.Errorf("%s through %q %q: %v %v, want %s %v", c.remote, c.hops, c.scheme, got.IP, got.Secure, c.ip, c.secure)
		}
	}
}
