package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/storage"
)

// bucket is where uploaded files lie if not in DataDir; nil otherwise.
func (s Settings) bucket() (storage.Store, error) {
	if s.FilesURL == "" {
		return nil, nil
	}
	return storage.New(s.FilesURL, "", s.Login)
}

// bring copies the files of a bucket into a folder, as a folder of files has
// them. Those that are there already are left: files never change.
func bring(ctx context.Context, from storage.Store, dir string) error {
	return from.Each(ctx, func(key string) error {
		to := filepath.Join(dir, key[:2], key)
		if _, err := os.Stat(to); err == nil {
			return nil
		}
		f, err := from.Open(ctx, key)
		if fault.IsNotFound(err) {
			return nil // deleted since it was listed
		}
		if err != nil {
			return err
		}
		return errors.Join(keepCopy(f, to), f.Close())
	})
}

func keepCopy(from io.Reader, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return fmt.Errorf("hold files: %w", err)
	}
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("hold files: %w", err)
	}
	_, err = io.Copy(f, from)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("hold files: %w", err)
	}
	return nil
}

// send puts the files of a folder into a bucket, those that it lacks. It takes
// nothing away: no record names what came later.
func send(ctx context.Context, dir string, to storage.Store) error {
	there := map[string]bool{}
	if err := to.Each(ctx, func(key string) error { there[key] = true; return nil }); err != nil {
		return err
	}
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || there[d.Name()] {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		_, err = to.Put(ctx, d.Name(), f, math.MaxInt64)
		return errors.Join(err, f.Close())
	})
}
