package account

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// ResetLife is how long a link for a new password works.
const ResetLife = time.Hour

// ticket is what such a link says, sealed. It works once: with the new
// password its print is another one.
type ticket struct {
	User  string `json:"user"`
	Until int64  `json:"until"`
	Print string `json:"print"`
}

// sendReset posts a link for a new password to the address, if somebody has
// it. Nobody learns whether.
func (d *Domain) sendReset(ctx context.Context, email, site string) error {
	u, err := userByEmail(ctx, d.db, email)
	if fault.IsNotFound(err) || err == nil && !u.Active {
		return d.Witness(ctx, Actor{Via: "page"}, Entry{Action: "reset", Kind: "user", Name: email})
	}
	if err != nil {
		return err
	}
	text, err := json.Marshal(ticket{User: u.ID.String(), Until: time.Now().Add(ResetLife).UnixMilli(), Print: u.print()})
	if err != nil {
		return err
	}
	ctx = i18n.With(ctx, i18n.Locale{Lang: u.Language, Zone: zoneOf(u.Timezone)})
	m := Mail{Kind: "reset", To: u.Email, Subject: i18n.T(ctx, "A new password for Kontor"),
		Body: i18n.T(ctx, "Somebody asked for a new password for this address. To choose one, open this link within an hour:") + "\n\n" +
			site + "/reset/" + d.cfg.Box.Seal("reset", string(text)) + "\n\n" + i18n.T(ctx, "If it was not you, nothing has to be done: your password stays as it is.")}
	return d.db.InTx(ctx, func(tx *db.Tx) error {
		if err := d.Outbox.Post(ctx, tx, m); err != nil {
			return err
		}
		return Audit(ctx, tx, Actor{Via: "page"}, Entry{Action: "reset", Kind: "user", Record: u.ID, Name: u.Email})
	})
}

// whoResets returns whose password a link is for, or fault.NotFound if it is
// too old, was used or is no such link.
func (d *Domain) whoResets(r *http.Request) (Person, error) {
	text, err := d.cfg.Box.Open("reset", r.PathValue("token"))
	var t ticket
	if err != nil || json.Unmarshal([]byte(text), &t) != nil || time.Now().UnixMilli() > t.Until {
		return Person{}, fault.NotFound{}
	}
	u, err := d.Users.active(r.Context(), t.User)
	if err == nil && u.print() != t.Print {
		err = fault.NotFound{}
	}
	return u, err
}

// reset gives the user a new password and signs them out everywhere. It
// returns fault.NotFound when the password was changed meanwhile.
func (s *Users) reset(ctx context.Context, u Person, password string) error {
	firms, err := db.Values[string](ctx, s.db, "SELECT w.name FROM workspaces w JOIN members m ON m.workspace_id = w.id WHERE m.user_id = $1", u.ID)
	if err != nil {
		return err
	}
	if problem := weakness(ctx, password, u.own(firms...)...); problem != "" {
		return fault.Invalid{"password": problem}
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx *db.Tx) error {
		err := db.Changed(tx.Exec(ctx, `UPDATE users SET password_hash = $1, email_proved_at = $2, new_email = '', version = version + 1, updated_at = $3
			WHERE id = $4 AND password_hash = $5`, hash, time.Now().UnixMilli(), time.Now().UnixMilli(), u.ID, u.PasswordHash))
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM sessions WHERE user_id = $1", u.ID); err != nil {
			return err
		}
		return auditEverywhere(ctx, tx, u, Entry{Action: "password", Kind: "user", Record: u.ID, Name: u.Name()})
	})
}

// site is the address that links in mails begin with: never what a request
// claims, once the server knows its own.
func (d *Domain) site(r *http.Request) string {
	if d.cfg.Site != "" {
		return d.cfg.Site
	}
	return web.Origin(r)
}
