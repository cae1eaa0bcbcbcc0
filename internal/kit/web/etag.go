package web

import (
	"context"
	"encoding/base64"
	"hash/fnv"
	"net/http"
	"strings"
)

// WithETag answers 304 to a GET whose answer cannot have changed: generation
// names the state of the data, reader everything else the answer depends on
// (who asks, language, theme, build). An empty reader switches it off. Answers
// that set an ETag of their own keep it.
func WithETag(generation func(context.Context) (string, error), reader func(*http.Request) string) Middleware {
	return func(next Handler) Handler {
		return func(w http.ResponseWriter, r *http.Request) error {
			who := reader(r)
			if r.Method != http.MethodGet || who == "" || HasFlash(r) {
				return next(w, r)
			}
			// Read before the handler reads: a later commit then means a new tag.
			state, err := generation(r.Context())
			if err != nil {
				return err
			}
			tag := etag(state, who, r.URL.RequestURI(), r.Header.Get("HX-Request"), r.Header.Get("HX-Target"))
			if strings.Contains(r.Header.Get("If-None-Match"), tag) {
				w.Header().Set("ETag", tag)
				w.WriteHeader(http.StatusNotModified)
				return nil
			}
			return next(&tagged{ResponseWriter: w, tag: tag}, r)
		}
	}
}

func etag(parts ...string) string {
	h := fnv.New128a()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return `W/"` + base64.RawURLEncoding.EncodeToString(h.Sum(nil)) + `"`
}

// tagged adds the tag to a 200 answer that has none.
type tagged struct {
	http.ResponseWriter
	tag  string
	done bool
}

func (t *tagged) WriteHeader(status int) {
	if !t.done && status == http.StatusOK && t.Header().Get("ETag") == "" {
		t.Header().Set("ETag", t.tag)
	}
	t.done = true
	t.ResponseWriter.WriteHeader(status)
}

func (t *tagged) Write(b []byte) (int, error) {
	if !t.done {
		t.WriteHeader(http.StatusOK)
	}
	return t.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach Flush and deadlines.
func (t *tagged) Unwrap() http.ResponseWriter { return t.ResponseWriter }
