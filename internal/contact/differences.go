package contact

import (
	"strings"

	"kontor/internal/activity"
	"kontor/internal/kit/db"
)

// tracked is a field whose changes history keeps: value is what is compared and
// kept, label what a person reads where the value is an id.
type tracked[T any] struct {
	field        string
	value, label func(T) string
}

// changesOf returns a line of history for every field that differs.
func changesOf[T any](fields []tracked[T], kind string, id, batch db.ID, at int64, old, now T) []activity.Change {
	var all []activity.Change
	for _, f := range fields {
		before, after := f.value(old), f.value(now)
		if before == after {
			continue
		}
		c := activity.Change{Kind: kind, Record: id, Action: activity.Updated, Batch: batch, At: at, Field: f.field, Old: before, New: after}
		if f.label != nil {
			c.OldLabel, c.NewLabel = f.label(old), f.label(now)
		}
		all = append(all, c)
	}
	return all
}

func differences(old, now Contact, batch db.ID) []activity.Change {
	return changesOf(contactTracked(), "contact", old.ID, batch, now.UpdatedAt, old, now)
}

func contactTracked() []tracked[Contact] {
	return []tracked[Contact]{
		{field: "first_name", value: func(c Contact) string { return c.FirstName }},
		{field: "last_name", value: func(c Contact) string { return c.LastName }},
		{field: "company", value: func(c Contact) string { return c.CompanyID.String() }, label: func(c Contact) string { return c.CompanyName }},
		{field: "position", value: func(c Contact) string { return c.Position }},
		{field: "emails", value: emailLines},
		{field: "phones", value: phoneLines},
		{field: "address", value: func(c Contact) string { return c.Address }},
		{field: "city", value: func(c Contact) string { return c.City }},
		{field: "country", value: func(c Contact) string { return c.Country }},
		{field: "postal_code", value: func(c Contact) string { return c.PostalCode }},
		{field: "birthday", value: func(c Contact) string { return orEmpty(c.Birthday) }},
		{field: "language", value: func(c Contact) string { return c.Language }},
		{field: "linkedin", value: func(c Contact) string { return c.LinkedIn }},
		{field: "twitter", value: func(c Contact) string { return c.Twitter }},
		{field: "facebook", value: func(c Contact) string { return c.Facebook }},
		{field: "notes", value: func(c Contact) string { return c.Notes }},
		{field: "source", value: func(c Contact) string { return c.Source }},
		{field: "is_active", value: func(c Contact) string { return yesNo(c.IsActive) }},
		{field: "tags", value: func(c Contact) string { return tagIDs(c.Tags) }, label: func(c Contact) string { return tagNames(c.Tags) }},
		{field: "owner", value: func(c Contact) string { return c.OwnerID.String() }, label: func(c Contact) string { return c.OwnerName }},
		{field: "team", value: func(c Contact) string { return c.TeamID.String() }, label: func(c Contact) string { return c.TeamName }},
	}
}

func companyTracked() []tracked[Company] {
	return []tracked[Company]{
		{field: "name", value: func(c Company) string { return c.Name }},
		{field: "website", value: func(c Company) string { return c.Website }},
		{field: "industry", value: func(c Company) string { return c.Industry }},
		{field: "employees", value: func(c Company) string { return countText(c.Employees) }},
		{field: "annual_revenue", value: func(c Company) string { return c.Revenue().String() }},
		{field: "registration_number", value: func(c Company) string { return c.RegistrationNumber }},
		{field: "vat_number", value: func(c Company) string { return c.VATNumber }},
		{field: "phone", value: func(c Company) string { return c.Phone }},
		{field: "email", value: func(c Company) string { return c.Email }},
		{field: "address", value: func(c Company) string { return c.Address }},
		{field: "city", value: func(c Company) string { return c.City }},
		{field: "country", value: func(c Company) string { return c.Country }},
		{field: "postal_code", value: func(c Company) string { return c.PostalCode }},
		{field: "notes", value: func(c Company) string { return c.Notes }},
		{field: "source", value: func(c Company) string { return c.Source }},
		{field: "tags", value: func(c Company) string { return tagIDs(c.Tags) }, label: func(c Company) string { return tagNames(c.Tags) }},
		{field: "owner", value: func(c Company) string { return c.OwnerID.String() }, label: func(c Company) string { return c.OwnerName }},
		{field: "team", value: func(c Company) string { return c.TeamID.String() }, label: func(c Company) string { return c.TeamName }},
	}
}

// emailLines and phoneLines are the primary row first, then the others.
func emailLines(c Contact) string {
	var first, rest []string
	for _, e := range c.Emails {
		if line := e.Email + " (" + e.Kind + ")"; e.Primary {
			first = append(first, line)
		} else {
			rest = append(rest, line)
		}
	}
	return strings.Join(append(first, rest...), ", ")
}

func phoneLines(c Contact) string {
	var first, rest []string
	for _, p := range c.Phones {
		if line := p.Phone + " (" + p.Kind + ")"; p.Primary {
			first = append(first, line)
		} else {
			rest = append(rest, line)
		}
	}
	return strings.Join(append(first, rest...), ", ")
}

func tagIDs(tags []Tag) string {
	ids := make([]string, len(tags))
	for i, t := range tags {
		ids[i] = t.ID.String()
	}
	return strings.Join(ids, ",")
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
