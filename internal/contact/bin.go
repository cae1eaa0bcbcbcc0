package contact

import (
	"context"
	"fmt"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
)

// fromBin takes those of the records out of the recycle bin that lie there and
// that the actor may change, and returns them.
func (k record) fromBin(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID) ([]db.ID, error) {
	found, err := k.held(ctx, tx, actor, ids)
	if err != nil {
		return nil, err
	}
	var back []db.ID
	for _, h := range found {
		if h.Deleted != nil && actor.Scope(k.kind).MayWrite(h.Owner, h.Team) {
			back = append(back, h.ID)
		}
	}
	if len(back) == 0 {
		return nil, nil
	}
	if err := k.mark(ctx, tx, actor, back, nil); err != nil {
		return nil, fmt.Errorf("restore %s: %w", k.kind, err)
	}
	if err := k.separate(ctx, tx, actor, back); err != nil {
		return nil, err
	}
	return back, activity.Record(ctx, tx, actor, k.changes(activity.Restored, batch, back)...)
}

// restoring takes records out of the recycle bin as one batch and returns how
// many.
type restoring func(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID) (int, error)
