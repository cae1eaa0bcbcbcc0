package account

import (
	"net/http"
	"time"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/limit"
	"kontor/internal/kit/web"
)

const addressPath = "/settings/profile/email"

// asksForAddress is how often somebody may have a link sent to an address.
var asksForAddress = []limit.Rate{{Times: 10, Per: time.Hour}}

func (d *Domain) addressRoutes(r *web.Router) {
	r.Handle("POST "+addressPath, d.Own(d.Confirmed(d.changeAddress)))
	r.Handle("POST "+addressPath+"/drop", d.Own(d.keepAddress))
}

// addressLinkRoutes are for whoever has the link, in whatever browser.
func (d *Domain) addressLinkRoutes(r *web.Router) {
	r.Handle("GET /address/{token}", d.showAddress)
	r.Handle("POST /address/{token}", d.useAddress)
}

type addressForm struct {
	Email string `json:"email"`
}

func (d *Domain) changeAddress(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), Of(r)
	form, err := web.ReadForm(w, r)
	var in addressForm
	if err == nil {
		err = form.Decode(ctx, &in)
	}
	if err == nil && waits(d.cfg.Limits.TakeAll(ctx, "address:"+actor.User.String(), asksForAddress...)) > 0 {
		err = fault.Invalid{"email": i18n.T(ctx, "A link was sent several times just now. Look for it there, or try again in an hour.")}
	}
	if err == nil {
		err = d.askAddress(ctx, actor, in.Email, d.site(r))
	}
	if err == nil {
		web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "A link is on its way to %s", in.Email)})
		return web.Redirect(w, r, "/settings/profile")
	}
	form, isInvalid := form.Fail(err)
	if !isInvalid {
		return err
	}
	u, err := d.Users.Get(ctx, actor)
	if err != nil {
		return err
	}
	filled := web.FormOf(&u)
	filled.Values.Set("new_email", form.Get("email"))
	filled.Errors = fault.Invalid{"new_email": form.Error("email")}
	return d.renderProfile(w, r, http.StatusUnprocessableEntity, filled, u)
}

func (d *Domain) keepAddress(w http.ResponseWriter, r *http.Request) error {
	if err := d.Users.dropAddress(r.Context(), Of(r)); err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Your address stays as it is")})
	return web.Redirect(w, r, "/settings/profile")
}

// showAddress asks once more: programs that look at mails open links too.
func (d *Domain) showAddress(w http.ResponseWriter, r *http.Request) error {
	_, email, err := d.whoProves(r)
	if fault.IsNotFound(err) {
		return d.addressGone(w, r)
	}
	if err != nil {
		return err
	}
	return d.renderBare(w, r, http.StatusOK, i18n.T(r.Context(), "Confirm your address"), addressPage(r.URL.Path, email))
}

func (d *Domain) useAddress(w http.ResponseWriter, r *http.Request) error {
	u, email, err := d.whoProves(r)
	if err == nil {
		err = d.proveAddress(r.Context(), u, email)
	}
	if fault.IsNotFound(err) {
		return d.addressGone(w, r)
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Your address is confirmed: %s", email)})
	return web.Redirect(w, r, "/settings/profile")
}

func (d *Domain) addressGone(w http.ResponseWriter, r *http.Request) error {
	return d.renderBare(w, r, http.StatusNotFound, i18n.T(r.Context(), "This link no longer works"), addressGonePage())
}
