package demo

import (
	"context"
	"fmt"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
)

// removeSize is how many records go in one transaction.
const removeSize = 500

// Remove takes away every sample record of the actor's workspace, with what was
// noted about it, and the sample tags; it returns how many records went. What
// people added stays, and with it the sample records and tags it uses.
func Remove(ctx context.Context, d *db.DB, actor account.Actor) (int, error) {
	if err := actor.Require(account.ManageWorkspace); err != nil {
		return 0, err
	}
	n := 0
	err := d.Roomy(ctx, func() (err error) {
		n, err = removeEverything(ctx, d, actor)
		return err
	})
	if err != nil {
		return n, fmt.Errorf("remove sample data: %w", err)
	}
	return n, d.Analyze(ctx)
}

func removeEverything(ctx context.Context, d *db.DB, actor account.Actor) (int, error) {
	total := 0
	for _, k := range kinds() {
		n, err := removeAll(ctx, d, actor, k)
		total += n
		if err != nil {
			return total, err
		}
	}
	return total, removeTags(ctx, d, actor)
}

// kinds are what is removed, each before what it refers to.
func kinds() []kind {
	const inDeals, inTasks = ` AND NOT EXISTS (SELECT 1 FROM deals x WHERE x.workspace_id = r.workspace_id AND x.`, ` AND NOT EXISTS (SELECT 1 FROM tasks x WHERE x.workspace_id = r.workspace_id AND x.`
	return []kind{
		{"task", "tasks", "activity_tasks", "task_id", ""},
		{"deal", "deals", "activity_deals", "deal_id", inTasks + "deal_id = r.id)"},
		{"contact", "contacts", "activity_contacts", "contact_id", inDeals + "contact_id = r.id)" + inTasks + "contact_id = r.id)"},
		{"company", "companies", "activity_companies", "company_id", inDeals + "company_id = r.id)" + inTasks + "company_id = r.id)" +
			` AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.workspace_id = r.workspace_id AND c.company_id = r.id)`},
	}
}

// kind is where records of a kind and their links to activities lie.
type kind struct {
	name               string
	table, link, owner db.Expr
	unused             db.Expr // the condition under which a record may go
}

// removeAll removes the records from the first to the last, a part a
// transaction.
func removeAll(ctx context.Context, d *db.DB, actor account.Actor, k kind) (int, error) {
	var last db.ID
	for n := 0; ; {
		ids, err := k.next(ctx, d, actor.Workspace, last)
		if err != nil || len(ids) == 0 {
			return n, err
		}
		err = d.InTx(ctx, func(tx *db.Tx) error { return k.remove(ctx, tx, actor.Workspace, ids) })
		if err != nil {
			return n, err
		}
		n, last = n+len(ids), ids[len(ids)-1]
	}
}

func (k kind) next(ctx context.Context, d *db.DB, ws db.WorkspaceID, after db.ID) ([]db.ID, error) {
	var q db.SQL
	q.S("SELECT r.id FROM ").S(k.table).S(" AS r WHERE r.workspace_id = ").P(ws).S(" AND r.id > ").P(bound(after)).S(" AND ")
	signed(&q, d.Engine, "r.id")
	q.S(k.unused).S(" ORDER BY r.id LIMIT ").P(removeSize)
	return db.Values[db.ID](ctx, d, q.Text(), q.Args()...)
}

// bound is an id to compare with: the zero ID would be NULL.
func bound(id db.ID) db.ID {
	if id.IsZero() {
		id[len(id)-1] = 1
	}
	return id
}

func (k kind) remove(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, ids []db.ID) error {
	notes, err := k.removeNotes(ctx, tx, ws, ids)
	if err != nil {
		return fmt.Errorf("remove notes: %w", err)
	}
	if err := search.Drop(ctx, tx, ws, k.name, ids...); err != nil {
		return err
	}
	if err := removeWhere(ctx, tx, "changes", "record_id", ws, append(notes, ids...)); err != nil {
		return fmt.Errorf("remove history: %w", err)
	}
	return removeWhere(ctx, tx, k.table, "id", ws, ids)
}

