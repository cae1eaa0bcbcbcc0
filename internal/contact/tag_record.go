package contact

import (
	"net/http"
	"slices"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/web"
	"kontor/internal/record"
)

// tagChange is one tag put on a record, by id or by name, or taken off it.
type tagChange struct {
	Add    db.ID  `json:"add"`
	Name   string `json:"name"`
	Remove db.ID  `json:"remove"`
}

// apply changes the tags of an input.
func (c tagChange) apply(tags []string) []string {
	tags = slices.DeleteFunc(tags, func(id string) bool { return id == c.Remove.String() })
	if !c.Add.IsZero() {
		return append(tags, c.Add.String())
	}
	return append(tags, record.TagsTyped(nil, []string{c.Name})...)
}

func readTagChange(w http.ResponseWriter, r *http.Request) (c tagChange, err error) {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return c, err
	}
	return c, form.Decode(r.Context(), &c)
}

func (d *Domain) tagContact(w http.ResponseWriter, r *http.Request) error {
	c, err := d.mineToEdit(r)
	if err != nil {
		return err
	}
	change, err := readTagChange(w, r)
	if err != nil {
		return err
	}
	c, err = d.Contacts.Patch(r.Context(), account.Of(r), c.ID, func(old Contact) (ContactInput, error) {
		in := old.Input()
		in.Tags = change.apply(in.Tags)
		return in, nil
	})
	if err != nil {
		return err
	}
	return tagged(w, r, contactPath(c.ID), c.Tags)
}

func (d *Domain) tagCompany(w http.ResponseWriter, r *http.Request) error {
	c, err := d.ourCompany(r)
	if err != nil {
		return err
	}
	change, err := readTagChange(w, r)
	if err != nil {
		return err
	}
	c, err = d.Companies.Patch(r.Context(), account.Of(r), c.ID, func(old Company) (CompanyInput, error) {
		in := old.Input()
		in.Tags = change.apply(in.Tags)
		return in, nil
	})
	if err != nil {
		return err
	}
	return tagged(w, r, companyPath(c.ID), c.Tags)
}

// tagged answers with the tags as they are now.
func tagged(w http.ResponseWriter, r *http.Request, path string, tags []Tag) error {
	if !web.IsPartial(r) {
		return web.Redirect(w, r, path)
	}
	return web.Render(w, r, http.StatusOK, tagSection(path, tags, true))
}
