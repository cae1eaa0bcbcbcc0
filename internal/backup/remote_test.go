package backup_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kontor/internal/backup"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/storage"
	"kontor/internal/kit/storage/s3test"
)

func bucketAt(t *testing.T, address string) storage.Store {
	t.Helper()
	s, err := storage.New(address, "", s3test.Login())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// contents are the texts that a store keeps.
func contents(t *testing.T, s storage.Store) (all []string) {
	t.Helper()
	err := s.Each(t.Context(), func(key string) error {
		f, err := s.Open(t.Context(), key)
		if err != nil {
			return err
		}
		defer f.Close()
		text, err := io.ReadAll(f)
		all = append(all, string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

func put(t *testing.T, s storage.Store, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if _, err := s.Put(t.Context(), storage.NewKey(), strings.NewReader(text), 1<<20); err != nil {
			t.Fatal(err)
		}
	}
}

func TestBackup_HoldsTheFilesOfABucket(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.FilesURL, _ = s3test.Start(t)
		h.Login = s3test.Login()
		put(t, bucketAt(t, h.FilesURL), "an invoice", "a picture\x00\xff")
		res := h.make(t)
		if res.Manifest.Files.Rows != 2 {
			t.Fatalf("%d files in the backup", res.Manifest.Files.Rows)
		}
		h.db.Close()
		// Another bucket, as after a fire: one file was saved, one came later.
		h.FilesURL, _ = s3test.Start(t)
		fresh := bucketAt(t, h.FilesURL)
		put(t, fresh, "came later")
		if _, err := backup.Restore(t.Context(), h.Settings, res.Path, true); err != nil {
			t.Fatal(err)
		}
		if got := contents(t, fresh); !slices.Equal(got, []string{"a picture\x00\xff", "an invoice", "came later"}) {
			t.Errorf("in the bucket: %q", got)
		}
		if h.db.Engine == db.Postgres {
			return // the names of what is put aside tell minutes where a database's own name is long
		}
		// The same backup on a server that keeps files in a folder.
		h.FilesURL = ""
		if _, err := backup.Restore(t.Context(), h.Settings, res.Path, true); err != nil {
			t.Fatal(err)
		}
		if got := contents(t, &storage.Disk{Dir: filepath.Join(h.DataDir, "files")}); !slices.Equal(got, []string{"a picture\x00\xff", "an invoice"}) {
			t.Errorf("in the folder: %q", got)
		}
	})
}

func TestBackup_CopiesLieElsewhereAndComeBack(t *testing.T) {
	h := newHouse(t, dbtest.SQLiteURL(t))
	address, _ := s3test.Start(t)
	h.CopyURL, h.Login, h.Keep, h.Key = strings.Replace(address, "s3://files", "s3://files/backups", 1), s3test.Login(), 2, key
	var last backup.Result
	for range 3 {
		var err error
		if last, err = backup.Run(t.Context(), h.Settings, h.db); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Until(last.Manifest.At.Truncate(time.Second).Add(time.Second))) // names tell seconds
	}
	names, err := backup.Copies(t.Context(), h.Settings)
	if err != nil || len(names) != 2 || names[0] != filepath.Base(last.Path) {
		t.Fatalf("copies: %v %v", names, err)
	}
	if err := os.RemoveAll(h.Dir); err != nil {
		t.Fatal(err)
	}
	path, err := backup.Fetch(t.Context(), h.Settings, names[0])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Verify(t.Context(), h.Settings, path); err != nil {
		t.Error(err)
	}
	if _, err := backup.Fetch(t.Context(), h.Settings, "../secret"); err == nil {
		t.Error("a name that is no backup was fetched")
	}
}

func TestBackup_ACopyThatFailsIsTold(t *testing.T) {
	h := newHouse(t, dbtest.SQLiteURL(t))
	address, _ := s3test.Start(t)
	h.CopyURL, h.Login = strings.Replace(address, "s3://files", "s3://missing", 1), s3test.Login()
	res, err := backup.Run(t.Context(), h.Settings, h.db)
	if err == nil || !strings.Contains(err.Error(), "the backup is good") {
		t.Fatalf("error %v", err)
	}
	if _, err := backup.Verify(context.WithoutCancel(t.Context()), h.Settings, res.Path); err != nil {
		t.Errorf("the backup itself: %v", err)
	}
	_, newest, err := backup.Last(t.Context(), h.db)
	if err != nil || newest.Error == "" {
		t.Errorf("written down: %+v %v", newest, err)
	}
}
