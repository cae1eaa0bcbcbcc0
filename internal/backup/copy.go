package backup

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"kontor/internal/kit/storage"
)

// copyAway keeps a copy of a backup in the bucket of CopyURL, reads it back and
// compares it, and removes all but the newest Keep.
func (s Settings) copyAway(ctx context.Context, path string) error {
	if s.CopyURL == "" {
		return nil
	}
	shelf, err := storage.OpenShelf(s.CopyURL, s.Login)
	if err != nil {
		return fmt.Errorf("BACKUP_COPY_URL: %w", err)
	}
	name := filepath.Base(path)
	if err := shelf.Keep(ctx, name, path); err != nil {
		return err
	}
	if err := same(ctx, shelf, name, path); err != nil {
		return err
	}
	names, err := copies(ctx, shelf)
	if err != nil || s.Keep < 1 || len(names) <= s.Keep {
		return err
	}
	for _, old := range names[s.Keep:] {
		err = errors.Join(err, shelf.Remove(ctx, old))
	}
	return err
}

// same compares the copy with the backup.
func same(ctx context.Context, shelf *storage.Shelf, name, path string) error {
	back := filepath.Join(filepath.Dir(path), workPrefix+name)
	defer os.Remove(back)
	if err := shelf.Fetch(ctx, name, back); err != nil {
		return err
	}
	here, err := sumOf(path)
	if err != nil {
		return err
	}
	there, err := sumOf(back)
	if err != nil {
		return err
	}
	if here != there {
		return fmt.Errorf("the copy of %s in the bucket is not what was sent", name)
	}
	return nil
}

func sumOf(path string) (sum [sha256.Size]byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err = io.Copy(h, f); err != nil {
		return sum, fmt.Errorf("read %s: %w", path, err)
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}

// copies are the names of the backups on the shelf, the newest first.
func copies(ctx context.Context, shelf *storage.Shelf) ([]string, error) {
	names, err := shelf.Names(ctx)
	names = slices.DeleteFunc(names, func(name string) bool { return !ours(name) })
	slices.Sort(names)
	slices.Reverse(names)
	return names, err
}

// Copies returns the names of the backups in the bucket of CopyURL, the newest
// first; none without one.
func Copies(ctx context.Context, s Settings) ([]string, error) {
	if s.CopyURL == "" {
		return nil, nil
	}
	shelf, err := storage.OpenShelf(s.CopyURL, s.Login)
	if err != nil {
		return nil, err
	}
	return copies(ctx, shelf)
}

// Fetch brings a copy back into Dir and returns its path.
func Fetch(ctx context.Context, s Settings, name string) (string, error) {
	if s.CopyURL == "" {
		return "", errors.New("BACKUP_COPY_URL is not set: there are no copies to fetch")
	}
	if !ours(name) {
		return "", fmt.Errorf("%s is not the name of a backup: `kontor backup list` prints them", name)
	}
	shelf, err := storage.OpenShelf(s.CopyURL, s.Login)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(s.Dir, 0o700); err != nil {
		return "", fmt.Errorf("BACKUP_DIR: make folder %s: %w", s.Dir, err)
	}
	path := filepath.Join(s.Dir, name)
	return path, shelf.Fetch(ctx, name, path)
}
