package privacy

import (
	"context"
	"fmt"
	"slices"

	"kontor/internal/kit/db"
)

// chunks parts ids so that one statement does not name too many.
func chunks(ids []db.ID) [][]db.ID { return slices.Collect(slices.Chunk(ids, atOnce)) }

// trace is a table whose rows name a record without a reference.
type trace struct {
	table, column db.Expr
	notes         bool // names notes, calls and meetings too
}

func traces() []trace {
	return []trace{
		{table: "changes", column: "record_id", notes: true},
		{table: "notifications", column: "record_id", notes: true},
		{table: "dav_names", column: "record_id", notes: true},
		{table: "favourites", column: "record_id"},
		{table: "bulk_failures", column: "record_id"},
		{table: "import_leftovers", column: "record_id"},
		{table: "merges", column: "survivor_id"},
		{table: "merged_records", column: "record_id"},
		{table: "merged_records", column: "survivor_id"},
	}
}

// traces erases what was written about the records that are gone: history,
// notifications, merges.
func (e *erasing) traces(ctx context.Context, tx *db.Tx) error {
	notes, err := e.goneNotes(ctx, tx)
	if err != nil {
		return err
	}
	e.notes = notes
	for _, t := range traces() {
		ids := append(append([]db.ID{}, e.person.ids...), e.tasks...)
		if t.notes {
			ids = append(ids, notes...)
		}
		for _, some := range chunks(ids) {
			var q db.SQL
			q.S("DELETE FROM ").S(t.table).S(" WHERE workspace_id = ").P(e.actor.Workspace).S(" AND ").S(t.column).S(" IN ")
			db.In(&q, some)
			if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
				return fmt.Errorf("erase traces from %s: %w", t.table, err)
			}
		}
	}
	return nil
}

// goneNotes are those of the person's timeline that went with them: the others
// stand on a deal or a company too.
func (e *erasing) goneNotes(ctx context.Context, tx *db.Tx) (gone []db.ID, err error) {
	for _, some := range chunks(e.notes) {
		var q db.SQL
		q.S("SELECT id FROM activities WHERE workspace_id = ").P(e.actor.Workspace).S(" AND id IN ")
		db.In(&q, some)
		stay, err := db.Values[db.ID](ctx, tx, q.Text(), q.Args()...)
		if err != nil {
			return nil, fmt.Errorf("read notes that stay: %w", err)
		}
		for _, id := range some {
			if !slices.Contains(stay, id) {
				gone = append(gone, id)
			}
		}
	}
	return gone, nil
}

// others takes the person out of the texts that are about something else.
func (e *erasing) others(ctx context.Context, tx *db.Tx) error {
	for i, p := range places() {
		changed, err := p.clear(ctx, tx, e.actor, e.words, e.places[i])
		if err != nil {
			return err
		}
		if p.kind == "" {
			continue
		}
		if p.kind == "deal" {
			if err := e.linkTasks(ctx, tx, changed); err != nil {
				return err
			}
		}
		if err := e.reindex(ctx, tx, p, append(changed, e.linked[p.kind]...)); err != nil {
			return err
		}
	}
	return nil
}

// linkTasks finds the tasks that are found by the names of deals.
func (e *erasing) linkTasks(ctx context.Context, tx *db.Tx, deals []db.ID) error {
	for _, some := range chunks(deals) {
		var q db.SQL
		q.S("SELECT id FROM tasks WHERE workspace_id = ").P(e.actor.Workspace).S(" AND deal_id IN ")
		db.In(&q, some)
		ids, err := db.Values[db.ID](ctx, tx, q.Text(), q.Args()...)
		if err != nil {
			return fmt.Errorf("read tasks of deals: %w", err)
		}
		e.linked["task"] = append(e.linked["task"], ids...)
	}
	return nil
}

// reindex lets records be found by what they hold now, those in the recycle bin
// by nothing.
func (e *erasing) reindex(ctx context.Context, tx *db.Tx, p place, ids []db.ID) error {
	slices.SortFunc(ids, func(a, b db.ID) int { return slices.Compare(a[:], b[:]) })
	for _, some := range chunks(slices.Compact(ids)) {
		var q db.SQL
		q.S("SELECT id FROM ").S(p.table).S(" WHERE workspace_id = ").P(e.actor.Workspace).S(" AND deleted_at IS NULL AND id IN ")
		db.In(&q, some)
		live, err := db.Values[db.ID](ctx, tx, q.Text(), q.Args()...)
		if err != nil {
			return fmt.Errorf("read what is found by its texts: %w", err)
		}
		if len(live) == 0 {
			continue
		}
		if err := e.index[p.kind](ctx, tx, e.actor, live); err != nil {
			return err
		}
		for _, id := range live {
			tx.Tell(db.Notice{Workspace: e.actor.Workspace, Kind: p.kind, ID: id})
		}
	}
	return nil
}
