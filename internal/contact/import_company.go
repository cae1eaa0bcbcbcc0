package contact

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"kontor/internal/account"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/search"
	"kontor/internal/record"
)

// companies finds the companies that rows name, makes each missing one once,
// and tells the rows. It returns how many it made.
func (p *people) companies(ctx context.Context, tx *db.Tx, rows []*candidate) (made int64, err error) {
	wanted := make([]wantedFirm, 0, len(rows))
	for _, c := range rows {
		if c.Comes() {
			wanted = append(wanted, wantedFirm{c.in.company, c.in.contact.OwnerID, func(invalid fault.Invalid) { p.failInvalid(ctx, c, invalid) }})
		}
	}
	if made, err = p.firms.get(ctx, tx, wanted, p.createsCompanies()); err != nil {
		return 0, err
	}
	for _, c := range rows {
		if !c.Comes() {
			continue
		}
		ref, ok := p.firms.of(c.in.company)
		c.setCompany(ref)
		if ok && p.run.Import.Options.Duplicates == importing.DuplicateUpdate {
			if err := p.fillCompany(ctx, tx, ref.ID, c.in.company); err != nil {
				return 0, err
			}
		}
	}
	return made, nil
}

// setCompany puts the company in; without one, a name that leads nowhere goes.
func (c *candidate) setCompany(ref companyRef) {
	c.in.contact.CompanyID, c.in.contact.Company = ref.ID, ""
	c.draft.CompanyID, c.draft.in.CompanyID, c.draft.in.Company = ref.ID, ref.ID, ""
	if !ref.ID.IsZero() {
		c.draft.CompanyName, c.draft.CompanyKey = ref.Name, &ref.Key
	}
}

// firms are the companies that rows have named so far, by name and by number.
type firms struct {
	actor            account.Actor
	engine           db.Engine
	batch            db.ID
	byName, byNumber map[string]companyRef
}

func newFirms(actor account.Actor, engine db.Engine, batch db.ID) *firms {
	return &firms{actor: actor, engine: engine, batch: batch, byName: map[string]companyRef{}, byNumber: map[string]companyRef{}}
}

// wantedFirm is a company that a row names, and who is to have it; fail is told
// if it cannot be made.
type wantedFirm struct {
	company CompanyInput
	owner   db.ID
	fail    func(fault.Invalid)
}

// get finds companies, and makes the missing ones if that is wanted.
func (f *firms) get(ctx context.Context, tx *db.Tx, wanted []wantedFirm, create bool) (made int64, err error) {
	f.forget()
	if err := f.find(ctx, tx, wanted); err != nil {
		return 0, fmt.Errorf("look up companies: %w", err)
	}
	if !create {
		return 0, nil
	}
	return f.make(ctx, tx, wanted)
}

// rememberedFirms bounds what is kept from batch to batch.
const rememberedFirms = 50_000

func (f *firms) forget() {
	if len(f.byName)+len(f.byNumber) > rememberedFirms {
		clear(f.byName)
		clear(f.byNumber)
	}
}

// numbers are what tells companies apart in a register.
func numbers(o CompanyInput) []string {
	return importing.Filled(search.Fold(o.RegistrationNumber), search.Fold(o.VATNumber))
}

// of finds the company of a row: by its name, or else by a number.
func (f *firms) of(o CompanyInput) (companyRef, bool) {
	if ref, ok := f.byName[search.Key(o.Name)]; ok {
		return ref, true
	}
	for _, n := range numbers(o) {
		if ref, ok := f.byNumber[n]; ok {
			return ref, true
		}
	}
	return companyRef{}, false
}

func (f *firms) find(ctx context.Context, q db.Querier, wanted []wantedFirm) error {
	var keys, registrations, vats []string
	seen := map[string]bool{"": true}
	add := func(to *[]string, kind, v string) {
		if !seen[kind+v] && v != "" {
			seen[kind+v] = true
			*to = append(*to, v)
		}
	}
	for _, w := range wanted {
		if _, known := f.of(w.company); known {
			continue
		}
		add(&keys, "n", search.Key(w.company.Name))
		add(&registrations, "r", w.company.RegistrationNumber)
		add(&vats, "v", w.company.VATNumber)
	}
	for _, by := range []struct {
		column db.Expr
		values []string
		into   map[string]companyRef
	}{{"o.name_key", keys, f.byName}, {"o.registration_number", registrations, f.byNumber}, {"o.vat_number", vats, f.byNumber}} {
		if err := f.findBy(ctx, q, by.column, by.values, by.into); err != nil {
			return err
		}
	}
	return nil
}

type foundCompany struct {
	companyRef
	By string `db:"found_by"`
}

// findBy finds companies by the values of a column; of equal ones the oldest
// counts.
func (f *firms) findBy(ctx context.Context, q db.Querier, column db.Expr, values []string, into map[string]companyRef) error {
	if len(values) == 0 {
		return nil
	}
	var sql db.SQL
	sql.S("SELECT o.id, o.name, o.name_key, ").S(column).S(" AS found_by FROM companies o WHERE o.workspace_id = ").P(f.actor.Workspace)
	sql.S(" AND o.deleted_at IS NULL AND ").S(column).S(" <> '' AND ").S(column).S(" ")
	if err := inTexts(&sql, f.engine, values); err != nil {
		return err
	}
	sql.S(" AND ")
	f.actor.Scope("company").Sees(&sql, "o.owner_id", "o.team_id")
	found, err := db.Select[foundCompany](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return err
	}
	for _, row := range found {
		key := row.By
		if column != "o.name_key" {
			key = search.Fold(key)
		}
		if old := into[key].ID; old.IsZero() || bytes.Compare(row.ID[:], old[:]) < 0 {
			into[key] = row.companyRef
		}
	}
	return nil
}

// make creates the companies that are missing, with what the first row says
// about each.
func (f *firms) make(ctx context.Context, tx *db.Tx, wanted []wantedFirm) (int64, error) {
	var fresh []*companyDraft
	for _, w := range wanted {
		if w.company.Name == "" {
			continue
		}
		if _, ok := f.of(w.company); ok {
			continue
		}
		in := w.company
		in.OwnerID, in.ImportID, in.Source = w.owner, f.batch, "import"
		d := prepareCompany(ctx, f.actor, in)
		if len(d.invalid) > 0 {
			w.fail(d.invalid)
			continue
		}
		fresh = append(fresh, d)
		f.byName[d.NameKey] = companyRef{Name: d.Name, Key: d.NameKey}
	}
	if len(fresh) == 0 {
		return 0, nil
	}
	for part := range slices.Chunk(fresh, record.Batch) {
		if err := insertCompanies(ctx, tx, f.actor, f.batch, part); err != nil {
			return 0, err
		}
	}
	for _, d := range fresh {
		f.byName[d.NameKey] = companyRef{d.ID, d.Name, d.NameKey}
	}
	return int64(len(fresh)), nil
}

// fillCompany fills gaps of a company that was there, once in a run.
func (p *people) fillCompany(ctx context.Context, tx *db.Tx, id db.ID, row CompanyInput) error {
	if !hasDetails(row) || p.filled[id] {
		return nil
	}
	p.filled[id] = true
	_, err := updateCompany(ctx, tx, p.run.Actor, p.run.Import.ID, id, func(old Company) (CompanyInput, error) {
		in := old.Input()
		for _, f := range companyPlain() {
			if f.Text(in.CompanyFields) == "" {
				f.Copy(&in.CompanyFields, &row.CompanyFields)
			}
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
