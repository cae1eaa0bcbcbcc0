package contact

import (
	"context"
	"iter"
	"strings"

	"kontor/internal/account"
	"kontor/internal/importing"
	"kontor/internal/kit/country"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/phone"
)

// people does the rows of one import of contacts.
type people struct {
	run     *importing.Run
	kinds   []int     // see pairs
	seen    *seenKeys // of this batch, or of the whole dry run
	filled  map[db.ID]bool
	firms   *firms
	missing map[string]bool // companies that a dry run would make
	erased  func(ctx context.Context, q db.Querier, actor account.Actor, marks iter.Seq[string]) (map[string]int64, error)
}

func (d *Domain) openPeople(_ context.Context, r *importing.Run) (importing.Rows, error) {
	return &people{run: r, erased: d.Erased, kinds: pairs(r.Import.Columns), seen: newSeenKeys(), filled: map[db.ID]bool{},
		firms: newFirms(r.Actor, r.DB.Engine, r.Import.ID), missing: map[string]bool{}}, nil
}

// candidate is what a row says, and whom it is about.
type candidate struct {
	*importing.Row
	in     *rowInput
	draft  *draft
	target *target
}

// candidates are those of the rows that could be read.
func candidates(rows []*importing.Row) []*candidate {
	all := make([]*candidate, 0, len(rows))
	for _, row := range rows {
		if c, ok := row.Said.(*candidate); ok {
			all = append(all, c)
		}
	}
	return all
}

// Read checks everything about a row that can be known without the database.
func (p *people) Read(ctx context.Context, row *importing.Row) {
	c := &candidate{Row: row}
	if row.Card != nil {
		c.in = cardInput(row.Card)
	} else {
		c.in = p.input(row)
	}
	in := &c.in.contact
	in.OwnerID = p.run.Owner(c.in.owner)
	in.ImportID = p.run.Import.ID
	in.Tags = append(in.Tags, p.run.Import.Options.Tags...)
	if in.Source == "" {
		in.Source = "import"
	}
	c.draft = prepare(ctx, p.run.Actor, *in)
	row.Said = c
	p.checkCompany(ctx, c)
	if len(c.draft.invalid) > 0 {
		p.failInvalid(ctx, c, c.draft.invalid)
	}
}

// checkCompany finds out whether the row's company could be made.
func (p *people) createsCompanies() bool {
	return p.run.Import.Options.CreateCompanies && p.run.Actor.May(account.Create, "company")
}

func (p *people) checkCompany(ctx context.Context, c *candidate) {
	o := c.in.company
	if !hasDetails(o) {
		return
	}
	if o.Name == "" {
		o.Name = "?"
	}
	for field, message := range prepareCompany(ctx, p.run.Actor, o).invalid {
		field, _, _ = strings.Cut(field, ".")
		c.draft.invalid.Add("company_"+field, message)
	}
}

func hasDetails(o CompanyInput) bool {
	return o.RegistrationNumber+o.VATNumber+o.Website+o.Industry+o.Phone+o.Email+o.Address+o.City+o.PostalCode+o.Country != "" ||
		o.Employees != nil || o.AnnualRevenue != nil
}

func (p *people) failInvalid(ctx context.Context, c *candidate, invalid fault.Invalid) {
	if c.in.contact.FirstName == "" && c.in.contact.LastName == "" {
		c.Fail(i18n.T(ctx, "Name and e-mail are both empty."), "")
		return
	}
	p.run.FailInvalid(ctx, c.Row, invalid)
}

// Line is what the preview shows of the row.
func (c *candidate) Line(context.Context) importing.Line {
	return importing.Line{Name: c.draft.Name, Company: c.in.company.Name, Email: c.draft.Email, Phone: c.draft.Phone, Detail: c.draft.Email}
}

// Shown is what would become of the row.
func (c *candidate) Shown(ctx context.Context) []importing.Shown {
	d, o := c.draft, c.in.company
	lines := []importing.Shown{{Label: i18n.T(ctx, "Name"), Value: d.Name}}
	add := func(field, value string) {
		if value != "" {
			lines = append(lines, importing.Shown{Label: label(ctx, field), Value: importing.Short(value, 60)})
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
