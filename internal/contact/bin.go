package contact

import (
	"context"
	"fmt"
	"slices"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
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

// deleteBatch deletes in transactions of maxBatch records under one batch id.
func deleteBatch(ctx context.Context, d *db.DB, k record, actor account.Actor, ids []db.ID) (batch db.ID, n int, err error) {
	if err := actor.MustCreate(k.kind); err != nil {
		return batch, 0, err
	}
	batch = db.NewID()
	for part := range slices.Chunk(ids, maxBatch) {
		err = d.InTx(ctx, func(tx *db.Tx) error {
			done, err := k.deleteAll(ctx, tx, actor, batch, part)
			n += done
			return err
		})
		if err != nil {
			return batch, n, err
		}
	}
	return batch, n, nil
}

// restoring takes records out of the recycle bin as one batch and returns how
// many.
type restoring func(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID) (int, error)

// restoreBatch undoes deleteBatch for what is still in the recycle bin.
func restoreBatch(ctx context.Context, d *db.DB, k record, actor account.Actor, batch db.ID, restore restoring) (int, error) {
	ids, err := k.batchOf(ctx, d, actor, batch)
	if err != nil {
		return 0, fmt.Errorf("read batch: %w", err)
	}
	if len(ids) == 0 {
		return 0, fault.NotFound{}
	}
	return restoreAll(ctx, d, actor, ids, restore)
}

func restoreAll(ctx context.Context, d *db.DB, actor account.Actor, ids []db.ID, restore restoring) (n int, err error) {
	for part := range slices.Chunk(ids, maxBatch) {
		err := d.InTx(ctx, func(tx *db.Tx) error {
			back, err := restore(ctx, tx, actor, db.ID{}, part)
			n += back
			return err
		})
		if err != nil {
			return n, err
		}
	}
	return n, nil
}
