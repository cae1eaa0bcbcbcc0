package contact

import (
	"net/http"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/web"
)

// peekContact shows a contact beside the list it is in.
func (d *Domain) peekContact(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	var v contactView
	if v.Contact, err = d.Contacts.Get(ctx, actor, id); err != nil {
		return err
	}
	if v.List, err = d.contactList(ctx, actor); err != nil {
		return err
	}
	v.Entry = contactEntry(actor, v.Contact).ReadOnly()
	if v.Company, err = d.Companies.Brief(ctx, actor, v.Contact.CompanyID); found(err) != nil {
		return err
	}
	linkCompany(&v.Entry, v.Company.ID)
	if v.Timeline, err = d.timeline(r, activity.Subject{Kind: "contact", ID: id}); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, v.peek())
}

// peekCompany shows a company beside the list it is in.
func (d *Domain) peekCompany(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	var v companyView
	if v.Company, err = d.Companies.Get(ctx, actor, id); err != nil {
		return err
	}
	if v.List, err = d.companyList(ctx, actor); err != nil {
		return err
	}
	v.Entry = companyEntry(actor, v.Company).ReadOnly()
	if v.People, err = d.Contacts.At(ctx, actor, id, id, shownPeople+1); err != nil {
		return err
	}
	if v.Timeline, err = d.timeline(r, activity.Subject{Kind: "company", ID: id}); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, v.peek())
}
