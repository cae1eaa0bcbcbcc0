package contact

import (
	"context"
	"net/http"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
)

// PurposesPath is the page of settings of what data are processed for.
const PurposesPath = "/settings/consent"

// PurposesTitle names it.
func PurposesTitle(ctx context.Context) string { return i18n.T(ctx, "Consent") }

func (d *Domain) consentRoutes(r *web.Router) {
	r.Handle("GET /contacts/{id}/consents", d.showConsents)
	r.Handle("POST /contacts/{id}/consents", d.recordConsent)
	r.Handle("GET /purposes/options", d.purposeOptions)
	r.Handle("GET "+PurposesPath, d.showPurposes)
	r.Handle("POST "+PurposesPath, d.createPurpose)
	r.Handle("POST "+PurposesPath+"/{id}/archive", d.archivePurpose)
}

// consentView is what a contact agrees to, on its page.
type consentView struct {
	contact  db.ID
	purposes []Purpose
	all      []Consent // the newest first
	writable bool
}

// last is what was said about a purpose last; a zero one if nothing was.
func (v consentView) last(purpose db.ID) Consent {
	for _, c := range v.all {
		if c.Purpose == purpose {
			return c
		}
	}
	return Consent{}
}

func (d *Domain) consentOf(ctx context.Context, actor account.Actor, contact db.ID, writable bool) (consentView, error) {
	v := consentView{contact: contact, writable: writable}
	var err error
	if v.purposes, err = d.Purposes.List(ctx, actor); err != nil {
		return v, err
	}
	v.all, err = d.Consents.Of(ctx, actor, contact)
	return v, err
}

// showConsents is the part of a contact's page that comes once it is looked at;
// without script it is a page.
func (d *Domain) showConsents(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	ctx, actor := r.Context(), account.Of(r)
	c, err := d.Contacts.Get(ctx, actor, id)
	if err != nil {
		return err
	}
	v, err := d.consentOf(ctx, actor, id, actor.Scope("contact").MayWrite(c.OwnerID, c.TeamID))
	switch {
	case err != nil:
		return err
	case web.IsPartial(r):
		return web.Render(w, r, http.StatusOK, v.section())
	}
	return web.Render(w, r, http.StatusOK, d.shell(w, r, PurposesTitle(ctx), v.alone(c.Name)))
}

func (d *Domain) recordConsent(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	in := ConsentInput{State: form.Get("state"), Way: form.Get("way"), Note: form.Get("note")}
	in.Purpose, _ = db.ParseID(form.Get("purpose_id")) // what is no id is no purpose
	c, err := d.Consents.Record(r.Context(), account.Of(r), id, in)
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: c.PurposeName + ": " + ConsentState(r.Context(), c.State)})
	return web.Redirect(w, r, contactPath(id))
}

// ConsentState says what was said last; nothing was, if it is empty.
func ConsentState(ctx context.Context, state string) string {
	switch state {
	case Given:
		return i18n.T(ctx, "given")
	case Withdrawn:
		return i18n.T(ctx, "withdrawn")
	}
	return i18n.T(ctx, "not asked")
}

func consentTone(state string) string {
	return map[string]string{Given: "ok", Withdrawn: "bad"}[state]
}

// WayName says how it was said.
func WayName(ctx context.Context, way string) string {
	switch way {
	case "form":
		return i18n.T(ctx, "Form")
	case "email":
		return i18n.T(ctx, "E-mail")
	case "phone":
		return i18n.T(ctx, "Phone")
	case "in_person":
		return i18n.T(ctx, "In person")
	case "paper":
		return i18n.T(ctx, "Paper")
	case "import":
		return i18n.T(ctx, "Import")
	case mergeWay:
		return i18n.T(ctx, "Kept from a merged contact")
	}
	return i18n.T(ctx, "Another way")
}

func wayOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, way := range ConsentWays() {
		all = append(all, ui.Option{Value: way, Label: WayName(ctx, way)})
	}
	return all
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
	all, err := d.Purposes.List(ctx, actor)
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
