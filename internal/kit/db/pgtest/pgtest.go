// Package pgtest starts a throw-away PostgreSQL server for tests.
package pgtest

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// EnvURL names the variable with the address of a server that is running
// already; `make test` sets it so that all packages share one server.
const EnvURL = "KONTOR_TEST_POSTGRES"

// URL returns the address of the tests' server. It is the one EnvURL names, or
// one that is started now and ends with this process.
var URL = sync.OnceValues(func() (string, error) {
	if u := os.Getenv(EnvURL); u != "" {
		return u, nil
	}
	s, err := Start()
	if err != nil {
		return "", err
	}
	return s.URL, nil
})

// WithDatabase returns the address base with another database name.
func WithDatabase(base, name string) string {
	u, err := url.Parse(base)
	if err != nil {
		return base
	}
	u.Path = "/" + name
	return u.String()
}

// Server is a running PostgreSQL with its data in a folder.
type Server struct {
	URL     string
	bin     string
	port    int
	dir     string
	keep    bool
	durable bool
	more    []string
	cmd     *exec.Cmd
	out     bytes.Buffer
}

// Start makes a new cluster on a free port of loopback and waits until it
// answers. PostgreSQL refuses to run as root, so as root it runs as nobody or
// postgres.
func Start() (*Server, error) { return StartWith(Settings{}) }

func (s *Server) start() error {
	as, err := unprivileged(s.dir)
	if err != nil {
		return err
	}
	if !s.isMade() {
		if err := s.tool(as, "initdb", "-D", s.data(), "-U", "kontor", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"); err != nil {
			return err
		}
	}
	args := []string{"-D", s.data(), "-p", strconv.Itoa(s.port), "-k", s.dir,
		"-c", "listen_addresses=127.0.0.1", "-c", "max_connections=300", "-c", "shared_buffers=128MB"}
	s.cmd = exec.Command(filepath.Join(s.bin, "postgres"), append(append(args, s.careless()...), s.settings()...)...)
	s.cmd.SysProcAttr = as
	s.cmd.Dir = s.dir
	s.cmd.Stdout, s.cmd.Stderr = &s.out, &s.out
	if err := s.cmd.Start(); err != nil {
		return fmt.Errorf("start postgres: %w", err)
	}
	return s.wait()
}

// tool runs one of the server's own programs.
func (s *Server) tool(as *syscall.SysProcAttr, name string, args ...string) error {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.SysProcAttr = as
	cmd.Dir = s.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return nil
}

func (s *Server) wait() error {
	ready := filepath.Join(s.bin, "pg_isready")
	deadline := time.Now().Add(60 * time.Second)
	for time.Now().Before(deadline) {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		err := exec.CommandContext(ctx, ready, "-h", "127.0.0.1", "-p", strconv.Itoa(s.port)).Run()
		cancel()
		if err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("postgres did not answer within a minute: %s", s.out.String())
}

// Stop ends the server and removes its data, unless it is kept.
func (s *Server) Stop() {
	s.Halt()
	if !s.keep {
		os.RemoveAll(s.dir)
	}
}

// unprivileged returns how to run a process as a user PostgreSQL accepts, and
// gives dir to that user. The server is ended with us, even when we are killed.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	as := endWithUs()
	if os.Geteuid() != 0 {
		return as, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.ParseUint(u.Uid, 10, 32) // a system account's number is a number
		gid, _ := strconv.ParseUint(u.Gid, 10, 32)
		as.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return as, os.Chown(dir, int(uid), int(gid))
	}
	return nil, fmt.Errorf("PostgreSQL refuses to run as root, and there is no user postgres or nobody")
}

// Program is the path of one of PostgreSQL's programs.
func Program(name string) (string, error) {
	bin, err := findBin()
	return filepath.Join(bin, name), err
}

func findBin() (string, error) {
	if found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb"); len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	return "", fmt.Errorf("PostgreSQL is not installed: install the package postgresql, or set %s", EnvURL)
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
