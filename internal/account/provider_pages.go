package account

import (
	"errors"
	"net/http"
	"strings"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

const (
	providerPath = "/settings/sign-in"
	againPath    = providerPath + "/again"
	linkPath     = factorsPath + "/provider"
)

func (d *Domain) providerRoutes(r *web.Router) {
	r.Handle("GET "+providerPath, d.showProvider)
	r.Handle("POST "+providerPath, d.Confirmed(d.saveProvider))
	r.Handle("POST "+providerPath+"/remove", d.Confirmed(d.removeProvider))
	r.Handle("GET "+againPath, d.askAgain)
	r.Handle("POST "+linkPath, d.Own(d.Confirmed(d.linkProvider)))
	r.Handle("POST "+linkPath+"/remove", d.Own(d.Confirmed(d.unlinkProvider)))
}

// providerView is the page of the workspace's provider.
type providerView struct {
	form  web.Form
	saved bool   // there is one
	back  string // what the provider has to be told
	door  string // where members sign in
}

func (d *Domain) showProvider(w http.ResponseWriter, r *http.Request) error {
	if err := canManage(r.Context(), Of(r), ManageWorkspace); err != nil {
		return err
	}
	p, err := d.Providers.Get(r.Context(), Of(r))
	if fault.IsNotFound(err) {
		p, err = Provider{Role: User}, nil
	}
	if err != nil {
		return err
	}
	return d.renderProvider(w, r, http.StatusOK, web.FormOf(&p))
}

func (d *Domain) renderProvider(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ws, err := d.Workspaces.Get(r.Context(), Of(r))
	if err != nil {
		return err
	}
	v := providerView{form: form, saved: form.Get("version") != "0", back: d.backTo(r, ws.Slug), door: d.site(r) + ssoPath(ws.Slug, "")}
	return d.render(w, r, status, providerTitle(r.Context()), providerPage(v))
}

func (d *Domain) saveProvider(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	var in Provider
	if err == nil {
		err = form.Decode(r.Context(), &in)
	}
	if err == nil {
		err = d.tryProvider(r, in)
	}
	if err == nil {
		err = d.Providers.Save(r.Context(), Of(r), in)
	}
	if err == nil {
		web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Provider saved")})
		return web.Redirect(w, r, providerPath)
	}
	form, isInvalid := form.Fail(err)
	if !isInvalid {
		return err
	}
	form.Values.Del("secret")
	return d.renderProvider(w, r, http.StatusUnprocessableEntity, form)
}

// tryProvider asks the address whether a provider answers there. Whoever typed
// it learns no more than that: our network is none of their business.
func (d *Domain) tryProvider(r *http.Request, p Provider) error {
	ctx := r.Context()
	if err := canManage(ctx, Of(r), ManageWorkspace); err != nil {
		return err
	}
	if err := p.clean(ctx); err != nil {
		return err
	}
	if d.cfg.Outside.Check(p.Issuer) != nil {
		return fault.Invalid{"issuer": i18n.T(ctx, "Enter an address that starts with https://.")}
	}
	if err := d.mayDo(r, "sso", providerTrips); err != nil {
		return err
	}
	if _, err := d.meet(ctx, p, d.site(r)); errors.Is(err, errProvider) {
		d.log().WarnContext(ctx, "a sign-in provider does not answer", "error", cut(err.Error(), 500), "request", web.RequestID(ctx))
		return fault.Invalid{"issuer": i18n.T(ctx, "No OpenID provider answers at this address. Copy the issuer from its settings, as it is written there.")}
	}
	return nil
}

func (d *Domain) removeProvider(w http.ResponseWriter, r *http.Request) error {
	if err := d.Providers.Remove(r.Context(), Of(r)); err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Provider removed")})
	return web.Redirect(w, r, providerPath)
}

// showLinked fills in whether the member may sign in at the provider.
func (d *Domain) showLinked(r *http.Request, v *factorsView) (err error) {
	_, err = d.Providers.Get(r.Context(), Of(r))
	if v.offer = err == nil; !v.offer {
		return ignoreMissing(err)
	}
	v.linked, err = d.Providers.Linked(r.Context(), Of(r))
	if err == nil && v.linked == "" {
		v.linked = i18n.T(r.Context(), "without an address")
	}
	return ignoreMissing(err)
}

func ignoreMissing(err error) error {
	if fault.IsNotFound(err) {
		return nil
	}
	return err
}

// linkProvider shows the way to the provider, to connect the account there.
func (d *Domain) linkProvider(w http.ResponseWriter, r *http.Request) error {
	p, err := d.Providers.in(r.Context(), Of(r).Workspace)
	if err != nil {
		return err
	}
	address, err := d.wayTo(w, r, p, flow{For: toLink, Session: Of(r).Session.String()})
	if err != nil {
		return d.turnedAway(w, r, p, err)
	}
	return d.renderBare(w, r, http.StatusOK, i18n.T(r.Context(), "Connect your company account"), connectPage(address, strings.TrimPrefix(p.Issuer, "https://")))
}

func (d *Domain) unlinkProvider(w http.ResponseWriter, r *http.Request) error {
	if err := d.Providers.Unlink(r.Context(), Of(r)); err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Account disconnected")})
	return web.Redirect(w, r, factorsPath)
}

// askAgain has somebody who signed in at the provider prove there again who
// they are.
func (d *Domain) askAgain(w http.ResponseWriter, r *http.Request) error {
	if !Of(r).Bound {
		return web.Redirect(w, r, factorsPath)
	}
	p, err := d.Providers.in(r.Context(), Of(r).Workspace)
	if err == nil {
		err = d.send(w, r, p, flow{For: toConfirm, Session: Of(r).Session.String()})
	}
	return d.turnedAway(w, r, p, err)
}
