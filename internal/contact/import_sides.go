package contact

import (
	"context"
	"strings"

	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
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

// Sides compares a row with the contact it is about.
func (p *people) Sides(ctx context.Context, q db.Querier, row *importing.Row) ([]importing.Side, error) {
	c := row.Said.(*candidate)
	there, err := getContact(ctx, q, p.run.Actor, row.There, " AND c.deleted_at IS NULL")
	if fault.IsNotFound(err) {
		return nil, nil // another's, or gone since
	}
	if err != nil {
		return nil, err
	}
	old, said := there.Input(), c.in.contact
	after := p.merge(old, c)
	sides := importing.Beside("name", i18n.T(ctx, "Name"), there.Name, c.named(), after.FirstName == said.FirstName && after.LastName == said.LastName)
	sides = append(sides, importing.More("emails", label(ctx, "email"), emailTexts(old.Emails), emailTexts(said.Emails), len(after.Emails) > len(old.Emails))...)
	sides = append(sides, importing.More("phones", label(ctx, "phone"), phoneTexts(old.Phones), phoneTexts(said.Phones), len(after.Phones) > len(old.Phones))...)
	sides = append(sides, importing.Beside("company", label(ctx, "company"), there.CompanyName, said.Company, p.run.Takes(row, "company", there.CompanyID.IsZero()))...)
	return append(sides, p.run.Compare(ctx, manner(), mergedTexts(), &old, &said, &after)...), nil
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
