package limit

import (
	"sync"
	"time"
)

// memory counts on this node, by the generic cell rate algorithm as Redis does:
// of every key it keeps the moment when all its times will have grown back.
type memory struct {
	mu    sync.Mutex
	whole map[string]time.Time
	swept time.Time
}

func newMemory() *memory { return &memory{whole: map[string]time.Time{}} }

func (m *memory) take(key string, rate Rate, now time.Time) Result {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sweep(now)
	one := rate.Per / time.Duration(rate.Times)
	whole := m.whole[key]
	if whole.Before(now) {
		whole = now
	}
	after := whole.Add(one)
	r := Result{Limit: rate.Times}
	if wait := after.Sub(now) - rate.Per; wait > 0 {
		r.Retry, r.Reset = wait, whole.Sub(now)
		return r
	}
	m.whole[key] = after
	r.Allowed, r.Reset = true, after.Sub(now)
	r.Remaining = int((rate.Per - r.Reset) / one)
	return r
}

func (m *memory) forget(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.whole, key)
}

// sweep drops the keys that have all their times back.
func (m *memory) sweep(now time.Time) {
	if now.Sub(m.swept) < time.Minute {
		return
	}
	m.swept = now
	for key, whole := range m.whole {
		if whole.Before(now) {
			delete(m.whole, key)
		}
	}
}
