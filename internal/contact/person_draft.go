package contact

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/phone"
	"kontor/internal/kit/search"
)

// draft is a contact on its way into the database: its values are checked, what
// it refers to is not yet.
type draft struct {
	Contact
	old     Contact // what is there before a change
	in      ContactInput
	invalid fault.Invalid
	tagIDs  []db.ID
}

// prepare checks everything about an input that can be known without the
// database. What is wrong is in the draft's invalid.
func prepare(ctx context.Context, actor account.Actor, in ContactInput) *draft {
	c := check(ctx, actor)
	c.contact(&in)
	d := &draft{in: in, invalid: c.invalid}
	d.Emails, d.Phones = c.emails(in), c.phones(in)
	c.tags(in.Tags)
	d.fill(actor)
	return d
}

func (c *checker) contact(in *ContactInput) {
	checkFields(c, contactPlain(), &in.ContactFields)
	if in.FirstName == "" && in.LastName == "" {
		c.invalid.Add("first_name", i18n.T(c.ctx, "Enter a first or a last name."))
	}
	c.line("company", &in.Company, maxCompany)
	c.email("email", &in.Email)
	c.phone("phone", &in.Phone)
	c.phone("mobile", &in.Mobile)
	c.birthday("birthday", &in.Birthday)
}

// emails returns the rows to keep: tidy, without blanks and repeats, with one
// primary, which the short form names if it is given.
func (c *checker) emails(in ContactInput) []Email {
	c.many("emails", len(in.Emails))
	var rows []Email
	if in.Email != "" {
		rows = append(rows, Email{Kind: "work", Email: in.Email, Primary: true})
	}
	for i, e := range in.Emails {
		field := "emails." + strconv.Itoa(i)
		c.email(field+".email", &e.Email)
		c.kind(field+".kind", &e.Kind, EmailKinds())
		e.Key = search.Fold(e.Email)
		at := slices.IndexFunc(rows, func(r Email) bool { return strings.EqualFold(r.Email, e.Email) })
		switch {
		case e.Email == "":
		case at >= 0: // said twice: the row knows more than the short form
			rows[at].Kind = e.Kind
		default:
			e.Primary = e.Primary && !slices.ContainsFunc(rows, func(r Email) bool { return r.Primary })
			rows = append(rows, e)
		}
	}
	if len(rows) > 0 && !slices.ContainsFunc(rows, func(r Email) bool { return r.Primary }) {
		rows[0].Primary = true
	}
	for i := range rows {
		rows[i].Position, rows[i].Key = i, search.Fold(rows[i].Email)
	}
	return rows
}

// phones is emails for numbers. The same number as phone and as mobile is one
// row.
func (c *checker) phones(in ContactInput) []Phone {
	c.many("phones", len(in.Phones))
	var rows []Phone
	add := func(p Phone) {
		p.E164, p.Digits = phone.Read(p.Phone, c.actor.Country)
		at := slices.IndexFunc(rows, func(r Phone) bool { return r.Digits == p.Digits })
		switch {
		case p.Phone == "":
		case at >= 0:
			rows[at].Kind = p.Kind
		default:
			p.Primary = p.Primary && !slices.ContainsFunc(rows, func(r Phone) bool { return r.Primary })
			rows = append(rows, p)
		}
	}
	add(Phone{Kind: "work", Phone: in.Phone, Primary: true})
	add(Phone{Kind: "mobile", Phone: in.Mobile})
	for i, p := range in.Phones {
		field := "phones." + strconv.Itoa(i)
		c.phone(field+".phone", &p.Phone)
		c.kind(field+".kind", &p.Kind, PhoneKinds())
		add(p)
	}
	if len(rows) > 0 && !slices.ContainsFunc(rows, func(r Phone) bool { return r.Primary }) {
		rows[0].Primary = true
	}
	for i := range rows {
		rows[i].Position = i
	}
	return rows
}

func (c *checker) kind(field string, kind *string, kinds []string) {
	if *kind == "" {
		*kind = kinds[0]
	}
	if !slices.Contains(kinds, *kind) {
		c.invalid.Add(field, i18n.T(c.ctx, "This is none of the choices."))
	}
}

func (c *checker) many(field string, n int) {
	if n > maxMany {
		c.invalid.Add(field, i18n.N(c.ctx, "A record has at most %s of these.", "A record has at most %s of these.", maxMany))
	}
}

// fill derives the row from the input.
func (d *draft) fill(actor account.Actor) {
	in := d.in
	d.Workspace = actor.Workspace
	d.ContactFields = in.ContactFields
	d.Name = fullName(in.FirstName, in.LastName)
	d.NameKey, d.PositionKey, d.CityKey, d.SourceKey = search.Key(d.Name), search.Key(in.Position), search.Key(in.City), search.Key(in.Source)
	d.CompanyID, d.OwnerID, d.TeamID, d.ImportID = in.CompanyID, in.OwnerID, in.TeamID, in.ImportID
	if in.Birthday != "" {
		d.Birthday = &in.Birthday
	}
	d.copyPrimaries()
}

// copyPrimaries keeps in the row what lists show of the child rows.
func (c *Contact) copyPrimaries() {
	c.Email, c.EmailKey, c.Phone, c.PhoneE164, c.PhoneDigits, c.Mobile, c.MobileDigits = "", "", "", "", "", "", ""
	for _, e := range c.Emails {
		if e.Primary {
			c.Email, c.EmailKey = e.Email, e.Key
		}
	}
	for _, p := range c.Phones {
		if p.Primary {
			c.Phone, c.PhoneE164, c.PhoneDigits = p.Phone, p.E164, p.Digits
		}
		if p.Kind == "mobile" && c.Mobile == "" {
			c.Mobile, c.MobileDigits = p.Phone, p.Digits
		}
	}
}
