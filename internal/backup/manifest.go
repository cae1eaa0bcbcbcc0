package backup

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"kontor/internal/kit/db"
)

// Manifest is what a backup says of itself, last in its archive: one that was
// cut short has none.
type Manifest struct {
	Format  int       `json:"format"`
	Version string    `json:"version"` // of the program that wrote it
	Engine  db.Engine `json:"engine"`
	Schema  int64     `json:"schema"` // number of the newest migration
	At      time.Time `json:"at"`
	Tables  Tables    `json:"tables"`
	Files   Digest    `json:"files"` // the uploaded files, a row each
}

// Rows counts the rows of all tables.
func (m Manifest) Rows() (n int64) {
	for _, d := range m.Tables {
		n += d.Rows
	}
	return n
}

// Tables are the tables of a database by name.
type Tables map[string]Digest

// differ names the tables of which a copy holds something else.
func (t Tables) differ(found Tables) error {
	var wrong []string
	for _, name := range slices.Sorted(maps.Keys(t)) {
		want, got := t[name], found[name]
		if got.Rows != want.Rows {
			wrong = append(wrong, fmt.Sprintf("%s has %d rows instead of %d", name, got.Rows, want.Rows))
		} else if got.Sum != want.Sum {
			wrong = append(wrong, name+" has other values")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		if _, ok := t[name]; !ok {
			wrong = append(wrong, name+" should not be there")
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("%s", strings.Join(wrong, "; "))
	}
	return nil
}

// schemaOf returns the number of the newest migration that d has.
func schemaOf(ctx context.Context, d *db.DB) (int64, error) {
	all, err := d.Migrations(ctx)
	if err != nil {
		return 0, err
	}
	var newest int64
	for _, m := range all {
		if m.Applied {
			newest = max(newest, m.Number())
		}
	}
	return newest, nil
}
