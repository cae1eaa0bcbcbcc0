package view

import (
	"context"
	"fmt"
	"slices"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// tab is where a member has a view.
type tab struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Member    db.ID          `db:"member_id"`
	View      db.ID          `db:"view_id"`
	Position  int64          `db:"position"`
	Shown     bool           `db:"shown"`
}

// Move puts a view by so many places to the right among the actor's tabs, to
// the left if by is negative, as far as there are tabs.
func (s *Views) Move(ctx context.Context, actor account.Actor, id db.ID, by int) (View, error) {
	return s.arrange(ctx, actor, id, func(views []View) []View {
		tabs := slices.DeleteFunc(views, func(v View) bool { return !v.IsTab(actor) && v.ID != id })
		from := slices.IndexFunc(tabs, func(v View) bool { return v.ID == id })
		moved := tabs[from]
		to := min(max(from+by, 0), len(tabs)-1)
		return slices.Insert(slices.Delete(tabs, from, from+1), to, moved)
	})
}

// Show puts a view among the actor's tabs, as the last, or takes it from there.
func (s *Views) Show(ctx context.Context, actor account.Actor, id db.ID, shown bool) (View, error) {
	return s.arrange(ctx, actor, id, func(views []View) []View {
		at := slices.IndexFunc(views, func(v View) bool { return v.ID == id })
		views[at].Shown = &shown
		return views
	})
}

// arrange writes the order of the actor's tabs of the list that a view is of.
func (s *Views) arrange(ctx context.Context, actor account.Actor, id db.ID, order func([]View) []View) (View, error) {
	if actor.ReadOnly {
		return View{}, fault.Forbidden{}
	}
	var v View
	err := s.db.InTx(ctx, func(tx *db.Tx) (err error) {
		if v, err = one(ctx, tx, actor, id, " AND v.deleted_at IS NULL"); err != nil {
			return err
		}
		views, err := listed(ctx, tx, actor, v.List)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(views, func(v View) bool { return v.ID == id }) {
			return fault.NotFound{} // one of more than a list may have
		}
		return place(ctx, tx, actor, order(views))
	})
	return v, err
}

func place(ctx context.Context, tx *db.Tx, actor account.Actor, views []View) error {
	tabs := make([]tab, len(views))
	ids := make([]db.ID, len(views))
	for i, v := range views {
		ids[i] = v.ID
		tabs[i] = tab{actor.Workspace, actor.Member, v.ID, int64(i), v.IsTab(actor)}
	}
	var q db.SQL
	q.S("DELETE FROM view_tabs WHERE workspace_id = ").P(actor.Workspace).S(" AND member_id = ").P(actor.Member).S(" AND view_id IN ")
	db.In(&q, ids)
	if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
		return fmt.Errorf("clear tabs: %w", err)
	}
	if err := db.InsertAll(ctx, tx, "view_tabs", tabs); err != nil {
		return fmt.Errorf("insert tabs: %w", err)
	}
	return nil
}

// Opens returns what a list opens with for the actor: the id of a view, the
// key of a built-in one, or nothing if they chose nothing.
func (s *Views) Opens(ctx context.Context, actor account.Actor, name string) (string, error) {
	opens, err := db.Value[string](ctx, s.db, `SELECT opens FROM view_defaults WHERE workspace_id = $1 AND member_id = $2 AND list = $3`,
		actor.Workspace, actor.Member, name)
	if fault.IsNotFound(err) {
		return "", nil
	}
	return opens, err
}

// OpenWith makes the list open with a view for the actor: an id or the key of
// a built-in one; empty is the whole list.
func (s *Views) OpenWith(ctx context.Context, actor account.Actor, name, opens string) error {
	if actor.ReadOnly {
		return fault.Forbidden{}
	}
	if _, err := s.sources.named(ctx, actor, name); err != nil {
		return err
	}
	if id, err := db.ParseID(opens); err == nil {
		if v, err := s.Get(ctx, actor, id); err != nil || v.List != name {
			return fault.NotFound{}
		}
	} else if opens != "" && !s.sources.hasBuiltIn(ctx, name, opens) {
		return fault.NotFound{}
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM view_defaults WHERE workspace_id = $1 AND member_id = $2 AND list = $3`, actor.Workspace, actor.Member, name); err != nil {
			return fmt.Errorf("clear default view: %w", err)
		}
		if opens == "" {
			return nil
		}
		_, err := tx.Exec(ctx, `INSERT INTO view_defaults (workspace_id, member_id, list, opens) VALUES ($1, $2, $3, $4)`, actor.Workspace, actor.Member, name, opens)
		if err != nil {
			return fmt.Errorf("set default view: %w", err)
		}
		return nil
	})
}

func (s *sources) hasBuiltIn(ctx context.Context, name, key string) bool {
	source, ok := s.source(name)
	return ok && slices.ContainsFunc(source.builtIn(ctx), func(b BuiltIn) bool { return b.Key == key })
}
