package pgtest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Halt ends the server and keeps its data for Resume.
func (s *Server) Halt() { s.end(syscall.SIGINT) }

// Crash ends the server at once, without a word to those who are connected.
func (s *Server) Crash() { s.end(syscall.SIGQUIT) }

func (s *Server) end(how syscall.Signal) {
	if s.cmd == nil || s.cmd.Process == nil {
		return
	}
	s.cmd.Process.Signal(how) // it is ours and may be gone already
	s.cmd.Wait()
	s.cmd = nil
}

// Resume starts the server again, on the same port with the same data and
// further settings.
func (s *Server) Resume(settings ...string) error {
	s.more = append(s.more, settings...)
	return s.start()
}

// Base copies the running server, as pg_basebackup does, into a server that
// Resume or Recover starts. It is gone after Stop.
func (s *Server) Base() (*Server, error) { return s.copied() }

// Replica starts a server that follows this one and can take its place.
func (s *Server) Replica() (*Server, error) {
	r, err := s.copied("--write-recovery-conf")
	if err != nil {
		return nil, err
	}
	if err := r.start(); err != nil {
		r.Stop()
		return nil, err
	}
	return r, nil
}

func (s *Server) copied(how ...string) (*Server, error) {
	c, err := prepare(s.bin, Settings{Durable: s.durable})
	if err != nil {
		return nil, err
	}
	as, err := unprivileged(c.dir)
	if err != nil {
		return nil, err
	}
	host, port, _ := strings.Cut(s.Address(), ":")
	args := append([]string{"-h", host, "-p", port, "-U", "kontor", "-D", c.data(), "--checkpoint=fast", "--no-sync"}, how...)
	if err := c.tool(as, "pg_basebackup", args...); err != nil {
		c.Stop()
		return nil, err
	}
	return c, nil
}

// Recover starts a copy so that it plays an archive back, as the settings say.
func (s *Server) Recover(settings ...string) error {
	signal := filepath.Join(s.data(), "recovery.signal")
	if err := os.WriteFile(signal, nil, 0o644); err != nil { //nolint:gosec // the server's own user must read it
		return fmt.Errorf("ask for recovery: %w", err)
	}
	if _, err := unprivileged(signal); err != nil {
		return err
	}
	return s.Resume(settings...)
}

// Promote makes a replica a server that takes writes.
func (s *Server) Promote() error {
	as, err := unprivileged(s.dir)
	if err != nil {
		return err
	}
	return s.tool(as, "pg_ctl", "promote", "-D", s.data(), "--wait")
}

// Folder makes a folder that the server may write to, gone after Stop.
func (s *Server) Folder(name string) (string, error) {
	dir := filepath.Join(s.dir, name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("make folder for the server: %w", err)
	}
	_, err := unprivileged(dir)
	return dir, err
}
