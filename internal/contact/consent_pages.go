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

func (d *Domain) consentRoutes(r *web.Router) {
	r.Handle("GET /contacts/{id}/consents", d.showConsents)
	r.Handle("POST /contacts/{id}/consents", d.recordConsent)
}

// consentView is what a contact agrees to, on its page.
type consentView struct {
	contact  db.ID
	name     string
	purposes []Purpose
	all      []Consent // the newest first
	writable bool
	form     web.Form // what was typed about a purpose, and could not be recorded
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

// typed is the form of a purpose: as it was sent, if it is the one that failed.
func (v consentView) typed(purpose db.ID) web.Form {
	if v.form.Get("purpose_id") == purpose.String() {
		return v.form
	}
	return web.Form{}
}

// unplaced is what was wrong with no field that a form has.
func (v consentView) unplaced() string { return v.form.Error("purpose_id") + v.form.Error("state") }

func (d *Domain) consentOf(ctx context.Context, actor account.Actor, contact db.ID) (v consentView, err error) {
	c, err := d.Contacts.Get(ctx, actor, contact)
	if err != nil {
		return v, err
	}
	v = consentView{contact: contact, name: c.Name, writable: actor.Scope("contact").MayWrite(c.OwnerID, c.TeamID)}
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
	v, err := d.consentOf(r.Context(), account.Of(r), id)
	switch {
	case err != nil:
		return err
	case web.IsPartial(r):
		return web.Render(w, r, http.StatusOK, v.section())
	}
	return d.renderConsents(w, r, http.StatusOK, v)
}

func (d *Domain) renderConsents(w http.ResponseWriter, r *http.Request, status int, v consentView) error {
	return web.Render(w, r, status, d.shell(w, r, PurposesTitle(r.Context()), v.alone()))
}

func (d *Domain) recordConsent(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	ctx, actor := r.Context(), account.Of(r)
	form, err := web.ReadForm(w, r)
	var c Consent
	if err == nil {
		in := ConsentInput{State: form.Get("state"), Method: form.Get("method"), Note: form.Get("note")}
		in.Purpose, _ = db.ParseID(form.Get("purpose_id")) // what is no id is no purpose
		c, err = d.Consents.Record(ctx, actor, id, in)
	}
	if form, isInvalid := form.Fail(err); isInvalid {
		return d.consentAgain(w, r, id, form)
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: c.PurposeName + ": " + ConsentState(ctx, c.State)})
	return web.Redirect(w, r, contactPath(id))
}

// consentAgain shows what was typed, and what is wrong with it.
func (d *Domain) consentAgain(w http.ResponseWriter, r *http.Request, id db.ID, form web.Form) error {
	v, err := d.consentOf(r.Context(), account.Of(r), id)
	if err != nil {
		return err
	}
	v.form = form
	return d.renderConsents(w, r, http.StatusUnprocessableEntity, v)
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
	switch state {
	case Given:
		return "ok"
	case Withdrawn:
		return "bad"
	}
	return ""
}

// MethodName says how it was said.
func MethodName(ctx context.Context, method string) string {
	switch method {
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
	case byMerge:
		return i18n.T(ctx, "Kept from a merged contact")
	}
	return i18n.T(ctx, "Another way")
}

func methodOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, method := range ConsentMethods() {
		all = append(all, ui.Option{Value: method, Label: MethodName(ctx, method)})
	}
	return all
}
