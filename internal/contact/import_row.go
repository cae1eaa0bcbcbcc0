package contact

import (
	"slices"
	"strings"

	"kontor/internal/customfield"
	"kontor/internal/importing"
	"kontor/internal/kit/email"
	"kontor/internal/kit/fields"
	"kontor/internal/kit/money"
	"kontor/internal/kit/search"
	"kontor/internal/record"
)

// rowInput is what one row of a file says: a contact and the company it
// belongs to.
type rowInput struct {
	contact ContactInput
	company CompanyInput
	owner   string // name or e-mail address of a member
	middle  string
	full    string

	borrowed bool // the name is made of an address or a company
}

// input reads a row of a table.
func (p *people) input(row *importing.Row) *rowInput {
	in := &rowInput{}
	in.contact.IsActive = true
	p.run.Columns(row, func(at int, c *importing.ImportColumn, cell string) {
		kind := ""
		if pair := p.kinds[at]; pair >= 0 {
			kind = p.run.Import.Columns[pair].Meaning(row.Cells[pair])
		}
		p.set(in, c, cell, kind)
	})
	in.finish()
	return in
}

// pairs tells of every column which one says the kind of its e-mail or phone,
// or -1.
func pairs(columns []importing.ImportColumn) []int {
	all := make([]int, len(columns))
	kind := map[string]int{"email": -1, "phone": -1}
	for i, c := range columns {
		all[i] = -1
		switch c.Field {
		case "email_kind":
			kind["email"] = i
		case "phone_kind":
			kind["phone"] = i
		case "email", "phone":
			all[i], kind[c.Field] = kind[c.Field], -1
		}
	}
	return all
}

func (p *people) set(in *rowInput, c *importing.ImportColumn, cell, kind string) {
	switch c.Field {
	case "email", "email_home":
		in.addEmails(c, cell, kind)
	case "phone", "mobile", "phone_home", "fax", "phone_other":
		in.addPhones(c, cell, kind)
	case "notes":
		in.contact.Notes = strings.TrimSpace(in.contact.Notes + "\n" + cell)
	case "tags":
		in.contact.Tags = append(in.contact.Tags, c.Tags(cell)...)
	case "birthday":
		in.contact.Birthday = p.run.Birthday(cell)
	case "is_active":
		said, _ := importing.YesOrNo(cell)
		in.contact.IsActive = said != "no"
	case "language":
		in.contact.Language = cell
		if code, ok := languageOf(cell); ok {
			in.contact.Language = code
		}
	case "company_annual_revenue":
		in.company.AnnualRevenue = &Money{Amount: cell, Currency: p.run.Actor.Currency}
	case "company_employees":
		if n, ok := money.Parse(cell, 0); ok {
			in.company.Employees = &n
		}
	default:
		if setOnce(&in.contact.Custom, c.Field, p.run.Text(c.Field, cell)) {
			return
		}
		if field := in.text(c.Field); field != nil && *field == "" {
			*field = cell
		}
	}
}

// text is the place of a field that is kept as it is written, nil if there is
// none.
func (in *rowInput) text(field string) *string {
	switch field {
	case "middle_name":
		return &in.middle
	case "full_name":
		return &in.full
	case "company":
		return &in.contact.Company
	case "owner":
		return &in.owner
	}
	if of, ok := strings.CutPrefix(field, "company_"); ok {
		return fields.TextIn(companyPlain(), &in.company.CompanyFields, of)
	}
	return fields.TextIn(contactPlain(), &in.contact.ContactFields, field)
}

func (in *rowInput) addEmails(c *importing.ImportColumn, cell, kind string) {
	for _, one := range importing.SplitMany(cell) {
		e := Email{Kind: emailKind(kind + " " + c.Name), Email: one}
		if c.Field == "email_home" {
			e.Kind = "home"
		}
		in.contact.Emails = append(in.contact.Emails, e)
	}
}

func (in *rowInput) addPhones(c *importing.ImportColumn, cell, kind string) {
	for _, one := range importing.SplitMany(cell) {
		p := Phone{Kind: phoneKind(kind + " " + c.Name), Phone: one}
		switch c.Field {
		case "mobile", "fax":
			p.Kind = c.Field
		case "phone_home", "phone_other":
			p.Kind = strings.TrimPrefix(c.Field, "phone_")
		}
		in.contact.Phones = append(in.contact.Phones, p)
	}
}

// finish puts the name together and drops what came twice.
func (in *rowInput) finish() {
	c := &in.contact
	if c.FirstName == "" && c.LastName == "" {
		c.FirstName, c.LastName = splitName(in.full)
		in.borrowName()
	} else if in.middle != "" {
		c.FirstName = strings.TrimSpace(c.FirstName + " " + in.middle)
	}
	seen := map[string]bool{}
	c.Tags = slices.DeleteFunc(c.Tags, func(t string) bool {
		key := search.Fold(t)
		twice := seen[key]
		seen[key] = true
		return twice
	})
	in.company.Name = c.Company
}

// borrowName calls somebody nameless who can be reached by the address, or
// else by the company.
func (in *rowInput) borrowName() {
	c := &in.contact
	switch {
	case c.FirstName != "" || c.LastName != "":
	case len(c.Emails) > 0 && email.Valid(c.Emails[0].Email):
		in.borrowed = true
		c.FirstName, _, _ = strings.Cut(c.Emails[0].Email, "@")
	default:
		in.borrowed = true
		c.FirstName = c.Company
	}
}

// setOnce says a custom field unless a column before said it; it tells whether
// it is one.
func setOnce(custom *map[string]string, field, text string) bool {
	return customfield.IsKey(field) && ((*custom)[field] != "" || record.SetCustom(custom, field, text))
}
