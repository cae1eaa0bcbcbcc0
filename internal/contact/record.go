package contact

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

// record is what contacts and companies have in common: a table with owner,
// team and recycle bin, and links to tags.
type record struct {
	kind             string
	table            db.Expr
	tagLink, tagSide db.Expr
}

func contactRecord() record {
	return record{"contact", "contacts", "contact_tags", "contact_id"}
}

func companyRecord() record {
	return record{"company", "companies", "company_tags", "company_id"}
}

// held is what the rules about writing need to know of a record.
type held struct {
	ID      db.ID  `db:"id"`
	Name    string `db:"name"`
	Version int64  `db:"version"`
	Owner   db.ID  `db:"owner_id"`
	Team    db.ID  `db:"team_id"`
	Deleted *int64 `db:"deleted_at"`
}

// held returns those of the records that the actor sees, whether they are in
// the recycle bin or not.
func (k record) held(ctx context.Context, q db.Querier, actor account.Actor, ids []db.ID) ([]held, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var sql db.SQL
	sql.S("SELECT r.id, r.name, r.version, r.owner_id, r.team_id, r.deleted_at FROM ").S(k.table)
	sql.S(" AS r WHERE r.workspace_id = ").P(actor.Workspace).S(" AND r.id IN ")
	db.In(&sql, ids)
	sql.S(" AND ")
	actor.Scope(k.kind).Sees(&sql, "r.owner_id", "r.team_id")
	return db.Select[held](ctx, q, sql.Text(), sql.Args()...)
}

// one returns a record the actor may change.
func (k record) one(ctx context.Context, tx *db.Tx, actor account.Actor, id db.ID) (held, error) {
	found, err := k.held(ctx, tx, actor, []db.ID{id})
	if err != nil {
		return held{}, err
	}
	if len(found) == 0 {
		return held{}, fault.NotFound{}
	}
	if !actor.Scope(k.kind).MayWrite(found[0].Owner, found[0].Team) {
		return held{}, fault.Forbidden{}
	}
	return found[0], nil
}

// delete moves one record to the recycle bin.
func (k record) delete(ctx context.Context, tx *db.Tx, actor account.Actor, id db.ID, version int64) (held, error) {
	h, err := k.one(ctx, tx, actor, id)
	if err != nil {
		return h, err
	}
	if h.Deleted != nil {
		return h, fault.NotFound{}
	}
	if version != 0 && version != h.Version {
		return h, fault.Conflict{Stale: true}
	}
	return h, k.toBin(ctx, tx, actor, db.ID{}, []db.ID{id})
}

func (k record) toBin(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID) error {
	if err := k.mark(ctx, tx, actor, ids, time.Now().UnixMilli()); err != nil {
		return fmt.Errorf("delete %s: %w", k.kind, err)
	}
	if err := search.Drop(ctx, tx, actor.Workspace, k.kind, ids...); err != nil {
		return fmt.Errorf("drop %s from search: %w", k.kind, err)
	}
	return activity.Record(ctx, tx, actor, k.changes(activity.Deleted, batch, ids)...)
}

// mark sets the time of deletion; nil takes the records out of the bin.
func (k record) mark(ctx context.Context, tx *db.Tx, actor account.Actor, ids []db.ID, at any) error {
	var sql db.SQL
	sql.S("UPDATE ").S(k.table).S(" SET version = version + 1, deleted_at = ").P(at)
	sql.S(" WHERE workspace_id = ").P(actor.Workspace).S(" AND id IN ")
	db.In(&sql, ids)
	_, err := tx.Exec(ctx, sql.Text(), sql.Args()...)
	return err
}

func (k record) changes(action string, batch db.ID, ids []db.ID) []activity.Change {
	all := make([]activity.Change, len(ids))
	for i, id := range ids {
		all[i] = activity.Change{Kind: k.kind, Record: id, Action: action, Batch: batch}
	}
	return all
}

// changeable are the columns of a record that a change of its fields writes.
func changeable[T any]() []string {
	return db.Names[T]("workspace_id", "id", "version", "created_at", "activity_at", "deleted_at")
}
