package contact

import (
	"context"
	"fmt"
	"net/http"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/record"
)

// contactKind describes contacts to what all kinds of record can.
func (d *Domain) contactKind() record.Kind {
	return record.Kind{
		Table: contactShelf().Table, Source: d.contactSource(), Manner: manner(), Merges: true, People: true,
		Entry: readContactEntry, Head: d.contactHead, Change: changeContacts, Try: tryContact,
		Bin: contactShelf().ToBin, Restore: restoreContacts, Cards: d.exportCards,
		Referring:    []record.Referring{{Table: "deals", Column: "contact_id"}, {Table: "tasks", Column: "contact_id"}},
		DeleteTicked: func(ctx context.Context) string { return i18n.T(ctx, "Delete the selected contacts") },
	}
}

// companyKind is contactKind for companies.
func (d *Domain) companyKind() record.Kind {
	return record.Kind{
		Table: companyShelf().Table, Source: d.companySource(), Manner: manner(), Merges: true,
		Entry: readCompanyEntry, Head: d.companyHead, Change: changeCompanies, Try: tryCompany,
		Bin: companyShelf().ToBin, Restore: restoreCompanies, Keeps: employing,
		Referring: []record.Referring{{Table: "contacts", Column: "company_id", Also: ", company_key = NULL"},
			{Table: "deals", Column: "company_id"}, {Table: "tasks", Column: "company_id"}},
		DeleteTicked: func(ctx context.Context) string { return i18n.T(ctx, "Delete the selected companies") },
	}
}

func readContactEntry(ctx context.Context, q db.Querier, actor account.Actor, id db.ID) (record.Entry, error) {
	c, err := getContact(ctx, q, actor, id, " AND c.deleted_at IS NULL")
	return contactEntry(actor, c), err
}

func readCompanyEntry(ctx context.Context, q db.Querier, actor account.Actor, id db.ID) (record.Entry, error) {
	c, err := getCompany(ctx, q, actor, id, " AND o.deleted_at IS NULL")
	return companyEntry(actor, c), err
}

func contactEntry(actor account.Actor, c Contact) record.Entry {
	in := c.Input()
	return record.Entry{Kind: "contact", ID: c.ID, Path: contactPath(c.ID), Version: c.Version, Writable: actor.Scope("contact").MayWrite(c.OwnerID, c.TeamID),
		In: &in, Manner: manner(), Tags: Labels(c.Tags), Extra: c.Extra,
		Labels: map[string]string{"company": c.CompanyName, "owner": c.OwnerName, "team": c.TeamName},
		Dials:  map[string]string{"phone": c.PhoneE164, "mobile": c.mobileE164()}, Links: map[string]string{}}
}

func companyEntry(actor account.Actor, c Company) record.Entry {
	in := c.Input()
	return record.Entry{Kind: "company", ID: c.ID, Path: companyPath(c.ID), Version: c.Version, Writable: actor.Scope("company").MayWrite(c.OwnerID, c.TeamID),
		In: &in, Manner: manner(), Tags: Labels(c.Tags), Extra: c.Extra,
		Labels: map[string]string{"owner": c.OwnerName, "team": c.TeamName}, Dials: map[string]string{"phone": c.PhoneE164}}
}

// mobileE164 is the first mobile number in international form.
func (c Contact) mobileE164() string {
	for _, p := range c.Phones {
		if p.Kind == "mobile" {
			return p.E164
		}
	}
	return ""
}

// contactHead is the head of a contact's page.
func (d *Domain) contactHead(r *http.Request, e *record.Entry) (templ.Component, error) {
	ctx, actor := r.Context(), account.Of(r)
	v := contactView{Writable: e.Writable}
	var err error
	if v.Contact, err = d.Contacts.Get(ctx, actor, e.ID); err != nil {
		return nil, err
	}
	v.Company, err = d.Companies.Brief(ctx, actor, v.Contact.CompanyID)
	linkCompany(e, v.Company.ID)
	return v.hero(), found(err)
}

// linkCompany lets a contact lead to the company it works for, if the reader
// sees it.
func linkCompany(e *record.Entry, company db.ID) {
	if !company.IsZero() {
		e.Links["company"] = companyPath(company)
	}
}

func (d *Domain) companyHead(r *http.Request, e *record.Entry) (templ.Component, error) {
	c, err := d.Companies.Get(r.Context(), account.Of(r), e.ID)
	return companyView{Company: c, Writable: e.Writable}.hero(), err
}

func changeContacts(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID, edit record.Edit) ([]record.Outcome, error) {
	all, err := updateContacts(ctx, tx, actor, batch, ids, func(old Contact) (ContactInput, error) {
		in := old.Input()
		err := edit(old.ID, old.Version, &in)
		return in, err
	})
	return outcomes(ids, all, func(c Contact) string { return c.Name }), err
}

func changeCompanies(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID, edit record.Edit) ([]record.Outcome, error) {
	all, err := updateCompanies(ctx, tx, actor, batch, ids, func(old Company) (CompanyInput, error) {
		in := old.Input()
		err := edit(old.ID, old.Version, &in)
		return in, err
	})
	return outcomes(ids, all, func(c Company) string { return c.Name }), err
}

func tryContact(ctx context.Context, actor account.Actor, field, text string) error {
	blank := ContactInput{ContactFields: ContactFields{LastName: "x"}}
	if err := blank.Set(ctx, field, text); err != nil {
		return err
	}
	return prepare(ctx, actor, blank).invalid.OrNil()
}

func tryCompany(ctx context.Context, actor account.Actor, field, text string) error {
	blank := CompanyInput{CompanyFields: CompanyFields{Name: "x"}}
	if err := blank.Set(ctx, field, text); err != nil {
		return err
	}
	return prepareCompany(ctx, actor, blank).invalid.OrNil()
}

// employing returns those of the companies that contacts work for.
func employing(ctx context.Context, tx *db.Tx, actor account.Actor, companies []db.ID) (ids []db.ID, why string, err error) {
	var sql db.SQL
	sql.S("SELECT DISTINCT c.company_id FROM contacts c WHERE c.workspace_id = ").P(actor.Workspace)
	sql.S(" AND c.deleted_at IS NULL AND c.company_id IN ")
	db.In(&sql, companies)
	ids, err = db.Values[db.ID](ctx, tx, sql.Text(), sql.Args()...)
	if err != nil {
		return nil, "", fmt.Errorf("read companies with contacts: %w", err)
	}
	return ids, i18n.T(ctx, "It still has contacts."), nil
}

// Labels are tags as every kind of record has them.
func Labels(tags []Tag) []record.Tag {
	all := make([]record.Tag, len(tags))
	for i, t := range tags {
		all[i] = record.Tag{ID: t.ID, Name: t.Name, Hue: t.Hue}
	}
	return all
}
