package live

import (
	"bytes"
	"slices"
	"time"

	"kontor/internal/kit/db"
)

// Present is a member who looks at a record.
type Present struct {
	Member db.ID `json:"m"`
	Edits  bool  `json:"e,omitempty"`
}

// Presence on other nodes is told every beat and forgotten after silence.
const (
	beat    = 10 * time.Second
	silence = 25 * time.Second
	linger  = 1500 * time.Millisecond // from one page of a record to the next
)

// room is a record that somebody on this node looks at.
type room struct {
	here  map[*Listener]struct{}
	there map[string]elsewhere // by node
	told  []Present            // on this node, as last told to the others
}

type elsewhere struct {
	who []Present
	at  time.Time
}

// enter adds a page to the room of its record. The hub is locked, as in all
// that follows.
func (h *Hub) enter(l *Listener) {
	t := l.w.Records[0]
	r := h.rooms[t]
	if r == nil {
		r = &room{here: map[*Listener]struct{}{}, there: map[string]elsewhere{}}
		h.rooms[t] = r
		h.ask(t)
	}
	r.here[l] = struct{}{}
	l.isHere = true
	l.ring()
	h.met(t, r)
}

// leave takes a page out of its room, a moment later: whoever goes on to
// another page of the record has not left.
func (h *Hub) leave(l *Listener) {
	t := l.w.Records[0]
	time.AfterFunc(linger, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		r := h.rooms[t]
		if r == nil {
			return
		}
		delete(r.here, l)
		h.met(t, r)
		if len(r.here) == 0 {
			delete(h.rooms, t)
		}
	})
}

// met tells everybody, here and there, when who is in the room has changed.
func (h *Hub) met(t Topic, r *room) {
	now := r.who()
	if slices.Equal(now, r.told) {
		return
	}
	r.told = now
	h.tellRoom(r)
	h.sendRoom(t, r)
}

func (h *Hub) tellRoom(r *room) {
	for l := range r.here {
		l.isHere = true
		l.ring()
	}
}

func (h *Hub) sendRoom(t Topic, r *room) {
	h.send(message{Type: typeHere, Workspace: t.Workspace, Kind: t.Kind, IDs: []db.ID{t.ID}, Who: r.told})
}

// who is in the room on this node, each once.
func (r *room) who() []Present {
	var all []Present
	for l := range r.here {
		all = append(all, Present{l.w.Member, l.w.Edits})
	}
	return unique(all)
}

// others are all who look at the record of a page, without whom it is shown
// to.
func (h *Hub) others(l *Listener) []Present {
	r := h.rooms[l.w.Records[0]]
	if r == nil {
		return nil
	}
	all := r.who()
	for _, e := range r.there {
		all = append(all, e.who...)
	}
	return slices.DeleteFunc(unique(all), func(p Present) bool { return p.Member == l.w.Member })
}

// unique sorts by member and leaves one of each: the one who edits.
func unique(all []Present) []Present {
	slices.SortFunc(all, func(a, b Present) int {
		if c := bytes.Compare(a.Member[:], b.Member[:]); c != 0 {
			return c
		}
		if a.Edits != b.Edits && a.Edits {
			return -1
		}
		return 1
	})
	return slices.CompactFunc(all, func(a, b Present) bool { return a.Member == b.Member })
}

// there takes what another node says about a room.
func (h *Hub) there(m message) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.rooms[m.topic()]
	if r == nil {
		return
	}
	before := r.there[m.Node].who
	r.there[m.Node] = elsewhere{m.Who, time.Now()}
	if len(m.Who) == 0 {
		delete(r.there, m.Node)
	}
	if !slices.Equal(before, m.Who) {
		h.tellRoom(r)
	}
}

// introduce tells the other nodes who is here and asks who is there: what was
// said before the line stood went unheard.
func (h *Hub) introduce() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for t, r := range h.rooms {
		h.sendRoom(t, r)
		h.ask(t)
	}
}

func (h *Hub) ask(t Topic) {
	h.send(message{Type: typeAsk, Workspace: t.Workspace, Kind: t.Kind, IDs: []db.ID{t.ID}})
}

// answer tells a node that asks who looks at a record here.
func (h *Hub) answer(m message) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if r := h.rooms[m.topic()]; r != nil && len(r.told) > 0 {
		h.sendRoom(m.topic(), r)
	}
}

// beat tells the other nodes every so often who is here, and forgets nodes
// that fell silent.
func (h *Hub) beat() {
	for {
		wait(h.ctx, beat)
		if h.ctx.Err() != nil {
			return
		}
		h.mu.Lock()
		for t, r := range h.rooms {
			h.sendRoom(t, r)
			h.forget(r)
		}
		h.mu.Unlock()
	}
}

func (h *Hub) forget(r *room) {
	quiet := false
	for node, e := range r.there {
		if time.Since(e.at) > silence {
			delete(r.there, node)
			quiet = true
		}
	}
	if quiet {
		h.tellRoom(r)
	}
}
