package contact

import (
	"net/http"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

func (d *Domain) companyRoutes(r *web.Router) {
	r.Handle("GET /companies", d.listCompanies)
	r.Handle("GET /companies/count", d.countCompanies)
	r.Handle("GET /companies/bin", d.binCompanies)
	r.Handle("POST /companies/bin/restore", d.restoreTickedCompanies)
	r.Handle("GET /companies/filter", d.filterCompanies)
	r.Handle("GET /companies/options", d.companyOptions)
	r.Handle("GET /companies/new", d.newCompany)
	r.Handle("POST /companies/new", d.createCompany)
	r.Handle("POST /companies/delete", d.deleteCompanies)
	r.Handle("POST /companies/batches/{id}/restore", d.restoreCompanies)
	r.Handle("GET /companies/{id}", d.showCompany)
	r.Handle("GET /companies/{id}/edit", d.editCompany)
	r.Handle("POST /companies/{id}/edit", d.saveCompany)
	r.Handle("POST /companies/{id}/tags", d.tagCompany)
	r.Handle("POST /companies/{id}/delete", d.deleteCompany)
	r.Handle("POST /companies/{id}/restore", d.restoreCompany)
}

func (d *Domain) companyOptions(w http.ResponseWriter, r *http.Request) error {
	all, err := d.Companies.Options(r.Context(), account.Of(r), r.URL.Query().Get("q"), optionLimit)
	if err != nil {
		return err
	}
	return options(w, all)
}

func (d *Domain) showCompany(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	v := companyView{Link: linkTo(r, companyPath(id))}
	if v.Company, err = d.Companies.Get(ctx, actor, id); err != nil {
		return d.orBinned(w, r, companyRecord(), id, err)
	}
	v.Writable = actor.Scope("company").MayWrite(v.Company.OwnerID, v.Company.TeamID)
	if v.People, err = d.Contacts.At(ctx, actor, id, id, shownPeople+1); err != nil {
		return err
	}
	if v.Timeline, err = d.timeline(r, activity.Subject{Kind: "company", ID: id}); err != nil {
		return err
	}
	if v.Neighbours, err = d.neighbours(r, d.companyList(actor), "/companies", id); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, d.shell(w, r, v.Company.Name, v.page()))
}

func (d *Domain) newCompany(w http.ResponseWriter, r *http.Request) error {
	actor := account.Of(r)
	form := companyFormOf(Company{OwnerID: actor.Member, OwnerName: actor.Name}, actor.Currency)
	return d.renderCompanyForm(w, r, http.StatusOK, companyFormView{Form: web.FormOf(&form)})
}

func (d *Domain) renderCompanyForm(w http.ResponseWriter, r *http.Request, status int, v companyFormView) error {
	if err := mayCreate(account.Of(r), "company"); err != nil {
		return err
	}
	teams, err := teamOptions(r.Context(), d.db, account.Of(r))
	if err != nil {
		return err
	}
	v.Teams = teams
	return web.Render(w, r, status, d.shell(w, r, v.title(r.Context()), v.page()))
}

// readCompany reads a posted form over what the company is.
func readCompany(w http.ResponseWriter, r *http.Request, c Company) (form web.Form, typed companyForm, err error) {
	typed = companyFormOf(c, account.Of(r).Currency)
	if form, err = web.ReadForm(w, r); err != nil {
		return form, typed, err
	}
	together(form, "tags", "tag_names")
	return form, typed, form.Decode(r.Context(), &typed, takes(companyTracked())...)
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
	fresh := Company{OwnerID: actor.Member, OwnerName: actor.Name}
	form, typed, err := readCompany(w, r, fresh)
	var c Company
	if err == nil {
		c, err = d.Companies.Create(ctx, actor, typed.input(fresh))
	}
	if form, invalid := form.Fail(err); invalid {
		return d.renderCompanyForm(w, r, http.StatusUnprocessableEntity, companyFormView{Form: amountAt(form)})
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, web.Flash{Text: i18n.T(ctx, "%s added", c.Name), Action: i18n.T(ctx, "Undo"), Post: companyPath(c.ID) + "/delete"})
	return web.Redirect(w, r, companyPath(c.ID))
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
	return d.renderCompanyForm(w, r, http.StatusOK, companyFormView{Form: web.FormOf(&form), Company: c})
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
	if isStale(err) {
		return d.showCompanyClash(w, r, c, form, typed)
	}
	if form, invalid := form.Fail(err); invalid {
		return d.renderCompanyForm(w, r, http.StatusUnprocessableEntity, companyFormView{Form: amountAt(form), Company: c})
	}
	if err != nil {
		return err
	}
	if saved.Version != c.Version {
		web.SetFlash(w, web.Flash{Text: i18n.T(ctx, "Saved")})
	}
	return web.Redirect(w, r, companyPath(c.ID))
}

// showCompanyClash is showClash for companies.
func (d *Domain) showCompanyClash(w http.ResponseWriter, r *http.Request, c Company, form web.Form, typed companyForm) error {
	ctx, actor := r.Context(), account.Of(r)
	since, err := d.activity.History.Since(ctx, actor, activity.Subject{Kind: "company", ID: c.ID}, typed.UpdatedAt)
	if err != nil {
		return err
	}
	v := companyFormView{Form: form, Company: c, Clashes: clashes(ctx, companyTracked(), typed.asCompany(ctx, actor, c), c, since)}
	version(form, c.Version, c.UpdatedAt)
	return d.renderCompanyForm(w, r, http.StatusConflict, v)
}

func (d *Domain) deleteCompany(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	name, err := d.Companies.Delete(r.Context(), account.Of(r), id, 0)
	if err != nil {
		return err
	}
	return d.gone(w, r, "/companies", name, companyPath(id)+"/restore")
}

func (d *Domain) restoreCompany(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	c, err := d.Companies.Restore(r.Context(), account.Of(r), id)
	if err != nil {
		return err
	}
	web.SetFlash(w, web.Flash{Text: i18n.T(r.Context(), "%s restored", c.Name)})
	return web.Redirect(w, r, companyPath(id))
}

func (d *Domain) deleteCompanies(w http.ResponseWriter, r *http.Request) error {
	return d.deleteTicked(w, r, "/companies", d.Companies.DeleteAll)
}

func (d *Domain) restoreCompanies(w http.ResponseWriter, r *http.Request) error {
	return d.restoreTicked(w, r, "/companies", d.Companies.RestoreBatch)
}

func (d *Domain) restoreTickedCompanies(w http.ResponseWriter, r *http.Request) error {
	return d.restoreChosen(w, r, "/companies/bin", d.Companies.RestoreAll)
}
