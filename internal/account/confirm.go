package account

import (
	"context"
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
)

// Confirmed lets a sensitive action through only if somebody proved not long
// ago that they are who the session says. Else it asks first: the form as it
// was sent waits in the page that asks, and nothing typed is lost.
func (d *Domain) Confirmed(next web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		actor := Of(r)
		if actor.Session.IsZero() || time.Now().UnixMilli()-actor.ConfirmedAt < confirmLife.Milliseconds() {
			return next(w, r)
		}
		form, err := web.ReadForm(w, r)
		if err == nil {
			err = d.confirmed(r, actor, form)
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

func bound(ctx context.Context) error {
	return fault.Forbidden{Text: i18n.T(ctx, "You signed in with the account of this workspace's provider: it is good for this workspace alone. Sign in with your password first; “Forgot your password?” makes one.")}
}

// goOn leads on to a page that asked first who it is.
func (d *Domain) goOn(w http.ResponseWriter, r *http.Request) error {
	return web.Redirect(w, r, localOr(r.URL.Query().Get("next"), "/"))
}

// confirmed checks what was typed to prove it, and takes it out of the form.
func (d *Domain) confirmed(r *http.Request, actor Actor, form web.Form) error {
	if actor.Bound {
		return fault.Invalid{confirmCode: ""} // the provider knows, not we
	}
	code, password := form.Get(confirmCode), form.Get(confirmPassword)
	form.Values.Del(confirmCode)
	form.Values.Del(confirmPassword)
	if code == "" && password == "" {
		return fault.Invalid{confirmCode: ""}
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
	return d.Sessions.confirm(r.Context(), actor)
}

func rename(err error, from, to string) error {
	var invalid fault.Invalid
	if asInvalid(err, &invalid) && invalid[from] != "" {
		return fault.Invalid{to: invalid[from]}
	}
	return err
}

// confirm notes that the actor just proved who they are.
func (s *Sessions) confirm(ctx context.Context, actor Actor) error {
	return s.write(ctx, func(tx *db.Tx) error {
		return db.Changed(tx.Exec(ctx, "UPDATE sessions SET confirmed_at = $1 WHERE user_id = $2 AND public_id = $3", time.Now().UnixMilli(), actor.User, actor.Session))
	})
}

// confirmView is a page that asks who it is before it carries something out.
type confirmView struct {
	form   web.Form
	action string
	kept   url.Values // what was to be done
	code   bool       // a code is asked for, else the password
	bound  bool       // the provider is asked
}

func (d *Domain) askToConfirm(w http.ResponseWriter, r *http.Request, actor Actor, form web.Form) error {
	have, err := d.SecondSteps.Get(r.Context(), actor)
	if err != nil {
		return err
	}
	v := confirmView{form: form, action: r.URL.RequestURI(), kept: url.Values{}, code: have.Any(), bound: actor.Bound}
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
