package pgtest

import (
	"fmt"
	"os"
	"path/filepath"
)

// Settings say how a server keeps its data; the zero value is for tests.
type Settings struct {
	Dir     string // kept after Stop and used again; "" is a temporary folder
	Durable bool   // as in production: what is committed survives a crash
}

// StartWith is Start with settings.
func StartWith(set Settings) (*Server, error) {
	bin, err := findBin()
	if err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	s := &Server{dir: set.Dir, keep: set.Dir != "", durable: set.Durable}
	if s.keep {
		err = os.MkdirAll(s.dir, 0o755)
	} else {
		s.dir, err = os.MkdirTemp("", "kontor-postgres-")
	}
	if err != nil {
		return nil, fmt.Errorf("make folder of the server: %w", err)
	}
	s.URL = fmt.Sprintf("postgres://kontor@127.0.0.1:%d/postgres?sslmode=disable", port)
	if err := s.start(bin, port); err != nil {
		s.Stop()
		return nil, err
	}
	return s, nil
}

// Process is the number of the server's first process.
func (s *Server) Process() int { return s.cmd.Process.Pid }

// isMade tells whether the folder holds a cluster already.
func (s *Server) isMade() bool {
	_, err := os.Stat(filepath.Join(s.dir, "data", "PG_VERSION"))
	return err == nil
}

// careless are settings that trade what a crash would lose for speed.
func (s *Server) careless() []string {
	if s.durable {
		return nil
	}
	return []string{"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"}
}
