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

// SecondSteps is the shelf of what users prove themselves with besides the
// password.
type SecondSteps struct {
	store
	box *secret.Box
}

// authenticator is the app of a user.
type authenticator struct {
	User      db.ID  `db:"user_id"`
	Secret    string `db:"secret"` // sealed
	LastStep  int64  `db:"last_step"`
	Confirmed *int64 `db:"confirmed_at"`
	CreatedAt int64  `db:"created_at"`
}

const selectAuthenticator = "SELECT user_id, secret, last_step, confirmed_at, created_at FROM authenticators WHERE user_id = $1"

// about names a user's secret to the box.
func about(user db.ID) string { return "totp|" + user.String() }

// Get returns what the actor has.
func (s *SecondSteps) Get(ctx context.Context, actor Actor) (Factors, error) {
	return s.of(ctx, actor.User)
}

func (s *SecondSteps) of(ctx context.Context, user db.ID) (Factors, error) {
	var f Factors
	apps, err := db.Values[int64](ctx, s.db, "SELECT confirmed_at FROM authenticators WHERE user_id = $1 AND confirmed_at IS NOT NULL", user)
	if err != nil {
		return f, err
	}
	if len(apps) > 0 {
		f.App, f.Since = true, apps[0]
	}
	if f.Passkeys, err = db.Value[int](ctx, s.db, "SELECT count(*) FROM passkeys WHERE user_id = $1", user); err != nil {
		return f, err
	}
	f.Recovery, err = db.Value[int](ctx, s.db, "SELECT count(*) FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL", user)
	return f, err
}

// appWaits is for how long the secret of an app is shown again that nobody has
// put to use: whoever reads it later may be somebody else.
const appWaits = 15 * time.Minute

// Begin makes the secret of an app that is not yet in use, or returns the one
// that has been waiting for less than a quarter of an hour.
func (s *SecondSteps) Begin(ctx context.Context, actor Actor) (text string, err error) {
	app, err := db.Get[authenticator](ctx, s.db, selectAuthenticator, actor.User)
	switch {
	case err == nil && app.Confirmed != nil:
		return "", fault.Conflict{Text: i18n.T(ctx, "An authenticator app is set up already. Remove it first.")}
	case err == nil && time.Now().UnixMilli()-app.CreatedAt < appWaits.Milliseconds():
		return s.box.Open(about(actor.User), app.Secret)
	case err != nil && !fault.IsNotFound(err):
		return "", err
	}
	text = newSecret()
	row := authenticator{User: actor.User, Secret: s.box.Seal(about(actor.User), text), CreatedAt: time.Now().UnixMilli()}
	return text, s.write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, "DELETE FROM authenticators WHERE user_id = $1 AND confirmed_at IS NULL", actor.User); err != nil {
			return err
		}
		return db.Insert(ctx, tx, "authenticators", &row)
	})
}

// Confirm puts the app to use once it shows the right code, and returns codes
// for whoever loses it. They are not kept and cannot be shown again.
func (s *SecondSteps) Confirm(ctx context.Context, actor Actor, code string) (codes []string, err error) {
	app, err := db.Get[authenticator](ctx, s.db, selectAuthenticator+" AND confirmed_at IS NULL", actor.User)
	if err != nil {
		return nil, err
	}
	text, err := s.box.Open(about(actor.User), app.Secret)
	if err != nil {
		return nil, err
	}
	at, ok := stepOf(text, digits(code), time.Now())
	if !ok {
		return nil, fault.Invalid{"code": i18n.T(ctx, "This is not the code that the app shows now. Check the clock of your phone.")}
	}
	err = s.write(ctx, func(tx *db.Tx) (err error) {
		err = db.Changed(tx.Exec(ctx, "UPDATE authenticators SET confirmed_at = $1, last_step = $2 WHERE user_id = $3 AND confirmed_at IS NULL",
			time.Now().UnixMilli(), at, actor.User))
		if err != nil {
			return err
		}
		if codes, err = replaceCodes(ctx, tx, actor.User); err != nil {
			return err
		}
		if _, err := endOthers(ctx, tx, actor); err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "create", Kind: "factor", Record: actor.User, Name: actor.Name, Details: Details{"factor": "app"}.String()})
	})
	return codes, err
}

