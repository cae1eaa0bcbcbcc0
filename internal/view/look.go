package view

import (
	"context"
	"database/sql/driver"
	"fmt"
	"net/http"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
)

// keptLook is a look as a member keeps it, of the list itself or of a saved view.
type keptLook struct {
	View string `db:"view"`
	Look stored `db:"look"`
}

// stored is a look as it lies in the database.
type stored list.Look

// Value is the look as JSON.
func (s stored) Value() (driver.Value, error) {
	j, err := db.ToJSON(list.Look(s))
	if err != nil {
		return nil, err
	}
	return j.Value()
}

// Scan reads what Value wrote.
func (s *stored) Scan(src any) error {
	var j db.JSON
	if err := j.Scan(src); err != nil {
		return err
	}
	*s = stored{}
	return j.Decode((*list.Look)(s))
}

// looks reads how the actor sees a list, and a saved view of it.
func (s *Views) looks(ctx context.Context, actor account.Actor, name, id string) ([]keptLook, error) {
	all, err := db.Select[keptLook](ctx, s.db, `SELECT view, look FROM looks WHERE workspace_id = $1 AND member_id = $2 AND list = $3 AND view IN ('', $4)`,
		actor.Workspace, actor.Member, name, id)
	if err != nil {
		return nil, fmt.Errorf("read looks: %w", err)
	}
	return all, nil
}

// Look returns how the actor sees the list name with the saved view v open: as
// they last had the view, else as it was saved, else as they last had the list.
func (s *Views) Look(ctx context.Context, actor account.Actor, name string, v View) (list.Look, error) {
	id := ""
	if !v.ID.IsZero() {
		id = v.ID.String()
	}
	all, err := s.looks(ctx, actor, name, id)
	if err != nil {
		return list.Look{}, err
	}
	look := list.Look{Density: v.Payload.Density, Widths: v.Payload.Widths}
	for _, k := range all {
		if k.View == id || look.IsZero() && len(all) == 1 {
			look = list.Look(k.Look)
		}
	}
	return look, nil
}

// KeepLook keeps how the actor sees the list name, or the saved view v of it.
// A member has it for themselves: nobody else sees a difference.
func (s *Views) KeepLook(ctx context.Context, actor account.Actor, name string, v View, look list.Look) error {
	if actor.ReadOnly {
		return fault.Forbidden{}
	}
	l, err := s.sources.named(ctx, actor, name)
	if err != nil {
		return err
	}
	id := ""
	if !v.ID.IsZero() {
		id = v.ID.String()
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO looks (workspace_id, member_id, list, view, look) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (workspace_id, member_id, list, view) DO UPDATE SET look = excluded.look`, actor.Workspace, actor.Member, name, id, stored(l.Fit(look)))
		if err != nil {
			return fmt.Errorf("keep look: %w", err)
		}
		return nil
	})
}

// Look is how the reader sees the list of the bar.
func (b *Bar) Look() list.Look { return b.list.Fit(b.look) }

// usual in a form is the look a list has at first.
const usual = "-"

// keepLook takes the height of the rows or the widths of the columns, and
// leads back to the list, or says nothing to the script that asked.
func (d *Domain) keepLook(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	l, err := d.sources.named(ctx, actor, form.Get("list"))
	if err != nil {
		return err
	}
	q, _ := l.Parse(ctx, form.Get("query")) // what is wrong in it is told on the list itself
	v, err := d.opened(ctx, actor, l, q)
	if err != nil {
		return err
	}
	look, err := d.Views.Look(ctx, actor, l.Name(), v)
	if err != nil {
		return err
	}
	if err := d.Views.KeepLook(ctx, actor, l.Name(), v, changed(look, form)); err != nil {
		return err
	}
	if web.IsPartial(r) {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return web.Redirect(w, r, l.URL(q))
}

// opened returns the saved view that a list asks for, nothing if it is none.
func (d *Domain) opened(ctx context.Context, actor account.Actor, l *list.List, q list.Query) (View, error) {
	id, err := db.ParseID(q.View)
	if err != nil {
		return View{}, nil
	}
	v, err := d.Views.Get(ctx, actor, id)
	if fault.IsNotFound(err) || err == nil && v.List != l.Name() {
		return View{}, nil
	}
	return v, err
}

// changed is the look with what the form says of it.
func changed(look list.Look, form web.Form) list.Look {
	switch density := form.Get("density"); density {
	case "":
	case usual:
		look.Density = ""
	default:
		look.Density = density
	}
	switch widths := form.Get("widths"); widths {
	case "":
	case usual:
		look.Widths = nil
	default:
		look.Widths = list.WidthsOf(widths)
	}
	return look
}
