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

	More []string // further lines of its settings, as name=value
}

// StartWith is Start with settings.
func StartWith(set Settings) (*Server, error) {
	bin, err := findBin()
	if err != nil {
		return nil, err
	}
	s, err := prepare(bin, set)
	if err != nil {
		return nil, err
	}
	if err := s.start(); err != nil {
		s.Stop()
		return nil, err
	}
	return s, nil
}

// prepare makes the folder of a server and gives it a port.
func prepare(bin string, set Settings) (*Server, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	s := &Server{bin: bin, port: port, dir: set.Dir, keep: set.Dir != "", durable: set.Durable, more: set.More}
	if s.keep {
		err = os.MkdirAll(s.dir, 0o755)
	} else {
		s.dir, err = os.MkdirTemp("", "kontor-postgres-")
	}
	if err != nil {
		return nil, fmt.Errorf("make folder of the server: %w", err)
	}
	s.URL = fmt.Sprintf("postgres://kontor@%s/postgres?sslmode=disable", s.Address())
	return s, nil
}

// Address is where the server listens, as host:port.
func (s *Server) Address() string { return fmt.Sprintf("127.0.0.1:%d", s.port) }

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// settings are the further settings as arguments.
func (s *Server) settings() []string {
	var all []string
	for _, line := range s.more {
		all = append(all, "-c", line)
	}
	return all
}

// Process is the number of the server's first process.
func (s *Server) Process() int { return s.cmd.Process.Pid }

// isMade tells whether the folder holds a cluster already.
func (s *Server) isMade() bool {
	_, err := os.Stat(filepath.Join(s.data(), "PG_VERSION"))
	return err == nil
}

// careless are settings that trade what a crash would lose for speed.
func (s *Server) careless() []string {
	if s.durable {
		return nil
	}
	return []string{"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"}
}
