package account

import (
	"context"
	"errors"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// Linked returns what the provider calls the actor: their address there, or
// fault.NotFound.
func (s *Providers) Linked(ctx context.Context, actor Actor) (string, error) {
	return db.Value[string](ctx, s.db, `SELECT a.email FROM provider_accounts a JOIN sign_in_providers p ON p.workspace_id = a.workspace_id AND p.issuer = a.issuer
		WHERE a.workspace_id = $1 AND a.member_id = $2`, actor.Workspace, actor.Member)
}

// Link makes somebody at the provider and the actor one. It returns
// fault.Conflict when they are somebody else here.
func (s *Providers) Link(ctx context.Context, actor Actor, p Provider, who identity) error {
	err := s.write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, "DELETE FROM provider_accounts WHERE workspace_id = $1 AND member_id = $2", actor.Workspace, actor.Member); err != nil {
			return err
		}
		return link(ctx, tx, actor, p, who)
	})
	if errors.Is(err, db.ErrExists) {
		return fault.Conflict{Text: i18n.T(ctx, "This account of the provider belongs to another member.")}
	}
	return err
}

func link(ctx context.Context, tx *db.Tx, actor Actor, p Provider, who identity) error {
	row := struct {
		Workspace db.WorkspaceID `db:"workspace_id"`
		Issuer    string         `db:"issuer"`
		Subject   string         `db:"subject"`
		Member    db.ID          `db:"member_id"`
		Email     string         `db:"email"`
		CreatedAt int64          `db:"created_at"`
	}{p.Workspace, p.Issuer, who.Subject, actor.Member, cut(who.Email, 254), time.Now().UnixMilli()}
	if err := db.Insert(ctx, tx, "provider_accounts", &row); err != nil {
		return err
	}
	return Audit(ctx, tx, actor, Entry{Action: "create", Kind: "provider", Record: actor.Member, Name: actor.Name, Details: Details{"issuer": p.Issuer}.String()})
}

// Unlink makes the provider and the actor strangers; sessions begun there end.
func (s *Providers) Unlink(ctx context.Context, actor Actor) error {
	return s.write(ctx, func(tx *db.Tx) error {
		if err := db.Changed(tx.Exec(ctx, "DELETE FROM provider_accounts WHERE workspace_id = $1 AND member_id = $2", actor.Workspace, actor.Member)); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM sessions WHERE workspace_id = $1 AND user_id = $2 AND bound", actor.Workspace, actor.User); err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "delete", Kind: "provider", Record: actor.Member, Name: actor.Name})
	})
}

// member returns who the provider's somebody is here, or fault.NotFound.
func (s *Providers) member(ctx context.Context, p Provider, subject string) (user db.ID, err error) {
	return db.Value[db.ID](ctx, s.db, `SELECT m.user_id FROM provider_accounts a JOIN members m ON m.workspace_id = a.workspace_id AND m.id = a.member_id
		WHERE a.workspace_id = $1 AND a.issuer = $2 AND a.subject = $3`, p.Workspace, p.Issuer, subject)
}

// welcome returns who somebody is that the provider brings for the first time:
// the member of that address, or a new one where the workspace wants that.
// The address has to be one of the workspace's own, and owners are never found
// by it: whoever sets up the provider would be every owner.
func (s *Providers) welcome(ctx context.Context, p Provider, who identity) (user db.ID, err error) {
	if !who.Verified || !p.owns(who.Email) {
		return user, fault.Forbidden{Text: i18n.T(ctx, "The provider does not vouch for an address of this workspace. Sign in with your password and connect the account in the settings, or ask an administrator.")}
	}
	err = s.write(ctx, func(tx *db.Tx) error {
		u, err := userByEmail(ctx, tx, who.Email)
		if fault.IsNotFound(err) && p.Create {
			user, err = s.newcomer(ctx, tx, p, who)
			return err
		}
		if err != nil && !fault.IsNotFound(err) {
			return err
		}
		user = u.ID
		return s.join(ctx, tx, p, who, u)
	})
	if errors.Is(err, db.ErrExists) {
		err = fault.Forbidden{Text: i18n.T(ctx, "Another account of the provider is connected with this address. Ask an administrator.")}
	}
	return user, err
}

func (s *Providers) join(ctx context.Context, tx *db.Tx, p Provider, who identity, u Person) error {
	type found struct {
		ID     db.ID  `db:"id"`
		Name   string `db:"name"`
		Role   Role   `db:"role"`
		Active bool   `db:"active"`
	}
	m, err := db.Get[found](ctx, tx, "SELECT id, name, role, active FROM members WHERE workspace_id = $1 AND user_id = $2", p.Workspace, u.ID)
	switch {
	case fault.IsNotFound(err) || err == nil && !m.Active:
		return fault.Forbidden{Text: i18n.T(ctx, "This address is not one of a member. Ask an administrator for an invitation.")}
	case err != nil:
		return err
	case m.Role == Owner:
		return fault.Forbidden{Text: i18n.T(ctx, "Owners connect their account themselves: sign in with your password, then in the settings.")}
	}
	return link(ctx, tx, Actor{Workspace: p.Workspace, Member: m.ID, Name: m.Name, Email: u.Email, Via: "page"}, p, who)
}

// newcomer makes a user without a password and a member of them.
func (s *Providers) newcomer(ctx context.Context, tx *db.Tx, p Provider, who identity) (db.ID, error) {
	country, err := db.Value[string](ctx, tx, "SELECT country FROM workspaces WHERE id = $1", p.Workspace)
	if err != nil {
		return db.ID{}, err
	}
	u := newUser(credentials{Email: who.Email}, "", i18n.From(ctx).Lang, country)
	u.FirstName, u.LastName = cut(who.FirstName, 150), cut(who.LastName, 150)
	if err := u.clean(ctx); err != nil {
		return u.ID, err
	}
	if err := db.Insert(ctx, tx, "users", &u); err != nil {
		return u.ID, err
	}
	joined := Actor{Workspace: p.Workspace, Member: db.NewID(), Name: u.Name(), Email: u.Email, Via: "page"}
	if err := insertMember(ctx, tx, p.Workspace, joined.Member, u, p.Role); err != nil {
		return u.ID, err
	}
	if err := Audit(ctx, tx, joined, Entry{Action: "join", Kind: "member", Record: joined.Member, Name: u.Name(), Details: Details{"role": string(p.Role)}.String()}); err != nil {
		return u.ID, err
	}
	return u.ID, link(ctx, tx, joined, p, who)
}
