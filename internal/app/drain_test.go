package app_test

import (
	"context"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kontor/internal/kit/db/dbtest"
)

// TestServe_HearsWhomItLetIn stops a server that strangers connect to all the
// time, and that others ask again and again on one connection: whoever could
// connect gets an answer, and nobody's line is closed on what was sent.
func TestServe_HearsWhomItLetIn(t *testing.T) {
	a, _ := alone(t, dbtest.SQLiteURL(t), "ADDR=127.0.0.1:0", "DRAIN_SECONDS=1", "LOG_DIR=", "RATE_LIMIT_ANON=off")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- a.Serve(ctx, false, func(url string) { ready <- url }) }()
	address := strings.TrimPrefix(<-ready, "http://")
	var all sync.WaitGroup
	var answers atomic.Int64
	for n := range 40 {
		all.Go(func() {
			for talk(t, address, n%2 == 0, &answers) {
			}
		})
	}
	time.Sleep(500 * time.Millisecond)
	stop()
	all.Wait()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if answers.Load() < 1000 {
		t.Errorf("only %d answers: this shows nothing", answers.Load())
	}
}

// talk connects and asks, once or until the server wants another connection. It
// returns false when nobody can connect.
func talk(t *testing.T, address string, once bool, answers *atomic.Int64) bool {
	c, err := net.DialTimeout("tcp", address, 300*time.Millisecond)
	if err != nil {
		return false
	}
	defer c.Close()
	for {
		if _, err := io.WriteString(c, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
			t.Errorf("not heard: %v", err)
			return true
		}
		answer := make([]byte, 4096)
		n, err := c.Read(answer)
		if err != nil || !strings.HasPrefix(string(answer[:n]), "HTTP/1.1 2") {
			t.Errorf("not answered: %v %.100s", err, answer[:n])
			return true
		}
		answers.Add(1)
		if once || strings.Contains(string(answer[:n]), "Connection: close") {
			return true
		}
		time.Sleep(time.Millisecond)
	}
}
