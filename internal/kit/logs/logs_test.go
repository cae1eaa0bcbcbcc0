package logs_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"kontor/internal/kit/logs"
)

// Two processes write one log that is turned again and again: no line is lost
// or torn, and no file is larger than allowed.
func TestFile_TwoProcesses(t *testing.T) {
	const lines, size = 2000, 40 << 10
	if dir := os.Getenv("LOGS_TEST_DIR"); dir != "" {
		fill(t, dir, lines, size)
		return
	}
	dir := filepath.Join(t.TempDir(), "made", "here")
	var both []*exec.Cmd
	for range 2 {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=TestFile_TwoProcesses$")
		cmd.Env = append(os.Environ(), "LOGS_TEST_DIR="+dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		both = append(both, cmd)
	}
	for _, cmd := range both {
		if err := cmd.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[string]bool{}
	files, _ := filepath.Glob(filepath.Join(dir, "app.log*"))
	for _, path := range files {
		b, err := os.ReadFile(path)
		if err != nil || len(b) > size {
			t.Errorf("%s has %d bytes, %v", path, len(b), err)
		}
		for line := range strings.Lines(string(b)) {
			if !strings.HasPrefix(line, "line ") || !strings.HasSuffix(line, " end\n") || seen[line] {
				t.Fatalf("%s: torn or doubled: %q", path, line)
			}
			seen[line] = true
		}
	}
	// 2 × 2000 lines of about 60 bytes are more than six files, less than eleven.
	if len(files) < 4 || len(seen) != 2*lines {
		t.Errorf("%d lines in %d files, want %d", len(seen), len(files), 2*lines)
	}
}

func fill(t *testing.T, dir string, lines int, size int64) {
	f, err := logs.Open(dir, "app.log", size)
	if err != nil {
		t.Fatal(err)
	}
	for i := range lines {
		if _, err := fmt.Fprintf(f, "line %d of %d %s end\n", i, os.Getpid(), strings.Repeat("x", 40)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFile_KeepsTen(t *testing.T) {
	dir := t.TempDir()
	f, err := logs.Open(dir, "app.log", 10)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		fmt.Fprintf(f, "line %d\n", i)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "app.log*"))
	last, err := os.ReadFile(filepath.Join(dir, "app.log.10"))
	if len(files) != 11 || string(last) != "line 9\n" {
		t.Errorf("%d files, the oldest %q, %v", len(files), last, err)
	}
}

func TestSpread_EachLineWhereItBelongs(t *testing.T) {
	var all, warnings, security bytes.Buffer
	sink := func(b *bytes.Buffer, wants func(slog.Level, bool) bool) logs.Sink {
		return logs.Sink{Handler: slog.NewTextHandler(b, nil), Wants: wants}
	}
	fields := func(context.Context) []slog.Attr { return []slog.Attr{slog.String("request", "r1")} }
	log := slog.New(logs.NewSpread(fields,
		sink(&all, func(slog.Level, bool) bool { return true }),
		sink(&warnings, func(l slog.Level, s bool) bool { return l >= slog.LevelWarn && !s }),
		sink(&security, func(_ slog.Level, s bool) bool { return s })))
	log.Info("calm")
	log.Warn("worried", "request", "own")
	log.Info("signed in", logs.Security())
	if n := strings.Count(all.String(), "\n"); n != 3 {
		t.Errorf("all: %s", all.String())
	}
	if got := warnings.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "request=own") {
		t.Errorf("warnings: %s", got)
	}
	if got := security.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "request=r1") {
		t.Errorf("security: %s", got)
	}
}
