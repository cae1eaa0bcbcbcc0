package customfield

import (
	"context"
	"fmt"

	"kontor/internal/account"
	"kontor/internal/kit/db"
)

// Filled tells how many of the records have a value in each of the fields, by
// the id of the field, and how many records there are; those in the recycle
// bin do not count. It reads every value once: nothing for the way to a page.
func (s *Fields) Filled(ctx context.Context, actor account.Actor, record string) (by map[db.ID]int64, total int64, err error) {
	h, ok := holderOf(record)
	all, err := s.All(ctx, actor, record)
	if err != nil || !ok || len(all) == 0 {
		return nil, 0, err
	}
	var sql db.SQL
	sql.S("SELECT count(*) FROM ").S(h.table).S(" WHERE workspace_id = ").P(actor.Workspace).S(" AND deleted_at IS NULL")
	if total, err = db.Value[int64](ctx, s.db, sql.Text(), sql.Args()...); err != nil {
		return nil, 0, fmt.Errorf("count records: %w", err)
	}
	by = map[db.ID]int64{}
	for i := range all {
		if by[all[i].ID], err = s.filled(ctx, h, &all[i]); err != nil {
			return nil, 0, fmt.Errorf("count values of %s: %w", all[i].Key, err)
		}
	}
	return by, total, nil
}

func (s *Fields) filled(ctx context.Context, h holder, f *Field) (int64, error) {
	if err := checkSlot(f.Slot); err != nil {
		return 0, err
	}
	var sql db.SQL
	sql.S("SELECT count(*) FROM ").S(h.table).S(" AS ").S(h.alias).S(" WHERE ").S(h.alias).S(".workspace_id = ").P(f.Workspace)
	sql.S(" AND ").S(h.alias).S(".deleted_at IS NULL AND ")
	if f.Type == MultiSelect {
		sql.S(h.alias).S(".id IN (SELECT x.record_id").S(" FROM ").S(h.choices).S(" x WHERE x.workspace_id = ").P(f.Workspace)
		sql.S(" AND x.slot = ").P(f.Slot).S(")")
	} else {
		sql.S(indexed(s.db.Engine, h.alias, f.Slot)).S(" IS NOT NULL")
	}
	return db.Value[int64](ctx, s.db, sql.Text(), sql.Args()...)
}

// Uses counts the records that have each of the options of a field, by its
// key; it reads every value once.
func (s *Fields) Uses(ctx context.Context, actor account.Actor, id db.ID) (map[string]int64, error) {
	f, err := s.Get(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	h, _ := holderOf(f.Record)
	if err := checkSlot(f.Slot); err != nil || !f.Chooses() {
		return nil, err
	}
	var sql db.SQL
	if f.Type == MultiSelect {
		sql.S("SELECT x.choice AS choice, count(*) AS n FROM ").S(h.choices).S(" x JOIN ").S(h.table).S(" c ON c.workspace_id = x.workspace_id AND c.id = x.record_id")
		sql.S(" WHERE c.deleted_at IS NULL AND x.workspace_id = ").P(f.Workspace).S(" AND x.slot = ").P(f.Slot).S(" GROUP BY 1")
	} else {
		key := indexed(s.db.Engine, h.alias, f.Slot)
		sql.S("SELECT ").S(key).S(" AS choice, count(*) AS n FROM ").S(h.table).S(" AS ").S(h.alias).S(" WHERE ").S(h.alias).S(".workspace_id = ").P(f.Workspace)
		sql.S(" AND ").S(h.alias).S(".deleted_at IS NULL AND ").S(key).S(" IS NOT NULL GROUP BY 1")
	}
	type use struct {
		Choice string `db:"choice"`
		N      int64  `db:"n"`
	}
	rows, err := db.Select[use](ctx, s.db, sql.Text(), sql.Args()...)
	by := map[string]int64{}
	for _, r := range rows {
		by[r.Choice] = r.N
	}
	return by, err
}
