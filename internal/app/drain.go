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
	// keepAliveWait is how long idle connections stay open: longer than a proxy
	// keeps them (keepalive_timeout in deploy/nginx/kontor.conf).
	keepAliveWait = 5 * time.Second
	// backlogWait is how long those may take that the kernel has let in and the
	// server has not accepted.
	backlogWait = time.Second
)

// connections counts those of a server, and tells clients that the next request
// needs another one once closing is set.
type connections struct {
	closing atomic.Bool
	open    atomic.Int64
}

// watch makes the server count its connections.
func (c *connections) watch(s *http.Server) {
	next := s.Handler
	s.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c.closing.Load() {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
	s.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			c.open.Add(1)
		case http.StateClosed, http.StateHijacked:
			c.open.Add(-1)
		case http.StateActive, http.StateIdle:
		}
	}
}

func drainAll(ctx context.Context, doors []door) {
	var all sync.WaitGroup
	for _, d := range doors {
		all.Go(func() { d.drain(ctx) })
	}
	all.Wait()
}

// drain lets nobody in any more and waits, for keepAliveWait at most, until all
// clients have hung up by themselves.
func (d door) drain(ctx context.Context) {
	dropNew(d.Listener)
	until(ctx, backlogWait, func() bool { return backlog(d.Listener) == 0 })
	d.connections.closing.Store(true)
	d.Close() // the server accepts no more; that it was open is all that could fail
	until(ctx, keepAliveWait, func() bool { return d.connections.open.Load() == 0 })
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
