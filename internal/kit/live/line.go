package live

import (
	"context"
	"sync"
	"time"
)

// line carries messages between nodes.
type line interface {
	// run hands every message to heard until ctx or the line ends. It calls up
	// once it hears: what was said before was missed.
	run(ctx context.Context, heard func(text []byte), up func()) error
	// send says a message to all nodes, soon.
	send(m message)
	// close ends the line once it has sent what it has.
	close()
}

// outbox sends messages one after the other, beside the work that causes them.
type outbox struct {
	post func(ctx context.Context, text string) error
	done chan struct{}
	owed bool // something was lost: the others are to read again

	mu     sync.Mutex
	todo   chan message
	full   bool // something was dropped
	closed bool
}

const (
	closeWithin = 3 * time.Second // what a line may take to send what it still has
	owedAfter   = 5 * time.Second // until what was lost is made up for
)

func newOutbox(post func(ctx context.Context, text string) error) *outbox {
	o := &outbox{post: post, todo: make(chan message, 1024), done: make(chan struct{})}
	go o.work()
	return o
}

func (o *outbox) send(m message) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return
	}
	select {
	case o.todo <- m:
	default:
		o.full = true
	}
}

func (o *outbox) work() {
	defer close(o.done)
	tick := time.NewTicker(owedAfter)
	defer tick.Stop()
	for {
		select {
		case m, more := <-o.todo:
			if !more {
				return
			}
			if !o.try(m) && m.Type == typeChanged {
				o.owed = true
			}
		case <-tick.C:
			o.makeUp()
		}
	}
}

// makeUp lets the others read again after something was lost.
func (o *outbox) makeUp() {
	o.mu.Lock()
	o.owed, o.full = o.owed || o.full, false
	o.mu.Unlock()
	if o.owed && o.try(message{Type: typeMissed}) {
		o.owed = false
	}
}

func (o *outbox) try(m message) bool {
	ctx, cancel := context.WithTimeout(context.Background(), closeWithin)
	defer cancel()
	return o.post(ctx, m.text()) == nil
}

func (o *outbox) close() {
	o.mu.Lock()
	if o.closed {
		o.mu.Unlock()
		return
	}
	o.closed = true
	close(o.todo)
	o.mu.Unlock()
	select {
	case <-o.done:
	case <-time.After(closeWithin):
	}
}
