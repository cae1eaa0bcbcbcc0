package app

import (
	"context"
	"fmt"

	"kontor/internal/backup"
	"kontor/internal/kit/db"
	"kontor/internal/kit/jobs"
)

// OpenDatabase connects to the configured database and brings it up to date. A
// SQLite file is copied before, and put back when any step fails: after an
// upgrade all of it is done, or nothing. Of several that start at once one
// does it, and the others wait.
func OpenDatabase(ctx context.Context, cfg Config) (*db.DB, error) {
	release, err := db.Alone(ctx, cfg.DatabaseURL)
	if err != nil {
		return nil, err
	}
	defer release()
	d, err := db.Open(ctx, cfg.DatabaseURL)
	if err != nil {
		return nil, err
	}
	s := cfg.Backup("")
	copied, err := copyBefore(ctx, s, d)
	if err == nil {
		err = migrate(ctx, d)
	}
	if err == nil {
		return d, nil
	}
	d.Close()
	if copied == "" {
		return nil, err
	}
	if back := backup.PutBack(ctx, s, copied); back != nil {
		return nil, fmt.Errorf("the upgrade failed: %w; the database before it is %s (%w)", err, copied, back)
	}
	return nil, fmt.Errorf("the upgrade failed and was undone, the former version can go on: %w", err)
}

func migrate(ctx context.Context, d *db.DB) error {
	if _, err := d.Migrate(ctx); err != nil {
		return err
	}
	return jobs.Migrate(ctx, d)
}

// copyBefore copies a database that holds something and is about to change.
func copyBefore(ctx context.Context, s backup.Settings, d *db.DB) (string, error) {
	all, err := d.Migrations(ctx)
	if err != nil {
		return "", err
	}
	applied := 0
	for _, m := range all {
		if m.Applied {
			applied++
		}
	}
	if applied == 0 || applied == len(all) {
		return "", nil
	}
	return backup.BeforeUpgrade(ctx, s, d)
}
