package customfield

import (
	"sync"
	"time"

	"kontor/internal/kit/db"
)

// life is how long another process's change may go unnoticed by lists. A slot
// is given again only after much longer, so that nobody reads the values of
// another field meanwhile; whoever writes reads the fields anew.
const life = 5 * time.Second

const maxSets = 10_000

// cache keeps the fields that lists show for a few seconds.
type cache struct {
	mu    sync.Mutex
	all   map[cacheKey]cached
	drops uint64
}

type cacheKey struct {
	ws     db.WorkspaceID
	record string
}

type cached struct {
	*Set
	until time.Time
}

func newCache() *cache { return &cache{all: map[cacheKey]cached{}} }

// get returns what is kept, nil if that is nothing, and a stamp for put.
func (c *cache) get(k cacheKey, now time.Time) (s *Set, stamp uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if kept := c.all[k]; now.Before(kept.until) {
		return kept.Set, c.drops
	}
	return nil, c.drops
}

// put keeps a set, unless something was dropped since the stamp: it may have
// been read before.
func (c *cache) put(k cacheKey, s *Set, now time.Time, stamp uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.drops != stamp {
		return
	}
	if len(c.all) >= maxSets {
		clear(c.all)
	}
	c.all[k] = cached{s, now.Add(life)}
}

func (c *cache) drop(ws db.WorkspaceID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, h := range holders() {
		delete(c.all, cacheKey{ws, h.kind})
	}
	c.drops++
}
