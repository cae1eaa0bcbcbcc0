package backup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"kontor/internal/kit/db"
)

const keepUpgrades = 3

// BeforeUpgrade copies the SQLite file of d into the folder of backups and
// returns where; the newest three such copies stay. On PostgreSQL it does
// nothing: there each step is a transaction of its own.
func BeforeUpgrade(ctx context.Context, s Settings, d *db.DB) (string, error) {
	if d.Engine != db.SQLite {
		return "", nil
	}
	if err := os.MkdirAll(s.Dir, 0o700); err != nil {
		return "", fmt.Errorf("BACKUP_DIR: make folder %s: %w", s.Dir, err)
	}
	path := filepath.Join(s.Dir, "before-upgrade-"+time.Now().UTC().Format("20060102-150405.000")+".db")
	if _, err := (lite{s.DatabaseURL}).snapshot(ctx, d, path); err != nil {
		return "", errors.Join(fmt.Errorf("copy before the upgrade: %w", err), os.RemoveAll(path))
	}
	old, err := filepath.Glob(filepath.Join(s.Dir, "before-upgrade-*.db"))
	if err != nil || len(old) <= keepUpgrades {
		return path, err
	}
	slices.Sort(old)
	for _, o := range old[:len(old)-keepUpgrades] {
		if err := os.Remove(o); err != nil {
			return "", fmt.Errorf("remove old copy: %w", err)
		}
	}
	return path, nil
}

// PutBack puts the copy in the place of the SQLite file, which nobody may have
// open, and keeps what is there aside.
func PutBack(ctx context.Context, s Settings, path string) error {
	l := lite{s.DatabaseURL}
	if _, err := l.occupied(ctx); err != nil {
		return err
	}
	fresh := l.path() + ".back"
	if err := duplicate(path, fresh); err != nil {
		return fmt.Errorf("put the copy %s back: %w", path, err)
	}
	_, err := l.replace(ctx, fresh, "failed-upgrade-"+time.Now().UTC().Format("20060102-150405"))
	return err
}
