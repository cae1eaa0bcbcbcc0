package contact

import (
	"strings"

	"kontor/internal/importing"
	"kontor/internal/kit/vcard"
)

// cardInput is what an address card says.
func cardInput(c *vcard.Card) *rowInput {
	in := &rowInput{full: c.FullName}
	out := &in.contact
	out.IsActive = true
	out.FirstName, out.LastName = strings.TrimSpace(c.First+" "+c.Middle), c.Last
	out.Company, out.Position, out.Notes, out.Tags = c.Company, c.Title, c.Note, c.Categories
	if out.Position == "" {
		out.Position = c.Role
	}
	if c.FullName == c.Company && c.First == "" && c.Last == "" {
		in.full = "" // a card of a company, named after it
	}
	for _, e := range c.Emails {
		out.Emails = append(out.Emails, Email{Kind: emailKind(e.Type), Email: e.Value, Primary: e.Preferred})
	}
	for _, p := range c.Phones {
		out.Phones = append(out.Phones, Phone{Kind: phoneKind(p.Type), Phone: p.Value, Primary: p.Preferred})
	}
	cardAddress(out, c.Addresses)
	if iso, ok := importing.Birthday(c.Birthday); ok {
		out.Birthday = iso
	} else {
		out.Birthday = c.Birthday
	}
	cardLinks(in, c)
	in.finish()
	return in
}

// cardAddress takes the preferred address, or else the first.
func cardAddress(out *ContactInput, all []vcard.Address) {
	for i, a := range all {
		if i > 0 && !a.Preferred {
			continue
		}
		out.Address = strings.Join(importing.Filled(a.Street, a.Region), "\n")
		out.City, out.PostalCode, out.Country = a.City, a.PostalCode, a.Country
	}
}

// cardLinks puts social profiles into their fields; another address of the web
// belongs to the company.
func cardLinks(in *rowInput, c *vcard.Card) {
	for _, link := range append(c.Profiles, c.URLs...) {
		place := &in.company.Website
		switch {
		case strings.Contains(link.Value, "linkedin.com"):
			place = &in.contact.LinkedIn
		case strings.Contains(link.Value, "facebook.com"):
			place = &in.contact.Facebook
		case strings.Contains(link.Value, "twitter.com"), strings.Contains(link.Value, "//x.com"), link.Type == "twitter" && strings.Contains(link.Value, "://"):
			place = &in.contact.Twitter
		case !strings.Contains(link.Value, "://"):
			continue
		}
		if *place == "" {
			*place = link.Value
		}
	}
}
