package privacy

import (
	"context"
	"fmt"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
)

// place is where texts may speak of somebody whose record they are not. Every
// column of texts of a workspace stands here, or a test says why nobody is
// named in it.
type place struct {
	table  db.Expr
	texts  []db.Expr
	json   []db.Expr
	keys   map[string]db.Expr // columns that are made of texts, for sorting
	kind   string             // of record, if they are found by what they hold
	plain  bool               // without a version
	leaves bool               // rows that speak of somebody go as a whole
}

func places() []place {
	return []place{
		{table: "activities", texts: []db.Expr{"title", "body"}, json: []db.Expr{"details"}},
		{table: "attachments", texts: []db.Expr{"name"}},
		{table: "bulk_failures", texts: []db.Expr{"name", "reason"}, leaves: true},
		{table: "bulk_sets", texts: []db.Expr{"query"}, plain: true},
		{table: "bulks", texts: []db.Expr{"value", "label", "query", "problem"}, json: []db.Expr{"besides"}},
		{table: "changes", texts: []db.Expr{"old_value", "new_value", "old_label", "new_label"}, plain: true},
		{table: "companies", texts: []db.Expr{"notes", "source"}, json: []db.Expr{"custom"}, keys: map[string]db.Expr{"source": "source_key"}, kind: "company"},
		{table: "contacts", texts: []db.Expr{"notes", "source"}, json: []db.Expr{"custom"}, keys: map[string]db.Expr{"source": "source_key"}, kind: "contact"},
		{table: "deals", texts: []db.Expr{"name", "description", "notes", "lost_reason", "source"}, json: []db.Expr{"custom"}, keys: map[string]db.Expr{"name": "name_key"}, kind: "deal"},
		{table: "import_failures", texts: []db.Expr{"value", "reason"}, json: []db.Expr{"cells"}, leaves: true},
		{table: "import_layouts", texts: []db.Expr{"file_name"}, json: []db.Expr{"mapping", "options"}, leaves: true},
		{table: "import_leftovers", texts: []db.Expr{"name", "reason"}, leaves: true},
		{table: "imports", texts: []db.Expr{"file_name", "problem"}, json: []db.Expr{"details", "mapping", "options"}},
		{table: "looks", json: []db.Expr{"look"}, leaves: true},
		{table: "merged_records", texts: []db.Expr{"name"}, leaves: true},
		{table: "merges", json: []db.Expr{"details"}, plain: true},
		{table: "notifications", texts: []db.Expr{"title", "body"}, plain: true},
		{table: "tasks", texts: []db.Expr{"title", "description"}, json: []db.Expr{"custom"}, keys: map[string]db.Expr{"title": "title_key"}, kind: "task"},
		{table: "views", texts: []db.Expr{"name"}, json: []db.Expr{"payload"}},
	}
}

// columns are all of the place.
func (p place) columns() []db.Expr { return append(append([]db.Expr{}, p.texts...), p.json...) }

// where appends the condition that a row may speak of the person.
func (p place) where(q *db.SQL, actor account.Actor, w words) {
	q.S(" FROM ").S(p.table).S(" WHERE workspace_id = ").P(actor.Workspace).S(" AND (1 = 0")
	for _, c := range p.columns() {
		for _, pattern := range w.patterns {
			q.S(" OR CAST(").S(c).S(" AS TEXT) LIKE ").P(pattern).S(" ESCAPE '!'")
		}
	}
	q.S(")")
}

// look returns what may speak of the person. It reads the whole table, and
// therefore before the transaction.
func (p place) look(ctx context.Context, q db.Querier, actor account.Actor, w words) (f found, err error) {
	if len(w.patterns) == 0 {
		return f, nil
	}
	var sql db.SQL
	if p.leaves {
		sql.S("SELECT count(*)")
		p.where(&sql, actor, w)
		f.n, err = db.Value[int64](ctx, q, sql.Text(), sql.Args()...)
	} else {
		sql.S("SELECT id")
		p.where(&sql, actor, w)
		f.ids, err = db.Values[db.ID](ctx, q, sql.Text(), sql.Args()...)
	}
	if err != nil {
		return f, fmt.Errorf("look for a name in %s: %w", p.table, err)
	}
	return f, nil
}

// found are the rows that look came upon: which, or of places whose rows leave
// how many.
type found struct {
	ids []db.ID
	n   int64
}

// clear takes the words out of the rows that were found, or the rows.
func (p place) clear(ctx context.Context, tx *db.Tx, actor account.Actor, w words, f found) (changed []db.ID, err error) {
	if p.leaves && f.n > 0 {
		var q db.SQL
		q.S("DELETE")
		p.where(&q, actor, w)
		if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
			return nil, fmt.Errorf("erase from %s: %w", p.table, err)
		}
	}
	for _, id := range f.ids {
		did, err := p.clearRow(ctx, tx, actor, w, id)
		if err != nil {
			return nil, fmt.Errorf("erase a name from %s: %w", p.table, err)
		}
		if did {
			changed = append(changed, id)
		}
	}
	return changed, nil
}

func (p place) clearRow(ctx context.Context, tx *db.Tx, actor account.Actor, w words, id db.ID) (bool, error) {
	var set db.SQL
	set.S("UPDATE ").S(p.table).S(" SET ")
	did := false
	for i, column := range p.columns() {
		var q db.SQL
		q.S("SELECT CAST(").S(column).S(" AS TEXT) FROM ").S(p.table).S(" WHERE workspace_id = ").P(actor.Workspace).S(" AND id = ").P(id)
		old, err := db.Values[string](ctx, tx, q.Text(), q.Args()...)
		if err != nil {
			return false, err
		}
		if len(old) == 0 {
			return false, nil // erased with its record
		}
		clean := w.clean
		if i >= len(p.texts) {
			clean = w.cleanJSON
		}
		if now := clean(old[0]); now != old[0] {
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
	set.S(" WHERE workspace_id = ").P(actor.Workspace).S(" AND id = ").P(id)
	_, err := tx.Exec(ctx, set.Text(), set.Args()...)
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
