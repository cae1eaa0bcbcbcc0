package live

import (
	"context"
	"slices"
	"time"

	"kontor/internal/kit/db"
)

// checkEvery is how soon a page whose session ended is told no more.
const checkEvery = 3 * time.Second

// guard ends the streams of sessions that ended or stand otherwise: one query
// for many, however many pages are open.
func (h *Hub) guard() {
	for h.Check != nil {
		wait(h.ctx, checkEvery)
		if h.ctx.Err() != nil {
			return
		}
		for some := range slices.Chunk(h.sessions(), 500) {
			if !h.check(some) {
				break
			}
		}
	}
}

func (h *Hub) sessions() []db.ID {
	h.mu.Lock()
	defer h.mu.Unlock()
	seen := map[db.ID]struct{}{}
	for _, space := range h.spaces {
		for l := range space {
			seen[l.w.Session] = struct{}{}
		}
	}
	all := make([]db.ID, 0, len(seen))
	for id := range seen {
		all = append(all, id)
	}
	return all
}

// check ends what does not count any more; false when that could not be asked.
func (h *Hub) check(some []db.ID) bool {
	ctx, cancel := context.WithTimeout(h.ctx, 5*time.Second)
	defer cancel()
	standing, err := h.Check(ctx, some)
	if err != nil {
		return false // asked again soon; every read is checked by itself
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, space := range h.spaces {
		for l := range space {
			if now, ok := standing[l.w.Session]; slices.Contains(some, l.w.Session) && (!ok || now != l.w.Standing) {
				l.end(SignedOut)
			}
		}
	}
	return true
}
