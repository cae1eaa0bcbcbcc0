package contact

import (
	"context"
	"fmt"
	"strings"

	"kontor/internal/account"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fields"
	"kontor/internal/kit/i18n"
)

// mergedTexts are the fields that a row fills, or replaces, one by one.
func mergedTexts() []string {
	return []string{"position", "address", "city", "postal_code", "country", "birthday", "notes", "linkedin", "twitter", "facebook", "language"}
}

// mergedText is the place of one of them.
func mergedText(in *ContactInput, field string) *string {
	if field == "birthday" {
		return &in.Birthday
	}
	return fields.TextIn(contactPlain(), &in.ContactFields, field)
}

// Sides compares rows with the contacts they are about.
func (p *people) Sides(ctx context.Context, q db.Querier, rows []*importing.Row) (map[*importing.Row][]importing.Side, error) {
	there, err := someContacts(ctx, q, p.run.Actor, importing.Records(rows))
	if err != nil {
		return nil, err
	}
	all := map[*importing.Row][]importing.Side{}
	for _, row := range rows {
		if c, ok := there[row.There]; ok {
			all[row] = p.sides(ctx, row, c)
		}
	}
	return all, nil
}

// someContacts reads the contacts that the actor sees.
func someContacts(ctx context.Context, q db.Querier, actor account.Actor, ids []db.ID) (map[db.ID]Contact, error) {
	var sql db.SQL
	sql.S(selectContact()).P(actor.Workspace).S(" AND c.deleted_at IS NULL AND c.id IN ")
	db.In(&sql, ids).S(" AND ")
	actor.Scope("contact").Sees(&sql, "c.owner_id", "c.team_id")
	all, err := db.Select[Contact](ctx, q, sql.Text(), sql.Args()...)
	if err == nil {
		err = loadChildren(ctx, q, actor.Workspace, all)
	}
	if err != nil {
		return nil, fmt.Errorf("read contacts: %w", err)
	}
	there := make(map[db.ID]Contact, len(all))
	for _, c := range all {
		there[c.ID] = c
	}
	return there, nil
}

func (p *people) sides(ctx context.Context, row *importing.Row, there Contact) []importing.Side {
	c := row.Said.(*candidate)
	old, said := there.Input(), c.in.contact
	after := p.merge(old, c)
	sides := importing.Beside("name", i18n.T(ctx, "Name"), there.Name, c.named(), after.FirstName == said.FirstName && after.LastName == said.LastName)
	sides = append(sides, importing.More("emails", label(ctx, "email"), emailTexts(old.Emails), emailTexts(said.Emails), len(after.Emails) > len(old.Emails))...)
	sides = append(sides, importing.More("phones", label(ctx, "phone"), phoneTexts(old.Phones), phoneTexts(said.Phones), len(after.Phones) > len(old.Phones))...)
	sides = append(sides, p.run.Named(row, "company", label(ctx, "company"), there.CompanyName, said.Company, there.CompanyID.IsZero())...)
	return append(sides, p.run.Compare(ctx, manner(), mergedTexts(), &old, &said, &after)...)
}

// named is the name that the row says; empty where it borrowed one.
func (c *candidate) named() string {
	if c.in.borrowed {
		return ""
	}
	return c.draft.Name
}

func emailTexts(all []Email) string {
	texts := make([]string, len(all))
	for i, e := range all {
		texts[i] = e.Email
	}
	return strings.Join(texts, ", ")
}

func phoneTexts(all []Phone) string {
	texts := make([]string, len(all))
	for i, p := range all {
		texts[i] = p.Phone
	}
	return strings.Join(texts, ", ")
}
