package view

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// Views keeps saved views.
type Views struct {
	db      *db.DB
	sources *sources
}

// maxViews is how many views a member sees of one list.
const maxViews = 200

// selecting begins a statement that reads the views the actor may see.
func selecting(actor account.Actor) *db.SQL {
	var q db.SQL
	q.S(`SELECT v.workspace_id, v.id, v.list, v.name, v.audience, v.owner_id, v.payload, v.version, v.created_at, v.updated_at, v.deleted_at,
		m.name AS owner_name, t.position, t.shown, f.record_id IS NOT NULL AS favourite
		FROM views AS v
		JOIN members AS m ON m.workspace_id = v.workspace_id AND m.id = v.owner_id
		LEFT JOIN view_tabs AS t ON t.workspace_id = v.workspace_id AND t.view_id = v.id AND t.member_id = `).P(actor.Member)
	q.S(` LEFT JOIN favourites AS f ON f.workspace_id = v.workspace_id AND f.kind = 'view' AND f.record_id = v.id AND f.member_id = `).P(actor.Member)
	q.S(` WHERE v.workspace_id = `).P(actor.Workspace).S(` AND (v.audience <> 'private' OR v.owner_id = `).P(actor.Member).S(`)`)
	return &q
}

// Get returns a view that the actor may see.
func (s *Views) Get(ctx context.Context, actor account.Actor, id db.ID) (View, error) {
	return one(ctx, s.db, actor, id, " AND v.deleted_at IS NULL")
}

func one(ctx context.Context, from db.Querier, actor account.Actor, id db.ID, more db.Expr) (View, error) {
	q := selecting(actor)
	q.S(" AND v.id = ").P(id).S(more)
	return db.Get[View](ctx, from, q.Text(), q.Args()...)
}

// List returns the views of a list that the actor may see, in the order of
// their tabs.
func (s *Views) List(ctx context.Context, actor account.Actor, name string) ([]View, error) {
	return listed(ctx, s.db, actor, name)
}

func listed(ctx context.Context, from db.Querier, actor account.Actor, name string) ([]View, error) {
	q := selecting(actor)
	q.S(" AND v.list = ").P(name)
	q.S(" AND v.deleted_at IS NULL ORDER BY coalesce(t.position, 1000000), v.id LIMIT ").P(maxViews)
	return db.Select[View](ctx, from, q.Text(), q.Args()...)
}

// Page returns views of a list, or of all if name is empty, by id after the
// one given, at most limit.
func (s *Views) Page(ctx context.Context, actor account.Actor, name string, after db.ID, limit int) ([]View, error) {
	q := selecting(actor)
	if name != "" {
		q.S(" AND v.list = ").P(name)
	}
	if !after.IsZero() {
		q.S(" AND v.id > ").P(after)
	}
	q.S(" AND v.deleted_at IS NULL ORDER BY v.id LIMIT ").P(limit)
	return db.Select[View](ctx, s.db, q.Text(), q.Args()...)
}

// Create saves a view of the list name. Everybody may save and share their
// own; whoever manages views may pin.
func (s *Views) Create(ctx context.Context, actor account.Actor, name string, in Input) (View, error) {
	l, err := s.sources.named(ctx, actor, name)
	if fault.IsNotFound(err) {
		return View{}, fault.Invalid{"list": i18n.T(ctx, "There is no list of this name.")}
	}
	if err != nil {
		return View{}, err
	}
	if actor.ReadOnly {
		return View{}, fault.Forbidden{}
	}
	if err := in.validate(ctx, l, nil); err != nil {
		return View{}, err
	}
	if err := mayPin(ctx, actor, "", in.Audience); err != nil {
		return View{}, err
	}
	now := time.Now().UnixMilli()
	v := View{Workspace: actor.Workspace, ID: db.NewID(), List: name, Name: in.Name, Audience: in.Audience, Owner: actor.Member,
		Payload: in.Payload, Version: 1, CreatedAt: now, UpdatedAt: now, OwnerName: actor.Name}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := s.room(ctx, tx, actor, name); err != nil {
			return err
		}
		if err := db.Insert(ctx, tx, "views", &v); err != nil {
			return fmt.Errorf("insert view: %w", err)
		}
		return activity.Record(ctx, tx, actor, activity.Change{Kind: "view", Record: v.ID, Action: activity.Created, Field: "name", New: v.Name})
	})
	return v, err
}

// room refuses one view too many.
func (s *Views) room(ctx context.Context, tx *db.Tx, actor account.Actor, name string) error {
	views, err := listed(ctx, tx, actor, name)
	if err == nil && len(views) >= maxViews {
		err = fault.Invalid{"name": i18n.N(ctx, "This list has %s view already. Delete one first.", "This list has %s views already. Delete one first.", maxViews)}
	}
	return err
}

// mayPin refuses to put a view before everybody, or to take it from there, to
// those who do not manage views.
func mayPin(ctx context.Context, actor account.Actor, old, now string) error {
	if old != now && (old == Pinned || now == Pinned) && !actor.Can(account.ManageViews) {
		return fault.Forbidden{Text: i18n.T(ctx, "Owners, admins and managers pin views for everybody.")}
	}
	return nil
}

// Update changes a view: edit is given what is there and returns what shall
// be.
func (s *Views) Update(ctx context.Context, actor account.Actor, id db.ID, edit func(Input) Input) (View, error) {
	var v View
	err := s.db.InTx(ctx, func(tx *db.Tx) (err error) {
		if v, err = changeable(ctx, tx, actor, id, " AND v.deleted_at IS NULL"); err != nil {
			return err
		}
		in := edit(Input{Name: v.Name, Audience: v.Audience, Payload: v.Payload})
		if in.Version != 0 && in.Version != v.Version {
			return fault.Conflict{Stale: true}
		}
		l, err := s.sources.named(ctx, actor, v.List)
		if err != nil {
			return err
		}
		if err := in.validate(ctx, l, &v.Payload); err != nil {
			return err
		}
		if err := mayPin(ctx, actor, v.Audience, in.Audience); err != nil {
			return err
		}
		return v.change(ctx, tx, actor, in)
	})
	return v, err
}

// changeable returns a view that the actor may change.
func changeable(ctx context.Context, tx *db.Tx, actor account.Actor, id db.ID, more db.Expr) (View, error) {
	v, err := one(ctx, tx, actor, id, more)
	if err == nil && !v.MayChange(actor) {
		err = fault.Forbidden{Text: i18n.T(ctx, "This view belongs to %s. Save your own copy of it.", v.OwnerName)}
	}
	return v, err
}

// Naming names the views of a list that the actor may see and that filter,
// sort, show, add up or group by the field of that key.
func (s *Views) Naming(ctx context.Context, actor account.Actor, name, key string) ([]string, error) {
	views, err := s.List(ctx, actor, name)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, v := range views {
		words := strings.FieldsFunc(v.Payload.Query+"&"+v.Payload.Group, func(r rune) bool { return strings.ContainsRune("&=,:()-", r) })
		if slices.Contains(words, key) {
			names = append(names, v.Name)
		}
	}
	return names, nil
}
