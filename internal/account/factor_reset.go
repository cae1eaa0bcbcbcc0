package account

import (
	"context"
	"fmt"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// ResetFactors takes the app, the passkeys and the recovery codes of whoever
// signs in with the address, and signs them out everywhere: for those who lost
// them all. Their password stays.
func (d *Domain) ResetFactors(ctx context.Context, email string) error {
	u, err := userByEmail(ctx, d.db, email)
	if fault.IsNotFound(err) {
		return fmt.Errorf("nobody signs in with %s", email)
	}
	if err != nil {
		return err
	}
	return d.Users.write(ctx, func(tx *db.Tx) error {
		if err := dropFactors(ctx, tx, u.ID); err != nil {
			return err
		}
		e := Entry{Action: "delete", Kind: "factor", Record: u.ID, Name: u.Email, Details: Details{"factor": "all"}.String()}
		if err := Audit(ctx, tx, Actor{Via: "command"}, e); err != nil {
			return err
		}
		return auditEverywhere(ctx, tx, u, e)
	})
}

func dropFactors(ctx context.Context, tx *db.Tx, user db.ID) error {
	if _, err := tx.Exec(ctx, "DELETE FROM authenticators WHERE user_id = $1", user); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM passkeys WHERE user_id = $1", user); err != nil {
		return err
	}
	if err := dropCodes(ctx, tx, user); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "DELETE FROM sessions WHERE user_id = $1", user)
	return err
}
