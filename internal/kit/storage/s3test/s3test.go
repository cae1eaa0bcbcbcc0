// Package s3test starts a real S3 server for tests: it checks signatures and
// keeps what it gets in a folder.
package s3test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"kontor/internal/kit/storage"
)

// Login is what the server knows its owner by.
func Login() storage.Login { return storage.Login{ID: "kontor", Secret: "0123456789abcdef"} }

// Start starts a server with one empty bucket and returns the bucket's address,
// as STORAGE_URL has it, and the folder its files lie in.
func Start(t testing.TB) (address, dir string) {
	t.Helper()
	root := t.TempDir()
	dir = filepath.Join(root, "files")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	at := freeAddress(t)
	cmd := exec.CommandContext(t.Context(), binary(t), "--port", at, "posix", root)
	cmd.Env = append(os.Environ(), "ROOT_ACCESS_KEY="+Login().ID, "ROOT_SECRET_KEY="+Login().Secret)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Wait() }) // it ends with the test
	waitFor(t, at)
	return fmt.Sprintf("s3://files?endpoint=http://%s&region=us-east-1", at), dir
}

// binary builds the server where it is not there yet.
func binary(t testing.TB) string {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	cmd := exec.CommandContext(t.Context(), filepath.Join(filepath.Dir(here), "../../../../scripts/versitygw.sh"))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("build the S3 server: %v", err)
	}
	return strings.TrimSpace(string(out))
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func waitFor(t testing.TB, at string) {
	t.Helper()
	for range 200 {
		if line, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", at); err == nil {
			_ = line.Close() // it answers
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("the S3 server does not answer on %s", at)
}
