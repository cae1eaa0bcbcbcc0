package live

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Mark is a moment on the clock of a node.
type Mark struct {
	node string
	at   time.Time
}

// skew is how far the clocks of two nodes may be apart.
const skew = 2 * time.Second

// on is the moment on the clock of a node, early enough to miss nothing.
func (m Mark) on(node string) time.Time {
	if m.node == node {
		return m.at
	}
	return m.at.Add(-skew)
}

func (m Mark) String() string { return m.node + "." + strconv.FormatInt(m.at.UnixMilli(), 36) }

// ParseMark reads what String wrote; what is none is long ago.
func ParseMark(s string) Mark {
	node, at, _ := strings.Cut(s, ".")
	ms, err := strconv.ParseInt(at, 36, 64)
	if err != nil {
		return Mark{}
	}
	return Mark{node, time.UnixMilli(ms)}
}

type pageKey struct{}

// page is what a request says of the page it comes from.
type page struct {
	id   string
	mark Mark
}

// PageHeader names the open page that a script's request comes from.
const PageHeader = "X-Page"

// Middleware notes which open page a request comes from, and when it came:
// what it reads is at least as new as that.
func (h *Hub) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := &page{r.Header.Get(PageHeader), Mark{h.node, time.Now()}}
		if !isPage(p.id) {
			p.id = ""
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), pageKey{}, p)))
	})
}

func isPage(id string) bool {
	return len(id) <= 32 && strings.Trim(id, "0123456789abcdef") == ""
}

// PageOf returns the open page that caused what happens in ctx; empty for
// none.
func PageOf(ctx context.Context) string {
	if p, ok := ctx.Value(pageKey{}).(*page); ok {
		return p.id
	}
	return ""
}

// Since returns when the request of ctx came, for the page that answers it.
func Since(ctx context.Context) string {
	if p, ok := ctx.Value(pageKey{}).(*page); ok {
		return p.mark.String()
	}
	return ""
}
