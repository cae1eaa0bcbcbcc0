package contact

import (
	"context"
	"net/http"
	"net/url"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/customfield"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
	"kontor/internal/record"
)

func (d *Domain) newCompany(w http.ResponseWriter, r *http.Request) error {
	actor := account.Of(r)
	blank, err := d.blankCompany(r.Context(), actor)
	if err != nil {
		return err
	}
	form := companyFormOf(blank, actor.Currency)
	return d.renderCompanyForm(w, r, http.StatusOK, companyFormView{Form: form.form(), Fields: blank.Extra.Set()})
}

func (d *Domain) renderCompanyForm(w http.ResponseWriter, r *http.Request, status int, v companyFormView) error {
	if v.isNew() {
		if err := account.Of(r).Must(account.Create, "company"); err != nil {
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

// blankCompany is what the form of a new company starts from.
func (d *Domain) blankCompany(ctx context.Context, actor account.Actor) (Company, error) {
	set, err := d.Fields.Of(ctx, actor, customfield.Company)
	return Company{OwnerID: actor.Member, OwnerName: actor.Name, Extra: set.Defaults()}, err
}

// readCompany reads a posted form over what the company is.
func readCompany(w http.ResponseWriter, r *http.Request, c Company) (form web.Form, typed companyForm, err error) {
	typed = companyFormOf(c, account.Of(r).Currency)
	if form, err = web.ReadForm(w, r); err != nil {
		return form, typed, err
	}
	together(form, "tags", "tag_names")
	set := c.Extra.Set()
	typed.Custom = set.Said(form)
	return form, typed, form.Decode(r.Context(), &typed, append(record.Takes(companyTrackedWith(set)), set.FormNames()...)...)
}

// amountAt moves the messages about the amount to the fields of the form.
func amountAt(form web.Form) web.Form {
	moved := fault.Invalid{}
	for field, message := range form.Errors {
		switch field {
		case "annual_revenue.amount":
			field = "annual_revenue"
		case "annual_revenue.currency":
			field = "revenue_currency"
		}
		moved.Add(field, message)
	}
	form.Errors = moved
	return form
}

func (d *Domain) createCompany(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	fresh, err := d.blankCompany(ctx, actor)
	if err != nil {
		return err
	}
	form, typed, err := readCompany(w, r, fresh)
	var c Company
	if err == nil {
		c, err = d.Companies.Create(ctx, actor, typed.input(fresh))
	}
	if form, invalid := form.Fail(err); invalid {
		v := companyFormView{Form: amountAt(form), Fields: fresh.Extra.Set()}
		if v.Similar, err = d.Companies.Similar(ctx, actor, similarCompany(form.Values)); err != nil {
			return err
		}
		return d.renderCompanyForm(w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, r, c.saved().Added(ctx, actor))
	return web.Redirect(w, r, c.saved().Leads(actor))
}

// ourCompany returns the company of the address if the actor may change it.
func (d *Domain) ourCompany(r *http.Request) (Company, error) {
	actor := account.Of(r)
	id, err := activity.PathID(r)
	if err != nil {
		return Company{}, err
	}
	c, err := d.Companies.Get(r.Context(), actor, id)
	if err != nil {
		return c, err
	}
	return c, mustWrite(actor, "company", c.OwnerID, c.TeamID)
}

func (d *Domain) editCompany(w http.ResponseWriter, r *http.Request) error {
	c, err := d.ourCompany(r)
	if err != nil {
		return err
	}
	form := companyFormOf(c, account.Of(r).Currency)
	return d.renderCompanyForm(w, r, http.StatusOK, companyFormView{Form: form.form(), Company: c, Fields: c.Extra.Set()})
}

func (d *Domain) saveCompany(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	c, err := d.ourCompany(r)
	if err != nil {
		return err
	}
	form, typed, err := readCompany(w, r, c)
	var saved Company
	if err == nil {
		form = typed.take(form, companyFormOf(c, actor.Currency))
		saved, err = d.Companies.Update(ctx, actor, c.ID, typed.input(c))
	}
	if fault.IsStale(err) {
		return d.showCompanyClash(w, r, c, form, typed)
	}
	if form, invalid := form.Fail(err); invalid {
		return d.renderCompanyForm(w, r, http.StatusUnprocessableEntity, companyFormView{Form: amountAt(form), Company: c, Fields: c.Extra.Set()})
	}
	if err != nil {
		return err
	}
	if saved.Version != c.Version {
		web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "Saved")})
	}
	return web.Redirect(w, r, saved.saved().Leads(actor))
}

// showCompanyClash is showClash for companies.
func (d *Domain) showCompanyClash(w http.ResponseWriter, r *http.Request, c Company, form web.Form, typed companyForm) error {
	ctx, actor := r.Context(), account.Of(r)
	since, err := d.activity.History.Since(ctx, actor, activity.Subject{Kind: "company", ID: c.ID}, typed.UpdatedAt)
	if err != nil {
		return err
	}
	v := companyFormView{Form: form, Stale: true, Company: c, Fields: c.Extra.Set(), Clashes: record.Clashes(ctx, manner(), companyTrackedWith(c.Extra.Set()), typed.asCompany(ctx, actor, c), c, since)}
	record.BasedOn(form, c.Version, c.UpdatedAt)
	return d.renderCompanyForm(w, r, http.StatusConflict, v)
}

func (d *Domain) similarCompanies(w http.ResponseWriter, r *http.Request) error {
	some, err := d.Companies.Similar(r.Context(), account.Of(r), similarCompany(r.URL.Query()))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, similarOnes("/companies", some))
}

// similarCompany is similarContact for companies.
func similarCompany(v url.Values) CompanyInput {
	var in CompanyInput
	in.Name, in.Website, in.Email, in.Phone = brief(v, "name"), brief(v, "website"), brief(v, "email"), brief(v, "phone")
	in.VATNumber, in.RegistrationNumber, in.City = brief(v, "vat_number"), brief(v, "registration_number"), brief(v, "city")
	return in
}
