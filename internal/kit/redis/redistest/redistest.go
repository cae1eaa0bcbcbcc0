// Package redistest starts a throw-away Redis server for tests.
package redistest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"
)

// EnvURL names the variable with the address of a server that is running
// already; `make test` sets it so that all packages share one server.
const EnvURL = "KONTOR_TEST_REDIS"

// URL returns the address of the tests' server: the one EnvURL names, or one
// that is started now and ends with the test.
func URL(t testing.TB) string {
	t.Helper()
	if u := os.Getenv(EnvURL); u != "" {
		return u
	}
	s := Start(t)
	return s.URL
}

// Server is a running Redis that keeps nothing.
type Server struct {
	URL  string
	port int
	mu   sync.Mutex
	cmd  *exec.Cmd
}

// Start starts a server of the test's own on a free port of loopback.
func Start(t testing.TB) *Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{port: l.Addr().(*net.TCPAddr).Port}
	l.Close()
	s.URL = fmt.Sprintf("redis://127.0.0.1:%d", s.port)
	s.Run(t)
	t.Cleanup(s.Stop)
	return s
}

// Run starts the server, again after Stop.
func (s *Server) Run(t testing.TB) {
	t.Helper()
	cmd := exec.Command("redis-server", "--port", strconv.Itoa(s.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", os.TempDir())
	if err := cmd.Start(); err != nil {
		t.Fatalf("start redis-server: %v (install the package redis-server)", err)
	}
	s.mu.Lock()
	s.cmd = cmd
	s.mu.Unlock()
	for range 400 {
		if c, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", s.port), time.Second); err == nil {
			c.Close()
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal("redis-server did not answer within ten seconds")
}

// Stop ends the server.
func (s *Server) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cmd == nil {
		return
	}
	s.cmd.Process.Signal(syscall.SIGTERM) // it is ours and may be gone already
	s.cmd.Wait()
	s.cmd = nil
}
