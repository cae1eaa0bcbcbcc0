package contact

import (
	"context"
	"net/http"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/customfield"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
)

func (d *Domain) contactRoutes(r *web.Router) {
	r.Handle("GET /contacts/{id}/edit/meanwhile", d.contactMeanwhile)
	r.Handle("GET /contacts/similar", d.similarContacts)
	r.Handle("GET /contacts/new", d.newContact)
	r.Handle("POST /contacts/new", d.createContact)
	r.Handle("GET /contacts/{id}", d.showContact)
	r.Handle("GET /contacts/{id}/peek", d.peekContact)
	r.Handle("GET /contacts/{id}/edit", d.editContact)
	r.Handle("POST /contacts/{id}/edit", d.saveContact)
	r.Handle("POST /contacts/{id}/tags", d.tagContact)
	r.Handle("POST /contacts/{id}/delete", d.deleteContact)
	r.Handle("POST /contacts/{id}/restore", d.restoreContact)
}

func (d *Domain) showContact(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	v := contactView{Link: web.Origin(r) + contactPath(id)}
	if v.Contact, err = d.Contacts.Get(ctx, actor, id); err != nil {
		return d.orElsewhere(w, r, contactShelf(), id, err)
	}
	if v.List, err = d.contactList(ctx, actor); err != nil {
		return err
	}
	v.Entry = contactEntry(actor, v.Contact)
	v.Writable, v.May = v.Entry.Writable, rightsOf(actor, "contact", v.Contact.OwnerID, v.Contact.TeamID)
	if v.Company, err = d.Companies.Brief(ctx, actor, v.Contact.CompanyID); found(err) != nil {
		return err
	}
	linkCompany(&v.Entry, v.Company.ID)
	if v.People, err = d.Contacts.At(ctx, actor, v.Company.ID, id, shownPeople+1); err != nil {
		return err
	}
	if v.Timeline, err = d.timeline(r, activity.Subject{Kind: "contact", ID: id}); err != nil {
		return err
	}
	if v.Neighbours, err = d.neighbours(r, d.contactList, "/contacts", id); err != nil {
		return err
	}
	if v.Panels, err = d.panels(ctx, actor, activity.Subject{Kind: "contact", ID: id}); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, d.shell(w, r, v.Contact.Name, v.page()))
}

func (d *Domain) deleteContact(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	name, err := d.Contacts.Delete(r.Context(), account.Of(r), id, 0)
	if err != nil {
		return err
	}
	return d.gone(w, r, "/contacts", name, contactPath(id)+"/restore")
}

// gone says that a record is in the recycle bin and offers to bring it back.
func (d *Domain) gone(w http.ResponseWriter, r *http.Request, list, name, undo string) error {
	ctx := r.Context()
	web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "%s deleted", name), Action: i18n.T(ctx, "Undo"), Post: undo})
	return web.Redirect(w, r, list)
}

func (d *Domain) restoreContact(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	c, err := d.Contacts.Restore(r.Context(), account.Of(r), id)
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "%s restored", c.Name)})
	return web.Redirect(w, r, contactPath(id))
}

// contactList is the list of contacts as the actor sees it, with the fields the
// workspace added.
func (d *Domain) contactList(ctx context.Context, actor account.Actor) (*list.List, error) {
	set, err := d.Fields.Of(ctx, actor, customfield.Contact)
	if err != nil {
		return nil, err
	}
	return contactEntity().For(d.db, d.key, actor.Scope("contact"), set.List()).WithSaved(d.views.Finder(actor, "contacts")), nil
}
