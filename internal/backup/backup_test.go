package backup_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/backup"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/storage"
)

const key = "0123456789abcdef0123456789abcdef"

// house is a server's data: a database and uploaded files.
type house struct {
	backup.Settings
	db *db.DB
}

func each(t *testing.T, f func(t *testing.T, h house)) {
	t.Run("sqlite", func(t *testing.T) { f(t, newHouse(t, dbtest.SQLiteURL(t))) })
	t.Run("postgres", func(t *testing.T) { f(t, newHouse(t, dbtest.PostgresURL(t))) })
}

func newHouse(t *testing.T, url string) house {
	t.Helper()
	d, err := db.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	dir := t.TempDir()
	h := house{backup.Settings{DatabaseURL: url, DataDir: dir, Dir: filepath.Join(dir, "backups"), Keep: 7, Version: "test"}, d}
	accounttest.Actor(t, d, account.Owner)
	h.note(t, "Ивана\n\\N\t'кавички'")
	return h
}

// note writes one row with the text.
func (h house) note(t *testing.T, text string) {
	t.Helper()
	err := h.db.InTx(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO backups (id, file, bytes, row_count, file_count, error, started_at, finished_at)
			VALUES ($1, $2, 1, 2, 3, 'made by the test', 4, 5)`, db.NewID(), text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (h house) notes(t *testing.T) []string {
	t.Helper()
	d, err := db.Open(t.Context(), h.DatabaseURL)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	all, err := db.Values[string](t.Context(), d, `SELECT file FROM backups WHERE error = 'made by the test' ORDER BY file`)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func (h house) upload(t *testing.T, text string) string {
	t.Helper()
	files := storage.Disk{Dir: filepath.Join(h.DataDir, "files")}
	name := storage.NewKey()
	if _, err := files.Put(t.Context(), name, strings.NewReader(text), 1<<20); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(h.DataDir, "files", name[:2], name)
}

func (h house) make(t *testing.T) backup.Result {
	t.Helper()
	res, err := backup.Make(t.Context(), h.Settings, h.db)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// tree is every file below dir with its contents.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		all[name] = string(b)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return all
}

func TestBackup_RestoreGivesTheSame(t *testing.T) {
	for _, key := range []string{"", key} {
		each(t, func(t *testing.T, h house) {
			h.Key = key
			h.upload(t, "a picture\x00\xff")
			kept := tree(t, filepath.Join(h.DataDir, "files"))
			res := h.make(t)
			before := res.Manifest.Tables

			h.note(t, "written later")
			late := h.upload(t, "uploaded later")
			h.db.Close()
			if _, err := backup.Restore(t.Context(), h.Settings, res.Path, false); !errors.Is(err, backup.ErrOccupied) {
				t.Fatalf("without force: %v", err)
			}
			done, err := backup.Restore(t.Context(), h.Settings, res.Path, true)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"Ивана\n\\N\t'кавички'"}, h.notes(t)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(kept, tree(t, filepath.Join(h.DataDir, "files"))); diff != "" {
				t.Error(diff)
			}
			if len(done.Kept) == 0 {
				t.Error("nothing was kept of what was there")
			}
			if _, err := os.Stat(late); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("a later file is still in place: %v", err)
			}
			again := newest(t, h)
			if diff := cmp.Diff(before, again.Manifest.Tables); diff != "" {
				t.Errorf("the restored database (+) is not the one that was kept (-):\n%s", diff)
			}
		})
	}
}

// newest makes a backup of what is there now.
func newest(t *testing.T, h house) backup.Result {
	t.Helper()
	d, err := db.Open(t.Context(), h.DatabaseURL)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	h.Dir = t.TempDir()
	res, err := backup.Make(t.Context(), h.Settings, d)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func TestBackup_WhileOthersWrite(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, stop := context.WithCancel(t.Context())
		wrote := make(chan int)
		go func() {
			n := 0
			for ; ctx.Err() == nil; n++ {
				// Two rows in a transaction: a backup has both or none.
				err := h.db.InTx(t.Context(), func(tx *db.Tx) error {
					for range 2 {
						if _, err := tx.Exec(t.Context(), `INSERT INTO backups (id, file, bytes, row_count, file_count, error, started_at, finished_at)
							VALUES ($1, $2, 1, 2, 3, 'pair', 4, 5)`, db.NewID(), fmt.Sprint(n)); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			}
			wrote <- n
		}()
		time.Sleep(50 * time.Millisecond)
		res := h.make(t)
		stop()
		if n := <-wrote; n < 10 {
			t.Errorf("only %d transactions were committed beside the backup", n)
		}
		if n := res.Manifest.Tables["backups"].Rows; n%2 != 1 || n < 3 { // pairs, and the one note
			t.Errorf("the backup holds %d rows: a pair was torn apart", n)
		}
	})
}

func TestBackup_DamageIsFound(t *testing.T) {
	for _, key := range []string{"", key} {
		each(t, func(t *testing.T, h house) {
			h.Key = key
			h.upload(t, strings.Repeat("a picture", 1000))
			good, err := os.ReadFile(h.make(t).Path)
			if err != nil {
				t.Fatal(err)
			}
			flipped := func(at int) []byte {
				b := append([]byte{}, good...)
				b[at] ^= 0x10
				return b
			}
			for name, bytes := range map[string][]byte{
				"empty": {}, "half": good[:len(good)/2], "without the end": good[:len(good)-3],
				"a bit in the middle": flipped(len(good) / 2), "a bit at the end": flipped(len(good) - 2),
			} {
				path := filepath.Join(t.TempDir(), "damaged")
				if err := os.WriteFile(path, bytes, 0o600); err != nil {
					t.Fatal(err)
				}
				if _, err := backup.Verify(t.Context(), h.Settings, path); err == nil {
					t.Errorf("%s: was called whole", name)
				}
				h.db.Close()
				if _, err := backup.Restore(t.Context(), h.Settings, path, true); err == nil {
					t.Errorf("%s: was restored", name)
				}
			}
			if n := len(h.notes(t)); n != 1 {
				t.Errorf("%d notes after refused restores", n)
			}
		})
	}
}

func TestBackup_WrongKey(t *testing.T) {
	h := newHouse(t, dbtest.SQLiteURL(t))
	h.Key = key
	path := h.make(t).Path
	if b, err := os.ReadFile(path); err != nil || strings.Contains(string(b), "SQLite format") {
		t.Errorf("the backup can be read without the key (%v)", err)
	}
	for other, want := range map[string]string{"": "set BACKUP_KEY", key + "x": "is not the key"} {
		h.Key = other
		if _, err := backup.Verify(t.Context(), h.Settings, path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("key %q: %v", other, err)
		}
	}
}

func TestBackup_FolderThatCannotBeWritten(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		taken := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(taken, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		h.Dir = filepath.Join(taken, "backups")
		_, err := backup.Run(t.Context(), h.Settings, h.db)
		if err == nil || !strings.Contains(err.Error(), "BACKUP_DIR") {
			t.Errorf("got %v", err)
		}
		good, last, err := backup.Last(t.Context(), h.db)
		if err != nil || good.File != "" || !strings.Contains(last.Error, "BACKUP_DIR") {
			t.Errorf("written down: %+v, %+v, %v", good, last, err)
		}
	})
}

func TestBackup_KeepsTheNewest(t *testing.T) {
	h := newHouse(t, dbtest.SQLiteURL(t))
	if err := os.MkdirAll(h.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"kontor-20200101-020000.tar.zst", "kontor-20200102-020000.tar.zst", "mine.tar.zst"} {
		if err := os.WriteFile(filepath.Join(h.Dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	h.Keep = 2
	res := h.make(t)
	left, err := os.ReadDir(h.Dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range left {
		names = append(names, e.Name())
	}
	want := []string{"kontor-20200102-020000.tar.zst", filepath.Base(res.Path), "mine.tar.zst"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
}

func TestRestore_RefusesWhileAServerRuns(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		res := h.make(t)
		_, err := backup.Restore(t.Context(), h.Settings, res.Path, true)
		if err == nil || !strings.Contains(err.Error(), "stop") {
			t.Errorf("got %v", err)
		}
	})
}

func TestRestore_OnAnEmptyMachine(t *testing.T) {
	h := newHouse(t, dbtest.SQLiteURL(t))
	file := h.upload(t, "a picture")
	if err := os.WriteFile(filepath.Join(h.DataDir, "secret"), []byte("a secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	res := h.make(t)
	other := h.Settings
	other.DataDir = filepath.Join(t.TempDir(), "data")
	other.DatabaseURL = "sqlite:///" + filepath.Join(other.DataDir, "kontor.db")
	done, err := backup.Restore(t.Context(), other, res.Path, false)
	if err != nil {
		t.Fatal(err)
	}
	rel, _ := filepath.Rel(h.DataDir, file)
	got := tree(t, other.DataDir)
	if got[rel] != "a picture" || got["secret"] != "a secret" || len(done.Kept) != 0 {
		t.Errorf("restored %d files, kept %q", len(got), done.Kept)
	}
	if n := len(house{Settings: other}.notes(t)); n != 1 {
		t.Errorf("%d notes", n)
	}
}
