package operate_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// packed is the path of the program as a Debian package.
var packed = sync.OnceValues(func() (string, error) {
	bin, err := program()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(scratch(), "package")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	if out, err := exec.Command("../../scripts/deb.sh", "0.0.1", bin, dir).CombinedOutput(); err != nil {
		return "", fmt.Errorf("make deb: %w: %s", err, out)
	}
	found, err := filepath.Glob(filepath.Join(dir, "kontor_*.deb"))
	if err != nil || len(found) != 1 {
		return "", fmt.Errorf("packages %v, %w", found, err)
	}
	return found[0], nil
})

// build packs the program for Debian and returns the path of the package.
func build(t *testing.T) string {
	t.Helper()
	path, err := packed()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// TestPackage_HoldsWhatASystemNeeds unpacks the Debian package into a root of
// its own, runs the program there and has systemd judge the units.
func TestPackage_HoldsWhatASystemNeeds(t *testing.T) {
	root := t.TempDir()
	if out, err := exec.Command("dpkg-deb", "-x", build(t), root).CombinedOutput(); err != nil {
		t.Fatalf("unpack: %v\n%s", err, out)
	}
	s := newSite(t, "sqlite:///"+filepath.Join(root, "kontor.db"))
	s.bin = filepath.Join(root, "usr/bin/kontor")
	s.run(t, "version")
	s.run(t, "backup")
	info, err := os.Stat(filepath.Join(root, "etc/kontor/kontor.env"))
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the settings can be read by all: %v %v", info, err)
	}
	for _, path := range []string{"usr/share/kontor/backup_database.sh", "usr/share/kontor/nginx.conf", "usr/share/doc/kontor/operate/install.md"} {
		if _, err := os.Stat(filepath.Join(root, path)); err != nil {
			t.Error(err)
		}
	}
	judgeUnits(t, root)
}

// judgeUnits has systemd look at the units of the package.
func judgeUnits(t *testing.T, root string) {
	t.Helper()
	units, err := fs.Glob(os.DirFS(root), "lib/systemd/system/kontor*.service")
	if err != nil || len(units) != 3 {
		t.Fatalf("units %v, %v", units, err)
	}
	dir, args := t.TempDir(), []string{"verify", "--man=no"}
	for _, unit := range units {
		text, err := os.ReadFile(filepath.Join(root, unit))
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, filepath.Base(unit))
		text = []byte(strings.ReplaceAll(string(text), "/usr/bin/kontor", filepath.Join(root, "usr/bin/kontor")))
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	out, err := exec.Command("systemd-analyze", args...).CombinedOutput()
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, "kontor") {
			t.Errorf("systemd-analyze: %s", line)
		}
	}
	if errors.Is(err, exec.ErrNotFound) {
		t.Errorf("systemd-analyze is missing: scripts/services.sh installs it: %v", err)
	}
}
