package contact

import (
	"context"
	"strings"
	"sync"

	"kontor/internal/activity"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fields"
)

// tracked is a field whose changes history keeps: value is what is compared and
// kept, label what a person reads where the value is an id.
type tracked[T any] struct {
	field        string
	value, label func(T) string
	own          *customfield.Field // nil for a built-in one
}

// name is what a person calls the field.
func (f tracked[T]) name(ctx context.Context) string {
	if f.own != nil {
		return f.own.Label
	}
	return label(ctx, f.field)
}

// words writes a value as history keeps it for the reader.
func (f tracked[T]) words(ctx context.Context, text string) string {
	if f.own != nil && f.label == nil {
		return f.own.Words(ctx, text)
	}
	return shown(ctx, f.field, text)
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
	return changesOf(contactTrackedWith(now.Extra.Set()), "contact", old.ID, batch, now.UpdatedAt, old, now)
}

var contactTracked = sync.OnceValue(func() []tracked[Contact] {
	return append(plainTracked(contactPlain(), func(c Contact) ContactFields { return c.ContactFields }), []tracked[Contact]{
		{field: "company", value: func(c Contact) string { return c.CompanyID.String() }, label: func(c Contact) string { return c.CompanyName }},
		{field: "emails", value: emailLines},
		{field: "phones", value: phoneLines},
		{field: "birthday", value: func(c Contact) string { return orEmpty(c.Birthday) }},
		{field: "tags", value: func(c Contact) string { return tagIDs(c.Tags) }, label: func(c Contact) string { return tagNames(c.Tags) }},
		{field: "owner", value: func(c Contact) string { return c.OwnerID.String() }, label: func(c Contact) string { return c.OwnerName }},
		{field: "team", value: func(c Contact) string { return c.TeamID.String() }, label: func(c Contact) string { return c.TeamName }},
	}...)
})

var companyTracked = sync.OnceValue(func() []tracked[Company] {
	return append(plainTracked(companyPlain(), func(c Company) CompanyFields { return c.CompanyFields }), []tracked[Company]{
		{field: "annual_revenue", value: func(c Company) string { return c.Revenue().String() }},
		{field: "tags", value: func(c Company) string { return tagIDs(c.Tags) }, label: func(c Company) string { return tagNames(c.Tags) }},
		{field: "owner", value: func(c Company) string { return c.OwnerID.String() }, label: func(c Company) string { return c.OwnerName }},
		{field: "team", value: func(c Company) string { return c.TeamID.String() }, label: func(c Company) string { return c.TeamName }},
	}...)
})

// plainTracked tracks every plain field of a record.
func plainTracked[T, F any](plain []fields.Field[F], of func(T) F) []tracked[T] {
	all := make([]tracked[T], len(plain))
	for i, f := range plain {
		all[i] = tracked[T]{field: f.Name, value: func(v T) string { return f.Text(of(v)) }}
	}
	return all
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