// removeNotes removes what is noted about the records and nothing else, and
// returns the ids of it.
func (k kind) removeNotes(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, ids []db.ID) ([]db.ID, error) {
	var q db.SQL
	q.S("SELECT DISTINCT l.activity_id FROM ").S(k.link).S(" AS l WHERE l.workspace_id = ").P(ws).S(" AND l.").S(k.owner).S(" IN ")
	db.In(&q, ids)
	notes, err := db.Values[db.ID](ctx, tx, q.Text(), q.Args()...)
	if err != nil || len(notes) == 0 {
		return nil, err
	}
	if err := removeWhere(ctx, tx, k.link, k.owner, ws, ids); err != nil {
		return nil, err
	}
	var gone []db.ID
	for len(notes) > 0 {
		part := notes[:min(removeSize, len(notes))]
		notes = notes[len(part):]
		ids, err := removeUnlinked(ctx, tx, ws, part)
		if err != nil {
			return nil, err
		}
		gone = append(gone, ids...)
	}
	return gone, nil
}

// removeUnlinked removes those of the activities that stand on no timeline any
// more and returns their ids.
func removeUnlinked(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, ids []db.ID) ([]db.ID, error) {
	var q db.SQL
	q.S(`DELETE FROM activities AS a WHERE a.workspace_id = `).P(ws)
	q.S(` AND NOT EXISTS (SELECT 1 FROM activity_contacts l WHERE l.workspace_id = a.workspace_id AND l.activity_id = a.id)
		AND NOT EXISTS (SELECT 1 FROM activity_companies l WHERE l.workspace_id = a.workspace_id AND l.activity_id = a.id)
		AND NOT EXISTS (SELECT 1 FROM activity_deals l WHERE l.workspace_id = a.workspace_id AND l.activity_id = a.id)
		AND NOT EXISTS (SELECT 1 FROM activity_tasks l WHERE l.workspace_id = a.workspace_id AND l.activity_id = a.id)
		AND a.id IN `)
	db.In(&q, ids)
	q.S(" RETURNING id")
	return db.Values[db.ID](ctx, tx, q.Text(), q.Args()...)
}

// removeWhere deletes the rows whose column is one of ids.
func removeWhere(ctx context.Context, tx *db.Tx, table, column db.Expr, ws db.WorkspaceID, ids []db.ID) error {
	for len(ids) > 0 {
		part := ids[:min(removeSize, len(ids))]
		ids = ids[len(part):]
		var q db.SQL
		q.S("DELETE FROM ").S(table).S(" WHERE workspace_id = ").P(ws).S(" AND ").S(column).S(" IN ")
		db.In(&q, part)
		if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
			return err
		}
	}
	return nil
}

// removeTags removes the sample tags that nothing has.
func removeTags(ctx context.Context, d *db.DB, actor account.Actor) error {
	return d.InTx(ctx, func(tx *db.Tx) error {
		var q db.SQL
		q.S(`DELETE FROM tags AS t WHERE t.workspace_id = `).P(actor.Workspace)
		q.S(` AND NOT EXISTS (SELECT 1 FROM contact_tags x WHERE x.workspace_id = t.workspace_id AND x.tag_id = t.id)
			AND NOT EXISTS (SELECT 1 FROM deal_tags x WHERE x.workspace_id = t.workspace_id AND x.tag_id = t.id)
			AND NOT EXISTS (SELECT 1 FROM company_tags x WHERE x.workspace_id = t.workspace_id AND x.tag_id = t.id) AND `)
		signed(&q, d.Engine, "t.id")
		q.S(" RETURNING id")
		ids, err := db.Values[db.ID](ctx, tx, q.Text(), q.Args()...)
		if err != nil {
			return err
		}
		return removeWhere(ctx, tx, "changes", "record_id", actor.Workspace, ids)
	})
}
