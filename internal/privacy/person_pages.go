package privacy

import (
	"net/http"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

func (d *Domain) personRoutes(r *web.Router) {
	r.Handle("GET /contacts/{id}/privacy", d.showPerson)
	r.Handle("POST /contacts/{id}/privacy/erase", d.accounts.Confirmed(d.erasePerson))
}

// personPath is the page of what is kept about a contact.
func personPath(id db.ID) string { return "/contacts/" + id.String() + "/privacy" }

// personView is that page.
type personView struct {
	form    web.Form
	person  Person
	holding Holding
	erase   bool // the reader may
	export  bool
}

func (v personView) contactPath() string { return "/contacts/" + v.person.ID.String() }

func (d *Domain) showPerson(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	return d.renderPerson(w, r, http.StatusOK, id, web.Form{})
}

func (d *Domain) renderPerson(w http.ResponseWriter, r *http.Request, status int, id db.ID, form web.Form) error {
	ctx, actor := r.Context(), account.Of(r)
	v := personView{form: form, export: actor.May(account.Export, "contact")}
	var err error
	if v.person, v.holding, err = d.People.Get(ctx, actor, id); err != nil {
		return err
	}
	if !v.export && !actor.Can(account.ManagePrivacy) {
		return fault.Forbidden{}
	}
	v.erase = mayErase(ctx, d.People.db, actor, id) == nil
	return web.Render(w, r, status, d.shell(w, r, i18n.T(ctx, "Personal data"), v.page()))
}

func (d *Domain) erasePerson(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	if err == nil {
		_, err = d.People.Erase(ctx, account.Of(r), id, form.Get("confirm"))
	}
	if form, isInvalid := form.Fail(err); isInvalid {
		return d.renderPerson(w, r, http.StatusUnprocessableEntity, id, form)
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "Erased for good")})
	return web.Redirect(w, r, "/contacts")
}
