package record

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/search"
)

// Table is where the records of a kind lie: they have an owner, a team, a
// version and the time they were deleted.
type Table struct {
	Kind  string
	Name  db.Expr
	Title db.Expr // the column with what a record is called; empty is name
	Maker db.Expr // the column of who made it, if they may always change it
}

// Held is what the rules about writing need to know of a record.
type Held struct {
	ID      db.ID  `db:"id"`
	Name    string `db:"name"`
	Version int64  `db:"version"`
	Owner   db.ID  `db:"owner_id"`
	Team    db.ID  `db:"team_id"`
	Maker   db.ID  `db:"maker_id"` // zero where it does not matter
	Deleted *int64 `db:"deleted_at"`
}

// Held returns those of the records that the actor sees, whether they are in
// the recycle bin or not.
func (k Table) Held(ctx context.Context, q db.Querier, actor account.Actor, ids []db.ID) ([]Held, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var sql db.SQL
	sql.S("SELECT r.id, r.").S(k.title()).S(" AS name, r.version, r.owner_id, r.team_id, r.deleted_at, ").S(k.maker()).S(" AS maker_id FROM ").S(k.Name)
	sql.S(" AS r WHERE r.workspace_id = ").P(actor.Workspace).S(" AND r.id IN ")
	db.In(&sql, ids)
	sql.S(" AND ")
	actor.Scope(k.Kind).Sees(&sql, "r.owner_id", "r.team_id")
	return db.Select[Held](ctx, q, sql.Text(), sql.Args()...)
}

func (k Table) title() db.Expr {
	if k.Title == "" {
		return "name"
	}
	return k.Title
}

func (k Table) maker() db.Expr {
	if k.Maker == "" {
		return "NULL"
	}
	return "r." + k.Maker
}

// MayChange tells whether the record is the actor's to change.
func (k Table) MayChange(actor account.Actor, h Held) bool {
	if actor.Scope(k.Kind).MayWrite(h.Owner, h.Team) {
		return true
	}
	return k.made(actor, h) && actor.May(account.Edit, k.Kind)
}

// MayDelete tells whether the record is the actor's to delete and restore.
func (k Table) MayDelete(actor account.Actor, h Held) bool {
	if actor.Scope(k.Kind).MayDelete(h.Owner, h.Team) {
		return true
	}
	return k.made(actor, h) && actor.May(account.Delete, k.Kind)
}

func (k Table) made(actor account.Actor, h Held) bool {
	return k.Maker != "" && h.Maker == actor.Member
}

// One returns a record that the actor may change.
func (k Table) One(ctx context.Context, tx *db.Tx, actor account.Actor, id db.ID) (Held, error) {
	return k.one(ctx, tx, actor, id, k.MayChange)
}

// Movable returns a record that the actor may delete and restore.
func (k Table) Movable(ctx context.Context, tx *db.Tx, actor account.Actor, id db.ID) (Held, error) {
	return k.one(ctx, tx, actor, id, k.MayDelete)
}

func (k Table) one(ctx context.Context, tx *db.Tx, actor account.Actor, id db.ID, may func(account.Actor, Held) bool) (Held, error) {
	found, err := k.Held(ctx, tx, actor, []db.ID{id})
	if err != nil {
		return Held{}, err
	}
	if len(found) == 0 {
		return Held{}, fault.NotFound{}
	}
	if !may(actor, found[0]) {
		return Held{}, fault.Forbidden{}
	}
	return found[0], nil
}

// Standing returns a record the actor may delete that is not in the recycle
// bin; a version other than 0 must be the one that is there.
func (k Table) Standing(ctx context.Context, tx *db.Tx, actor account.Actor, id db.ID, version int64) (Held, error) {
	h, err := k.Movable(ctx, tx, actor, id)
	switch {
	case err != nil:
		return h, err
	case h.Deleted != nil:
		return h, fault.NotFound{}
	case version != 0 && version != h.Version:
		return h, fault.Conflict{Stale: true}
	}
	return h, nil
}

// Delete moves one record to the recycle bin.
func (k Table) Delete(ctx context.Context, tx *db.Tx, actor account.Actor, id db.ID, version int64) (Held, error) {
	h, err := k.Standing(ctx, tx, actor, id, version)
	if err != nil {
		return h, err
	}
	return h, k.ToBin(ctx, tx, actor, db.ID{}, []db.ID{id})
}

// ToBin moves records to the recycle bin, with their history and out of the
// search.
func (k Table) ToBin(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID) error {
	if err := k.Mark(ctx, tx, actor, ids, time.Now().UnixMilli()); err != nil {
		return fmt.Errorf("delete %s: %w", k.Kind, err)
	}
	if err := search.Drop(ctx, tx, actor.Workspace, k.Kind, ids...); err != nil {
		return fmt.Errorf("drop %s from search: %w", k.Kind, err)
	}
	return activity.Record(ctx, tx, actor, k.Changes(activity.Deleted, batch, ids)...)
}

// FromBin takes those of the records out of the recycle bin that lie there and
// that the actor may restore, with their history, and returns them. They are
// not in the search yet.
func (k Table) FromBin(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID) ([]db.ID, error) {
	found, err := k.Held(ctx, tx, actor, ids)
	if err != nil {
		return nil, err
	}
	var back []db.ID
	for _, h := range found {
		if h.Deleted != nil && k.MayDelete(actor, h) {
			back = append(back, h.ID)
		}
	}
	if len(back) == 0 {
		return nil, nil
	}
	if err := k.Mark(ctx, tx, actor, back, nil); err != nil {
		return nil, fmt.Errorf("restore %s: %w", k.Kind, err)
	}
	return back, activity.Record(ctx, tx, actor, k.Changes(activity.Restored, batch, back)...)
}

// Mark sets the time of deletion; nil takes the records out of the bin.
func (k Table) Mark(ctx context.Context, tx *db.Tx, actor account.Actor, ids []db.ID, at any) error {
	var sql db.SQL
	sql.S("UPDATE ").S(k.Name).S(" SET version = version + 1, deleted_at = ").P(at)
	sql.S(" WHERE workspace_id = ").P(actor.Workspace).S(" AND id IN ")
	db.In(&sql, ids)
	_, err := tx.Exec(ctx, sql.Text(), sql.Args()...)
	return err
}

// Changes are lines of history that say the same of every record.
func (k Table) Changes(action string, batch db.ID, ids []db.ID) []activity.Change {
	all := make([]activity.Change, len(ids))
	for i, id := range ids {
		all[i] = activity.Change{Kind: k.Kind, Record: id, Action: action, Batch: batch}
	}
	return all
}

// Changeable are the columns of a record that a change of its fields writes.
func Changeable[T any]() []string {
	return db.Names[T]("workspace_id", "id", "version", "created_at", "activity_at", "deleted_at")
}
