// Package storage owns where uploaded files lie: in a folder or in an S3
// bucket, under keys that nothing a person typed is part of.
package storage

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"kontor/internal/kit/fault"
)

// Store keeps files. Keys come from NewKey; any other names no file.
type Store interface {
	// Put keeps what r yields, at most limit bytes, and returns its size. It
	// returns fault.TooLarge, and keeps nothing, when there is more.
	Put(ctx context.Context, key string, r io.Reader, limit int64) (size int64, err error)
	// Open returns the file of a key for reading; the caller closes it. It
	// returns fault.NotFound when there is none.
	Open(ctx context.Context, key string) (File, error)
	// Delete removes the file of a key; one that is gone already is no error.
	Delete(ctx context.Context, key string) error
	// Each calls do for the key of every file, in any order, until it fails.
	Each(ctx context.Context, do func(key string) error) error
	// Check returns why files cannot be kept just now.
	Check(ctx context.Context) error
}

// File is a file that is read.
type File interface {
	io.ReadSeekCloser
	io.ReaderAt
}

// New returns the store that the address names, s3://bucket?endpoint=…, or the
// folder dir without one.
func New(address, dir string, login Login) (Store, error) {
	if address == "" {
		return &Disk{Dir: dir}, nil
	}
	return newS3(address, login)
}

// NewKey returns a fresh random key.
func NewKey() string { return strings.ToLower(rand.Text()) }

// isKey tells whether a key can be one of NewKey.
func isKey(key string) bool {
	return len(key) >= 16 && len(key) <= 64 && strings.Trim(key, "abcdefghijklmnopqrstuvwxyz234567") == ""
}

// Fetch opens a file that is read here and there rather than from its
// beginning to its end: one that lies elsewhere is brought here first.
func Fetch(ctx context.Context, s Store, key string) (File, error) {
	f, err := s.Open(ctx, key)
	if _, local := f.(*os.File); local || err != nil {
		return f, err
	}
	here, err := scratch()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	_, err = io.Copy(here, f)
	if err == nil {
		_, err = here.Seek(0, io.SeekStart)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, errors.Join(fmt.Errorf("fetch file: %w", err), here.Close())
	}
	return here, nil
}

// scratch is a file without a name: it is gone when it is closed.
func scratch() (*os.File, error) {
	f, err := os.CreateTemp("", "kontor-")
	if err != nil {
		return nil, fmt.Errorf("make scratch file: %w", err)
	}
	return f, os.Remove(f.Name())
}

// bounded reads at most limit bytes and returns fault.TooLarge where there
// are more.
type bounded struct {
	r           io.Reader
	left, limit int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, fault.TooLarge{Limit: b.limit}
	}
	return n, err
}
