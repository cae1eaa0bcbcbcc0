package account

import (
	"net/http"
	"strconv"
	"time"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/limit"
	"kontor/internal/kit/web"
)

const factorsPath = "/settings/two-step"

func (d *Domain) factorRoutes(r *web.Router) {
	r.Handle("POST /confirm", d.Confirmed(d.goOn))
	r.Handle("GET "+factorsPath, d.showFactors)
	r.Handle("POST "+factorsPath+"/app", d.Own(d.Confirmed(d.beginApp)))
	r.Handle("POST "+factorsPath+"/app/confirm", d.Own(d.Confirmed(d.confirmApp)))
	r.Handle("POST "+factorsPath+"/app/remove", d.Own(d.Confirmed(d.removeApp)))
	r.Handle("POST "+factorsPath+"/codes", d.Own(d.Confirmed(d.renewCodes)))
	r.Handle("POST "+factorsPath+"/everybody", d.Confirmed(d.wantSecondStep))
}

// factorsView is the page of the second step.
type factorsView struct {
	form     web.Form
	have     Factors
	actor    Actor
	wanted   bool     // by the workspace, of everybody
	secret   string   // of an app that is being set up
	codes    []string // recovery codes that were just made
	passkeys []Passkey
	adding   bool // a passkey
	now      time.Time
	linked   string // what the provider calls the member; empty if it does not
	offer    bool   // the workspace has a provider
}

func (d *Domain) showFactors(w http.ResponseWriter, r *http.Request) error {
	return d.renderFactors(w, r, http.StatusOK, factorsView{form: web.FormOf(&secondStep{})})
}

func (d *Domain) renderFactors(w http.ResponseWriter, r *http.Request, status int, v factorsView) (err error) {
	ctx, actor := r.Context(), Of(r)
	v.actor, v.now = actor, time.Now()
	if v.have, err = d.SecondSteps.Get(ctx, actor); err != nil {
		return err
	}
	if v.wanted, err = d.Workspaces.WantsSecondStep(ctx, actor); err != nil {
		return err
	}
	if v.passkeys, err = d.Passkeys.List(ctx, actor); err != nil {
		return err
	}
	if err := d.showLinked(r, &v); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return d.render(w, r, status, factorsTitle(ctx), factorsPage(v))
}

// beginApp shows the secret of an app, as a picture and as letters.
func (d *Domain) beginApp(w http.ResponseWriter, r *http.Request) error {
	secret, err := d.SecondSteps.Begin(r.Context(), Of(r))
	if err != nil {
		return err
	}
	return d.renderFactors(w, r, http.StatusOK, factorsView{form: web.FormOf(&secondStep{}), secret: secret})
}

func (d *Domain) confirmApp(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	var in secondStep
	if err == nil {
		err = form.Decode(r.Context(), &in)
	}
	if err == nil {
		err = d.mayDo(r, "app", []limit.Rate{{Times: 20, Per: time.Hour}})
	}
	var codes []string
	if err == nil {
		codes, err = d.SecondSteps.Confirm(r.Context(), Of(r), in.Code)
	}
	if err == nil {
		return d.renderFactors(w, r, http.StatusOK, factorsView{form: form, codes: codes})
	}
	form, isInvalid := form.Fail(err)
	if !isInvalid {
		return err
	}
	secret, err := d.SecondSteps.Begin(r.Context(), Of(r))
	if err != nil {
		return err
	}
	return d.renderFactors(w, r, http.StatusUnprocessableEntity, factorsView{form: form, secret: secret})
}

func (d *Domain) removeApp(w http.ResponseWriter, r *http.Request) error {
	if err := d.SecondSteps.Remove(r.Context(), Of(r)); err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Two-step sign-in is off")})
	return web.Redirect(w, r, factorsPath)
}

func (d *Domain) renewCodes(w http.ResponseWriter, r *http.Request) error {
	codes, err := d.SecondSteps.Renew(r.Context(), Of(r))
	if err != nil {
		return err
	}
	return d.renderFactors(w, r, http.StatusOK, factorsView{form: web.FormOf(&secondStep{}), codes: codes})
}

// wantSecondStep says whether everybody of the workspace needs a second step.
func (d *Domain) wantSecondStep(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	want, _ := strconv.ParseBool(form.Get("want")) // nothing means no
	if err := d.Workspaces.WantSecondStep(r.Context(), Of(r), want); err != nil {
		return err
	}
	text := i18n.T(r.Context(), "Nobody has to use a second step any more")
	if want {
		text = i18n.T(r.Context(), "Everybody is asked to set up a second step")
	}
	web.SetFlash(w, r, web.Flash{Text: text})
	return web.Redirect(w, r, factorsPath)
}
