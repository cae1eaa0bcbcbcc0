package record

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/jobs"
	"kontor/internal/kit/search"
	"kontor/internal/view"
)

// purgeRecords deletes for good what lay in the recycle bin long enough.
type purgeRecords struct{}

func (purgeRecords) Kind() string { return "record.purge" }

func (d *Domain) purgeJob(q *jobs.Queue) {
	jobs.Handle(q, func(ctx context.Context, args purgeRecords) error {
		return d.db.InTx(ctx, func(tx *db.Tx) error {
			more, err := d.Purge(ctx, tx, time.Now().Add(-activity.KeepDeleted))
			if err != nil || !more {
				return err
			}
			return q.Enqueue(ctx, tx, args)
		})
	})
	jobs.Every(q, 24*time.Hour, func() jobs.Args { return purgeRecords{} })
}

// Purge deletes one batch of one kind of what was binned before the time, of
// one workspace; more tells whether something may be left.
func (d *Domain) Purge(ctx context.Context, tx *db.Tx, before time.Time) (more bool, err error) {
	for _, k := range d.kinds.all {
		ws, ids, err := k.binned(ctx, tx, before)
		if err != nil {
			return false, err
		}
		if len(ids) > 0 {
			return true, k.purge(ctx, tx, ws, ids)
		}
	}
	return false, nil
}

// binned returns the records of some workspace to purge next.
func (k Table) binned(ctx context.Context, tx *db.Tx, before time.Time) (ws db.WorkspaceID, ids []db.ID, err error) {
	var q db.SQL
	q.S("SELECT workspace_id FROM ").S(k.Name).S(" WHERE deleted_at < ").P(before.UnixMilli()).S(" LIMIT 1")
	found, err := db.Values[db.WorkspaceID](ctx, tx, q.Text(), q.Args()...)
	if err != nil || len(found) == 0 {
		return 0, nil, err
	}
	q = db.SQL{}
	q.S("SELECT id FROM ").S(k.Name).S(" WHERE workspace_id = ").P(found[0]).S(" AND deleted_at < ").P(before.UnixMilli())
	q.S(" ORDER BY deleted_at, id LIMIT ").P(Batch)
	ids, err = db.Values[db.ID](ctx, tx, q.Text(), q.Args()...)
	return found[0], ids, err
}

// purge deletes records with all that is theirs alone; what refers to them
// stays, without them. History stays: it outlives the record.
func (k Kind) purge(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, ids []db.ID) error {
	if err := activity.Forget(ctx, tx, ws, k.Kind, ids); err != nil {
		return err
	}
	if err := view.Forget(ctx, tx, ws, k.Kind, ids); err != nil {
		return err
	}
	for _, r := range k.Referring {
		if err := r.unlink(ctx, tx, ws, ids); err != nil {
			return err
		}
	}
	var q db.SQL
	q.S("DELETE FROM ").S(k.Name).S(" WHERE workspace_id = ").P(ws).S(" AND id IN ")
	db.In(&q, ids)
	if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
		return fmt.Errorf("purge %s: %w", k.Kind, err)
	}
	return nil
}

// Erase deletes records for good at once, wherever they lie, with all that is
// theirs alone but their history and their files.
func (d *Domain) Erase(ctx context.Context, tx *db.Tx, actor account.Actor, kind string, ids []db.ID) error {
	k, err := d.kinds.of(kind)
	if err != nil || len(ids) == 0 {
		return err
	}
	if err := search.Drop(ctx, tx, actor.Workspace, kind, ids...); err != nil {
		return err
	}
	return k.purge(ctx, tx, actor.Workspace, ids)
}

// ToBin moves records of a kind to the recycle bin, as whoever ticks them does.
func (d *Domain) ToBin(ctx context.Context, tx *db.Tx, actor account.Actor, kind string, batch db.ID, ids []db.ID) error {
	k, err := d.kinds.of(kind)
	if err != nil {
		return err
	}
	return k.Bin(ctx, tx, actor, batch, ids)
}

// Referring is where another table names a record, and what else is emptied
// with the name.
type Referring struct {
	Table, Column db.Expr
	Also          db.Expr // ", company_key = NULL"
}

// unlink lets records stay when what they refer to goes for good.
func (r Referring) unlink(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, ids []db.ID) error {
	var q db.SQL
	q.S("UPDATE ").S(r.Table).S(" SET ").S(r.Column).S(" = NULL").S(r.Also)
	q.S(" WHERE workspace_id = ").P(ws).S(" AND ").S(r.Column).S(" IN ")
	db.In(&q, ids)
	if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
		return fmt.Errorf("unlink %s of purged records: %w", r.Table, err)
	}
	return nil
}
