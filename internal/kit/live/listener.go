package live

import (
	"context"
	"slices"
	"time"

	"kontor/internal/kit/db"
)

// Watch says what an open page shows, and to whom.
type Watch struct {
	Workspace db.WorkspaceID
	Member    db.ID
	Session   db.ID
	Standing  string   // of the session, as Hub.Check returns it
	Page      string   // its own changes are not told
	Kinds     []string // lists of these kinds
	Unnamed   []string // those of Kinds of which it is not told which records changed
	Records   []Topic
	Looks     bool // at the first of Records: others are shown that
	Edits     bool // and changes it
	Since     Mark // when what is shown was read
}

// Detail says how much a page is told of changes in a list.
type Detail int

// From nothing, over that something changed, to which records did.
const (
	Nothing Detail = iota
	Unnamed
	Named
)

// List adds the lists of a kind to what the page shows.
func (w *Watch) List(kind string, d Detail) {
	switch d {
	case Nothing:
		return
	case Unnamed:
		w.Unnamed = append(w.Unnamed, kind)
	}
	w.Kinds = append(w.Kinds, kind)
}

// Update is what a page is told.
type Update struct {
	At      Mark               // up to then everything has been told
	Changed map[string][]db.ID // by kind; no ids: too many to name
	Missed  bool               // something else may have changed
	Here    []Present          // who else looks at the record
	IsHere  bool               // Here is told
}

// Reasons why a stream ends.
const (
	Restart   = "restart" // the server stops: come back, to another node
	SignedOut = "session" // the session ended, or stands otherwise
)

// Listener is one open page.
type Listener struct {
	hub  *Hub
	w    Watch
	wake chan struct{}

	// Guarded by hub.mu.
	changed  map[string]map[db.ID]struct{} // an empty set: too many to name
	isMissed bool
	isHere   bool
	reason   string
}

// MaxPages is how many pages of a session may listen at a time.
const MaxPages = 50

// Watch begins to listen; the caller ends it with Close. It returns nil when
// too many pages of the session listen already.
func (h *Hub) Watch(w Watch) *Listener {
	l := &Listener{hub: h, w: w, wake: make(chan struct{}, 1), changed: map[string]map[db.ID]struct{}{}}
	h.start.Do(h.open)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.pages[w.Session] >= MaxPages {
		return nil
	}
	h.pages[w.Session]++
	space := h.spaces[w.Workspace]
	if space == nil {
		space = map[*Listener]struct{}{}
		h.spaces[w.Workspace] = space
	}
	space[l] = struct{}{}
	h.remind(l)
	if w.Looks {
		h.enter(l)
	}
	return l
}

// remind tells a new page what happened since it was read.
func (h *Hub) remind(l *Listener) {
	missed, ok := h.recent.since(l.w.Since.on(h.node))
	if !ok {
		l.miss()
	}
	for _, m := range missed {
		if m.Workspace == l.w.Workspace {
			l.tell(m.message)
		}
	}
}

// Close stops to listen.
func (l *Listener) Close() {
	h := l.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	space := h.spaces[l.w.Workspace]
	delete(space, l)
	if h.pages[l.w.Session]--; h.pages[l.w.Session] == 0 {
		delete(h.pages, l.w.Session)
	}
	if len(space) == 0 {
		delete(h.spaces, l.w.Workspace)
	}
	if l.w.Looks {
		h.leave(l)
	}
}

// next waits until there is something to tell, at most idle long. A reason is
// returned when the stream ends.
func (l *Listener) next(ctx context.Context, idle time.Duration) (u Update, reason string) {
	timer := time.NewTimer(idle)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return u, "gone"
	case <-l.hub.ctx.Done():
		return u, Restart
	case <-timer.C:
	case <-l.wake:
	}
	return l.take()
}

// take returns what has come together since the last time.
func (l *Listener) take() (u Update, reason string) {
	h := l.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	if l.reason != "" {
		return u, l.reason
	}
	u = Update{At: Mark{h.node, time.Now()}, Missed: l.isMissed, IsHere: l.isHere}
	if len(l.changed) > 0 {
		u.Changed = map[string][]db.ID{}
	}
	for kind, ids := range l.changed {
		u.Changed[kind] = make([]db.ID, 0, len(ids))
		for id := range ids {
			u.Changed[kind] = append(u.Changed[kind], id)
		}
		delete(l.changed, kind)
	}
	if l.isHere {
		u.Here = h.others(l)
	}
	l.isMissed, l.isHere = false, false
	return u, ""
}

// tell notes a change if the page shows what was changed. The hub is locked.
func (l *Listener) tell(m message) {
	if m.Page != "" && m.Page == l.w.Page {
		return
	}
	ids := m.IDs
	if slices.Contains(l.w.Unnamed, m.Kind) {
		ids = nil
	}
	if !slices.Contains(l.w.Kinds, m.Kind) {
		if ids = l.watched(m); ids == nil {
			return
		}
	}
	set, known := l.changed[m.Kind]
	switch {
	case !known && len(ids) > 0:
		set = map[db.ID]struct{}{}
	case known && len(set) == 0 || len(set)+len(ids) > maxIDs:
		ids = nil
	}
	if len(ids) == 0 {
		set = nil
	}
	for _, id := range ids {
		set[id] = struct{}{}
	}
	l.changed[m.Kind] = set
	l.ring()
}

// watched returns those of the records that the page shows by themselves: not
// nil but empty, when there were too many to name.
func (l *Listener) watched(m message) []db.ID {
	var ids []db.ID
	for _, t := range l.w.Records {
		if t.Kind != m.Kind {
			continue
		}
		if len(m.IDs) == 0 || slices.Contains(m.IDs, t.ID) {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

func (l *Listener) miss() {
	l.isMissed = true
	l.ring()
}

func (l *Listener) end(reason string) {
	l.reason = reason
	l.ring()
}

func (l *Listener) ring() {
	select {
	case l.wake <- struct{}{}:
	default: // it is awake already
	}
}