// Renew makes new recovery codes, forgets the old ones, and ends other sessions.
func (s *SecondSteps) Renew(ctx context.Context, actor Actor) (codes []string, err error) {
	have, err := s.Get(ctx, actor)
	if err == nil && !have.Any() {
		err = fault.NotFound{}
	}
	if err != nil {
		return nil, err
	}
	err = s.write(ctx, func(tx *db.Tx) (err error) {
		if codes, err = replaceCodes(ctx, tx, actor.User); err != nil {
			return err
		}
		if _, err := endOthers(ctx, tx, actor); err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "update", Kind: "factor", Record: actor.User, Name: actor.Name, Details: Details{"factor": "recovery"}.String()})
	})
	return codes, err
}

// Remove takes the app and the recovery codes away, and ends other sessions.
func (s *SecondSteps) Remove(ctx context.Context, actor Actor) error {
	return s.write(ctx, func(tx *db.Tx) error {
		if err := db.Changed(tx.Exec(ctx, "DELETE FROM authenticators WHERE user_id = $1", actor.User)); err != nil {
			return err
		}
		if err := dropCodes(ctx, tx, actor.User); err != nil {
			return err
		}
		if _, err := endOthers(ctx, tx, actor); err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "delete", Kind: "factor", Record: actor.User, Name: actor.Name, Details: Details{"factor": "app"}.String()})
	})
}

func replaceCodes(ctx context.Context, tx *db.Tx, user db.ID) ([]string, error) {
	if _, err := tx.Exec(ctx, "DELETE FROM recovery_codes WHERE user_id = $1", user); err != nil {
		return nil, err
	}
	type row struct {
		User db.ID  `db:"user_id"`
		Hash []byte `db:"hash"`
	}
	var codes []string
	var rows []row
	for range recoveryCodes {
		code := newRecoveryCode()
		codes, rows = append(codes, code), append(rows, row{user, recoveryHash(user, code)})
	}
	return codes, db.InsertAll(ctx, tx, "recovery_codes", rows)
}

// prove uses up a code of the user's app, or one of the recovery codes. It
// returns fault.NotFound if it is neither.
func (s *SecondSteps) prove(ctx context.Context, user db.ID, code string) error {
	app, err := db.Get[authenticator](ctx, s.db, selectAuthenticator+" AND confirmed_at IS NOT NULL", user)
	if fault.IsNotFound(err) {
		return s.recover(ctx, user, code)
	}
	if err != nil {
		return err
	}
	text, err := s.box.Open(about(user), app.Secret)
	if err != nil {
		return fmt.Errorf("open authenticator: %w", err)
	}
	at, ok := stepOf(text, digits(code), time.Now())
	if !ok {
		return s.recover(ctx, user, code)
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		return db.Changed(tx.Exec(ctx, "UPDATE authenticators SET last_step = $1, secret = $2 WHERE user_id = $3 AND last_step < $4", at, s.fresh(user, app.Secret, text), user, at))
	})
}

// fresh seals a secret anew if it is sealed with a former key.
func (s *SecondSteps) fresh(user db.ID, sealed, text string) string {
	if s.box.IsCurrent(sealed) {
		return sealed
	}
	return s.box.Seal(about(user), text)
}

func (s *SecondSteps) recover(ctx context.Context, user db.ID, code string) error {
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		return db.Changed(tx.Exec(ctx, "UPDATE recovery_codes SET used_at = $1 WHERE user_id = $2 AND hash = $3 AND used_at IS NULL",
			time.Now().UnixMilli(), user, recoveryHash(user, code)))
	})
}

// Reseal seals every secret anew that was sealed with a former key, and
// returns how many.
func (s *SecondSteps) Reseal(ctx context.Context) (n int, err error) {
	all, err := db.Select[authenticator](ctx, s.db, "SELECT user_id, secret, last_step, confirmed_at, created_at FROM authenticators ORDER BY user_id")
	if err != nil {
		return 0, err
	}
	for _, app := range all {
		if s.box.IsCurrent(app.Secret) {
			continue
		}
		text, err := s.box.Open(about(app.User), app.Secret)
		if err != nil {
			return n, fmt.Errorf("open the authenticator of user %s: %w", app.User, err)
		}
		err = s.db.InTx(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE authenticators SET secret = $1 WHERE user_id = $2 AND secret = $3", s.box.Seal(about(app.User), text), app.User, app.Secret)
			return err
		})
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
