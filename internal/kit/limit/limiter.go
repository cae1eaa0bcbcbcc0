package limit

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/go-redis/redis_rate/v10"

	"kontor/internal/kit/redis"
)

// Limiter counts how often things happen.
type Limiter struct {
	memory *memory
	shared *redis_rate.Limiter
	client redis.Client
	log    *slog.Logger
	away   atomic.Int64 // until when Redis is not asked, in Unix nanoseconds
}

// InMemory returns a limiter for one node.
func InMemory() *Limiter { return &Limiter{memory: newMemory()} }

// New returns a limiter that counts over Redis at the address, or in memory if
// there is none.
func New(redisURL string, log *slog.Logger) (*Limiter, error) {
	l := InMemory()
	l.log = log
	if redisURL == "" {
		return l, nil
	}
	client, err := redis.Open(redisURL)
	if err != nil {
		return nil, err
	}
	l.client, l.shared = client, redis_rate.NewLimiter(client)
	return l, nil
}

// Close frees the connection to Redis.
func (l *Limiter) Close() {
	if l.client != nil {
		_ = l.client.Close() // nothing is lost with it
	}
}

// patience is how long Redis may take before this node counts for itself, and
// rest how long it is left alone then.
const (
	patience = time.Second
	rest     = 5 * time.Second
)

// Take counts one time for the key. While Redis is away every node counts for
// itself: that is a looser limit, but no outage.
func (l *Limiter) Take(ctx context.Context, key string, rate Rate) Result {
	if rate.isOff() {
		return Result{Allowed: true}
	}
	if l.shared != nil && time.Now().UnixNano() > l.away.Load() {
		r, err := l.takeShared(ctx, key, rate)
		if err == nil {
			return r
		}
		l.away.Store(time.Now().Add(rest).UnixNano())
		l.log.WarnContext(ctx, "limits are counted by this node alone: Redis does not answer", "error", err.Error())
	}
	return l.memory.take(key, rate, time.Now())
}

func (l *Limiter) takeShared(ctx context.Context, key string, rate Rate) (Result, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	r, err := l.shared.Allow(ctx, key, redis_rate.Limit{Rate: rate.Times, Burst: rate.Times, Period: rate.Per})
	if err != nil {
		return Result{}, err
	}
	return Result{Allowed: r.Allowed > 0, Limit: rate.Times, Remaining: r.Remaining, Retry: max(0, r.RetryAfter), Reset: r.ResetAfter}, nil
}

// TakeAll counts one time for several rates of the same key, from the
// shortest period to the longest, and returns the one that allows least. With
// them the wait grows with every further try.
func (l *Limiter) TakeAll(ctx context.Context, key string, rates ...Rate) Result {
	least := Result{Allowed: true}
	for i, rate := range rates {
		r := l.Take(ctx, key+":"+rate.Per.String(), rate)
		if i == 0 || !r.Allowed && (least.Allowed || r.Retry > least.Retry) {
			least = r
		}
	}
	return least
}

// Forget starts counting anew for the rates of a key.
func (l *Limiter) Forget(ctx context.Context, key string, rates ...Rate) {
	for _, rate := range rates {
		at := key + ":" + rate.Per.String()
		l.memory.forget(at)
		if l.shared == nil {
			continue
		}
		if err := l.shared.Reset(ctx, at); err != nil {
			l.log.WarnContext(ctx, "forget a limit", "error", err.Error())
		}
	}
}
