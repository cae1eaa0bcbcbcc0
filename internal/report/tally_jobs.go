package report

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/jobs"
)

// fold puts tallies together that say the same.
type fold struct{}

func (fold) Kind() string { return "tally.fold" }

// enough is how many fresh tallies of a month are worth the work.
const enough = 25

// Jobs adds the background work of reports to q.
func (d *Domain) Jobs(q *jobs.Queue) {
	jobs.Handle(q, func(ctx context.Context, _ fold) error { return d.Tallies.Fold(ctx) })
	jobs.Every(q, time.Minute, func() jobs.Args { return fold{} })
}

// heap is a month of a subject with many fresh tallies.
type heap struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Subject   string         `db:"subject"`
	Month     string         `db:"month"`
}

// Fold puts tallies of all workspaces together that say the same, each month of
// a subject in a transaction of its own. It changes nothing that is read. What
// is added meanwhile stays for the next time; two at once do no harm, since a
// row is taken away by one of them only.
func (s *Tallies) Fold(ctx context.Context) error {
	heaps, err := db.Select[heap](ctx, s.db, `SELECT workspace_id, subject, month FROM tallies WHERE fresh
		GROUP BY workspace_id, subject, month HAVING count(*) >= $1`, enough)
	if err != nil {
		return fmt.Errorf("find fresh tallies: %w", err)
	}
	for _, h := range heaps {
		if err := s.db.InTx(ctx, func(tx *db.Tx) error { return h.fold(ctx, tx) }); err != nil {
			return fmt.Errorf("fold tallies: %w", err)
		}
	}
	return nil
}

// row is a tally as it lies in the table.
type row struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	ID        db.ID          `db:"id"`
	Fresh     bool           `db:"fresh"`
	Team      db.ID          `db:"team_id"`
	Tally
}

func (h heap) fold(ctx context.Context, tx *db.Tx) error {
	all, err := db.Select[row](ctx, tx, `DELETE FROM tallies WHERE workspace_id = $1 AND subject = $2 AND month = $3
		RETURNING workspace_id, id, fresh, team_id, subject, month, state, pipeline_id, stage_id, from_id, reason_id, owner_id, currency,
			n, value, weighted, span`, h.Workspace, h.Subject, h.Month)
	if err != nil {
		return err
	}
	sums, order := map[row]*row{}, []*row{}
	for _, r := range all {
		key := r
		key.ID, key.Fresh, key.N, key.Value, key.Weighted, key.Span = db.ID{}, false, 0, 0, 0, 0
		sum, ok := sums[key]
		if !ok {
			added := key
			added.ID = r.ID
			sum = &added
			sums[key], order = sum, append(order, sum)
		}
		sum.N, sum.Value, sum.Weighted, sum.Span = sum.N+r.N, sum.Value+r.Value, sum.Weighted+r.Weighted, sum.Span+r.Span
	}
	var left []row
	for _, sum := range order {
		if sum.N != 0 || sum.Value != 0 || sum.Weighted != 0 || sum.Span != 0 {
			left = append(left, *sum)
		}
	}
	return db.InsertAll(ctx, tx, "tallies", left)
}
