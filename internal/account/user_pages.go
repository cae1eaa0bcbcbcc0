package account

import (
	"context"
	"net/http"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// OwnDataPath is where a member gets all that is kept about them; privacy
// answers it.
const OwnDataPath = "/settings/profile/data"

func (d *Domain) profileRoutes(r *web.Router) {
	r.Handle("GET /settings/profile", d.personal(d.showProfile))
	r.Handle("POST /settings/profile", d.personal(d.updateProfile))
	r.Handle("POST /settings/profile/avatar", d.personal(d.uploadAvatar))
	r.Handle("POST /settings/profile/avatar/remove", d.personal(d.removeAvatar))
	r.Handle("GET /avatars/{id}", d.showAvatar)
}

func (d *Domain) passwordRoutes(r *web.Router) {
	r.Handle("GET /settings/password", d.showPassword)
	r.Handle("POST /settings/password", d.Own(d.Confirmed(d.updatePassword)))
}

// profileForm is a profile with the version it was read at.
type profileForm struct {
	Profile
	Version int64 `json:"version"`
}

func (d *Domain) showProfile(w http.ResponseWriter, r *http.Request) error {
	u, err := d.Users.Get(r.Context(), Of(r))
	if err != nil {
		return err
	}
	return d.renderProfile(w, r, http.StatusOK, web.FormOf(&u), u)
}

func (d *Domain) renderProfile(w http.ResponseWriter, r *http.Request, status int, form web.Form, u Person) error {
	view := profileView{form: form, user: u, member: Of(r).Member}
	return d.render(w, r, status, i18n.T(r.Context(), "Profile"), profilePage(view))
}

func (d *Domain) updateProfile(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	var in profileForm
	if err == nil {
		err = form.Decode(r.Context(), &in)
	}
	if err == nil {
		err = in.keepsAddress(r.Context(), Of(r))
	}
	if err == nil {
		err = d.Users.Update(r.Context(), Of(r), in.Profile, in.Version)
	}
	if err == nil {
		web.SetFlash(w, r, web.Flash{Text: i18n.In(in.Language, "Profile saved")})
		return web.Redirect(w, r, "/settings/profile")
	}
	form, isInvalid := form.Fail(err)
	if !isInvalid {
		return err
	}
	u, err := d.Users.Get(r.Context(), Of(r))
	if err != nil {
		return err
	}
	return d.renderProfile(w, r, http.StatusUnprocessableEntity, form, u)
}

// keepsAddress refuses another address: it has a form of its own.
func (in profileForm) keepsAddress(ctx context.Context, actor Actor) error {
	if in.Email == "" || emailKey(in.Email) == emailKey(actor.Email) {
		return nil
	}
	return fault.Invalid{"email": i18n.T(ctx, "Another address is confirmed first, in the box above.")}
}

type passwordForm struct {
	CurrentPassword string `json:"current_password"`
	Password        string `json:"password"`
}

func (d *Domain) showPassword(w http.ResponseWriter, r *http.Request) error {
	return d.render(w, r, http.StatusOK, i18n.T(r.Context(), "Password"), passwordPage(web.FormOf(&passwordForm{}), Of(r).Email))
}

func (d *Domain) updatePassword(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	var in passwordForm
	if err == nil {
		err = form.Decode(r.Context(), &in)
	}
	if err == nil {
		err = d.Users.setPassword(r.Context(), Of(r), in, func() error { return d.mayTry(r, Of(r).Email) })
	}
	if err == nil {
		d.succeeded(r, Of(r).Email)
		web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Password changed, other browsers signed out")})
		return web.Redirect(w, r, "/settings/password")
	}
	form, isInvalid := form.Fail(err)
	if !isInvalid {
		return err
	}
	return d.render(w, r, http.StatusUnprocessableEntity, i18n.T(r.Context(), "Password"), passwordPage(form, Of(r).Email))
}
