package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"kontor/internal/kit/storage"
)

// held keeps uploaded files readable while a backup is made, whatever is
// deleted meanwhile: each gets a second name, or is copied from the bucket it
// lies in. Files are never changed once they are there.
type held struct {
	from   string
	bucket storage.Store // instead; nil for none
	dir    string
}

func hold(ctx context.Context, s Settings, dir string) (h held, err error) {
	h = held{from: s.files(), dir: dir}
	if h.bucket, err = s.bucket(); err != nil {
		return h, fmt.Errorf("STORAGE_URL: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return h, fmt.Errorf("hold files: %w", err)
	}
	return h, h.more(ctx)
}

// more takes what came since.
func (h held) more(ctx context.Context) error {
	if h.bucket != nil {
		return bring(ctx, h.bucket, h.dir)
	}
	err := filepath.WalkDir(h.from, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // no file was ever uploaded, or it was deleted just now
		}
		if err != nil {
			return err
		}
		name, err := filepath.Rel(h.from, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(h.dir, name), 0o700)
		}
		if !d.Type().IsRegular() {
			return nil
		}
		return second(path, filepath.Join(h.dir, name))
	})
	if err != nil {
		return fmt.Errorf("hold files: %w", err)
	}
	return nil
}

// second gives a file a second name, or copies it where that is not possible.
func second(path, to string) error {
	err := os.Link(path, to)
	if err == nil || errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return duplicate(path, to)
}

func duplicate(path, to string) error {
	from, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer from.Close()
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, from)
	return errors.Join(err, f.Close())
}

// move renames, or copies and removes where the other place is another disk.
func move(from, to string) error {
	if err := os.Rename(from, to); err == nil {
		return nil
	}
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	if info.IsDir() {
		err = os.CopyFS(to, os.DirFS(from))
	} else {
		err = duplicate(from, to)
	}
	if err != nil {
		return err
	}
	return os.RemoveAll(from)
}

// moveAside moves what is there; what is not there is no error.
func moveAside(from, to string) error {
	if _, err := os.Lstat(from); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return fmt.Errorf("put %s aside: %w", from, err)
	}
	if err := move(from, to); err != nil {
		return fmt.Errorf("put %s aside: %w", from, err)
	}
	return nil
}
