package account

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"strings"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// founding is what the first page of a new server asks.
type founding struct {
	Workspace string `json:"workspace"`
	Country   string `json:"country"`
	VATNumber string `json:"vat_number"`
	Currency  string `json:"currency"`
	Language  string `json:"language"`
	credentials
	SampleData bool   `json:"sample_data"`
	Code       string `json:"setup_code"`
}

// SetUpCode is what whoever sets the server up shows that they run it: the
// first page makes an administrator of the server. It is empty where nothing
// has to be shown: on one's own machine.
func (d *Domain) SetUpCode() string {
	if !d.cfg.Guarded {
		return ""
	}
	_, mac, _ := strings.Cut(d.cfg.Box.Sign("set-up", "code"), ".")
	return strings.Join([]string{mac[:8], mac[8:16], mac[16:24], mac[24:32]}, "-")
}

// WaitsForSetUp tells whether there is no workspace yet.
func (d *Domain) WaitsForSetUp(ctx context.Context) bool { return !d.isSetUp(ctx) }

// mayFound refuses whoever neither has the code nor is an administrator made
// by command, whose password founder asks for.
func (d *Domain) mayFound(ctx context.Context, in founding) error {
	typed := strings.ToLower(strings.Join(strings.Fields(in.Code), ""))
	if want := d.SetUpCode(); want == "" || subtle.ConstantTimeCompare([]byte(typed), []byte(want)) == 1 {
		return nil
	}
	u, err := userByEmail(ctx, d.db, in.Email)
	if err == nil && u.Superuser || err != nil && !fault.IsNotFound(err) {
		return err
	}
	return fault.Invalid{"setup_code": i18n.T(ctx, "Enter the code that `kontor setup-code` prints on the server.")}
}

func (in *founding) firm() Firm {
	return Firm{Name: in.Workspace, Country: in.Country, VATNumber: in.VATNumber, Currency: in.Currency, Language: in.Language}
}

// errSetUp says that somebody was faster.
var errSetUp = errors.New("the server is set up already")

// found makes the first workspace and its owner, who also administers the
// server; errSetUp when there is a workspace already.
func (d *Domain) found(ctx context.Context, in founding) (Actor, error) {
	firm := in.firm()
	c := check(ctx)
	firm.clean(c, "workspace")
	in.credentials.clean(c, firm.Name)
	if err := c.err(); err != nil {
		return Actor{}, err
	}
	if err := d.mayFound(ctx, in); err != nil {
		return Actor{}, err
	}
	u, isNew, err := d.founder(ctx, in, firm.Country)
	if err != nil {
		return Actor{}, err
	}
	var ws db.WorkspaceID
	err = d.Users.write(ctx, func(tx *db.Tx) (err error) {
		if err := onlyOnce(ctx, tx); err != nil {
			return err
		}
		if isNew {
			if err := db.Insert(ctx, tx, "users", &u); err != nil {
				return err
			}
		}
		ws, err = d.makeWorkspace(ctx, tx, firm, zoneFor(firm.Country), u)
		return err
	})
	if err != nil {
		return Actor{}, err
	}
	d.setUp.Store(true)
	return d.Users.actorIn(ctx, u.ID, ws)
}

// founder is a new user, or the administrator made by command whose password
// this is.
func (d *Domain) founder(ctx context.Context, in founding, country string) (u Person, isNew bool, err error) {
	u, err = userByEmail(ctx, d.db, in.Email)
	if err == nil {
		ok, err := d.Users.hasher.matches(ctx, in.Password, u.PasswordHash)
		if err == nil && !ok {
			err = fault.Invalid{"password": i18n.T(ctx, "This address has an account already. Enter its password.")}
		}
		return u, false, err
	}
	if !fault.IsNotFound(err) {
		return Person{}, false, err
	}
	hash, err := d.Users.hasher.hash(ctx, in.Password)
	if err != nil {
		return Person{}, false, err
	}
	u = newUser(in.credentials, hash, in.Language, country)
	u.Superuser = true
	return u, true, nil
}

// onlyOnce makes set-ups that come at the same time wait for each other and
// lets only the first one through.
func onlyOnce(ctx context.Context, tx *db.Tx) error {
	if tx.Engine() == db.Postgres { // on SQLite the transaction is alone anyway
		if _, err := tx.Exec(ctx, "LOCK TABLE workspaces IN SHARE ROW EXCLUSIVE MODE"); err != nil {
			return fmt.Errorf("lock workspaces: %w", err)
		}
	}
	found, err := db.Values[int64](ctx, tx, "SELECT id FROM workspaces LIMIT 1")
	if err == nil && len(found) > 0 {
		err = errSetUp
	}
	return err
}

// registration is what a new customer of the server fills in.
type registration struct {
	credentials
	Workspace string `json:"workspace"`
}

// register makes a user and a workspace of theirs. An address that is taken
// costs the same time and is refused.
func (d *Domain) register(ctx context.Context, in registration, country string) (Actor, error) {
	firm := Firm{Name: in.Workspace, Country: country, Currency: "EUR", Language: i18n.From(ctx).Lang}
	c := check(ctx)
	firm.clean(c, "workspace")
	in.credentials.clean(c, firm.Name)
	if err := c.err(); err != nil {
		return Actor{}, err
	}
	hash, err := d.Users.hasher.hash(ctx, in.Password)
	if err != nil {
		return Actor{}, err
	}
	u := newUser(in.credentials, hash, firm.Language, country)
	var ws db.WorkspaceID
	err = d.Users.write(ctx, func(tx *db.Tx) (err error) {
		if err := db.Insert(ctx, tx, "users", &u); err != nil {
			return err
		}
		ws, err = d.makeWorkspace(ctx, tx, firm, u.Timezone, u)
		return err
	})
	if errors.Is(err, db.ErrExists) {
		return Actor{}, fault.Invalid{"email": emailTaken(ctx)}
	}
	if err != nil {
		return Actor{}, err
	}
	return d.Users.actorIn(ctx, u.ID, ws)
}
