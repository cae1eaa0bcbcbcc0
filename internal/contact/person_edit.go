package contact

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
	"kontor/internal/record"
)

func (d *Domain) newContact(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	c, err := d.blankContact(ctx, actor)
	if err != nil {
		return err
	}
	if id, err := db.ParseID(r.URL.Query().Get("company_id")); err == nil {
		company, err := d.Companies.Brief(ctx, actor, id)
		if found(err) != nil {
			return err
		}
		c.CompanyID, c.CompanyName = company.ID, company.Name
	}
	c.FirstName, c.LastName = splitName(importing.Short(r.URL.Query().Get("name"), maxName))
	form := formOf(c)
	return d.renderContactForm(w, r, http.StatusOK, contactFormView{Form: form.form(), Fields: c.Extra.Set()})
}

func (v contactFormView) title(ctx context.Context) string {
	if v.isNew() {
		return i18n.T(ctx, "New contact")
	}
	return i18n.T(ctx, "Edit %s", v.Contact.Name)
}

func (d *Domain) renderContactForm(w http.ResponseWriter, r *http.Request, status int, v contactFormView) error {
	if v.isNew() {
		if err := account.Of(r).Must(account.Create, "contact"); err != nil {
			return err
		}
	}
	teams, err := teamOptions(r.Context(), d.db, account.Of(r))
	if err != nil {
		return err
	}
	v.Teams = teams
	return web.Render(w, r, status, d.shell(w, r, v.title(r.Context()), v.page()))
}

// readContact reads a posted form over what the contact is.
func readContact(w http.ResponseWriter, r *http.Request, c Contact) (form web.Form, typed contactForm, err error) {
	typed = formOf(c)
	if form, err = web.ReadForm(w, r); err != nil {
		return form, typed, err
	}
	together(form, "tags", "tag_names")
	together(form, "other_emails", "other_email_kinds")
	together(form, "other_phones", "other_phone_kinds")
	set := c.Extra.Set()
	typed.Custom = set.Said(form)
	return form, typed, form.Decode(r.Context(), &typed, append(record.Takes(contactTrackedWith(set)), set.FormNames()...)...)
}

// together makes a post that says one of two columns of rows say both.
func together(form web.Form, names ...string) {
	said := false
	for _, name := range names {
		said = said || form.Values.Has(name)
	}
	for _, name := range names {
		if said && !form.Values.Has(name) {
			form.Values[name] = []string{}
		}
	}
}

func (d *Domain) createContact(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	blank, err := d.blankContact(ctx, actor)
	if err != nil {
		return err
	}
	form, typed, err := readContact(w, r, blank)
	var c Contact
	if err == nil {
		c, err = d.Contacts.Create(ctx, actor, typed.input(Contact{OwnerID: actor.Member, OwnerName: actor.Name}))
	}
	if form, invalid := form.Fail(err); invalid {
		v := contactFormView{Form: atFields(form), Fields: blank.Extra.Set()}
		if v.Similar, err = d.Contacts.Similar(ctx, actor, similarContact(form.Values)); err != nil {
			return err
		}
		return d.renderContactForm(w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, r, c.saved().Added(ctx, actor))
	return web.Redirect(w, r, c.saved().Leads(actor))
}

// mineToEdit returns the contact of the address if the actor may change it.
func (d *Domain) mineToEdit(r *http.Request) (Contact, error) {
	actor := account.Of(r)
	id, err := activity.PathID(r)
	if err != nil {
		return Contact{}, err
	}
	c, err := d.Contacts.Get(r.Context(), actor, id)
	if err != nil {
		return c, err
	}
	return c, mustWrite(actor, "contact", c.OwnerID, c.TeamID)
}

func (d *Domain) editContact(w http.ResponseWriter, r *http.Request) error {
	c, err := d.mineToEdit(r)
	if err != nil {
		return err
	}
	form := formOf(c)
	return d.renderContactForm(w, r, http.StatusOK, contactFormView{Form: form.form(), Contact: c, Fields: c.Extra.Set()})
}

func (d *Domain) saveContact(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	c, err := d.mineToEdit(r)
	if err != nil {
		return err
	}
	form, typed, err := readContact(w, r, c)
	var saved Contact
	if err == nil {
		form = typed.take(form, formOf(c))
		saved, err = d.Contacts.Update(ctx, actor, c.ID, typed.input(c))
	}
	if fault.IsStale(err) {
		return d.showClash(w, r, c, form, typed)
	}
	if form, invalid := form.Fail(err); invalid {
		return d.renderContactForm(w, r, http.StatusUnprocessableEntity, contactFormView{Form: atFields(form), Contact: c, Fields: c.Extra.Set()})
	}
	if err != nil {
		return err
	}
	if saved.Version != c.Version {
		web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "Saved")})
	}
	return web.Redirect(w, r, saved.saved().Leads(actor))
}

// showClash shows the form again with what somebody else saved meanwhile; the
// next save is based on that.
func (d *Domain) showClash(w http.ResponseWriter, r *http.Request, c Contact, form web.Form, typed contactForm) error {
	ctx, actor := r.Context(), account.Of(r)
	since, err := d.activity.History.Since(ctx, actor, activity.Subject{Kind: "contact", ID: c.ID}, typed.UpdatedAt)
	if err != nil {
		return err
	}
	v := contactFormView{Form: form, Stale: true, Contact: c, Fields: c.Extra.Set(), Clashes: record.Clashes(ctx, manner(), contactTrackedWith(c.Extra.Set()), typed.asContact(ctx, actor, c), c, since)}
	record.BasedOn(form, c.Version, c.UpdatedAt)
	return d.renderContactForm(w, r, http.StatusConflict, v)
}

func (d *Domain) similarContacts(w http.ResponseWriter, r *http.Request) error {
	some, err := d.Contacts.Similar(r.Context(), account.Of(r), similarContact(r.URL.Query()))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, similarOnes("/contacts", some))
}

// similarContact is what a form says so far that tells who it is.
func similarContact(v url.Values) ContactInput {
	in := ContactInput{Company: brief(v, "company"), Email: brief(v, "email"), Phone: brief(v, "phone"), Mobile: brief(v, "mobile")}
	in.FirstName, in.LastName, in.City = brief(v, "first_name"), brief(v, "last_name"), brief(v, "city")
	return in
}

// brief is a value that was typed, as far as it can be compared.
func brief(v url.Values, name string) string {
	text := strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(v.Get(name), "\x00", ""), ""))
	return text[:min(len(text), maxEmail)]
}
