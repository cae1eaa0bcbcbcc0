package contact

import (
	"slices"
	"strconv"
	"strings"

	"kontor/internal/customfield"
	"kontor/internal/kit/fields"
	"kontor/internal/kit/money"
	"kontor/internal/kit/search"
	"kontor/internal/kit/xlsx"
	"kontor/internal/record"
)

// rowInput is what one row of a file says: a contact and the company it
// belongs to. note is about what kept the row from being read, by field.
type rowInput struct {
	contact ContactInput
	company CompanyInput
	owner   string // name or e-mail address of a member
	middle  string
	full    string

	borrowed bool // the name is made of an address or a company
}

// rowMapper turns cells into inputs.
type rowMapper struct {
	columns  []ImportColumn
	order    dateOrder
	currency string
	kinds    []int // the column that says the kind of a column, or -1
	serials  bool  // dates may be numbers of days
	date1904 bool
	custom   *customfield.Set // nil where values are only shown
}

func newRowMapper(imp *Import, order dateOrder, currency string) *rowMapper {
	columns := imp.Columns
	m := &rowMapper{columns: columns, order: order, currency: currency, serials: imp.Format == record.FormatXLSX, date1904: imp.Details.Date1904}
	kind := map[string]int{"email": -1, "phone": -1}
	for i, c := range columns {
		pair := -1
		switch c.Field {
		case "email_kind":
			kind["email"] = i
		case "phone_kind":
			kind["phone"] = i
		case "email", "phone":
			pair, kind[c.Field] = kind[c.Field], -1
		}
		m.kinds = append(m.kinds, pair)
	}
	return m
}

// input reads a row; cells beyond the columns are not looked at.
func (m *rowMapper) input(cells []string) *rowInput {
	in := &rowInput{}
	in.contact.IsActive = true
	for i, c := range m.columns {
		if i >= len(cells) || c.Field == "" {
			continue
		}
		cell := c.meaning(cells[i])
		if cell == "" {
			continue
		}
		kind := ""
		if at := m.kinds[i]; at >= 0 {
			kind = m.columns[at].meaning(cells[at])
		}
		m.set(in, c, cell, kind)
	}
	in.finish()
	return in
}

// meaning is what a cell stands for: what was decided, or what it says.
func (c *ImportColumn) meaning(cell string) string {
	cell = strings.TrimSpace(cell)
	if len(c.Meanings) == 0 || c.Field == "tags" {
		return cell
	}
	if means, decided := c.Meanings[valueKey(cell)]; decided {
		return means
	}
	return cell
}

// tags are the tags that a cell stands for.
func (c *ImportColumn) tags(cell string) []string {
	all := splitTags(cell)
	if len(c.Meanings) == 0 {
		return all
	}
	kept := all[:0]
	for _, tag := range all {
		means, decided := c.Meanings[valueKey(tag)]
		if !decided || means == newTagMeans {
			means = tag
		}
		if means != "" {
			kept = append(kept, means)
		}
	}
	return kept
}

func (m *rowMapper) set(in *rowInput, c ImportColumn, cell, kind string) {
	switch c.Field {
	case "email", "email_home":
		m.emails(in, c, cell, kind)
	case "phone", "mobile", "phone_home", "fax", "phone_other":
		m.phones(in, c, cell, kind)
	case "notes":
		in.contact.Notes = strings.TrimSpace(in.contact.Notes + "\n" + cell)
	case "tags":
		in.contact.Tags = append(in.contact.Tags, c.tags(cell)...)
	case "birthday":
		in.contact.Birthday = m.date(cell)
	case "is_active":
		said, _ := yesOrNo(cell)
		in.contact.IsActive = said != "no"
	case "language":
		in.contact.Language = cell
		if code, ok := languageOf(cell); ok {
			in.contact.Language = code
		}
	case "company_annual_revenue":
		in.company.AnnualRevenue = &Money{Amount: cell, Currency: m.currency}
	case "company_employees":
		if n, ok := money.Parse(cell, 0); ok {
			in.company.Employees = &n
		}
	default:
		if setOnce(&in.contact.Custom, c.Field, m.customText(c.Field, cell)) {
			return
		}
		if field := in.text(c.Field); field != nil && *field == "" {
			*field = cell
		}
	}
}

// date reads a date as it is written, or as a workbook counts days; what is
// none stays as it is.
func (m *rowMapper) date(cell string) string {
	if m.serials && len(cell) < 6 {
		if days, err := strconv.ParseFloat(cell, 64); err == nil {
			if iso, ok := xlsx.DateText(days, m.date1904, false); ok {
				return iso
			}
		}
	}
	if iso, ok := readDate(cell, m.order); ok {
		return iso
	}
	return cell
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

func (m *rowMapper) emails(in *rowInput, c ImportColumn, cell, kind string) {
	for _, one := range splitMany(cell) {
		e := Email{Kind: emailKind(kind + " " + c.Name), Email: one}
		if c.Field == "email_home" {
			e.Kind = "home"
		}
		in.contact.Emails = append(in.contact.Emails, e)
	}
}

func (m *rowMapper) phones(in *rowInput, c ImportColumn, cell, kind string) {
	for _, one := range splitMany(cell) {
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
	case len(c.Emails) > 0 && validEmail(c.Emails[0].Email):
		in.borrowed = true
		c.FirstName, _, _ = strings.Cut(c.Emails[0].Email, "@")
	default:
		in.borrowed = true
		c.FirstName = c.Company
	}
}

// emptyCells tells a row that says nothing at all.
func emptyCells(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}
