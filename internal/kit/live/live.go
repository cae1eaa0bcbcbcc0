// Package live owns how a change reaches the pages that are open elsewhere:
// who watches which records, who looks at one, and how nodes tell each other.
// It knows kinds and ids and carries no data: whoever is told of a change
// reads again, with their own rights.
package live

import (
	"context"
	"crypto/rand"
	"log/slog"
	"sync"
	"time"

	"kontor/internal/kit/db"
)

// Topic is a record that can be watched.
type Topic struct {
	Workspace db.WorkspaceID
	Kind      string
	ID        db.ID
}

// Hub tells the open pages of this node what was changed on any node.
type Hub struct {
	// Check returns the standing of those sessions that still count. A page
	// whose session is not among them, or stands otherwise than at first, is
	// told no more. It is set before the first Watch.
	Check func(ctx context.Context, sessions []db.ID) (map[db.ID]string, error)

	node string
	line line // nil: there is one node only
	log  *slog.Logger

	mu     sync.Mutex
	spaces map[db.WorkspaceID]map[*Listener]struct{}
	rooms  map[Topic]*room
	pages  map[db.ID]int // open ones of a session
	recent memory

	start  sync.Once
	ctx    context.Context // ends with Close
	cancel context.CancelFunc
	tasks  sync.WaitGroup
}

// New returns the hub of the database d and takes the notices of its
// transactions. Nodes tell each other through Redis where its address is
// given, else through PostgreSQL; SQLite has one node.
func New(d *db.DB, redisURL string, log *slog.Logger) (*Hub, error) {
	h := &Hub{node: rand.Text()[:12], log: log, spaces: map[db.WorkspaceID]map[*Listener]struct{}{}, rooms: map[Topic]*room{}, pages: map[db.ID]int{}}
	h.ctx, h.cancel = context.WithCancel(context.Background())
	h.recent.from = time.Now()
	if redisURL == "" && d.Engine == db.Postgres {
		h.line = &postgres{d: d}
		d.Notices.Within = notify
		return h, nil
	}
	if redisURL != "" {
		line, err := newRedis(redisURL)
		if err != nil {
			return nil, err
		}
		h.line = line
	}
	d.Notices.After = h.after
	return h, nil
}

// after tells this node at once and the others by the line.
func (h *Hub) after(all []db.Notice) {
	for _, m := range messagesOf(all) {
		h.changed(m)
		h.send(m)
	}
}

// send gives a message to the line; it does not wait.
func (h *Hub) send(m message) {
	if h.line == nil {
		return
	}
	m.Node = h.node
	h.line.send(m)
}

// open connects to the other nodes when the first page watches: a process that
// only writes needs no ear.
func (h *Hub) open() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ctx.Err() != nil {
		return
	}
	h.tasks.Go(h.guard)
	if h.line == nil {
		return
	}
	h.recent.from = time.Time{} // nothing is heard yet
	h.tasks.Go(h.listen)
	h.tasks.Go(h.beat)
}

// Pause between attempts to reach the other nodes.
const (
	firstPause = 100 * time.Millisecond
	longPause  = 10 * time.Second
)

// listen keeps the line open.
func (h *Hub) listen() {
	pause := firstPause
	for h.ctx.Err() == nil {
		err := h.line.run(h.ctx, h.heard, func() {
			pause = firstPause
			h.missed()
			h.introduce()
		})
		if h.ctx.Err() != nil {
			return
		}
		h.log.Warn("live: the line to the other nodes is broken", "error", err.Error(), "again_in", pause.String())
		h.deaf()
		wait(h.ctx, pause)
		pause = min(2*pause, longPause)
	}
}

func wait(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// heard takes a message from another node.
func (h *Hub) heard(text []byte) {
	m, ok := parse(text)
	if !ok || m.Node == h.node {
		return
	}
	switch m.Type {
	case typeChanged:
		h.changed(m)
	case typeHere:
		h.there(m)
	case typeAsk:
		h.answer(m)
	case typeMissed:
		h.missed()
	}
}

// changed tells everybody who watches what the message names.
func (h *Hub) changed(m message) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.recent.add(time.Now(), m)
	for l := range h.spaces[m.Workspace] {
		l.tell(m)
	}
}

// missed tells everybody that something may have been changed unheard.
func (h *Hub) missed() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.recent.clear(time.Now())
	for _, space := range h.spaces {
		for l := range space {
			l.miss()
		}
	}
}

// deaf notes that from now on changes may go unheard.
func (h *Hub) deaf() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.recent.clear(time.Time{})
}

// Drain ends every stream at once: the pages come back, to another node. What
// is changed from now on is still told to the other nodes.
func (h *Hub) Drain() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ctx.Err() != nil {
		return
	}
	h.cancel()
	for t, r := range h.rooms {
		r.told = nil
		h.sendRoom(t, r)
	}
}

// Close is Drain, and the end of the line once it has sent what it has.
func (h *Hub) Close() {
	h.Drain()
	h.tasks.Wait()
	if h.line != nil {
		h.line.close()
	}
}
