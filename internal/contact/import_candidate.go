package contact

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
)

// Results of a row.
const (
	outcomeCreated = "created"
	outcomeUpdated = "updated"
	outcomeSkipped = "skipped"
	outcomeFailed  = "failed"
)

// candidate is a row on its way: what it says, whom it is about, what becomes
// of it.
type candidate struct {
	row     importRow
	in      *rowInput
	draft   *draft
	outcome string
	reason  string // why it was skipped or failed
	value   string // what the reason is about
	target  *target
}

// prepare checks everything about a row that can be known without the
// database.
func (r *importRun) prepare(ctx context.Context, row importRow) *candidate {
	c := &candidate{row: row}
	if row.problem != "" {
		c.fail(row.problem, shortText(strings.Join(filledOf(row.cells...), " · "), 80))
		return c
	}
	if row.card != nil {
		c.in = cardInput(row.card)
	} else {
		c.in = r.mapper.input(row.cells)
	}
	in := &c.in.contact
	in.OwnerID = r.owner(c.in.owner)
	in.ImportID = r.imp.ID
	in.Tags = append(in.Tags, r.imp.Options.Tags...)
	if in.Source == "" {
		in.Source = "import"
	}
	c.draft = prepare(ctx, r.actor, *in)
	r.checkCompany(ctx, c)
	if len(c.draft.invalid) > 0 {
		r.failInvalid(ctx, c, c.draft.invalid)
	}
	return c
}

func memberKey(name string) string { return search.Fold(name) }

// owner is the member a file names, or else the one that was chosen.
func (r *importRun) owner(name string) db.ID {
	if id, ok := r.members[memberKey(name)]; ok && name != "" {
		return id
	}
	if !r.imp.Options.OwnerID.IsZero() {
		return r.imp.Options.OwnerID
	}
	return r.actor.Member
}

// checkCompany finds out whether the row's company could be made.
func (r *importRun) checkCompany(ctx context.Context, c *candidate) {
	o := c.in.company
	if !hasDetails(o) {
		return
	}
	if o.Name == "" {
		o.Name = "?"
	}
	for field, message := range prepareCompany(ctx, r.actor, o).invalid {
		field, _, _ = strings.Cut(field, ".")
		c.draft.invalid.Add("company_"+field, message)
	}
}

func hasDetails(o CompanyInput) bool {
	return o.RegistrationNumber+o.VATNumber+o.Website+o.Industry+o.Phone+o.Email+o.Address+o.City+o.PostalCode+o.Country != "" ||
		o.Employees != nil || o.AnnualRevenue != nil
}

func (c *candidate) fail(reason, value string) {
	c.outcome, c.reason, c.value = outcomeFailed, reason, value
}

func (c *candidate) skip(reason string) { c.outcome, c.reason = outcomeSkipped, reason }

// failInvalid says all that is wrong with a row, and shows the first value.
func (r *importRun) failInvalid(ctx context.Context, c *candidate, invalid fault.Invalid) {
	if c.emptyInput() {
		c.fail(i18n.T(ctx, "Name and e-mail are both empty."), "")
		return
	}
	var reasons []string
	value := ""
	for _, field := range slices.Sorted(maps.Keys(invalid)) {
		name := importLabel(ctx, field)
		if own, ok := r.mapper.custom.Label(field); ok {
			name = own
		}
		reasons = append(reasons, name+": "+invalid[field])
		if value == "" {
			value = c.valueOf(r.imp.Columns, field)
		}
	}
	c.fail(strings.Join(reasons, " "), value)
}

// emptyInput tells a row without anything by which somebody could be called.
func (c *candidate) emptyInput() bool {
	in := c.in.contact
	return in.FirstName == "" && in.LastName == ""
}

// valueOf is the first cell that went into a field.
func (c *candidate) valueOf(columns []ImportColumn, field string) string {
	name, _, _ := strings.Cut(field, ".")
	same := map[string][]string{
		"emails": {"email", "email_home"}, "phones": {"phone", "mobile", "phone_home", "fax", "phone_other"},
		"first_name": {"first_name", "full_name"}, "last_name": {"last_name", "full_name"},
	}[name]
	if same == nil {
		same = []string{name}
	}
	if c.row.card != nil {
		return shortText(c.row.card.FullName, 80)
	}
	for i, column := range columns {
		if i < len(c.row.cells) && slices.Contains(same, column.Field) && strings.TrimSpace(c.row.cells[i]) != "" {
			if c.fits(column, c.row.cells[i]) {
				continue
			}
			return shortText(c.row.cells[i], 80)
		}
	}
	return ""
}

// fits tells a value that is right, so that a message is about another one.
func (c *candidate) fits(column ImportColumn, cell string) bool {
	f, _ := importFieldOf(column.Field)
	return (f.kind == "email" || f.kind == "phone") && fitsKind(f.kind, cell)
}

func (c *candidate) failure(ws db.WorkspaceID, id db.ID) ImportFailure {
	clean := make([]string, len(c.row.cells))
	for i, cell := range c.row.cells {
		clean[i] = strings.ToValidUTF8(strings.ReplaceAll(cell, "\x00", ""), "\uFFFD")
	}
	cells, err := json.Marshal(clean)
	if err != nil {
		cells = []byte("[]") // strings always marshal
	}
	return ImportFailure{Workspace: ws, Import: id, Row: int64(c.row.number), CellsJSON: cells, Value: c.value, Reason: c.reason}
}
