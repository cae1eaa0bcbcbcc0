package account

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// Passkeys is the shelf of passkeys.
type Passkeys struct{ store }

const selectPasskey = "SELECT user_id, id, name, credential_id, credential, created_at, last_used_at FROM passkeys"

// maxPasskeys is how many one person may have.
const maxPasskeys = 20

// List returns the actor's passkeys, the oldest first.
func (s *Passkeys) List(ctx context.Context, actor Actor) ([]Passkey, error) {
	return s.of(ctx, actor.User)
}

func (s *Passkeys) of(ctx context.Context, user db.ID) ([]Passkey, error) {
	return db.Select[Passkey](ctx, s.db, selectPasskey+" WHERE user_id = $1 ORDER BY id", user)
}

// Add keeps a new passkey of the actor under a name, and ends other sessions.
// With the first second step come recovery codes, which cannot be shown again.
func (s *Passkeys) Add(ctx context.Context, actor Actor, name string, key *webauthn.Credential) (codes []string, err error) {
	c := check(ctx)
	c.text("name", &name, 100)
	c.required("name", name, i18n.T(ctx, "Enter a name, such as the one of the device."))
	if c.err() != nil {
		return nil, c.err()
	}
	text, err := json.Marshal(key)
	if err != nil {
		return nil, err
	}
	row := Passkey{User: actor.User, ID: db.NewID(), Name: name, CredentialID: key.ID, Credential: string(text), CreatedAt: time.Now().UnixMilli()}
	err = s.write(ctx, func(tx *db.Tx) error {
		if err := db.Insert(ctx, tx, "passkeys", &row); err != nil {
			return err
		}
		if codes, err = firstCodes(ctx, tx, actor.User); err != nil {
			return err
		}
		if _, err := endOthers(ctx, tx, actor); err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "create", Kind: "passkey", Record: row.ID, Name: name})
	})
	if errors.Is(err, db.ErrExists) {
		return nil, fault.Conflict{Text: i18n.T(ctx, "This passkey is set up already.")}
	}
	return codes, err
}

// firstCodes makes recovery codes for somebody who never had any.
func firstCodes(ctx context.Context, tx *db.Tx, user db.ID) ([]string, error) {
	n, err := db.Value[int64](ctx, tx, "SELECT count(*) FROM recovery_codes WHERE user_id = $1", user)
	if err != nil || n > 0 {
		return nil, err
	}
	return replaceCodes(ctx, tx, user)
}

// Remove forgets one of the actor's passkeys, and ends other sessions.
func (s *Passkeys) Remove(ctx context.Context, actor Actor, id db.ID) error {
	return s.write(ctx, func(tx *db.Tx) error {
		name, err := db.Value[string](ctx, tx, "DELETE FROM passkeys WHERE user_id = $1 AND id = $2 RETURNING name", actor.User, id)
		if err != nil {
			return err
		}
		if err := dropCodes(ctx, tx, actor.User); err != nil {
			return err
		}
		if _, err := endOthers(ctx, tx, actor); err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "delete", Kind: "passkey", Record: id, Name: name})
	})
}

// dropCodes takes the recovery codes away with the last second step.
func dropCodes(ctx context.Context, tx *db.Tx, user db.ID) error {
	_, err := tx.Exec(ctx, `DELETE FROM recovery_codes WHERE user_id = $1 AND NOT EXISTS (SELECT 1 FROM passkeys WHERE user_id = $2)
		AND NOT EXISTS (SELECT 1 FROM authenticators WHERE user_id = $3 AND confirmed_at IS NOT NULL)`, user, user, user)
	return err
}

// used notes that a passkey proved something, and its counter. It returns
// fault.NotFound when the same proof was faster, or the key is gone.
func (s *Passkeys) used(ctx context.Context, h holder, key *webauthn.Credential) error {
	text, err := json.Marshal(key)
	if err != nil {
		return err
	}
	old := ""
	for _, k := range h.keys {
		if bytes.Equal(k.ID, key.ID) {
			before, err := json.Marshal(k)
			if err != nil {
				return err
			}
			old = string(before)
		}
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		return db.Changed(tx.Exec(ctx, "UPDATE passkeys SET credential = $1, last_used_at = $2 WHERE user_id = $3 AND credential_id = $4 AND credential = $5",
			string(text), time.Now().UnixMilli(), h.ID, key.ID, old))
	})
}

// hands returns the holder of a user's id, for the library.
func (s *Passkeys) hands(ctx context.Context, user db.ID) (holder, error) {
	u, err := db.Get[Person](ctx, s.db, "SELECT "+userColumns+" FROM users WHERE id = $1 AND active", user)
	if err != nil {
		return holder{}, err
	}
	all, err := s.of(ctx, user)
	if err != nil {
		return holder{}, err
	}
	h, err := holding(u, all)
	if err != nil {
		err = fmt.Errorf("read the passkeys of user %s: %w", user, err)
	}
	return h, err
}
