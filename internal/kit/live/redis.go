package live

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"kontor/internal/kit/redis"
)

// pubsub is the line over the publish and subscribe of Redis.
type pubsub struct {
	client redis.Client
	once   sync.Once
	outbox *outbox
}

func newRedis(address string) (*pubsub, error) {
	client, err := redis.Open(address)
	if err != nil {
		return nil, fmt.Errorf("REDIS_URL: %w", err)
	}
	return &pubsub{client: client}, nil
}

func (p *pubsub) run(ctx context.Context, heard func([]byte), up func()) error {
	sub := p.client.Subscribe(ctx, channel)
	// A wait for messages knows no context: closing ends it.
	stop := context.AfterFunc(ctx, func() { sub.Close() })
	defer func() {
		if stop() {
			sub.Close()
		}
	}()
	if _, err := sub.ReceiveTimeout(ctx, 10*time.Second); err != nil {
		return fmt.Errorf("subscribe: %w", err)
	}
	up()
	for {
		if err := p.hear(ctx, sub, heard); err != nil {
			return fmt.Errorf("hear: %w", err)
		}
	}
}

// hear waits for one message, or makes sure that the connection still stands.
func (p *pubsub) hear(ctx context.Context, sub *goredis.PubSub, heard func([]byte)) error {
	got, err := sub.ReceiveTimeout(ctx, listenFor)
	if err == nil {
		if m, ok := got.(*goredis.Message); ok {
			heard([]byte(m.Payload))
		}
		return nil
	}
	if late, ok := errors.AsType[net.Error](err); !ok || !late.Timeout() {
		return err
	}
	return sub.Ping(ctx)
}

func (p *pubsub) send(m message) {
	p.once.Do(func() { p.outbox = newOutbox(p.post) })
	p.outbox.send(m)
}

func (p *pubsub) post(ctx context.Context, text string) error {
	return p.client.Publish(ctx, channel, text).Err()
}

func (p *pubsub) close() {
	p.once.Do(func() {}) // nothing was sent, and nothing will be
	if p.outbox != nil {
		p.outbox.close()
	}
	p.client.Close()
}
