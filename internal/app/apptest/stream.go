package apptest

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// Event is one of a stream of server-sent events.
type Event struct{ Name, ID, Data string }

// Stream is an open stream of events.
type Stream struct {
	Status int
	Header http.Header
	t      testing.TB
	events chan Event
	stop   context.CancelFunc
}

// Stream opens a stream of events; header holds names and values in turn.
func (c *Client) Stream(path string, header ...string) *Stream {
	c.t.Helper()
	ctx, stop := context.WithCancel(c.t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url+path, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	endless := &http.Client{Jar: c.http.Jar, CheckRedirect: c.http.CheckRedirect}
	res, err := endless.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	s := &Stream{Status: res.StatusCode, Header: res.Header, t: c.t, events: make(chan Event, 100), stop: stop}
	c.t.Cleanup(s.Close)
	go func() {
		defer res.Body.Close()
		s.read(res.Body)
	}()
	return s
}

func (s *Stream) read(body io.Reader) {
	defer close(s.events)
	var e Event
	lines := bufio.NewScanner(body)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch name {
		case "":
			s.events <- e
			e = Event{}
		case "event":
			e.Name = value
		case "id":
			e.ID = value
		case "data":
			e.Data += value
		}
	}
}

// Next returns the next event of that name and skips others; it fails when
// none comes within the time.
func (s *Stream) Next(name string, within time.Duration) Event {
	s.t.Helper()
	e, ok := s.Maybe(name, within)
	if !ok {
		s.t.Fatalf("no event %q within %s", name, within)
	}
	return e
}

// Maybe is Next for what may not come.
func (s *Stream) Maybe(name string, within time.Duration) (Event, bool) {
	timeout := time.After(within)
	for {
		select {
		case e, open := <-s.events:
			if !open {
				return Event{}, false
			}
			if e.Name == name {
				return e, true
			}
		case <-timeout:
			return Event{}, false
		}
	}
}

// Ended tells whether the server ended the stream within the time.
func (s *Stream) Ended(within time.Duration) bool {
	timeout := time.After(within)
	for {
		select {
		case _, open := <-s.events:
			if !open {
				return true
			}
		case <-timeout:
			return false
		}
	}
}

// Close ends the stream, as a page that is left does.
func (s *Stream) Close() { s.stop() }
