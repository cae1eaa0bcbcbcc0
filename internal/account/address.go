package account

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// AddressLife is how long the link works that proves an address.
const AddressLife = 24 * time.Hour

// address is what such a link says, sealed. It works once, for the address
// that was asked for last: then the user has another print.
type address struct {
	User  string `json:"user"`
	Email string `json:"email"`
	Until int64  `json:"until"`
	Print string `json:"print"`
}

// askAddress posts a link to the address that the actor wants to sign in with;
// until it is opened the former one counts, and is told.
func (d *Domain) askAddress(ctx context.Context, actor Actor, email, site string) error {
	c := check(ctx)
	if c.email("email", &email); c.err() != nil {
		return c.err()
	}
	u, err := d.Users.Get(ctx, actor)
	if err != nil {
		return err
	}
	other, err := userByEmail(ctx, d.db, email)
	if err == nil && other.ID != u.ID {
		return addressTaken(ctx)
	}
	if err != nil && !fault.IsNotFound(err) {
		return err
	}
	return d.Users.write(ctx, func(tx *db.Tx) error { return d.postAddress(ctx, tx, actor, u, email, site) })
}

// postAddress keeps what was asked for and posts the mails about it.
func (d *Domain) postAddress(ctx context.Context, tx *db.Tx, actor Actor, u Person, email, site string) error {
	if err := db.Changed(tx.Exec(ctx, "UPDATE users SET new_email = $1 WHERE id = $2", email, u.ID)); err != nil {
		return err
	}
	text, err := json.Marshal(address{User: u.ID.String(), Email: email, Until: time.Now().Add(AddressLife).UnixMilli(), Print: u.print()})
	if err != nil {
		return err
	}
	ctx = i18n.With(ctx, i18n.Locale{Lang: u.Language, Zone: zoneOf(u.Timezone)})
	err = d.Outbox.Post(ctx, tx, Mail{Kind: "address", To: email, Subject: i18n.T(ctx, "Confirm your address for Kontor"),
		Body: i18n.T(ctx, "To sign in to Kontor with this address, open this link within a day:") + "\n\n" +
			site + "/address/" + d.cfg.Box.Seal("address", string(text)) + "\n\n" + i18n.T(ctx, "If it was not you, nothing has to be done.")})
	if err != nil {
		return err
	}
	if emailKey(email) != u.EmailKey {
		err = d.Outbox.Post(ctx, tx, Mail{Kind: "address", To: u.Email, Subject: i18n.T(ctx, "Somebody wants another address for your account"),
			Body: i18n.T(ctx, "This account is to be signed in to with another address: %s. It counts once the link that was sent there is opened.", email) + "\n\n" +
				i18n.T(ctx, "If it was not you, choose a new password: the link ends with it.") + "\n\n" + site + "/settings/password"})
		if err != nil {
			return err
		}
	}
	return Audit(ctx, tx, actor, Entry{Action: "email", Kind: "user", Record: u.ID, Name: u.Name(), Details: Details{"asked": email}.String()})
}

// dropAddress forgets the address that was asked for: its link ends.
func (s *Users) dropAddress(ctx context.Context, actor Actor) error {
	return s.write(ctx, func(tx *db.Tx) error {
		return db.Changed(tx.Exec(ctx, "UPDATE users SET new_email = '' WHERE id = $1", actor.User))
	})
}

// whoProves returns whose address a link is for, and which, or fault.NotFound
// if it is too old, was used or is no such link.
func (d *Domain) whoProves(r *http.Request) (Person, string, error) {
	text, err := d.cfg.Box.Open("address", r.PathValue("token"))
	var a address
	if err != nil || json.Unmarshal([]byte(text), &a) != nil || time.Now().UnixMilli() > a.Until {
		return Person{}, "", fault.NotFound{}
	}
	u, err := d.Users.active(r.Context(), a.User)
	if err == nil && (u.print() != a.Print || u.NewEmail != a.Email) {
		err = fault.NotFound{}
	}
	return u, a.Email, err
}

// proveAddress makes the address that was asked for the user's own and tells
// the former one. It returns fault.NotFound when something else was asked for
// meanwhile.
func (d *Domain) proveAddress(ctx context.Context, u Person, email string) error {
	err := d.Users.write(ctx, func(tx *db.Tx) error {
		now := time.Now().UnixMilli()
		err := db.Changed(tx.Exec(ctx, `UPDATE users SET email = $1, email_key = $2, new_email = '', email_proved_at = $3, version = version + 1, updated_at = $4
			WHERE id = $5 AND new_email = $6 AND email_key = $7`, email, emailKey(email), now, now, u.ID, email, u.EmailKey))
		if err != nil {
			return err
		}
		if emailKey(email) == u.EmailKey {
			return nil
		}
		if _, err := tx.Exec(ctx, "UPDATE members SET email = $1, version = version + 1, updated_at = $2 WHERE user_id = $3", email, now, u.ID); err != nil {
			return err
		}
		ctx := i18n.With(ctx, i18n.Locale{Lang: u.Language, Zone: zoneOf(u.Timezone)})
		err = d.Outbox.Post(ctx, tx, Mail{Kind: "address", To: u.Email, Subject: i18n.T(ctx, "Your account has another address now"),
			Body: i18n.T(ctx, "From now on this account is signed in to with another address: %s.", email) + "\n\n" +
				i18n.T(ctx, "If it was not you, tell whoever runs this server.")})
		if err != nil {
			return err
		}
		return auditEverywhere(ctx, tx, u, Entry{Action: "email", Kind: "user", Record: u.ID, Name: u.Name(), Details: Details{"from": u.Email, "to": email}.String()})
	})
	if errors.Is(err, db.ErrExists) {
		return fault.NotFound{}
	}
	return err
}

// auditEverywhere tells the log of every workspace that the user is in.
func auditEverywhere(ctx context.Context, tx *db.Tx, u Person, e Entry) error {
	spaces, err := db.Values[db.WorkspaceID](ctx, tx, "SELECT workspace_id FROM members WHERE user_id = $1 AND active ORDER BY workspace_id", u.ID)
	if err != nil {
		return err
	}
	for _, ws := range spaces {
		if err := Audit(ctx, tx, Actor{Workspace: ws, Name: u.Name(), Email: u.Email, Via: "page"}, e); err != nil {
			return err
		}
	}
	return nil
}

func addressTaken(ctx context.Context) error {
	return fault.Invalid{"email": i18n.T(ctx, "This address belongs to another account. Use another one.")}
}
