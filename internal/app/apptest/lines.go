package apptest

import (
	"bytes"
	"sync"
)

// lines lets several goroutines log to one buffer.
type lines struct {
	mu sync.Mutex
	to *bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.to.Write(b)
}
