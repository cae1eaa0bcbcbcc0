package customfield

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"kontor/internal/kit/db"
)

// Doc is a record whose values are to be read.
type Doc struct {
	ID     db.ID
	Custom db.JSON
}

// Read returns the values of records of one kind, in their order: three
// queries at most however many there are. A record must not come twice.
func Read(ctx context.Context, q db.Querier, ws db.WorkspaceID, record string, docs []Doc) ([]Values, error) {
	s, err := Load(ctx, q, ws, record)
	if err != nil {
		return nil, err
	}
	all, at := make([]Values, len(docs)), map[db.ID]*Values{}
	for i, d := range docs {
		if all[i], err = s.read(d.Custom); err != nil {
			return nil, fmt.Errorf("%s %s: %w", record, d.ID, err)
		}
		at[d.ID] = &all[i]
	}
	if err := s.readChoices(ctx, q, ws, docs, at); err != nil {
		return nil, err
	}
	return all, s.readNames(ctx, q, ws, all)
}

// bySlot are the fields of several choices in use.
func (s *Set) bySlot() map[string]*Field {
	found := map[string]*Field{}
	for _, f := range s.Fields() {
		if f.Type == MultiSelect {
			found[f.Slot] = f
		}
	}
	return found
}

func (s *Set) readChoices(ctx context.Context, q db.Querier, ws db.WorkspaceID, docs []Doc, at map[db.ID]*Values) error {
	fields := s.bySlot()
	if len(fields) == 0 || len(docs) == 0 {
		return nil
	}
	ids := make([]db.ID, len(docs))
	for i, d := range docs {
		ids[i] = d.ID
	}
	var sql db.SQL
	sql.S("SELECT x.record_id, x.slot, x.choice FROM ").S(s.choices).S(" x WHERE x.workspace_id = ").P(ws)
	sql.S(" AND x.record_id IN ")
	db.In(&sql, ids)
	type row struct {
		Record db.ID  `db:"record_id"`
		Slot   string `db:"slot"`
		Choice string `db:"choice"`
	}
	rows, err := db.Select[row](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return fmt.Errorf("read choices: %w", err)
	}
	chosen := map[db.ID]map[string]map[string]bool{}
	for _, r := range rows {
		if chosen[r.Record] == nil {
			chosen[r.Record] = map[string]map[string]bool{}
		}
		if chosen[r.Record][r.Slot] == nil {
			chosen[r.Record][r.Slot] = map[string]bool{}
		}
		chosen[r.Record][r.Slot][r.Choice] = true
	}
	for id, slots := range chosen {
		for slot, keys := range slots {
			if f := fields[slot]; f != nil {
				if text := f.inOrder(keys); text != "" {
					at[id].texts[f.Key] = text
				}
			}
		}
	}
	return nil
}

// readNames fills in how the members among the values are called.
func (s *Set) readNames(ctx context.Context, q db.Querier, ws db.WorkspaceID, all []Values) error {
	ids, seen := []db.ID{}, map[string]bool{}
	for _, f := range s.Fields() {
		if f.Type != Person {
			continue
		}
		for _, v := range all {
			text := v.texts[f.Key]
			if id, err := db.ParseID(text); err == nil && !seen[text] {
				ids, seen[text] = append(ids, id), true
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	names := map[string]string{}
	for len(ids) > 0 {
		n := min(len(ids), 500)
		var sql db.SQL
		sql.S("SELECT m.id, m.name, m.email, m.active FROM members m WHERE m.workspace_id = ").P(ws).S(" AND m.id IN ")
		db.In(&sql, ids[:n])
		found, err := db.Select[member](ctx, q, sql.Text(), sql.Args()...)
		if err != nil {
			return fmt.Errorf("read members of custom fields: %w", err)
		}
		for _, m := range found {
			names[m.ID.String()] = m.Name
		}
		ids = ids[n:]
	}
	for i := range all {
		all[i].names = names
	}
	return nil
}

// Write adds rows of several choices, of any number of records; those that the
// old records have are removed before. Rows of fields that are not in use stay.
func (s *Set) Write(ctx context.Context, tx *db.Tx, old []db.ID, rows []Choice) error {
	if err := s.clear(ctx, tx, old); err != nil {
		return err
	}
	if err := db.InsertAll(ctx, tx, s.choices, rows); err != nil {
		return fmt.Errorf("insert choices: %w", err)
	}
	return nil
}

func (s *Set) clear(ctx context.Context, tx *db.Tx, records []db.ID) error {
	slots := slices.Sorted(maps.Keys(s.bySlot()))
	if len(slots) == 0 || len(records) == 0 {
		return nil
	}
	var sql db.SQL
	sql.S("DELETE FROM ").S(s.choices).S(" WHERE workspace_id = ").P(s.ws).S(" AND record_id IN ")
	db.In(&sql, records)
	sql.S(" AND slot IN ")
	db.In(&sql, slots)
	if _, err := tx.Exec(ctx, sql.Text(), sql.Args()...); err != nil {
		return fmt.Errorf("clear choices: %w", err)
	}
	return nil
}
