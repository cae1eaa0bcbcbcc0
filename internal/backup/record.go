package backup

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// Record is what became of one backup.
type Record struct {
	ID         db.ID  `db:"id"`
	File       string `db:"file"`
	Bytes      int64  `db:"bytes"`
	Rows       int64  `db:"row_count"`
	Files      int64  `db:"file_count"`
	Error      string `db:"error"` // empty for one that was verified
	StartedAt  int64  `db:"started_at"`
	FinishedAt int64  `db:"finished_at"`
}

// Run makes a backup, keeps a copy of it elsewhere and writes down what became of it, for the health page
// and the other nodes.
func Run(ctx context.Context, s Settings, d *db.DB) (Result, error) {
	start := time.Now()
	res, err := Make(ctx, s, d)
	if err == nil {
		if err = s.copyAway(ctx, res.Path); err != nil {
			err = fmt.Errorf("the backup is good, but its copy is not: %w", err)
		}
	}
	r := Record{ID: db.NewID(), File: res.Path, Bytes: res.Bytes, Rows: res.Manifest.Rows(), Files: res.Manifest.Files.Rows,
		StartedAt: start.UnixMilli(), FinishedAt: time.Now().UnixMilli()}
	if err != nil {
		r.Error = clip(err.Error(), 500)
	}
	keep := context.WithoutCancel(ctx) // a backup that was stopped is worth knowing of
	saveErr := d.InTx(keep, func(tx *db.Tx) error {
		if _, err := tx.Exec(keep, `DELETE FROM backups WHERE finished_at < $1`, start.AddDate(0, 0, -90).UnixMilli()); err != nil {
			return err
		}
		return db.Insert(keep, tx, "backups", &r)
	})
	if err == nil {
		err = saveErr
	}
	return res, err
}

func clip(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}

// Last returns the newest backup that was verified, and the newest of all; both
// are zero when there is none.
func Last(ctx context.Context, d *db.DB) (good, newest Record, err error) {
	if good, err = one(ctx, d, `SELECT * FROM backups WHERE error = '' ORDER BY finished_at DESC LIMIT 1`); err == nil {
		newest, err = one(ctx, d, `SELECT * FROM backups ORDER BY finished_at DESC LIMIT 1`)
	}
	return good, newest, err
}

// Newest returns what became of the newest backups, at most limit.
func Newest(ctx context.Context, d *db.DB, limit int) ([]Record, error) {
	return db.Select[Record](ctx, d, `SELECT * FROM backups ORDER BY finished_at DESC LIMIT $1`, limit)
}

func one(ctx context.Context, d *db.DB, query string) (Record, error) {
	r, err := db.Get[Record](ctx, d, query)
	if fault.IsNotFound(err) {
		return Record{}, nil
	}
	return r, err
}
