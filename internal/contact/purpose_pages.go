package contact

import (
	"context"
	"net/http"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
)

// PurposesPath is the page of settings of what data are processed for.
const PurposesPath = "/settings/consent"

// PurposesTitle names it.
func PurposesTitle(ctx context.Context) string { return i18n.T(ctx, "Consent") }

func (d *Domain) purposeRoutes(r *web.Router) {
	r.Handle("GET /purposes/options", d.purposeOptions)
	r.Handle("GET "+PurposesPath, d.showPurposes)
	r.Handle("POST "+PurposesPath, d.createPurpose)
	r.Handle("POST "+PurposesPath+"/{id}/archive", d.archivePurpose)
}

func basisName(ctx context.Context, basis string) string {
	switch basis {
	case "contract":
		return i18n.T(ctx, "Contract")
	case "legal":
		return i18n.T(ctx, "Legal obligation")
	case "vital":
		return i18n.T(ctx, "Vital interests")
	case "public":
		return i18n.T(ctx, "Public task")
	case "interest":
		return i18n.T(ctx, "Legitimate interest")
	}
	return i18n.T(ctx, "Consent")
}

func basisOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, basis := range Bases() {
		all = append(all, ui.Option{Value: basis, Label: basisName(ctx, basis)})
	}
	return all
}

func (d *Domain) purposeOptions(w http.ResponseWriter, r *http.Request) error {
	purposes, err := d.Purposes.List(r.Context(), account.Of(r))
	if err != nil {
		return err
	}
	all := make([]Option, len(purposes))
	for i, p := range purposes {
		all[i] = Option{ID: p.ID, Label: p.Name}
	}
	return options(w, all)
}

// purposesView is the page of settings.
type purposesView struct {
	form     web.Form
	purposes []Purpose
}

func (d *Domain) renderPurposes(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx, actor := r.Context(), account.Of(r)
	if err := actor.Require(account.ManagePrivacy); err != nil {
		return err
	}
	all, err := d.Purposes.Counted(ctx, actor)
	if err != nil {
		return err
	}
	return web.Render(w, r, status, d.shell(w, r, PurposesTitle(ctx), purposesView{form, all}.page()))
}

func (d *Domain) showPurposes(w http.ResponseWriter, r *http.Request) error {
	return d.renderPurposes(w, r, http.StatusOK, web.Form{})
}

func (d *Domain) createPurpose(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err == nil {
		_, err = d.Purposes.Create(r.Context(), account.Of(r), PurposeInput{form.Get("name"), form.Get("basis")})
	}
	if form, isInvalid := form.Fail(err); isInvalid {
		return d.renderPurposes(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Saved")})
	return web.Redirect(w, r, PurposesPath)
}

func (d *Domain) archivePurpose(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	if err := d.Purposes.Archive(r.Context(), account.Of(r), id); err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Saved")})
	return web.Redirect(w, r, PurposesPath)
}
