// Package backup owns copies of everything a server keeps: the database and
// the uploaded files in one compressed file, encrypted when there is a key,
// restored into a scratch database and compared before it counts as a backup.
package backup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/storage"
)

// Settings say what is kept where.
type Settings struct {
	DatabaseURL string
	DataDir     string // the folder with the uploaded files and, in local mode, the secret
	Dir         string // where backups lie; made when the first is written
	Keep        int    // how many stay; older ones are removed
	Key         string // encrypts backups; empty leaves them readable
	At          string // when one is made each day, as 02:00; empty is never
	Version     string // of this program

	FilesURL string        // bucket of the uploaded files, if they are not in DataDir
	CopyURL  string        // bucket for copies of the backups; empty for none
	Login    storage.Login // to both
}

// Result is a backup that was read back and compared.
type Result struct {
	Path     string
	Bytes    int64 // of the file
	Manifest Manifest
	Took     time.Duration
}

// Make writes a backup of d and the uploaded files while both are in use,
// restores it into a scratch database, compares every table and removes what is
// older than the newest Keep. Nothing is left in Dir when it fails.
func Make(ctx context.Context, s Settings, d *db.DB) (Result, error) {
	start := time.Now()
	if err := os.MkdirAll(s.Dir, 0o700); err != nil {
		return Result{}, fmt.Errorf("BACKUP_DIR: make folder %s: %w", s.Dir, err)
	}
	sweep(s.Dir)
	work, err := os.MkdirTemp(s.Dir, workPrefix)
	if err != nil {
		return Result{}, fmt.Errorf("BACKUP_DIR: cannot write in %s: %w", s.Dir, err)
	}
	defer os.RemoveAll(work)
	partial, err := write(ctx, s, d, work, start)
	if err != nil {
		return Result{}, err
	}
	res, err := check(ctx, s, partial, work)
	if err != nil {
		return Result{}, fmt.Errorf("the backup was written but does not hold what the database holds: %w", err)
	}
	if res.Path, err = publish(partial, s.Dir, s.name(start)); err != nil {
		return Result{}, err
	}
	res.Took = time.Since(start)
	return res, prune(s.Dir, s.Keep)
}

// write makes the archive in work and returns its path.
func write(ctx context.Context, s Settings, d *db.DB, work string, at time.Time) (string, error) {
	held, err := hold(ctx, s, filepath.Join(work, "files"))
	if err != nil {
		return "", err
	}
	dump := filepath.Join(work, "snapshot")
	m := Manifest{Format: 1, Version: s.Version, Engine: d.Engine, At: at.UTC()}
	e, err := engineOf(s)
	if err != nil {
		return "", err
	}
	if m.Tables, err = e.snapshot(ctx, d, dump); err != nil {
		return "", err
	}
	// Again: what came between the first look and the snapshot may be named in it.
	if err := held.more(ctx); err != nil {
		return "", err
	}
	if m.Schema, err = schemaOf(ctx, d); err != nil {
		return "", err
	}
	partial := filepath.Join(work, "archive")
	return partial, pack(s, m, dump, held.dir, partial)
}

// publish gives a backup its name only when all of it is on the disk.
func publish(partial, dir, name string) (string, error) {
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); err == nil {
		return "", fmt.Errorf("%s exists: two backups were made in the same second", path)
	}
	if err := os.Rename(partial, path); err != nil {
		return "", fmt.Errorf("keep backup: %w", err)
	}
	folder, err := os.Open(dir)
	if err != nil {
		return "", fmt.Errorf("keep backup: %w", err)
	}
	defer folder.Close()
	if err := folder.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return "", fmt.Errorf("keep backup: %w", err)
	}
	return path, nil
}

// Verify reads the backup at path, restores its database into a scratch one
// and compares every table and file with what was written down at the time.
func Verify(ctx context.Context, s Settings, path string) (Result, error) {
	start := time.Now()
	work, err := os.MkdirTemp(filepath.Dir(path), workPrefix)
	if err != nil {
		work, err = os.MkdirTemp("", workPrefix) // the backup may lie on a medium that is only read
	}
	if err != nil {
		return Result{}, fmt.Errorf("make folder to look at the backup: %w", err)
	}
	defer os.RemoveAll(work)
	res, err := check(ctx, s, path, work)
	res.Took = time.Since(start)
	return res, err
}

// check unpacks the archive into work and compares what it holds.
func check(ctx context.Context, s Settings, path, work string) (Result, error) {
	u, err := unpack(ctx, s, path, filepath.Join(work, "unpacked"))
	if err != nil {
		return Result{}, err
	}
	e, err := engineFor(s, u.manifest.Engine)
	if err != nil {
		return Result{}, err
	}
	found, drop, err := e.scratch(ctx, u.dump)
	if err != nil {
		return Result{}, err
	}
	err = errors.Join(u.manifest.Tables.differ(found), drop())
	res := Result{Path: path, Manifest: u.manifest}
	if info, statErr := os.Stat(path); statErr == nil {
		res.Bytes = info.Size()
	}
	return res, err
}

func (s Settings) files() string { return filepath.Join(s.DataDir, "files") }

// secretFile holds the secret that was made on a local first run.
func (s Settings) secretFile() string { return filepath.Join(s.DataDir, "secret") }
