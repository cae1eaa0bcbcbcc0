package contact

import (
	"context"
	"fmt"
	"slices"

	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
)

// companies finds the companies that rows name, makes each missing one once,
// and tells the rows. It returns how many it made.
func (r *importRun) companies(ctx context.Context, tx *db.Tx, rows []*candidate) (made int64, err error) {
	firms := &firms{run: r, byName: map[string]companyRef{}, byNumber: map[string]companyRef{}}
	l := &lookup{ctx: ctx, tx: tx, actor: r.actor, batch: r.imp.ID}
	if err := firms.find(l, rows); err != nil {
		return 0, fmt.Errorf("look up companies: %w", err)
	}
	if r.imp.Options.CreateCompanies {
		if made, err = firms.make(ctx, tx, rows); err != nil {
			return 0, err
		}
	}
	for _, c := range rows {
		if c.outcome != outcomeCreated && c.outcome != outcomeUpdated {
			continue
		}
		ref, ok := firms.of(c)
		c.setCompany(ref.ID)
		if ok && r.imp.Options.Duplicates == DuplicateUpdate {
			if err := r.fillCompany(ctx, tx, ref.ID, c.in.company); err != nil {
				return 0, err
			}
		}
	}
	return made, nil
}

// setCompany puts the company in; without one, a name that leads nowhere goes.
func (c *candidate) setCompany(id db.ID) {
	c.in.contact.CompanyID, c.in.contact.Company = id, ""
	c.draft.CompanyID, c.draft.in.CompanyID, c.draft.in.Company = id, id, ""
}

// firms are the companies of a batch, by name and by number.
type firms struct {
	run              *importRun
	byName, byNumber map[string]companyRef
}

// numbers are what tells companies apart in a register.
func numbers(o CompanyInput) []string {
	return filledOf(o.RegistrationNumber, search.Fold(o.VATNumber))
}

// of finds the company of a row: by its name, or else by a number.
func (f *firms) of(c *candidate) (companyRef, bool) {
	if ref, ok := f.byName[search.Fold(c.in.company.Name)]; ok {
		return ref, true
	}
	for _, n := range numbers(c.in.company) {
		if ref, ok := f.byNumber[n]; ok {
			return ref, true
		}
	}
	return companyRef{}, false
}

func (f *firms) find(l *lookup, rows []*candidate) error {
	var keys, registrations, vats []string
	seen := map[string]bool{"": true}
	add := func(to *[]string, kind, v string) {
		if !seen[kind+v] && v != "" {
			seen[kind+v] = true
			*to = append(*to, v)
		}
	}
	for _, c := range rows {
		if c.outcome == outcomeCreated || c.outcome == outcomeUpdated {
			add(&keys, "n", search.Fold(c.in.company.Name))
			add(&registrations, "r", c.in.company.RegistrationNumber)
			add(&vats, "v", c.in.company.VATNumber)
		}
	}
	named, err := l.companiesWhere(" AND o.name_key IN ", toAny(keys))
	if err != nil {
		return err
	}
	for _, ref := range named {
		if _, ok := f.byName[ref.Key]; !ok { // the oldest of equal names
			f.byName[ref.Key] = ref
		}
	}
	if err := f.findNumbers(l, "o.registration_number", registrations); err != nil {
		return err
	}
	return f.findNumbers(l, "o.vat_number", vats)
}

type numberedCompany struct {
	companyRef
	Number string `db:"number"`
}

func (f *firms) findNumbers(l *lookup, column db.Expr, wanted []string) error {
	if len(wanted) == 0 {
		return nil
	}
	var q db.SQL
	q.S("SELECT o.id, o.name, o.name_key, ").S(column).S(" AS number FROM companies o WHERE o.workspace_id = ").P(l.actor.Workspace)
	q.S(" AND o.deleted_at IS NULL AND ").S(column).S(" <> '' AND ").S(column).S(" ")
	if err := inTexts(&q, f.run.db.Engine, wanted); err != nil {
		return err
	}
	q.S(" AND ")
	l.actor.Scope("company").Sees(&q, "o.owner_id", "o.team_id")
	q.S(" ORDER BY o.id")
	found, err := db.Select[numberedCompany](l.ctx, l.tx, q.Text(), q.Args()...)
	if err != nil {
		return err
	}
	for _, row := range found {
		if _, ok := f.byNumber[search.Fold(row.Number)]; !ok {
			f.byNumber[search.Fold(row.Number)] = row.companyRef
		}
	}
	return nil
}

// make creates the companies that are missing, with what the first row says
// about each.
func (f *firms) make(ctx context.Context, tx *db.Tx, rows []*candidate) (int64, error) {
	var fresh []*companyDraft
	for _, c := range rows {
		if c.outcome != outcomeCreated && c.outcome != outcomeUpdated || c.in.company.Name == "" {
			continue
		}
		if _, ok := f.of(c); ok {
			continue
		}
		in := c.in.company
		in.OwnerID, in.ImportID, in.Source = c.in.contact.OwnerID, f.run.imp.ID, "import"
		d := prepareCompany(ctx, f.run.actor, in)
		if len(d.invalid) > 0 {
			f.run.failInvalid(ctx, c, d.invalid)
			continue
		}
		fresh = append(fresh, d)
		f.byName[d.NameKey] = companyRef{Name: d.Name, Key: d.NameKey}
	}
	if len(fresh) == 0 {
		return 0, nil
	}
	for part := range slices.Chunk(fresh, maxBatch) {
		if err := insertCompanies(ctx, tx, f.run.actor, f.run.imp.ID, part); err != nil {
			return 0, err
		}
	}
	for _, d := range fresh {
		f.byName[d.NameKey] = companyRef{d.ID, d.Name, d.NameKey}
	}
	return int64(len(fresh)), nil
}

// fillCompany fills gaps of a company that was there, once in a run.
func (r *importRun) fillCompany(ctx context.Context, tx *db.Tx, id db.ID, row CompanyInput) error {
	if !hasDetails(row) || r.filled[id] {
		return nil
	}
	r.filled[id] = true
	_, err := updateCompany(ctx, tx, r.actor, r.imp.ID, id, func(old Company) (CompanyInput, error) {
		in := old.Input()
		for _, field := range []string{"registration_number", "vat_number", "website", "industry", "phone", "email", "address", "city", "postal_code", "country"} {
			if to, from := companyText(&in, field), companyText(&row, field); *to == "" {
				*to = *from
			}
		}
		if in.Employees == nil {
			in.Employees = row.Employees
		}
		if in.AnnualRevenue == nil {
			in.AnnualRevenue = row.AnnualRevenue
		}
		return in, nil
	})
	if _, invalid := asInvalidRow(err); invalid || isForbidden(err) {
		return nil // the company is not theirs to change, or the row not good enough: the contact still is
	}
	return err
}
