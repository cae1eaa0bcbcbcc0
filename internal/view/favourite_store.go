package view

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
)

// Favourites keeps what members have in the sidebar.
type Favourites struct {
	db      *db.DB
	sources *sources
}

// maxFavourites is how many a member may have.
const maxFavourites = 40

// Favourite is a view or a record that a member keeps in the sidebar.
type Favourite struct {
	Kind     string `db:"kind"` // "view", or the kind of a record
	ID       db.ID  `db:"record_id"`
	Name     string `db:"name"`
	List     string `db:"list"` // of a view
	Position int64  `db:"position"`

	Path   string `db:"-"`
	Square bool   `db:"-"` // has a square picture
}

// IsView tells whether it is a view and not a record.
func (f Favourite) IsView() bool { return f.Kind == kindView }

const kindView = "view"

// List returns the actor's favourites in their order, by one query. What was
// deleted, or may no longer be seen, is left out.
func (s *Favourites) List(ctx context.Context, actor account.Actor) ([]Favourite, error) {
	return s.list(ctx, s.db, actor)
}

func (s *Favourites) list(ctx context.Context, from db.Querier, actor account.Actor) ([]Favourite, error) {
	var q db.SQL
	q.S(`SELECT f.kind, f.record_id, v.name, v.list, f.position FROM favourites AS f
		JOIN views AS v ON v.workspace_id = f.workspace_id AND v.id = f.record_id AND v.deleted_at IS NULL
		WHERE f.workspace_id = `).P(actor.Workspace).S(" AND f.member_id = ").P(actor.Member)
	q.S(" AND f.kind = 'view' AND (v.audience <> 'private' OR v.owner_id = ").P(actor.Member).S(")")
	lists := map[string]*list.List{}
	for _, source := range s.sources.all {
		if !actor.May(account.See, source.Entity.Kind) {
			continue
		}
		l, err := source.List(ctx, actor)
		if _, closed := errors.AsType[fault.Forbidden](err); closed {
			continue // nothing of it can be seen
		}
		if err != nil {
			return nil, err
		}
		lists[l.Entity().Kind], lists[l.Name()] = l, l
		e := l.Entity()
		q.S(" UNION ALL SELECT f.kind, f.record_id, ").S(l.TitleColumn()).S(", '', f.position")
		l.Beside(&q, "JOIN favourites AS f ON f.workspace_id = "+e.Alias+".workspace_id AND f.record_id = "+e.Alias+".id")
		q.S(" AND f.member_id = ").P(actor.Member).S(" AND f.kind = ").P(e.Kind)
	}
	q.S(" ORDER BY 5, 2")
	all, err := db.Select[Favourite](ctx, from, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read favourites: %w", err)
	}
	return located(all, lists), nil
}

// located gives each its address; a view of a list that is no more has none.
func located(all []Favourite, lists map[string]*list.List) []Favourite {
	found := all[:0]
	for _, f := range all {
		l := lists[f.Kind]
		if f.IsView() {
			l = lists[f.List]
		}
		if l == nil {
			continue
		}
		if f.Path = l.ViewURL(f.ID.String()); !f.IsView() {
			f.Path, f.Square = l.Entity().Path+"/"+f.ID.String(), l.Entity().Square
		}
		found = append(found, f)
	}
	return found
}

// Keep makes a view or record a favourite, as the last, or no longer one. A
// record that cannot be seen is fault.NotFound.
func (s *Favourites) Keep(ctx context.Context, actor account.Actor, kind string, id db.ID, keep bool) error {
	if actor.ReadOnly {
		return fault.Forbidden{}
	}
	if keep {
		if err := s.see(ctx, actor, kind, id); err != nil {
			return err
		}
	}
	return s.rewrite(ctx, actor, func(all []Favourite) ([]Favourite, error) {
		at := slices.IndexFunc(all, func(f Favourite) bool { return f.Kind == kind && f.ID == id })
		switch {
		case keep && at < 0 && len(all) >= maxFavourites:
			return nil, fault.Invalid{"": i18n.N(ctx, "There is room for %s favourite. Remove one first.", "There is room for %s favourites. Remove one first.", maxFavourites)}
		case keep && at < 0:
			all = append(all, Favourite{Kind: kind, ID: id})
		case !keep && at >= 0:
			all = slices.Delete(all, at, at+1)
		}
		return all, nil
	})
}

// Move puts a favourite by so many places further down, or up if by is
// negative.
func (s *Favourites) Move(ctx context.Context, actor account.Actor, kind string, id db.ID, by int) error {
	if actor.ReadOnly {
		return fault.Forbidden{}
	}
	return s.rewrite(ctx, actor, func(all []Favourite) ([]Favourite, error) {
		from := slices.IndexFunc(all, func(f Favourite) bool { return f.Kind == kind && f.ID == id })
		if from < 0 {
			return nil, fault.NotFound{}
		}
		moved := all[from]
		to := min(max(from+by, 0), len(all)-1)
		return slices.Insert(slices.Delete(all, from, from+1), to, moved), nil
	})
}

// see returns fault.NotFound unless the actor may see the view or record.
func (s *Favourites) see(ctx context.Context, actor account.Actor, kind string, id db.ID) error {
	if kind == kindView {
		_, err := one(ctx, s.db, actor, id, " AND v.deleted_at IS NULL")
		return err
	}
	l, err := s.sources.ofKind(ctx, actor, kind)
	if err != nil {
		return err
	}
	var q db.SQL
	q.S("SELECT 1")
	l.Beside(&q, "")
	q.S(" AND ").S(l.Entity().Alias).S(".id = ").P(id)
	_, err = db.Value[int](ctx, s.db, q.Text(), q.Args()...)
	return err
}

// kept is a row of the table.
type kept struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Member    db.ID          `db:"member_id"`
	Kind      string         `db:"kind"`
	Record    db.ID          `db:"record_id"`
	Position  int64          `db:"position"`
}

// rewrite replaces the actor's favourites by what edit makes of them; what is
// gone for good or for them goes with it, except what lies in the recycle bin.
func (s *Favourites) rewrite(ctx context.Context, actor account.Actor, edit func([]Favourite) ([]Favourite, error)) error {
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		before, err := s.list(ctx, tx, actor)
		if err != nil {
			return err
		}
		after, err := edit(slices.Clone(before))
		if err != nil {
			return err
		}
		for _, f := range before {
			if _, err := tx.Exec(ctx, `DELETE FROM favourites WHERE workspace_id = $1 AND member_id = $2 AND kind = $3 AND record_id = $4`,
				actor.Workspace, actor.Member, f.Kind, f.ID); err != nil {
				return fmt.Errorf("clear favourites: %w", err)
			}
		}
		rows := make([]kept, len(after))
		for i, f := range after {
			rows[i] = kept{actor.Workspace, actor.Member, f.Kind, f.ID, int64(i)}
		}
		if err := db.InsertAll(ctx, tx, "favourites", rows); err != nil {
			return fmt.Errorf("insert favourites: %w", err)
		}
		return nil
	})
}
