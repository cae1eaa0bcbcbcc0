package storage_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/storage"
)

func TestDisk_KeepsAndForgets(t *testing.T) {
	d := &storage.Disk{Dir: filepath.Join(t.TempDir(), "files")}
	key, size, err := d.Put(strings.NewReader("hello"), 5)
	if err != nil || size != 5 {
		t.Fatalf("put: %d bytes, %v", size, err)
	}
	f, err := d.Open(key)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	f.Close()
	if err != nil || string(text) != "hello" {
		t.Fatalf("read %q, %v", text, err)
	}
	for range 2 {
		if err := d.Delete(key); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.Open(key); !fault.IsNotFound(err) {
		t.Errorf("open after delete: %v", err)
	}
}

func TestDisk_TooLargeLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	d := &storage.Disk{Dir: dir}
	_, _, err := d.Put(strings.NewReader("hello!"), 5)
	if !errors.Is(err, fault.TooLarge{Limit: 5}) {
		t.Fatalf("got %v", err)
	}
	filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			t.Errorf("left behind: %s", path)
		}
		return err
	})
}

func TestDisk_ForeignKeys(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "secret"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := &storage.Disk{Dir: filepath.Join(dir, "files")}
	for _, key := range []string{"", "../secret", "..", "aa/../../../../secret", strings.Repeat("a", 15), strings.Repeat("a", 16) + "/", "aaaaaaaaaaaaaaaaaaaa\x00"} {
		if f, err := d.Open(key); !fault.IsNotFound(err) {
			t.Errorf("open %q: %v, %v", key, f, err)
		}
		if err := d.Delete(key); !fault.IsNotFound(err) {
			t.Errorf("delete %q: %v", key, err)
		}
	}
}
