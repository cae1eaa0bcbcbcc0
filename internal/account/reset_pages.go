package account

import (
	"net/http"
	"time"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/limit"
	"kontor/internal/kit/web"
)

// How often a link for a new password may be asked for: from one address, and
// for one account.
var (
	resetsAddress = []limit.Rate{{Times: 20, Per: time.Hour}}
	resetsAccount = []limit.Rate{{Times: 5, Per: time.Hour}}
)

func (d *Domain) resetRoutes(r *web.Router) {
	r.Handle("GET /reset", d.showForgot)
	r.Handle("POST /reset", d.askReset)
	r.Handle("GET /reset/{token}", d.showReset)
	r.Handle("POST /reset/{token}", d.resetPassword)
}

type forgot struct {
	Email string `json:"email"`
}

func (d *Domain) showForgot(w http.ResponseWriter, r *http.Request) error {
	return d.renderForgot(w, r, http.StatusOK, web.FormOf(&forgot{}), false)
}

func (d *Domain) renderForgot(w http.ResponseWriter, r *http.Request, status int, form web.Form, sent bool) error {
	return d.renderBare(w, r, status, i18n.T(r.Context(), "Forgot your password?"), forgotPage(form, sent))
}

func (d *Domain) askReset(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	var in forgot
	if err == nil {
		err = form.Decode(r.Context(), &in)
	}
	if err == nil {
		c := check(r.Context())
		c.email("email", &in.Email)
		err = c.err()
	}
	if err == nil {
		err = d.mayDo(r, "reset", resetsAddress)
	}
	if err == nil && waits(d.cfg.Limits.TakeAll(r.Context(), "reset:"+keyed(emailKey(in.Email)), resetsAccount...)) == 0 {
		err = d.sendReset(r.Context(), in.Email, d.site(r)) // more are not sent, and nobody learns that either
	}
	form, isInvalid := form.Fail(err)
	switch {
	case isInvalid:
		return d.renderForgot(w, r, http.StatusUnprocessableEntity, form, false)
	case err != nil:
		return err
	}
	return d.renderForgot(w, r, http.StatusOK, form, true)
}

type newPassword struct {
	Password string `json:"password"`
}

func (d *Domain) showReset(w http.ResponseWriter, r *http.Request) error {
	u, err := d.whoResets(r)
	if fault.IsNotFound(err) {
		return d.resetGone(w, r)
	}
	if err != nil {
		return err
	}
	return d.renderReset(w, r, http.StatusOK, web.FormOf(&newPassword{}), u)
}

func (d *Domain) renderReset(w http.ResponseWriter, r *http.Request, status int, form web.Form, u Person) error {
	return d.renderBare(w, r, status, i18n.T(r.Context(), "Choose a new password"), resetPage(form, r.URL.Path, u.Email))
}

func (d *Domain) resetGone(w http.ResponseWriter, r *http.Request) error {
	return d.renderBare(w, r, http.StatusNotFound, i18n.T(r.Context(), "This link no longer works"), resetGonePage())
}

func (d *Domain) resetPassword(w http.ResponseWriter, r *http.Request) error {
	u, err := d.whoResets(r)
	if fault.IsNotFound(err) {
		return d.resetGone(w, r)
	}
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	var in newPassword
	if err == nil {
		err = form.Decode(r.Context(), &in)
	}
	if err == nil {
		err = d.Users.reset(r.Context(), u, in.Password)
	}
	if fault.IsNotFound(err) {
		return d.resetGone(w, r)
	}
	form, isInvalid := form.Fail(err)
	switch {
	case isInvalid:
		return d.renderReset(w, r, http.StatusUnprocessableEntity, form, u)
	case err != nil:
		return err
	}
	return web.Redirect(w, r, "/login")
}
