package account

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
)

// Workspaces is the shelf of workspaces.
type Workspaces struct{ store }

const workspaceColumns = "id, slug, name, country, vat_number, currency, language, timezone, version, created_at, updated_at"

// Get returns the actor's workspace.
func (s *Workspaces) Get(ctx context.Context, actor Actor) (Workspace, error) {
	return db.Get[Workspace](ctx, s.db, "SELECT "+workspaceColumns+" FROM workspaces WHERE id = $1", actor.Workspace)
}

// Of returns every workspace the actor's user is an active member of, by name.
func (s *Workspaces) Of(ctx context.Context, actor Actor) ([]Workspace, error) {
	return db.Select[Workspace](ctx, s.db, `SELECT `+workspaceColumns+` FROM workspaces
		WHERE id IN (SELECT workspace_id FROM members WHERE user_id = $1 AND active) ORDER BY name, id LIMIT 100`, actor.User)
}

// Update saves what the workspace says of itself, as read at version.
func (s *Workspaces) Update(ctx context.Context, actor Actor, f Firm, version int64) error {
	if err := canManage(ctx, actor, ManageWorkspace); err != nil {
		return err
	}
	c := check(ctx)
	if f.clean(c, "name"); c.err() != nil {
		return c.err()
	}
	return s.write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE workspaces SET name = $1, country = $2, vat_number = $3, currency = $4, language = $5,
			version = version + 1, updated_at = $6 WHERE id = $7 AND version = $8`,
			f.Name, f.Country, f.VATNumber, f.Currency, f.Language, time.Now().UnixMilli(), actor.Workspace, version)
		if err == nil && n == 0 {
			err = fault.Conflict{Stale: true}
		}
		if err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "update", Kind: "workspace", Name: f.Name})
	})
}

// WantSecondStep says whether every member needs a second step to sign in.
func (s *Workspaces) WantSecondStep(ctx context.Context, actor Actor, want bool) error {
	if err := canManage(ctx, actor, ManageWorkspace); err != nil {
		return err
	}
	return s.write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE workspaces SET second_factor = $1, updated_at = $2 WHERE id = $3", want, time.Now().UnixMilli(), actor.Workspace)
		if err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "update", Kind: "factor", Name: actor.WorkspaceName, Details: Details{"to": strconv.FormatBool(want)}.String()})
	})
}

// WantsSecondStep tells whether every member needs a second step to sign in.
func (s *Workspaces) WantsSecondStep(ctx context.Context, actor Actor) (bool, error) {
	return db.Value[bool](ctx, s.db, "SELECT second_factor FROM workspaces WHERE id = $1", actor.Workspace)
}

// makeWorkspace adds a workspace and the user as its owner, and what it starts
// with.
func (d *Domain) makeWorkspace(ctx context.Context, tx *db.Tx, f Firm, zone string, u Person) (db.WorkspaceID, error) {
	owner, err := insertWorkspace(ctx, tx, f, zone, u)
	if err == nil && d.OnWorkspace != nil {
		err = d.OnWorkspace(i18n.With(ctx, i18n.Locale{Lang: f.Language, Zone: i18n.From(ctx).Zone}), tx, owner)
	}
	return owner.Workspace, err
}

func insertWorkspace(ctx context.Context, tx *db.Tx, f Firm, zone string, u Person) (Actor, error) {
	slug, err := freeSlug(ctx, tx, slugOf(f.Name))
	if err != nil {
		return Actor{}, err
	}
	now := time.Now().UnixMilli()
	ws, err := db.Value[db.WorkspaceID](ctx, tx, `INSERT INTO workspaces
		(name, slug, country, vat_number, currency, language, timezone, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
		f.Name, slug, f.Country, f.VATNumber, f.Currency, f.Language, zone, now, now)
	if err != nil {
		return Actor{}, fmt.Errorf("insert workspace: %w", err)
	}
	owner := Actor{Workspace: ws, Member: db.NewID(), Name: u.Name(), Email: u.Email, Via: "page"}
	if err := insertMember(ctx, tx, ws, owner.Member, u, Owner); err != nil {
		return Actor{}, err
	}
	return owner, Audit(ctx, tx, owner, Entry{Action: "create", Kind: "workspace", Name: f.Name})
}

func insertMember(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, id db.ID, u Person, role Role) error {
	now := time.Now().UnixMilli()
	_, err := tx.Exec(ctx, `INSERT INTO members (workspace_id, id, user_id, name, name_key, email, role, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, ws, id, u.ID, u.Name(), search.Fold(u.Name()), u.Email, string(role), now, now)
	if err != nil {
		return fmt.Errorf("insert member: %w", err)
	}
	return nil
}

func freeSlug(ctx context.Context, tx *db.Tx, slug string) (string, error) {
	taken, err := db.Values[int64](ctx, tx, "SELECT id FROM workspaces WHERE slug = $1", slug)
	if err != nil || len(taken) == 0 {
		return slug, err
	}
	return slug + "-" + strings.ToLower(rand.Text()[:6]), nil
}

// isSetUp tells whether there is a workspace; it is asked of the database
// only until there is.
func (d *Domain) isSetUp(ctx context.Context) bool {
	if d.setUp.Load() {
		return true
	}
	found, err := db.Values[int64](ctx, d.db, "SELECT id FROM workspaces LIMIT 1")
	if err != nil {
		return true // sign-in will meet the same error and can show it
	}
	if len(found) > 0 {
		d.setUp.Store(true)
	}
	return len(found) > 0
}

func forbidden(ctx context.Context) error {
	return fault.Forbidden{Text: i18n.T(ctx, "Only owners and administrators of the workspace can do this. Ask one of them.")}
}
