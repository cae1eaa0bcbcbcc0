package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"kontor/internal/kit/fault"
)

// Disk keeps files in a folder.
type Disk struct {
	Dir string // made when the first file is put
}

// Put implements Store.
func (d *Disk) Put(_ context.Context, key string, r io.Reader, limit int64) (int64, error) {
	path, err := d.path(key)
	if err != nil {
		return 0, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return 0, fmt.Errorf("make folder for files: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, fmt.Errorf("keep file: %w", err)
	}
	size, err := io.Copy(f, &bounded{r, limit, limit})
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(path) // the first error is the one to tell
		return 0, err
	}
	return size, nil
}

// Open implements Store.
func (d *Disk) Open(_ context.Context, key string) (File, error) {
	path, err := d.path(key)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.NotFound{}
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

// Delete implements Store.
func (d *Disk) Delete(_ context.Context, key string) error {
	path, err := d.path(key)
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("delete file: %w", err)
	}
	return nil
}

// Check implements Store.
func (d *Disk) Check(context.Context) error {
	if err := os.MkdirAll(d.Dir, 0o700); err != nil {
		return fmt.Errorf("make folder for files: %w", err)
	}
	return nil
}

// path spreads files over folders by their first two letters. A key that was
// not made here names no file.
func (d *Disk) path(key string) (string, error) {
	if !isKey(key) {
		return "", fault.NotFound{}
	}
	return filepath.Join(d.Dir, key[:2], key), nil
}
