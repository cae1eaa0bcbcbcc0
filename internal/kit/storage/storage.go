// Package storage owns uploaded files: where they lie and under which names.
package storage

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"kontor/internal/kit/fault"
)

// Disk keeps files in a folder. Keys are random and made here, so that nothing
// a person types becomes part of a path.
type Disk struct {
	Dir string // made when the first file is put
}

// Put keeps what r yields, at most limit bytes, and returns its key and size.
// It returns fault.TooLarge, and keeps nothing, when there is more.
func (d *Disk) Put(r io.Reader, limit int64) (key string, size int64, err error) {
	key = strings.ToLower(rand.Text())
	path, err := d.path(key)
	if err != nil {
		return "", 0, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", 0, fmt.Errorf("make folder for files: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", 0, fmt.Errorf("keep file: %w", err)
	}
	size, err = fill(f, r, limit)
	if err != nil {
		os.Remove(path) // the first error is the one to tell
		return "", 0, err
	}
	return key, size, nil
}

func fill(f *os.File, r io.Reader, limit int64) (int64, error) {
	size, err := io.Copy(f, io.LimitReader(r, limit+1))
	if err == nil && size > limit {
		err = fault.TooLarge{Limit: limit}
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return size, err
}

// Open returns the file of a key for reading; the caller closes it. It returns
// fault.NotFound when there is none.
func (d *Disk) Open(key string) (*os.File, error) {
	path, err := d.path(key)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.NotFound{}
	}
	return f, err
}

// Delete removes the file of a key; a file that is gone already is no error.
func (d *Disk) Delete(key string) error {
	path, err := d.path(key)
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("delete file: %w", err)
	}
	return nil
}

// path spreads files over folders by their first two letters. A key that was
// not made here names no file.
func (d *Disk) path(key string) (string, error) {
	if len(key) < 16 || len(key) > 64 || strings.Trim(key, "abcdefghijklmnopqrstuvwxyz234567") != "" {
		return "", fault.NotFound{}
	}
	return filepath.Join(d.Dir, key[:2], key), nil
}
