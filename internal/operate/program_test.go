// Package operate_test runs the built program as those who operate it do:
// several processes of it, real databases and a real nginx, under load, while
// something breaks.
package operate_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kontor/internal/kit/certificate/acmetest"
)

const (
	email    = "elena@vitosha.example"
	password = "quiet river 4711"
)

// program is the path of the program: the one KONTOR_BIN names, or one that is
// built now.
var program = sync.OnceValues(func() (string, error) {
	if p := os.Getenv("KONTOR_BIN"); p != "" {
		return filepath.Abs(p)
	}
	path := filepath.Join(scratch(), "kontor")
	out, err := exec.Command("go", "build", "-o", path, "kontor/cmd/kontor").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build the program: %w: %s", err, out)
	}
	return path, nil
})

// scratch is a folder of this process for what all tests share.
func scratch() string {
	return filepath.Join(os.TempDir(), fmt.Sprintf("kontor-operate-%d", os.Getpid()))
}

func TestMain(m *testing.M) {
	code := m.Run()
	os.RemoveAll(scratch())
	os.Exit(code)
}

// site is one installation: a folder and settings, with processes of the
// program on them.
type site struct {
	url string // of its database
	dir string
	env []string
	bin string
}

// newSite is an installation on the database at the address, in local mode
// unless the settings say otherwise.
func newSite(t *testing.T, url string, settings ...string) *site {
	t.Helper()
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	env := append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "DATA_DIR=" + filepath.Join(dir, "data"), "DATABASE_URL=" + url, "LOG_DIR=", "BACKUP_AT=",
		"SECRET_KEY=0123456789abcdefghijklmnopqrstuvwxyz", "BILLING=off", "AI=off", "RATE_LIMIT_USER=off", "RATE_LIMIT_ANON=off"}, settings...)
	return &site{url: url, dir: dir, env: env, bin: bin}
}

// moveTo makes the installation use another database.
func (s *site) moveTo(url string) {
	s.url, s.env = url, append(slices.Clone(s.env), "DATABASE_URL="+url) // the last one counts
}

// run runs a command to its end and returns what it printed.
func (s *site) run(t *testing.T, args ...string) string {
	t.Helper()
	out, err := s.try(args...)
	if err != nil {
		t.Fatalf("kontor %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func (s *site) try(args ...string) (string, error) {
	cmd := exec.Command(s.bin, args...)
	cmd.Env, cmd.Dir = s.env, s.dir
	out, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

func freePort(t *testing.T) string { return acmetest.FreePort(t) }

// within waits until what is asked for is so.
func within(t *testing.T, most time.Duration, what string, is func() error) {
	t.Helper()
	err := errors.New("not asked")
	for end := time.Now().Add(most); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if err = is(); err == nil {
			return
		}
	}
	t.Fatalf("%s: not within %s: %v", what, most, err)
}
