package activity

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/jobs"
)

// purgeNotes deletes for good what lay in the recycle bin long enough.
type purgeNotes struct{}

func (purgeNotes) Kind() string { return "note.purge" }

// purgeBatch is how many records one transaction deletes.
const purgeBatch = 500

// Jobs adds the background work of the timeline to q.
func (d *Domain) Jobs(q *jobs.Queue) {
	jobs.Handle(q, func(ctx context.Context, args purgeNotes) error {
		return d.db.InTx(ctx, func(tx *db.Tx) error {
			full, err := purge(ctx, tx, time.Now().Add(-KeepDeleted))
			if err != nil || !full {
				return err
			}
			return q.Enqueue(ctx, tx, args)
		})
	})
	jobs.Every(q, 24*time.Hour, func() jobs.Args { return purgeNotes{} })
	d.digestJobs(q)
}

// purge deletes one batch of notes binned before the time; full tells whether
// there may be more.
func purge(ctx context.Context, tx *db.Tx, before time.Time) (full bool, err error) {
	n, err := tx.Exec(ctx, `DELETE FROM activities WHERE (workspace_id, id) IN (SELECT workspace_id, id FROM activities
		WHERE deleted_at < $1 LIMIT $2)`, before.UnixMilli(), purgeBatch)
	if err != nil {
		return false, fmt.Errorf("purge notes: %w", err)
	}
	return n == purgeBatch, nil
}

// Forget deletes for good the activities that stand on these records and on no
// other: call it in the transaction that purges the records, before they go.
func Forget(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, kind string, ids []db.ID) error {
	p, ok := placeOf(kind)
	if !ok || len(ids) == 0 {
		return nil
	}
	var q db.SQL
	q.S("DELETE FROM activities WHERE workspace_id = ").P(ws).S(" AND id IN (SELECT activity_id FROM ").S(p.link)
	q.S(" WHERE workspace_id = ").P(ws).S(" AND ").S(p.owner).S(" IN ")
	db.In(&q, ids)
	q.S(")")
	for _, other := range places {
		q.S(" AND NOT EXISTS (SELECT 1 FROM ").S(other.link).S(" l WHERE l.workspace_id = activities.workspace_id AND l.activity_id = activities.id")
		if other.kind == kind {
			q.S(" AND l.").S(other.owner).S(" NOT IN ")
			db.In(&q, ids)
		}
		q.S(")")
	}
	if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
		return fmt.Errorf("forget activities: %w", err)
	}
	return nil
}
