package contact

import (
	"context"
	"errors"
	"io"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/country"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/phone"
)

// shownValue is a line of the preview of a row.
type shownValue struct{ Label, Value string }

// first shows what the first row that can be imported would become; the name
// comes first.
func (s *Imports) first(ctx context.Context, actor account.Actor, imp *Import) ([]shownValue, error) {
	run, f, err := s.open(ctx, actor, imp)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for range 20 {
		row, err := run.src.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if c := run.prepare(ctx, row); c.draft != nil && c.draft.Name != "" {
			return c.shown(ctx, actor), nil
		}
	}
	return nil, nil
}

func (c *candidate) shown(ctx context.Context, actor account.Actor) []shownValue {
	d, o := c.draft, c.in.company
	lines := []shownValue{{i18n.T(ctx, "Name"), d.Name}}
	add := func(field, value string) {
		if value != "" {
			lines = append(lines, shownValue{label(ctx, field), shortText(value, 60)})
		}
	}
	add("company", o.Name)
	add("position", d.Position)
	for _, e := range d.Emails {
		add("email", e.Email)
	}
	for _, p := range d.Phones {
		shown := p.Phone
		if p.E164 != "" {
			shown = phone.Display(p.E164, "")
		}
		add("phone", shown)
	}
	add("address", d.Address)
	add("city", d.City)
	if d.Country != "" {
		add("country", country.Name(d.Country, i18n.From(ctx).Lang))
	}
	if d.Birthday != nil {
		add("birthday", i18n.ISODate(ctx, *d.Birthday))
	}
	add("registration_number", o.RegistrationNumber)
	add("vat_number", o.VATNumber)
	add("tags", strings.Join(c.in.contact.Tags, ", "))
	add("notes", d.Notes)
	return lines
}
