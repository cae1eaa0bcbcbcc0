package live

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

const (
	beatEvery  = 25 * time.Second // below the minute after which proxies give up
	writeUntil = 15 * time.Second // a reader that takes longer is gone
)

// Serve writes what the listener is told as server-sent events, until the
// reader goes or the stream has to end. here turns who is present into what
// the page shows of them.
func (l *Listener) Serve(w http.ResponseWriter, r *http.Request, here func([]Present) (string, error)) {
	s := stream{w: w, to: http.NewResponseController(w)}
	defer s.to.SetWriteDeadline(time.Time{}) // the connection serves other requests afterwards
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would keep the events for itself
	w.WriteHeader(http.StatusOK)
	s.event("open", "", "")
	for s.flush() {
		u, reason := l.next(r.Context(), beatEvery)
		if reason != "" {
			s.event("end", "", reason)
			s.flush()
			return
		}
		s.update(u, here)
	}
}

// stream writes events; after the first error it writes no more.
type stream struct {
	w   http.ResponseWriter
	to  *http.ResponseController
	err error
}

func (s *stream) update(u Update, here func([]Present) (string, error)) {
	id := u.At.String()
	switch {
	case u.Missed:
		s.event("missed", id, "")
	case len(u.Changed) > 0:
		b, err := json.Marshal(u.Changed)
		if err != nil {
			s.err = err
			return
		}
		s.event("changed", id, string(b))
	default:
		s.event("beat", id, "")
	}
	if u.IsHere {
		html, err := here(u.Here)
		if err != nil {
			s.err = err
			return
		}
		s.event("here", "", html)
	}
}

// event writes one event; data may have several lines.
func (s *stream) event(name, id, data string) {
	var b strings.Builder
	b.WriteString("event: " + name + "\n")
	if id != "" {
		b.WriteString("id: " + id + "\n")
	}
	for line := range strings.Lines(data) {
		b.WriteString("data: " + strings.TrimRight(line, "\r\n") + "\n")
	}
	b.WriteString("\n")
	s.write(b.String())
}

func (s *stream) write(text string) {
	if s.err != nil {
		return
	}
	if s.err = s.to.SetWriteDeadline(time.Now().Add(writeUntil)); s.err == nil {
		_, s.err = s.w.Write([]byte(text))
	}
}

func (s *stream) flush() bool {
	if s.err == nil {
		s.err = s.to.Flush()
	}
	return s.err == nil
}
