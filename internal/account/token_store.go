package account

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// Tokens is the shelf of API tokens.
type Tokens struct{ store }

const tokenPrefix = "kt_"

// hash needs no secret: a token has 256 random bits, and it outlives a change
// of the secret.
func (s *Tokens) hash(token string) [32]byte { return sha256.Sum256([]byte("token\x00" + token)) }

// find returns who is behind the token.
func (s *Tokens) find(ctx context.Context, hash [32]byte, now time.Time) (*Actor, error) {
	p, err := db.Get[actorRow](ctx, s.db, `SELECT `+actorColumns+`, t.id AS credential_id, t.last_used_at AS last_seen_at, t.scope
		FROM api_tokens t
		JOIN members m ON m.workspace_id = t.workspace_id AND m.id = t.member_id
		JOIN users u ON u.id = m.user_id
		JOIN workspaces w ON w.id = t.workspace_id
		WHERE t.hash = $1 AND (t.expires_at IS NULL OR t.expires_at > $2) AND u.active AND m.active`, hash[:], now.UnixMilli())
	if err != nil {
		return nil, err
	}
	via := "api"
	if p.Scope == ScopeDAV {
		via = ScopeDAV
	}
	a, err := s.actor(ctx, p, via)
	if err != nil {
		return nil, err
	}
	a.ReadOnly, a.NoExport = !strings.HasPrefix(p.Scope, ScopeWrite) && p.Scope != ScopeDAV, !strings.HasSuffix(p.Scope, ScopeExport)
	if p.LastSeen != nil && now.UnixMilli()-*p.LastSeen < touchEvery.Milliseconds() {
		return a, nil
	}
	return a, unlessFull(s.db.InTx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE api_tokens SET last_used_at = $1 WHERE workspace_id = $2 AND id = $3", now.UnixMilli(), p.Workspace, p.ID)
		return err
	}))
}

// List returns the actor's own tokens, newest first.
func (s *Tokens) List(ctx context.Context, actor Actor) ([]Token, error) {
	return db.Select[Token](ctx, s.db, `SELECT workspace_id, id, member_id, name, hint, hash, scope, created_at, last_used_at, expires_at
		FROM api_tokens WHERE workspace_id = $1 AND member_id = $2 ORDER BY id DESC LIMIT 200`, actor.Workspace, actor.Member)
}

// Create makes a token that acts as the actor for a number of days, 0 for
// ever, and returns it: it is not kept and cannot be shown again.
func (s *Tokens) Create(ctx context.Context, actor Actor, name, scope string, days int64) (string, error) {
	in := tokenForm{name, scope, days}
	if err := in.clean(ctx); err != nil {
		return "", err
	}
	if actor.ReadOnly {
		return "", fault.Forbidden{}
	}
	token, now := tokenPrefix+newToken(), time.Now()
	hash := s.hash(token)
	row := Token{Workspace: actor.Workspace, ID: db.NewID(), Member: actor.Member, Name: in.Name, Hint: token[len(token)-4:],
		Hash: hash[:], Scope: in.Scope, CreatedAt: now.UnixMilli()}
	if days > 0 {
		end := now.AddDate(0, 0, int(days)).UnixMilli()
		row.ExpiresAt = &end
	}
	err := s.write(ctx, func(tx *db.Tx) error {
		if err := db.Insert(ctx, tx, "api_tokens", &row); err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "create", Kind: "token", Record: row.ID, Name: row.Name, Details: Details{"scope": row.Scope}.String()})
	})
	if err != nil {
		return "", fmt.Errorf("insert token: %w", err)
	}
	return token, nil
}

// Revoke ends one of the actor's own tokens at once.
func (s *Tokens) Revoke(ctx context.Context, actor Actor, id db.ID) error {
	return s.write(ctx, func(tx *db.Tx) error {
		name, err := db.Value[string](ctx, tx, "DELETE FROM api_tokens WHERE workspace_id = $1 AND member_id = $2 AND id = $3 RETURNING name",
			actor.Workspace, actor.Member, id)
		if err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "delete", Kind: "token", Record: id, Name: name})
	})
}

// CreateToken makes a token for the user with the address, in the workspace
// they were last in: for the command line.
func (d *Domain) CreateToken(ctx context.Context, email, name, scope string) (string, error) {
	u, err := userByEmail(ctx, d.db, email)
	if err == nil {
		var actor Actor
		if actor, err = d.Users.actorIn(ctx, u.ID, 0); err == nil {
			return d.Tokens.Create(ctx, actor, name, scope, 0)
		}
	}
	if fault.IsNotFound(err) {
		return "", fmt.Errorf("%q is no member of any workspace", email)
	}
	return "", err
}

// CreateSuperuser makes a user who administers the server, or promotes the one
// with that address; the password of the latter changes unless it is empty.
func (d *Domain) CreateSuperuser(ctx context.Context, email, password string) error {
	in := credentials{email, password}
	u, err := userByEmail(ctx, d.db, email)
	if err != nil && !fault.IsNotFound(err) {
		return err
	}
	isNew := err != nil
	hash := ""
	if isNew || password != "" {
		c := check(ctx)
		if in.clean(c); c.err() != nil {
			return c.err()
		}
		if hash, err = d.Users.hasher.hash(ctx, password); err != nil {
			return err
		}
	}
	return d.Users.write(ctx, func(tx *db.Tx) error {
		if isNew {
			u = newUser(in, hash, d.defaultLang(), "")
			u.Superuser = true
			if err := db.Insert(ctx, tx, "users", &u); err != nil {
				return err
			}
			return auditSuperuser(ctx, tx, u)
		}
		_, err := tx.Exec(ctx, "UPDATE users SET superuser = TRUE, active = TRUE WHERE id = $1", u.ID)
		if hash != "" {
			err = errors.Join(err, keepHash(ctx, tx, u.ID, hash))
		}
		return errors.Join(err, auditSuperuser(ctx, tx, u))
	})
}

// auditSuperuser tells the log of the server itself who administers it.
func auditSuperuser(ctx context.Context, tx *db.Tx, u Person) error {
	return Audit(ctx, tx, Actor{Via: "command"}, Entry{Action: "superuser", Kind: "user", Record: u.ID, Name: u.Email})
}

func (d *Domain) defaultLang() string {
	if d.cfg.DefaultLang != "" {
		return d.cfg.DefaultLang
	}
	return "en"
}
