package privacy

import (
	"context"
	"fmt"
	"slices"

	"kontor/internal/account"
	"kontor/internal/kit/db"
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
	cells  bool               // of a file, where a name may stand in two
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
		{table: "consents", texts: []db.Expr{"note"}, plain: true},
		{table: "contacts", texts: []db.Expr{"notes", "source"}, json: []db.Expr{"custom"}, keys: map[string]db.Expr{"source": "source_key"}, kind: "contact"},
		{table: "deals", texts: []db.Expr{"name", "description", "notes", "lost_reason", "source"}, json: []db.Expr{"custom"}, keys: map[string]db.Expr{"name": "name_key"}, kind: "deal"},
		{table: "import_failures", texts: []db.Expr{"value", "reason"}, json: []db.Expr{"cells"}, leaves: true, cells: true},
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

// patterns are what rows that may speak of the person hold.
func (p place) patterns(w words) []string {
	if p.cells {
		return slices.Concat(w.patterns, w.cells)
	}
	return w.patterns
}

// where appends the condition that a row may speak of the person, by some of the
// patterns.
func (p place) where(sql *db.SQL, q db.Querier, actor account.Actor, patterns []string) {
	sql.S(" FROM ").S(p.table).S(" WHERE workspace_id = ").P(actor.Workspace).S(" AND (1 = 0")
	for _, c := range p.columns() {
		for _, pattern := range patterns {
			sql.S(" OR CAST(").S(c).S(" AS TEXT)").S(db.Like(q)).P(pattern).S(" ESCAPE '!'")
		}
	}
	sql.S(")")
}

// look returns what may speak of the person. It reads the whole table, and
// therefore before the transaction.
func (p place) look(ctx context.Context, q db.Querier, actor account.Actor, w words) (f found, err error) {
	for some := range slices.Chunk(p.patterns(w), account.PatternsAtOnce) {
		if err := p.lookFor(ctx, q, actor, some, &f); err != nil {
			return f, fmt.Errorf("look for a name in %s: %w", p.table, err)
		}
	}
	slices.SortFunc(f.ids, func(a, b db.ID) int { return slices.Compare(a[:], b[:]) })
	f.ids = slices.Compact(f.ids)
	return f, nil
}

func (p place) lookFor(ctx context.Context, q db.Querier, actor account.Actor, patterns []string, f *found) error {
	var sql db.SQL
	if p.leaves {
		sql.S("SELECT count(*)")
		p.where(&sql, q, actor, patterns)
		n, err := db.Value[int64](ctx, q, sql.Text(), sql.Args()...)
		f.any = f.any || n > 0
		return err
	}
	sql.S("SELECT id")
	p.where(&sql, q, actor, patterns)
	ids, err := db.Values[db.ID](ctx, q, sql.Text(), sql.Args()...)
	f.ids = append(f.ids, ids...)
	return err
}

// found are the rows that look came upon: which, or of places whose rows leave
// whether there are any.
type found struct {
	ids []db.ID
	any bool
}

// leave deletes the rows that speak of the person.
func (p place) leave(ctx context.Context, tx *db.Tx, actor account.Actor, w words) error {
	for some := range slices.Chunk(p.patterns(w), account.PatternsAtOnce) {
		var q db.SQL
		q.S("DELETE")
		p.where(&q, tx, actor, some)
		if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
			return fmt.Errorf("erase from %s: %w", p.table, err)
		}
	}
	return nil
}
