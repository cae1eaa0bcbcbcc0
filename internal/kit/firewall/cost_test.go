package firewall_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"kontor/internal/kit/firewall"
)

// What the rules cost one look at a list, and one form.
func BenchmarkFirewall(b *testing.B) {
	f, err := firewall.New(true, nil)
	if err != nil {
		b.Fatal(err)
	}
	h := f.With(http.NotFound, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for _, c := range []tried{{"GET", "/contacts?sort=-created_at&filter=any(city:Sofia)", "", ""}, {"POST", "/contacts/new", form, "first_name=Ivan&last_name=Petrov&email=ivan%40x.example&city=Sofia"}} {
		b.Run(c.method, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequestWithContext(b.Context(), c.method, c.path, strings.NewReader(c.body))
				r.Header.Set("Content-Type", c.kind)
				r.Header.Set("Cookie", "__Host-session=0123456789abcdef0123456789abcdef0123456789a")
				r.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36")
				h.ServeHTTP(httptest.NewRecorder(), r)
			}
		})
	}
}
