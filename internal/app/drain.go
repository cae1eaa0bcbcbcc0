package app

import (
	"context"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// A proxy that sends a request to a server which is just going cannot tell
// whether it was done, so it must not ask another one. These make sure that
// nobody is cut off after having sent something.
const (
	// lingering is how long connections stay that nobody asks anything on: longer
	// than a proxy keeps them (keepalive_timeout in deploy/nginx/kontor.conf).
	lingering = 5 * time.Second
	// arriving is how long those may take who were let in and not yet heard.
	arriving = time.Second
)

// guests counts the connections of a server, and tells those who ask that the
// next request needs another one once leaving is set.
type guests struct {
	leaving atomic.Bool
	open    atomic.Int64
}

// watch makes the server count its connections.
func (g *guests) watch(s *http.Server) {
	next := s.Handler
	s.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if g.leaving.Load() {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
	s.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			g.open.Add(1)
		case http.StateClosed, http.StateHijacked:
			g.open.Add(-1)
		case http.StateActive, http.StateIdle:
		}
	}
}

func leaveAll(ctx context.Context, doors []door) {
	var all sync.WaitGroup
	for _, d := range doors {
		all.Go(func() { d.leave(ctx) })
	}
	all.Wait()
}

// leave lets nobody in any more and waits, for lingering at most, until all who
// are in have gone by themselves.
func (d door) leave(ctx context.Context) {
	deafen(d.Listener)
	until(ctx, arriving, func() bool { return waiting(d.Listener) == 0 })
	d.guests.leaving.Store(true)
	d.Close() // the server accepts no more; that it was open is all that could fail
	until(ctx, lingering, func() bool { return d.guests.open.Load() == 0 })
}

// until waits until it is so, for a while at most.
func until(ctx context.Context, most time.Duration, is func() bool) {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	for !is() {
		select {
		case <-ctx.Done():
			return
		case <-time.After(20 * time.Millisecond):
		}
	}
}
