package account

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/secret"
)

// Providers is the shelf of the workspaces' sign-in providers.
type Providers struct {
	store
	box *secret.Box
}

const selectProvider = `SELECT p.workspace_id, p.issuer, p.client_id, p.secret, p.domains, p.create_members, p.role, p.required, p.version,
	p.created_at, p.updated_at, w.slug AS workspace_slug FROM sign_in_providers p JOIN workspaces w ON w.id = p.workspace_id`

// Get returns the provider of the actor's workspace without its secret, or
// fault.NotFound.
func (s *Providers) Get(ctx context.Context, actor Actor) (Provider, error) {
	p, err := db.Get[Provider](ctx, s.db, selectProvider+" WHERE p.workspace_id = $1", actor.Workspace)
	p.Secret = ""
	return p, err
}

// Save keeps the provider of the actor's workspace, as read at its version; an
// empty secret stays what it was, as long as the issuer does.
func (s *Providers) Save(ctx context.Context, actor Actor, p Provider) error {
	if err := canManage(ctx, actor, ManageWorkspace); err != nil {
		return err
	}
	if err := p.clean(ctx); err != nil {
		return err
	}
	p.Workspace = actor.Workspace
	return s.write(ctx, func(tx *db.Tx) error {
		old, err := db.Get[Provider](ctx, tx, selectProvider+" WHERE p.workspace_id = $1", actor.Workspace)
		if err != nil && !fault.IsNotFound(err) {
			return err
		}
		if err := s.seal(ctx, &p, old); err != nil {
			return err
		}
		if err := s.put(ctx, tx, p, old); err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "update", Kind: "provider", Name: p.Issuer, Details: Details{"required": fmt.Sprint(p.Required), "domains": p.Domains}.String()})
	})
}

func (s *Providers) seal(ctx context.Context, p *Provider, old Provider) error {
	switch {
	case p.Secret != "":
		p.Secret = s.box.Seal(p.about(), p.Secret)
	case old.Secret != "" && old.Issuer != p.Issuer:
		return fault.Invalid{"secret": i18n.T(ctx, "Enter the secret again: the provider is another one.")}
	default:
		p.Secret = old.Secret
	}
	return nil
}

// put writes the provider. Sessions that began at another issuer end.
func (s *Providers) put(ctx context.Context, tx *db.Tx, p, old Provider) error {
	p.CreatedAt, p.UpdatedAt = time.Now().UnixMilli(), time.Now().UnixMilli()
	if old.Version != p.Version {
		return fault.Conflict{Stale: true}
	}
	if p.Version++; old.Version == 0 {
		return db.Insert(ctx, tx, "sign_in_providers", &p)
	}
	if old.Issuer != p.Issuer {
		if err := endBound(ctx, tx, p.Workspace); err != nil {
			return err
		}
	}
	return db.Changed(tx.Exec(ctx, `UPDATE sign_in_providers SET issuer = $1, client_id = $2, secret = $3, domains = $4, create_members = $5, role = $6,
		required = $7, version = $8, updated_at = $9 WHERE workspace_id = $10 AND version = $11`,
		p.Issuer, p.ClientID, p.Secret, p.Domains, p.Create, string(p.Role), p.Required, p.Version, p.UpdatedAt, p.Workspace, old.Version))
}

func endBound(ctx context.Context, tx *db.Tx, ws db.WorkspaceID) error {
	_, err := tx.Exec(ctx, "DELETE FROM sessions WHERE workspace_id = $1 AND bound", ws)
	return err
}

// Remove forgets the provider, whom it knows, and the sessions begun there.
func (s *Providers) Remove(ctx context.Context, actor Actor) error {
	if err := canManage(ctx, actor, ManageWorkspace); err != nil {
		return err
	}
	return s.write(ctx, func(tx *db.Tx) error {
		issuer, err := db.Value[string](ctx, tx, "DELETE FROM sign_in_providers WHERE workspace_id = $1 RETURNING issuer", actor.Workspace)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM provider_accounts WHERE workspace_id = $1", actor.Workspace); err != nil {
			return err
		}
		if err := endBound(ctx, tx, actor.Workspace); err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "delete", Kind: "provider", Name: issuer})
	})
}

// of returns the provider of the workspace with the slug, with its secret.
func (s *Providers) of(ctx context.Context, slug string) (Provider, error) {
	return s.opened(db.Get[Provider](ctx, s.db, selectProvider+" WHERE w.slug = $1", slug))
}

func (s *Providers) in(ctx context.Context, ws db.WorkspaceID) (Provider, error) {
	return s.opened(db.Get[Provider](ctx, s.db, selectProvider+" WHERE p.workspace_id = $1", ws))
}

func (s *Providers) opened(p Provider, err error) (Provider, error) {
	if err != nil || p.Secret == "" {
		return p, err
	}
	if p.Secret, err = s.box.Open(p.about(), p.Secret); err != nil {
		return p, fmt.Errorf("open the secret of the provider of workspace %d: %w", p.Workspace, err)
	}
	return p, nil
}

// doors returns the slugs of workspaces with a provider, at most two: enough
// to know whether there is one, and whether it is the only one.
func (s *Providers) doors(ctx context.Context) ([]string, error) {
	return db.Values[string](ctx, s.db, "SELECT w.slug FROM sign_in_providers p JOIN workspaces w ON w.id = p.workspace_id ORDER BY w.id LIMIT 2")
}

// Reseal seals every secret anew that was sealed with a former key, and
// returns how many.
func (s *Providers) Reseal(ctx context.Context) (n int, err error) {
	all, err := db.Select[Provider](ctx, s.db, selectProvider+" WHERE p.secret <> '' ORDER BY p.workspace_id")
	if err != nil {
		return 0, err
	}
	for _, p := range all {
		if s.box.IsCurrent(p.Secret) {
			continue
		}
		text, err := s.box.Open(p.about(), p.Secret)
		if err != nil {
			return n, fmt.Errorf("open the secret of the provider of workspace %d: %w", p.Workspace, err)
		}
		err = s.db.InTx(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE sign_in_providers SET secret = $1 WHERE workspace_id = $2 AND secret = $3", s.box.Seal(p.about(), text), p.Workspace, p.Secret)
			return err
		})
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
