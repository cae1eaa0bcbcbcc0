package contact

import (
	"net/http"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

func (d *Domain) companyRoutes(r *web.Router) {
	r.Handle("GET /companies/{id}/edit/meanwhile", d.companyMeanwhile)
	r.Handle("GET /companies/options", d.companyOptions)
	r.Handle("GET /companies/similar", d.similarCompanies)
	r.Handle("GET /companies/new", d.newCompany)
	r.Handle("POST /companies/new", d.createCompany)
	r.Handle("GET /companies/{id}", d.showCompany)
	r.Handle("GET /companies/{id}/peek", d.peekCompany)
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
	not, _ := db.ParseID(r.URL.Query().Get("not")) // none is left out then
	return options(w, withoutOption(all, not))
}

func (d *Domain) showCompany(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	v := companyView{Link: web.Origin(r) + companyPath(id)}
	if v.Company, err = d.Companies.Get(ctx, actor, id); err != nil {
		return d.orElsewhere(w, r, companyShelf(), id, err)
	}
	if v.List, err = d.companyList(ctx, actor); err != nil {
		return err
	}
	v.Entry = companyEntry(actor, v.Company)
	v.Writable, v.May = v.Entry.Writable, rightsOf(actor, "company", v.Company.OwnerID, v.Company.TeamID)
	if v.People, err = d.Contacts.At(ctx, actor, id, id, shownPeople+1); err != nil {
		return err
	}
	if v.Timeline, err = d.timeline(r, activity.Subject{Kind: "company", ID: id}); err != nil {
		return err
	}
	if v.Neighbours, err = d.neighbours(r, d.companyList, "/companies", id); err != nil {
		return err
	}
	if v.Panels, err = d.panels(ctx, actor, activity.Subject{Kind: "company", ID: id}); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, d.shell(w, r, v.Company.Name, v.page()))
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
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "%s restored", c.Name)})
	return web.Redirect(w, r, companyPath(id))
}
