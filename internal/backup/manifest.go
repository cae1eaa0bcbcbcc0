package backup

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
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
		if n := numberOf(m.Name); m.Applied && n > newest {
			newest = n
		}
	}
	return newest, nil
}

// newestSchema is the newest migration this program knows.
func newestSchema(all []db.Migration) (newest int64) {
	for _, m := range all {
		newest = max(newest, numberOf(m.Name))
	}
	return newest
}

func numberOf(migration string) int64 {
	digits, _, _ := strings.Cut(migration, "_")
	n, _ := strconv.ParseInt(digits, 10, 64) // names are ours
	return n
}
