package web

import (
	"context"
	"net/http"
	"time"
)

// Trail is what is known of a request by the time it is answered. One
// goroutine at a time writes it: the one that answers.
type Trail struct {
	Route     string // the pattern, never the path: that may name records
	Workspace int64
	User      string
	Via       string // page or api
	Status    int
	Took      time.Duration
}

type trailKey struct{}

// TrailOf returns the trail of the request, or nil outside of one.
func TrailOf(ctx context.Context) *Trail {
	t, _ := ctx.Value(trailKey{}).(*Trail)
	return t
}

// WithTrail lays a trail for every request, and calls done when it is answered.
func WithTrail(done func(r *http.Request, t *Trail), next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		t := &Trail{}
		r = r.WithContext(context.WithValue(r.Context(), trailKey{}, t))
		rec := &recorder{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			t.Status, t.Took = rec.status, time.Since(start)
			done(r, t)
		}()
		next.ServeHTTP(rec, r)
	})
}
