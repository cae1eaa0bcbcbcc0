package account

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/alexedwards/argon2id"

	"kontor/internal/kit/fault"
)

// hashing is what one guess costs: 19 MiB and about 50 ms, as OWASP advises.
var hashing = argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

const (
	maxHashing   = 2               // at once: more would only take memory
	hashPatience = 4 * time.Second // what somebody waits for a turn
)

// hasher works on passwords, a few at a time.
type hasher struct {
	slots chan struct{}
	done  atomic.Int64
}

func newHasher() *hasher { return &hasher{slots: make(chan struct{}, maxHashing)} }

// turn runs f when it is its turn, or returns fault.TooMany when that takes
// too long.
func (h *hasher) turn(ctx context.Context, f func() error) error {
	wait, cancel := context.WithTimeout(ctx, hashPatience)
	defer cancel()
	select {
	case h.slots <- struct{}{}:
	case <-wait.Done():
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fault.TooMany{After: 10 * time.Second}
	}
	defer func() { <-h.slots }()
	h.done.Add(1)
	return f()
}

// hash returns what to keep of a password, in the PHC format.
func (h *hasher) hash(ctx context.Context, password string) (kept string, err error) {
	err = h.turn(ctx, func() (err error) {
		kept, err = argon2id.CreateHash(password, &hashing)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return kept, nil
}

// matches tells whether kept was made of the password. An empty kept, of a
// user who does not exist, takes the same time and never matches.
func (h *hasher) matches(ctx context.Context, password, kept string) (ok bool, err error) {
	if kept == "" {
		_, err := h.hash(ctx, password)
		return false, err
	}
	err = h.turn(ctx, func() (err error) {
		if strings.HasPrefix(kept, djangoPrefix) {
			ok = matchesDjango(password, kept)
			return nil
		}
		ok, err = argon2id.ComparePasswordAndHash(password, kept)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("compare password: %w", err)
	}
	return ok, nil
}

// Hashed counts the passwords hashed since the start.
func (s *Users) Hashed() int64 { return s.hasher.done.Load() }
