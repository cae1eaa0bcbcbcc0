package deal

import (
	"context"
	"fmt"
	"slices"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/search"
)

// maxBatch is how many deals one statement names.
const maxBatch = 500

// held is what the rules about writing need to know of a deal.
type held struct {
	ID      db.ID  `db:"id"`
	Name    string `db:"name"`
	Version int64  `db:"version"`
	Owner   db.ID  `db:"owner_id"`
	Team    db.ID  `db:"team_id"`
	Deleted *int64 `db:"deleted_at"`
}

// heldDeals returns those of the deals that the actor sees, whether they are in
// the recycle bin or not.
func heldDeals(ctx context.Context, q db.Querier, actor account.Actor, ids []db.ID) ([]held, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var sql db.SQL
	sql.S("SELECT d.id, d.name, d.version, d.owner_id, d.team_id, d.deleted_at FROM deals d WHERE d.workspace_id = ").P(actor.Workspace).S(" AND d.id IN ")
	db.In(&sql, ids)
	sql.S(" AND ")
	actor.Scope("deal").Sees(&sql, "d.owner_id", "d.team_id")
	return db.Select[held](ctx, q, sql.Text(), sql.Args()...)
}

// Delete moves a deal the actor may change to the recycle bin; a version other
// than 0 must be the one that is there.
func (s *Deals) Delete(ctx context.Context, actor account.Actor, id db.ID, version int64) (name string, err error) {
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		h, err := oneHeld(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		name = h.Name
		switch {
		case h.Deleted != nil:
			return fault.NotFound{}
		case version != 0 && version != h.Version:
			return fault.Conflict{Stale: true}
		}
		return toBin(ctx, tx, actor, db.ID{}, []db.ID{id})
	})
	return name, err
}

// oneHeld returns a deal the actor may change.
func oneHeld(ctx context.Context, tx *db.Tx, actor account.Actor, id db.ID) (held, error) {
	found, err := heldDeals(ctx, tx, actor, []db.ID{id})
	if err != nil {
		return held{}, err
	}
	if len(found) == 0 {
		return held{}, fault.NotFound{}
	}
	if !actor.Scope("deal").MayWrite(found[0].Owner, found[0].Team) {
		return held{}, fault.Forbidden{}
	}
	return found[0], nil
}

// DeleteAll moves those of the deals that the actor may change to the recycle
// bin and returns the batch by which RestoreBatch brings them back, and how
// many there were.
func (s *Deals) DeleteAll(ctx context.Context, actor account.Actor, ids []db.ID) (batch db.ID, n int, err error) {
	if err := actor.MustCreate("deal"); err != nil {
		return batch, 0, err
	}
	batch = db.NewID()
	n, err = s.each(ctx, actor, ids, false, func(tx *db.Tx, mine []db.ID) error { return toBin(ctx, tx, actor, batch, mine) })
	return batch, n, err
}

// Restore takes a deal out of the recycle bin; one that is not there stays as
// it is.
func (s *Deals) Restore(ctx context.Context, actor account.Actor, id db.ID) (d Deal, err error) {
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		h, err := oneHeld(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		if h.Deleted != nil {
			if err := fromBin(ctx, tx, actor, []db.ID{id}); err != nil {
				return err
			}
		}
		d, err = getDeal(ctx, tx, actor, id, "")
		return err
	})
	return d, err
}

// RestoreAll takes those of the deals out of the recycle bin that the actor may
// change and returns how many.
func (s *Deals) RestoreAll(ctx context.Context, actor account.Actor, ids []db.ID) (int, error) {
	return s.each(ctx, actor, ids, true, func(tx *db.Tx, mine []db.ID) error { return fromBin(ctx, tx, actor, mine) })
}

// RestoreBatch brings back what one DeleteAll removed and returns how many.
func (s *Deals) RestoreBatch(ctx context.Context, actor account.Actor, batch db.ID) (int, error) {
	ids, err := db.Values[db.ID](ctx, s.db, `SELECT record_id FROM changes
		WHERE workspace_id = $1 AND batch_id = $2 AND kind = 'deal' AND action = 'delete'`, actor.Workspace, batch)
	if err != nil {
		return 0, fmt.Errorf("read batch: %w", err)
	}
	if len(ids) == 0 {
		return 0, fault.NotFound{}
	}
	return s.RestoreAll(ctx, actor, ids)
}

// each does something to those of the deals that are the actor's to change and
// lie in the recycle bin or not.
func (s *Deals) each(ctx context.Context, actor account.Actor, ids []db.ID, binned bool, do func(tx *db.Tx, mine []db.ID) error) (n int, err error) {
	for part := range slices.Chunk(ids, maxBatch) {
		err := s.db.InTx(ctx, func(tx *db.Tx) error {
			found, err := heldDeals(ctx, tx, actor, part)
			if err != nil {
				return err
			}
			var mine []db.ID
			for _, h := range found {
				if (h.Deleted != nil) == binned && actor.Scope("deal").MayWrite(h.Owner, h.Team) {
					mine = append(mine, h.ID)
				}
			}
			if len(mine) == 0 {
				return nil
			}
			n += len(mine)
			return do(tx, mine)
		})
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

func toBin(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID) error {
	if err := mark(ctx, tx, actor, ids, time.Now().UnixMilli()); err != nil {
		return fmt.Errorf("delete deals: %w", err)
	}
	if err := search.Drop(ctx, tx, actor.Workspace, "deal", ids...); err != nil {
		return err
	}
	return activity.Record(ctx, tx, actor, changes(activity.Deleted, batch, ids)...)
}

func fromBin(ctx context.Context, tx *db.Tx, actor account.Actor, ids []db.ID) error {
	if err := mark(ctx, tx, actor, ids, nil); err != nil {
		return fmt.Errorf("restore deals: %w", err)
	}
	var sql db.SQL
	sql.S(selectDeal()).P(actor.Workspace).S(" AND d.id IN ")
	db.In(&sql, ids)
	all, err := db.Select[Deal](ctx, tx, sql.Text(), sql.Args()...)
	if err != nil {
		return fmt.Errorf("read deals to index: %w", err)
	}
	entries := make([]search.Entry, len(all))
	for i, d := range all {
		entries[i] = search.Entry{ID: d.ID, Texts: d.SearchTexts()}
	}
	if err := search.PutMany(ctx, tx, actor.Workspace, "deal", entries); err != nil {
		return err
	}
	return activity.Record(ctx, tx, actor, changes(activity.Restored, db.ID{}, ids)...)
}

// mark sets the time of deletion; nil takes the deals out of the bin.
func mark(ctx context.Context, tx *db.Tx, actor account.Actor, ids []db.ID, at any) error {
	var sql db.SQL
	sql.S("UPDATE deals SET version = version + 1, deleted_at = ").P(at).S(" WHERE workspace_id = ").P(actor.Workspace).S(" AND id IN ")
	db.In(&sql, ids)
	_, err := tx.Exec(ctx, sql.Text(), sql.Args()...)
	return err
}

func changes(action string, batch db.ID, ids []db.ID) []activity.Change {
	all := make([]activity.Change, len(ids))
	for i, id := range ids {
		all[i] = activity.Change{Kind: "deal", Record: id, Action: action, Batch: batch}
	}
	return all
}
