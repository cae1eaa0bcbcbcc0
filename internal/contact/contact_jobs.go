package contact

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/jobs"
)

// forgetOld drops what only an undo needs of merges that stay.
type forgetOld struct{}

func (forgetOld) Kind() string { return "contact.forget_merges" }

// Jobs adds the background work of contacts and companies to q.
func (d *Domain) Jobs(q *jobs.Queue) {
	jobs.Handle(q, func(ctx context.Context, _ forgetOld) error {
		return d.db.InTx(ctx, func(tx *db.Tx) error { return forgetMerges(ctx, tx, time.Now().Add(-activity.KeepDeleted)) })
	})
	jobs.Every(q, 24*time.Hour, func() jobs.Args { return forgetOld{} })
	d.duplicateJobs(q)
}

// forgetMerges drops what only an undo needs of merges that stay. Where the
// merged records went remains known.
func forgetMerges(ctx context.Context, tx *db.Tx, before time.Time) error {
	for _, statement := range []string{
		`DELETE FROM merge_moves WHERE (workspace_id, merge_id) IN (SELECT workspace_id, id FROM merges WHERE at < $1 AND details <> '{}')`,
		`UPDATE merges SET details = '{}' WHERE at < $1 AND details <> '{}'`,
	} {
		if _, err := tx.Exec(ctx, statement, before.UnixMilli()); err != nil {
			return fmt.Errorf("forget old merges: %w", err)
		}
	}
	return nil
}
