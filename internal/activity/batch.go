package activity

import (
	"context"
	"fmt"

	"kontor/internal/account"
	"kontor/internal/kit/db"
)

const selectChange = `SELECT h.workspace_id, h.id, h.kind, h.record_id, h.action, h.field, h.old_value, h.new_value,
	h.old_label, h.new_label, h.member_id, h.via, h.batch_id, h.at, coalesce(m.name, '') AS member_name
	FROM changes h LEFT JOIN members m ON m.workspace_id = h.workspace_id AND m.id = h.member_id WHERE h.workspace_id = `

// OfBatch returns what a batch changed, the newest first, at most limit lines
// older than before; a zero before is the end of the batch. The caller checks
// who may see and change the records.
func OfBatch(ctx context.Context, q db.Querier, actor account.Actor, batch, before db.ID, limit int) ([]Change, error) {
	var sql db.SQL
	sql.S(selectChange).P(actor.Workspace).S(" AND h.batch_id = ").P(batch)
	if !before.IsZero() {
		sql.S(" AND h.id < ").P(before)
	}
	sql.S(" ORDER BY h.id DESC LIMIT ").P(limit)
	all, err := db.Select[Change](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read batch of changes: %w", err)
	}
	return all, nil
}

// ChangedBeside returns those of the records that were changed outside of the
// batches.
func ChangedBeside(ctx context.Context, q db.Querier, actor account.Actor, records []db.ID, batches ...db.ID) ([]db.ID, error) {
	var sql db.SQL
	sql.S("SELECT DISTINCT h.record_id FROM changes h WHERE h.workspace_id = ").P(actor.Workspace).S(" AND h.record_id IN ")
	db.In(&sql, records)
	sql.S(" AND (h.batch_id IS NULL OR h.batch_id NOT IN ")
	db.In(&sql, batches)
	sql.S(")")
	all, err := db.Values[db.ID](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read changes beside a batch: %w", err)
	}
	return all, nil
}

// Noted returns those of the records that a note or anything else stands on.
func Noted(ctx context.Context, q db.Querier, actor account.Actor, kind string, records []db.ID) ([]db.ID, error) {
	p, ok := placeOf(kind)
	if !ok || len(records) == 0 {
		return nil, nil
	}
	var sql db.SQL
	sql.S("SELECT DISTINCT l.").S(p.owner).S(" FROM ").S(p.link).S(" l JOIN activities a ON a.workspace_id = l.workspace_id AND a.id = l.activity_id")
	sql.S(" WHERE l.workspace_id = ").P(actor.Workspace).S(" AND a.deleted_at IS NULL AND l.").S(p.owner).S(" IN ")
	db.In(&sql, records)
	all, err := db.Values[db.ID](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read records with notes: %w", err)
	}
	return all, nil
}

// Last returns the newest change of a field of a record the actor sees; a zero
// Change if there is none.
func (s *History) Last(ctx context.Context, actor account.Actor, on Subject, field string) (Change, error) {
	if _, err := on.See(ctx, s.db, actor); err != nil {
		return Change{}, err
	}
	var sql db.SQL
	sql.S(selectChange).P(actor.Workspace).S(" AND h.record_id = ").P(on.ID).S(" AND h.field = ").P(field)
	sql.S(" ORDER BY h.at DESC, h.id DESC LIMIT 1")
	all, err := db.Select[Change](ctx, s.db, sql.Text(), sql.Args()...)
	if err != nil || len(all) == 0 {
		return Change{}, err
	}
	return all[0], nil
}

// Get returns one change of a record the actor sees.
func (s *History) Get(ctx context.Context, actor account.Actor, on Subject, id db.ID) (Change, error) {
	if _, err := on.See(ctx, s.db, actor); err != nil {
		return Change{}, err
	}
	var sql db.SQL
	sql.S(selectChange).P(actor.Workspace).S(" AND h.record_id = ").P(on.ID).S(" AND h.id = ").P(id)
	return db.Get[Change](ctx, s.db, sql.Text(), sql.Args()...)
}
