package privacy

import (
	"context"
	"fmt"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
)

// clear takes the words out of the rows that were found, or the rows.
func (p place) clear(ctx context.Context, tx *db.Tx, actor account.Actor, w words, f found) (changed []db.ID, err error) {
	if f.any {
		return nil, p.leave(ctx, tx, actor, w)
	}
	for _, some := range chunks(f.ids) {
		rows, err := p.read(ctx, tx, actor, some)
		if err != nil {
			return nil, fmt.Errorf("read names in %s: %w", p.table, err)
		}
		for _, r := range rows {
			did, err := p.clearRow(ctx, tx, actor, w, r)
			if err != nil {
				return nil, fmt.Errorf("erase a name from %s: %w", p.table, err)
			}
			if did {
				changed = append(changed, r.id)
			}
		}
	}
	return changed, nil
}

// textRow is what a row says, in the order of columns.
type textRow struct {
	id    db.ID
	texts []string
}

// read reads what rows say. One that is not there was erased with its record.
func (p place) read(ctx context.Context, tx *db.Tx, actor account.Actor, ids []db.ID) (all []textRow, err error) {
	var q db.SQL
	q.S("SELECT id")
	for _, c := range p.columns() {
		q.S(", coalesce(CAST(").S(c).S(" AS TEXT), '')")
	}
	q.S(" FROM ").S(p.table).S(" WHERE workspace_id = ").P(actor.Workspace).S(" AND id IN ")
	db.In(&q, ids)
	rows, err := tx.Query(ctx, q.Text(), q.Args()...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		r := textRow{texts: make([]string, len(p.columns()))}
		into := []any{&r.id}
		for i := range r.texts {
			into = append(into, &r.texts[i])
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, rows.Err()
}

func (p place) clearRow(ctx context.Context, tx *db.Tx, actor account.Actor, w words, r textRow) (did bool, err error) {
	var set db.SQL
	set.S("UPDATE ").S(p.table).S(" SET ")
	for i, column := range p.columns() {
		clean := w.clean
		if i >= len(p.texts) {
			clean = w.cleanJSON
		}
		if now := clean(r.texts[i]); now != r.texts[i] {
			p.set(&set, column, now, did)
			did = true
		}
	}
	if !did {
		return false, nil
	}
	if !p.plain {
		set.S(", version = version + 1")
	}
	set.S(" WHERE workspace_id = ").P(actor.Workspace).S(" AND id = ").P(r.id)
	_, err = tx.Exec(ctx, set.Text(), set.Args()...)
	return true, err
}

// set appends the new text of a column, and of the one that is made of it.
func (p place) set(q *db.SQL, column db.Expr, text string, follows bool) {
	if follows {
		q.S(", ")
	}
	q.S(column).S(" = ").P(text)
	if key := p.keys[string(column)]; key != "" {
		q.S(", ").S(key).S(" = ").P(search.Key(text))
	}
}
