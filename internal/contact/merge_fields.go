package contact

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fields"
	"kontor/internal/kit/search"
)

// mergingContacts is how contacts are merged.
var mergingContacts = sync.OnceValue(func() merging[Contact, ContactInput] {
	return merging[Contact, ContactInput]{
		shelf: contactShelf(), path: "/contacts", refs: contactReferences(),
		about: func(c Contact) about {
			return about{c.ID, c.Name, c.Version, c.OwnerID, c.TeamID, c.UpdatedAt, c.ActivityAt}
		},
		input: Contact.Input, tags: func(in *ContactInput) *[]string { return &in.Tags }, extra: func(c Contact) customfield.Values { return c.Extra }, custom: func(in *ContactInput) *map[string]string { return &in.Custom },
		read: readContacts, update: mergeContact, index: indexContacts,
		fields: contactMergeFields(),
		lists: []mergeList[Contact, ContactInput]{
			{field: "emails", value: func(in ContactInput) string { return emailText(in.Emails) }, items: emailItems, keep: keepEmails,
				copy: func(to, from *ContactInput) { to.Emails = from.Emails }},
			{field: "phones", value: func(in ContactInput) string { return phoneText(in.Phones) }, items: phoneItems, keep: keepPhones,
				copy: func(to, from *ContactInput) { to.Phones = from.Phones }},
			{field: "tags", value: func(in ContactInput) string { return tagText(in.Tags) }, items: func(c Contact) []listItem { return tagItems(c.Tags) },
				copy: func(to, from *ContactInput) { to.Tags = from.Tags },
				keep: func(to *ContactInput, all []Contact, key func(listItem) bool) {
					to.Tags = keptTags(all, func(c Contact) []Tag { return c.Tags }, key)
				}},
		},
	}
})

// mergingCompanies is how companies are merged.
var mergingCompanies = sync.OnceValue(func() merging[Company, CompanyInput] {
	return merging[Company, CompanyInput]{
		shelf: companyShelf(), path: "/companies", refs: companyReferences(),
		about: func(c Company) about {
			return about{c.ID, c.Name, c.Version, c.OwnerID, c.TeamID, c.UpdatedAt, c.ActivityAt}
		},
		input: Company.Input, tags: func(in *CompanyInput) *[]string { return &in.Tags }, extra: func(c Company) customfield.Values { return c.Extra }, custom: func(in *CompanyInput) *map[string]string { return &in.Custom },
		read: readCompanies, update: mergeCompany, index: indexCompanies,
		fields: companyMergeFields(),
		lists: []mergeList[Company, CompanyInput]{
			{field: "tags", value: func(in CompanyInput) string { return tagText(in.Tags) }, items: func(c Company) []listItem { return tagItems(c.Tags) },
				copy: func(to, from *CompanyInput) { to.Tags = from.Tags },
				keep: func(to *CompanyInput, all []Company, key func(listItem) bool) {
					to.Tags = keptTags(all, func(c Company) []Tag { return c.Tags }, key)
				}},
		},
	}
})

func mergeContact(ctx context.Context, tx *db.Tx, actor account.Actor, batch, id db.ID, change func(Contact) (ContactInput, error)) (Contact, error) {
	return updateContact(ctx, tx, actor, batch, id, change)
}

func mergeCompany(ctx context.Context, tx *db.Tx, actor account.Actor, batch, id db.ID, change func(Company) (CompanyInput, error)) (Company, error) {
	return updateCompany(ctx, tx, actor, batch, id, change)
}

func contactMergeFields() []mergeField[Contact, ContactInput] {
	type field = mergeField[Contact, ContactInput]
	all := []field{
		// First and last name go together: half of one and half of the other is nobody.
		{field: "name", value: func(in ContactInput) string { return fullName(in.FirstName, in.LastName) },
			copy: func(to, from *ContactInput) { to.FirstName, to.LastName = from.FirstName, from.LastName }},
		{field: "company", value: func(in ContactInput) string { return in.CompanyID.String() }, label: func(c Contact) string { return c.CompanyName },
			copy: func(to, from *ContactInput) { to.CompanyID = from.CompanyID }},
	}
	for _, f := range contactPlain() {
		if f.Name == "first_name" || f.Name == "last_name" {
			continue
		}
		all = append(all, plainMergeField[Contact](f, func(in *ContactInput) *ContactFields { return &in.ContactFields }))
	}
	return append(all,
		field{field: "birthday", value: func(in ContactInput) string { return in.Birthday }, copy: func(to, from *ContactInput) { to.Birthday = from.Birthday }},
		field{field: "owner", value: func(in ContactInput) string { return in.OwnerID.String() }, label: func(c Contact) string { return c.OwnerName },
			copy: func(to, from *ContactInput) { to.OwnerID = from.OwnerID }},
		field{field: "team", value: func(in ContactInput) string { return in.TeamID.String() }, label: func(c Contact) string { return c.TeamName },
			copy: func(to, from *ContactInput) { to.TeamID = from.TeamID }})
}

func companyMergeFields() []mergeField[Company, CompanyInput] {
	type field = mergeField[Company, CompanyInput]
	var all []field
	for _, f := range companyPlain() {
		all = append(all, plainMergeField[Company](f, func(in *CompanyInput) *CompanyFields { return &in.CompanyFields }))
	}
	return append(all,
		field{field: "annual_revenue", value: func(in CompanyInput) string { return in.AnnualRevenue.String() }, copy: func(to, from *CompanyInput) { to.AnnualRevenue = from.AnnualRevenue }},
		field{field: "owner", value: func(in CompanyInput) string { return in.OwnerID.String() }, label: func(c Company) string { return c.OwnerName },
			copy: func(to, from *CompanyInput) { to.OwnerID = from.OwnerID }},
		field{field: "team", value: func(in CompanyInput) string { return in.TeamID.String() }, label: func(c Company) string { return c.TeamName },
			copy: func(to, from *CompanyInput) { to.TeamID = from.TeamID }})
}

