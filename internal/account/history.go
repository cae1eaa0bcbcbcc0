package account

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
)

// SignIn is one time that somebody signed in, or tried to.
type SignIn struct {
	User  db.ID  `db:"user_id"`
	ID    db.ID  `db:"id"`
	At    int64  `db:"at"`
	Way   string `db:"way"`
	OK    bool   `db:"ok"`
	IP    string `db:"ip"` // the network only
	Agent string `db:"agent"`
}

// How somebody signs in.
const (
	byPassword = "password"
	byCode     = "code"
	byPasskey  = "passkey"
	byProvider = "provider"
)

// historyLife is how long sign-ins are kept.
const historyLife = 180 * 24 * time.Hour

// History returns the actor's own newest sign-ins. What reaches beyond the
// workspace is not told to a session that is good there alone.
func (s *Sessions) History(ctx context.Context, actor Actor) ([]SignIn, error) {
	if actor.Bound {
		return nil, nil
	}
	return db.Select[SignIn](ctx, s.db, "SELECT user_id, id, at, way, ok, ip, agent FROM sign_ins WHERE user_id = $1 ORDER BY id DESC LIMIT 50", actor.User)
}

// ForgetHistory removes sign-ins that are older than half a year.
func (s *Sessions) ForgetHistory(ctx context.Context, now time.Time) error {
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM sign_ins WHERE at < $1", now.Add(-historyLife).UnixMilli())
		return err
	})
}

func noteSignIn(ctx context.Context, tx *db.Tx, user db.ID, way string, ok bool, from device) error {
	row := SignIn{User: user, ID: db.NewID(), At: time.Now().UnixMilli(), Way: way, OK: ok, IP: network(from.ip), Agent: from.agent}
	if err := db.Insert(ctx, tx, "sign_ins", &row); err != nil {
		return fmt.Errorf("note sign-in: %w", err)
	}
	return nil
}

// network is an address without what tells one house from the next.
func network(ip string) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return ""
	}
	bits := 24
	if addr = addr.Unmap(); addr.Is6() {
		bits = 48
	}
	p, err := addr.Prefix(bits)
	if err != nil {
		return ""
	}
	return p.String()
}

// warning is the mail that tells somebody of a device that was not here
// before; nil if it was, or if they never signed in before.
func (d *Domain) warning(r *http.Request, actor Actor, from device) (*Mail, error) {
	if d.knowsDevice(r, actor.Email) {
		return nil, nil
	}
	before, err := db.Values[int64](r.Context(), d.db, "SELECT last_login_at FROM users WHERE id = $1 AND last_login_at IS NOT NULL", actor.User)
	if err != nil || len(before) == 0 {
		return nil, err
	}
	ctx := i18n.With(r.Context(), i18n.Locale{Lang: actor.Lang, Zone: actor.Zone})
	return &Mail{Kind: "device", To: actor.Email, Subject: i18n.T(ctx, "A new device signed in to Kontor"),
		Body: i18n.T(ctx, "Somebody signed in as you with a device that was not here before:") + "\n\n" +
			Session{Agent: from.agent}.words(ctx) + ", " + network(from.ip) + ", " + i18n.Time(ctx, time.Now().UnixMilli()) + "\n\n" +
			i18n.T(ctx, "If it was not you, end the session and choose a new password:") + "\n\n" + d.site(r) + "/settings/sessions"}, nil
}

func wayText(ctx context.Context, way string) string {
	switch way {
	case byPassword:
		return i18n.T(ctx, "Password")
	case byCode:
		return i18n.T(ctx, "Password and code")
	case byPasskey:
		return i18n.T(ctx, "Passkey")
	case byProvider:
		return i18n.T(ctx, "Company account")
	}
	return i18n.T(ctx, "New account or invitation")
}
