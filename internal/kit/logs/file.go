// Package logs owns where log lines go: files that several processes share and
// that never grow without end, and what every line says of its request.
package logs

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// How much is kept of each log: 15 MB in the file, and ten former files.
const (
	MaxSize = 15 << 20
	Former  = 10
)

// File is a log file that other processes write too. Before each line it is
// locked, so that one process at a time turns a full file into app.log.1, and
// the others notice and follow.
type File struct {
	path string
	max  int64

	mu   sync.Mutex
	lock *os.File
	f    *os.File
}

// Open returns the log file of a name in a folder, which it makes. The file
// appears with its first line.
func Open(dir, name string, max int64) (*File, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("LOG_DIR: make folder %s: %w", dir, err)
	}
	lock, err := os.OpenFile(filepath.Join(dir, "."+name+".lock"), os.O_CREATE|os.O_RDWR, 0o640)
	if err != nil {
		return nil, fmt.Errorf("LOG_DIR: cannot write in %s: %w", dir, err)
	}
	return &File{path: filepath.Join(dir, name), max: max, lock: lock}, nil
}

// Write appends one line, whole, to the current file.
func (l *File) Write(line []byte) (n int, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := lockFile(l.lock); err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, unlockFile(l.lock)) }()
	if err := l.ready(int64(len(line))); err != nil {
		return 0, err
	}
	return l.f.Write(line)
}

// ready opens the file that has the name now and makes room for size bytes.
func (l *File) ready(size int64) error {
	info, err := os.Stat(l.path)
	if err == nil && info.Size() > 0 && info.Size()+size > l.max {
		if err = l.rotate(); err != nil {
			return err
		}
		info, err = nil, fs.ErrNotExist
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if l.f != nil {
		if own, statErr := l.f.Stat(); statErr == nil && info != nil && os.SameFile(own, info) {
			return nil
		}
		l.f.Close() // another process turned it
	}
	l.f, err = os.OpenFile(l.path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o640)
	return err
}

// rotate moves app.log to app.log.1, that one to app.log.2, and so on; the last
// is gone.
func (l *File) rotate() error {
	name := func(i int) string {
		if i == 0 {
			return l.path
		}
		return fmt.Sprintf("%s.%d", l.path, i)
	}
	for i := Former - 1; i >= 0; i-- {
		if err := os.Rename(name(i), name(i+1)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Close frees the file.
func (l *File) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	err := l.lock.Close()
	if l.f != nil {
		err = errors.Join(err, l.f.Close())
	}
	return err
}