// plainMergeField is a plain field; notes can be taken from all records.
func plainMergeField[R, In, F any](f fields.Field[F], of func(*In) *F) mergeField[R, In] {
	m := mergeField[R, In]{field: f.Name,
		value: func(in In) string { return f.Text(*of(&in)) },
		copy:  func(to, from *In) { f.Copy(of(to), of(from)) }}
	if f.Name == "notes" {
		m.set = func(to *In, text string) {
			if notes, ok := f.In(of(to)).(*string); ok {
				*notes = text
			}
		}
	}
	return m
}

// emailText and phoneText are lists as they are compared.
func emailText(all []Email) string {
	lines := make([]string, len(all))
	for i, e := range all {
		lines[i] = fmt.Sprint(e.Email, " ", e.Kind, " ", e.Primary)
	}
	return strings.Join(lines, "\n")
}

func phoneText(all []Phone) string {
	lines := make([]string, len(all))
	for i, p := range all {
		lines[i] = fmt.Sprint(p.Phone, " ", p.Kind, " ", p.Primary)
	}
	return strings.Join(lines, "\n")
}

func tagText(ids []string) string { return strings.Join(slices.Sorted(slices.Values(ids)), ",") }

func emailItem(e Email) listItem { return listItem{search.Fold(e.Email), e.Email} }

// phoneItem is a number: two ways to write it are one item.
func phoneItem(p Phone) listItem { return listItem{firstOf(p.E164, p.Digits, p.Phone), p.Phone} }

func emailItems(c Contact) []listItem { return itemsOf(c.Emails, emailItem) }
func phoneItems(c Contact) []listItem { return itemsOf(c.Phones, phoneItem) }
func tagItems(tags []Tag) []listItem {
	return itemsOf(tags, func(t Tag) listItem { return listItem{t.ID.String(), t.Name} })
}

func itemsOf[T any](all []T, item func(T) listItem) []listItem {
	items := make([]listItem, len(all))
	for i, v := range all {
		items[i] = item(v)
	}
	return items
}

// union are the values of all records that are kept, each once, those of the
// first record first.
func union[R, T any](all []R, of func(R) []T, item func(T) listItem, key func(listItem) bool) []T {
	var kept []T
	seen := map[string]bool{}
	for _, r := range all {
		for _, v := range of(r) {
			if i := item(v); !seen[i.Key] && key(i) {
				seen[i.Key] = true
				kept = append(kept, v)
			}
		}
	}
	return kept
}

// keepEmails and keepPhones leave the primary one of the first record primary;
// where it has none, the first of all becomes it.
func keepEmails(to *ContactInput, all []Contact, key func(listItem) bool) {
	to.Emails = union(all, func(c Contact) []Email { return c.Emails }, emailItem, key)
	onePrimary(to.Emails, func(e *Email) *bool { return &e.Primary })
}

func keepPhones(to *ContactInput, all []Contact, key func(listItem) bool) {
	to.Phones = union(all, func(c Contact) []Phone { return c.Phones }, phoneItem, key)
	onePrimary(to.Phones, func(p *Phone) *bool { return &p.Primary })
}

func onePrimary[T any](all []T, primary func(*T) *bool) {
	found := false
	for i := range all {
		p := primary(&all[i])
		*p, found = *p && !found, found || *p
	}
}

func keptTags[R any](all []R, of func(R) []Tag, key func(listItem) bool) []string {
	kept := union(all, of, func(t Tag) listItem { return listItem{t.ID.String(), t.Name} }, key)
	return itemKeys(tagItems(kept))
}

func itemKeys(items []listItem) []string {
	keys := make([]string, len(items))
	for i, item := range items {
		keys[i] = item.Key
	}
	return keys
}

// readContacts returns those of the contacts that the actor sees and that are
// not in the recycle bin, in the order of the ids: four queries.
func readContacts(ctx context.Context, q db.Querier, actor account.Actor, ids []db.ID) ([]Contact, error) {
	var sql db.SQL
	sql.S(selectContact()).P(actor.Workspace).S(" AND c.deleted_at IS NULL AND c.id IN ")
	db.In(&sql, ids)
	sql.S(" AND ")
	actor.Scope("contact").Sees(&sql, "c.owner_id", "c.team_id")
	all, err := db.Select[Contact](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read contacts: %w", err)
	}
	slices.SortFunc(all, func(a, b Contact) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return all, loadChildren(ctx, q, actor.Workspace, all)
}

// readCompanies is readContacts for companies: two queries.
func readCompanies(ctx context.Context, q db.Querier, actor account.Actor, ids []db.ID) ([]Company, error) {
	var sql db.SQL
	sql.S(selectCompany()).P(actor.Workspace).S(" AND o.deleted_at IS NULL AND o.id IN ")
	db.In(&sql, ids)
	sql.S(" AND ")
	actor.Scope("company").Sees(&sql, "o.owner_id", "o.team_id")
	all, err := db.Select[Company](ctx, q, sql.Text(), sql.Args()...)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	slices.SortFunc(all, func(a, b Company) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	if err := loadCompanyExtra(ctx, q, actor.Workspace, all); err != nil {
		return nil, err
	}
	tags, err := tagsOf(ctx, q, companyShelf(), actor.Workspace, ids)
	for _, t := range tags {
		for i := range all {
			if all[i].ID == t.Record {
				all[i].Tags = append(all[i].Tags, t.Tag)
			}
		}
	}
	return all, err
}
