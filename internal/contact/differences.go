package contact

import (
	"strings"
	"sync"

	"kontor/internal/activity"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fields"
	"kontor/internal/record"
)

func differences(old, now Contact, batch db.ID) []activity.Change {
	return record.ChangesOf(contactTrackedWith(now.Extra.Set()), "contact", old.ID, batch, now.UpdatedAt, old, now)
}

var contactTracked = sync.OnceValue(func() []record.Tracked[Contact] {
	return append(record.PlainTracked(contactPlain(), func(c Contact) ContactFields { return c.ContactFields }), []record.Tracked[Contact]{
		{Field: "company", Value: func(c Contact) string { return c.CompanyID.String() }, Label: func(c Contact) string { return c.CompanyName }},
		{Field: "emails", Value: emailLines},
		{Field: "phones", Value: phoneLines},
		{Field: "birthday", Value: func(c Contact) string { return orEmpty(c.Birthday) }},
		{Field: "tags", Value: func(c Contact) string { return tagIDs(c.Tags) }, Label: func(c Contact) string { return tagNames(c.Tags) }},
		{Field: "owner", Value: func(c Contact) string { return c.OwnerID.String() }, Label: func(c Contact) string { return c.OwnerName }},
		{Field: "team", Value: func(c Contact) string { return c.TeamID.String() }, Label: func(c Contact) string { return c.TeamName }},
	}...)
})

var companyTracked = sync.OnceValue(func() []record.Tracked[Company] {
	return append(record.PlainTracked(companyPlain(), func(c Company) CompanyFields { return c.CompanyFields }), []record.Tracked[Company]{
		{Field: "annual_revenue", Value: func(c Company) string { return c.Revenue().String() }},
		{Field: "tags", Value: func(c Company) string { return tagIDs(c.Tags) }, Label: func(c Company) string { return tagNames(c.Tags) }},
		{Field: "owner", Value: func(c Company) string { return c.OwnerID.String() }, Label: func(c Company) string { return c.OwnerName }},
		{Field: "team", Value: func(c Company) string { return c.TeamID.String() }, Label: func(c Company) string { return c.TeamName }},
	}...)
})

func contactTrackedWith(set *customfield.Set) []record.Tracked[Contact] {
	return append(contactTracked(), record.CustomTracked(set, func(c Contact) customfield.Values { return c.Extra })...)
}

func companyTrackedWith(set *customfield.Set) []record.Tracked[Company] {
	return append(companyTracked(), record.CustomTracked(set, func(c Company) customfield.Values { return c.Extra })...)
}

// copyPlain copies the plain field of that name, if it is one.
func copyPlain[F any](plain []fields.Field[F], to, from *F, name string) {
	if f, ok := fields.Named(plain, name); ok {
		f.Copy(to, from)
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
