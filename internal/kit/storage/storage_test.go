package storage_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/storage"
	"kontor/internal/kit/storage/s3test"
)

// each runs a test on a folder and on a bucket of a real S3 server; dir is
// where the files lie.
func each(t *testing.T, f func(t *testing.T, s storage.Store, dir string)) {
	t.Run("disk", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "files")
		f(t, open(t, "", dir, storage.Login{}), dir)
	})
	t.Run("s3", func(t *testing.T) {
		address, dir := s3test.Start(t)
		f(t, open(t, address, "", s3test.Login()), dir)
	})
}

func open(t *testing.T, address, dir string, login storage.Login) storage.Store {
	t.Helper()
	s, err := storage.New(address, dir, login)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func put(t *testing.T, s storage.Store, content []byte) string {
	t.Helper()
	key := storage.NewKey()
	size, err := s.Put(t.Context(), key, bytes.NewReader(content), int64(len(content)))
	if err != nil || size != int64(len(content)) {
		t.Fatalf("put: %d bytes, %v", size, err)
	}
	return key
}

func TestStore_KeepsAndForgets(t *testing.T) {
	each(t, func(t *testing.T, s storage.Store, _ string) {
		if err := s.Check(t.Context()); err != nil {
			t.Error(err)
		}
		large := make([]byte, 20<<20) // a bucket takes it in parts
		rand.Read(large)
		for _, content := range [][]byte{[]byte("hello"), {}, large} {
			key := put(t, s, content)
			f, err := s.Open(t.Context(), key)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(f)
			f.Close()
			if err != nil || !bytes.Equal(got, content) {
				t.Errorf("read %d bytes of %d, %v", len(got), len(content), err)
			}
			for range 2 {
				if err := s.Delete(t.Context(), key); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := s.Open(t.Context(), key); !fault.IsNotFound(err) {
				t.Errorf("open after delete: %v", err)
			}
		}
	})
}

func TestStore_ReadsAParts(t *testing.T) {
	each(t, func(t *testing.T, s storage.Store, _ string) {
		key := put(t, s, []byte("0123456789"))
		for name, open := range map[string]func() (storage.File, error){
			"open":  func() (storage.File, error) { return s.Open(t.Context(), key) },
			"fetch": func() (storage.File, error) { return storage.Fetch(t.Context(), s, key) },
		} {
			f, err := open()
			if err != nil {
				t.Fatal(err)
			}
			part := make([]byte, 3)
			if _, err := f.ReadAt(part, 4); err != nil || string(part) != "456" {
				t.Errorf("%s: read at: %q, %v", name, part, err)
			}
			if _, err := f.Seek(-2, io.SeekEnd); err != nil {
				t.Errorf("%s: seek: %v", name, err)
			}
			if rest, err := io.ReadAll(f); err != nil || string(rest) != "89" {
				t.Errorf("%s: the end is %q, %v", name, rest, err)
			}
			if err := f.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestStore_TooLargeLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, s storage.Store, dir string) {
		_, err := s.Put(t.Context(), storage.NewKey(), strings.NewReader("hello!"), 5)
		if !errors.Is(err, fault.TooLarge{Limit: 5}) {
			t.Fatalf("got %v", err)
		}
		filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				t.Errorf("left behind: %s", path)
			}
			return err
		})
	})
}

func TestStore_ForeignKeys(t *testing.T) {
	each(t, func(t *testing.T, s storage.Store, dir string) {
		if err := os.WriteFile(filepath.Join(filepath.Dir(dir), "secret"), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"", "../secret", "..", "aa/../../../../secret", strings.Repeat("a", 15), strings.Repeat("a", 16) + "/", "aaaaaaaaaaaaaaaaaaaa\x00"} {
			if f, err := s.Open(t.Context(), key); !fault.IsNotFound(err) {
				t.Errorf("open %q: %v, %v", key, f, err)
			}
			if err := s.Delete(t.Context(), key); !fault.IsNotFound(err) {
				t.Errorf("delete %q: %v", key, err)
			}
			if _, err := s.Put(t.Context(), key, strings.NewReader("x"), 5); !fault.IsNotFound(err) {
				t.Errorf("put %q: %v", key, err)
			}
		}
	})
}

func TestS3_SaysWhatIsWrong(t *testing.T) {
	address, _ := s3test.Start(t)
	for name, s := range map[string]storage.Store{
		"wrong secret": open(t, address, "", storage.Login{ID: "kontor", Secret: "guessed-guessed-guessed"}),
		"no bucket":    open(t, strings.Replace(address, "s3://files", "s3://others", 1), "", s3test.Login()),
	} {
		if err := s.Check(t.Context()); err == nil {
			t.Errorf("%s: all is well", name)
		}
		if _, err := s.Put(t.Context(), storage.NewKey(), strings.NewReader("x"), 5); err == nil {
			t.Errorf("%s: a file was kept", name)
		}
	}
	for _, bad := range []string{"s3://", "https://bucket", "s3://b?endpoint=somewhere", "s3://b?endpoint=ftp://x", ":"} {
		if _, err := storage.New(bad, "", storage.Login{}); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
