package account

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// confirmLife is for how long somebody who proved who they are is not asked
// again.
const confirmLife = 15 * time.Minute

// The fields that the page of Confirmed adds to what it keeps.
const (
	confirmCode     = "confirm_code"
	confirmPassword = "confirm_password"
	confirmPasskey  = "confirm_passkey"
)

// Confirmed lets a sensitive action through only if somebody proved not long
// ago that they are who the session says. Else it asks first: the form as it
// was sent waits in the page that asks, and nothing typed is lost.
func (d *Domain) Confirmed(next web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		actor := Of(r)
		if actor.Session.IsZero() || actor.isFresh() {
			return next(w, r)
		}
		form, err := web.ReadForm(w, r)
		if err == nil {
			err = d.confirmed(w, r, actor, form)
		}
		form, isInvalid := form.Fail(err)
		switch {
		case isInvalid:
			return d.askToConfirm(w, r, actor, form)
		case err != nil:
			return err
		}
		return next(w, r)
	}
}

// Own lets through what reaches beyond the workspace: how somebody signs in to
// everything. A session that began at the provider of one workspace does not.
func (d *Domain) Own(next web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if Of(r).Bound {
			return bound(r.Context())
		}
		return next(w, r)
	}
}

// personal is Own for what a person shows in each of their workspaces: who is
// and was in no other reaches it by the provider as well.
func (d *Domain) personal(next web.Handler) web.Handler {
	own := d.Own(next)
	return func(w http.ResponseWriter, r *http.Request) error {
		actor := Of(r)
		if !actor.Bound {
			return next(w, r)
		}
		elsewhere, err := db.Value[int64](r.Context(), d.db, "SELECT count(*) FROM members WHERE user_id = $1 AND workspace_id <> $2", actor.User, actor.Workspace)
		if err == nil && elsewhere == 0 {
			return next(w, r)
		}
		return errors.Join(err, own(w, r))
	}
}

func bound(ctx context.Context) error {
	return fault.Forbidden{Text: i18n.T(ctx, "You signed in with the account of this workspace's provider: it is good for this workspace alone. Sign in with your password first; “Forgot your password?” makes one.")}
}

// goOn leads on to a page that asked first who it is.
func (d *Domain) goOn(w http.ResponseWriter, r *http.Request) error {
	return web.Redirect(w, r, localOr(r.URL.Query().Get("next"), "/"))
}

// confirmed checks what was typed to prove it, and takes it out of the form.
func (d *Domain) confirmed(w http.ResponseWriter, r *http.Request, actor Actor, form web.Form) error {
	if actor.Bound {
		return fault.Invalid{confirmCode: ""} // the provider knows, not we
	}
	code, password, answer := form.Get(confirmCode), form.Get(confirmPassword), form.Get(confirmPasskey)
	form.Values.Del(confirmCode)
	form.Values.Del(confirmPassword)
	form.Values.Del(confirmPasskey)
	if code == "" && password == "" && answer == "" {
		return fault.Invalid{confirmCode: ""}
	}
	if answer != "" {
		return d.confirmedBy(w, r, actor, answer)
	}
	u, err := d.Users.Get(r.Context(), actor)
	if err != nil {
		return err
	}
	have, err := d.SecondSteps.Get(r.Context(), actor)
	if err != nil {
		return err
	}
	if have.Any() {
		err = rename(d.proved(r, u, code), "code", confirmCode)
	} else if err = d.mayTry(r, u.Email); err == nil {
		err = d.Users.confirm(r.Context(), u, confirmPassword, password)
	}
	if err != nil {
		return err
	}
	return d.proven(w, r, actor)
}

// confirmedBy takes the answer of one of the actor's passkeys.
func (d *Domain) confirmedBy(w http.ResponseWriter, r *http.Request, actor Actor, answer string) error {
	u, err := d.answered(w, r, toConfirm, answer)
	if err != nil {
		return err
	}
	if u.ID != actor.User {
		return fault.Invalid{"": i18n.T(r.Context(), "This passkey was not accepted. Try again, or sign in another way.")}
	}
	return d.proven(w, r, actor)
}

func rename(err error, from, to string) error {
	var invalid fault.Invalid
	if asInvalid(err, &invalid) && invalid[from] != "" {
		return fault.Invalid{to: invalid[from]}
	}
	return err
}

// proven goes on with a session whose person just proved who they are.
func (d *Domain) proven(w http.ResponseWriter, r *http.Request, actor Actor) error {
	token, err := d.Sessions.confirm(r.Context(), actor)
	if err == nil {
		http.SetCookie(w, d.SessionCookie(token))
	}
	return err
}

// confirm notes that the actor just proved who they are, and returns the new
// token of the session: whoever had the one before is not them.
func (s *Sessions) confirm(ctx context.Context, actor Actor) (token string, err error) {
	token = newToken()
	hash := s.hash(token)
	return token, s.write(ctx, func(tx *db.Tx) error {
		return db.Changed(tx.Exec(ctx, "UPDATE sessions SET hash = $1, confirmed_at = $2 WHERE user_id = $3 AND public_id = $4", hash[:], time.Now().UnixMilli(), actor.User, actor.Session))
	})
}

// confirmView is a page that asks who it is before it carries something out.
type confirmView struct {
	form   web.Form
	action string
	kept   url.Values // what was to be done
	have   Factors    // a code or passkey is asked for if there is any, else the password
	bound  bool       // the provider is asked
}

func (d *Domain) askToConfirm(w http.ResponseWriter, r *http.Request, actor Actor, form web.Form) error {
	have, err := d.SecondSteps.Get(r.Context(), actor)
	if err != nil {
		return err
	}
	v := confirmView{form: form, action: r.URL.RequestURI(), kept: url.Values{}, have: have, bound: actor.Bound}
	if r.Method == http.MethodGet {
		v.action = "/confirm?next=" + url.QueryEscape(r.URL.RequestURI())
	}
	for name, values := range form.Values {
		if !strings.HasPrefix(name, "confirm_") {
			v.kept[name] = values
		}
	}
	return d.renderBare(w, r, http.StatusUnprocessableEntity, i18n.T(r.Context(), "Confirm that it is you"), confirmPage(v))
}
