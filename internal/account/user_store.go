package account

import (
	"context"
	"fmt"
	"strings"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
	"kontor/internal/kit/storage"
	"kontor/internal/kit/upload"
)

// Users is the shelf of users.
type Users struct {
	store
	hasher *hasher
	files  storage.Store
	judge  *upload.Judge // of pictures
}

// Get returns the actor's own user.
func (s *Users) Get(ctx context.Context, actor Actor) (Person, error) {
	return db.Get[Person](ctx, s.db, "SELECT "+userColumns+" FROM users WHERE id = $1", actor.User)
}

func userByEmail(ctx context.Context, q db.Querier, email string) (Person, error) {
	return db.Get[Person](ctx, q, "SELECT "+userColumns+" FROM users WHERE email_key = $1", emailKey(email))
}

// Update saves the actor's own profile as read at version, but for the address,
// which a link proves.
func (s *Users) Update(ctx context.Context, actor Actor, p Profile, version int64) error {
	old, err := s.Get(ctx, actor)
	if err != nil {
		return err
	}
	p.Email = old.Email
	if err := p.clean(ctx); err != nil {
		return err
	}
	return s.write(ctx, func(tx *db.Tx) error {
		if err := saveProfile(ctx, tx, actor.User, p, version); err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "update", Kind: "user", Record: old.ID, Name: p.Name()})
	})
}

func saveProfile(ctx context.Context, tx *db.Tx, user db.ID, p Profile, version int64) error {
	now := time.Now().UnixMilli()
	n, err := tx.Exec(ctx, `UPDATE users SET first_name = $1, last_name = $2, phone = $3, address = $4,
		city = $5, postal_code = $6, country = $7, language = $8, timezone = $9, version = version + 1, updated_at = $10
		WHERE id = $11 AND version = $12`, p.FirstName, p.LastName, p.Phone, p.Address,
		p.City, p.PostalCode, p.Country, p.Language, p.Timezone, now, user, version)
	if err != nil {
		return fmt.Errorf("update user: %w", err)
	}
	if n == 0 {
		return fault.Conflict{Stale: true}
	}
	_, err = tx.Exec(ctx, `UPDATE members SET name = $1, name_key = $2, version = version + 1, updated_at = $3
		WHERE user_id = $4`, p.Name(), search.Fold(p.Name()), now, user)
	return err
}

// confirm checks the user's own password before something that only they may
// do.
func (s *Users) confirm(ctx context.Context, u Person, field, password string) error {
	ok, err := s.hasher.matches(ctx, password, u.PasswordHash)
	if err != nil {
		return err
	}
	if !ok {
		return fault.Invalid{field: i18n.T(ctx, "This is not your current password.")}
	}
	return nil
}

// SetLanguage changes the language the actor reads in.
func (s *Users) SetLanguage(ctx context.Context, actor Actor, lang string) error {
	if err := checkLanguage(ctx, "language", lang); err != nil {
		return err
	}
	return s.write(ctx, func(tx *db.Tx) error {
		return db.Changed(tx.Exec(ctx, "UPDATE users SET language = $1, version = version + 1, updated_at = $2 WHERE id = $3",
			lang, time.Now().UnixMilli(), actor.User))
	})
}

// setPassword changes the actor's password and signs every other browser out.
// mayTry says whether the current one may be tried.
func (s *Users) setPassword(ctx context.Context, actor Actor, in passwordForm, mayTry func() error) error {
	u, err := s.Get(ctx, actor)
	if err != nil {
		return err
	}
	if problem := weakness(ctx, in.Password, u.own(actor.WorkspaceName)...); problem != "" {
		return fault.Invalid{"password": problem}
	}
	if err := mayTry(); err != nil {
		return err
	}
	if err := s.confirm(ctx, u, "current_password", in.CurrentPassword); err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, in.Password)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx *db.Tx) error {
		if err := keepHash(ctx, tx, u.ID, hash); err != nil {
			return err
		}
		if _, err := endOthers(ctx, tx, actor); err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "password", Kind: "user", Record: u.ID, Name: actor.Name})
	})
}

func keepHash(ctx context.Context, tx *db.Tx, user db.ID, hash string) error {
	return db.Changed(tx.Exec(ctx, "UPDATE users SET password_hash = $1, version = version + 1, updated_at = $2 WHERE id = $3",
		hash, time.Now().UnixMilli(), user))
}

// authenticate returns the active user of the address and password, or
// fault.NotFound, after the same work whether the address exists or not.
func (s *Users) authenticate(ctx context.Context, email, password string) (Person, error) {
	u, err := userByEmail(ctx, s.db, email)
	if err != nil && !fault.IsNotFound(err) {
		return Person{}, err
	}
	if len(password) > 4*maxPassword {
		password = password[:4*maxPassword] // no password is that long; do not hash megabytes
	}
	ok, err := s.hasher.matches(ctx, password, u.PasswordHash)
	if err != nil {
		return Person{}, err
	}
	if !ok || !u.Active {
		return Person{}, fault.NotFound{}
	}
	return u, s.upgrade(ctx, u, password)
}

// upgrade keeps the password of a user from the former system as those of all
// others.
func (s *Users) upgrade(ctx context.Context, u Person, password string) error {
	if !strings.HasPrefix(u.PasswordHash, djangoPrefix) {
		return nil
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE users SET password_hash = $1 WHERE id = $2 AND password_hash = $3`, hash, u.ID, u.PasswordHash)
		return err
	})
}

// newUser returns a user who can sign in with the credentials.
func newUser(in credentials, hash, lang, country string) Person {
	now := time.Now().UnixMilli()
	return Person{
		ID: db.NewID(), EmailKey: emailKey(in.Email), PasswordHash: hash, Active: true, Version: 1, CreatedAt: now, UpdatedAt: now,
		Profile: Profile{Email: in.Email, Country: country, Language: lang, Timezone: zoneFor(country)},
	}
}

// actorIn returns the user as a member of a workspace; the zero workspace
// means the one they were last in, of those that let them in with a password
// if there is one. It returns fault.NotFound when there is
// none.
func (s *Users) actorIn(ctx context.Context, user db.ID, ws db.WorkspaceID) (Actor, error) {
	p, err := db.Get[actorRow](ctx, s.db, `SELECT `+actorColumns+`, m.id AS credential_id, m.last_seen_at, '' AS scope
		FROM members m JOIN users u ON u.id = m.user_id JOIN workspaces w ON w.id = m.workspace_id
		WHERE m.user_id = $1 AND (m.workspace_id = $2 OR $3 = 0) AND m.active AND u.active
		ORDER BY CASE WHEN m.role <> 'owner' AND EXISTS (SELECT 1 FROM sign_in_providers x WHERE x.workspace_id = m.workspace_id AND x.required) THEN 1 ELSE 0 END,
			COALESCE(m.last_seen_at, 0) DESC, m.workspace_id LIMIT 1`, user, ws, ws)
	if err != nil {
		return Actor{}, err
	}
	a, err := s.actor(ctx, p, "page")
	if err != nil {
		return Actor{}, err
	}
	return *a, nil
}
