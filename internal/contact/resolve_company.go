package contact

import (
	"slices"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
	"kontor/internal/record"
)

// companyRef is what a contact keeps of its company.
type companyRef struct {
	ID   db.ID  `db:"id"`
	Name string `db:"name"`
	Key  string `db:"name_key"`
}

// companies finds the companies that drafts name, by id or by name, and makes
// those that are missing where the draft says so.
func (l *lookup) companies(drafts []*draft) error {
	byID, err := l.companiesWhere(" AND o.id IN ", toAny(ids(drafts, func(d *draft) db.ID { return d.CompanyID })))
	if err != nil {
		return err
	}
	byKey, err := l.companiesWhere(" AND o.name_key IN ", toAny(companyKeys(drafts)))
	if err != nil {
		return err
	}
	idOf, keyOf := map[db.ID]companyRef{}, map[string]companyRef{}
	for _, c := range byID {
		idOf[c.ID] = c
	}
	for _, c := range byKey {
		if _, ok := keyOf[c.Key]; !ok { // the oldest of equal names
			keyOf[c.Key] = c
		}
	}
	if err := l.makeCompanies(drafts, keyOf); err != nil {
		return err
	}
	for _, d := range drafts {
		l.setCompany(d, idOf, keyOf)
	}
	return nil
}

func (l *lookup) setCompany(d *draft, idOf map[db.ID]companyRef, keyOf map[string]companyRef) {
	var c companyRef
	var ok bool
	switch {
	case !d.CompanyID.IsZero() && d.CompanyID == d.old.CompanyID: // may lie in the recycle bin
		d.CompanyName, d.CompanyKey = d.old.CompanyName, d.old.CompanyKey
	case !d.CompanyID.IsZero():
		if c, ok = idOf[d.CompanyID]; !ok {
			d.invalid.Add("company_id", i18n.T(l.ctx, "There is no such company in this workspace."))
		}
	case d.in.Company != "":
		if c, ok = keyOf[search.Key(d.in.Company)]; !ok {
			d.invalid.Add("company", i18n.T(l.ctx, "There is no company of this name."))
		}
	}
	if ok {
		d.CompanyID, d.CompanyName, d.CompanyKey = c.ID, c.Name, &c.Key
	}
}

func companyKeys(drafts []*draft) []string {
	var keys []string
	seen := map[string]bool{"": true}
	for _, d := range drafts {
		if key := search.Key(d.in.Company); d.CompanyID.IsZero() && !seen[key] {
			seen[key] = true
			keys = append(keys, key)
		}
	}
	return keys
}

func (l *lookup) companiesWhere(where db.Expr, wanted []any) ([]companyRef, error) {
	var all []companyRef
	for part := range slices.Chunk(wanted, record.Batch) {
		var q db.SQL
		q.S("SELECT o.id, o.name, o.name_key FROM companies o WHERE o.workspace_id = ").P(l.actor.Workspace).S(" AND o.deleted_at IS NULL").S(where)
		db.In(&q, part)
		q.S(" AND ")
		l.actor.Scope("company").Sees(&q, "o.owner_id", "o.team_id")
		q.S(" ORDER BY o.id")
		rows, err := db.Select[companyRef](l.ctx, l.tx, q.Text(), q.Args()...)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// makeCompanies creates the companies that drafts name and want created. A
// draft that is wrong already creates none.
func (l *lookup) makeCompanies(drafts []*draft, keyOf map[string]companyRef) error {
	if !l.actor.May(account.Create, "company") {
		return nil
	}
	var fresh []*companyDraft
	for _, d := range drafts {
		key := search.Key(d.in.Company)
		_, known := keyOf[key]
		if known || key == "" || !d.CompanyID.IsZero() || !d.in.CreateCompany || len(d.invalid) > 0 {
			continue
		}
		in := NewCompanyInput(l.actor)
		in.Name, in.OwnerID, in.TeamID, in.ImportID = d.in.Company, d.OwnerID, d.TeamID, d.ImportID
		c := prepareCompany(l.ctx, l.actor, in)
		fresh = append(fresh, c)
		keyOf[key] = companyRef{Name: c.Name, Key: c.NameKey}
	}
	if len(fresh) == 0 {
		return nil
	}
	if err := insertCompanies(l.ctx, l.tx, l.actor, l.batch, fresh); err != nil {
		return err
	}
	for _, c := range fresh {
		keyOf[c.NameKey] = companyRef{c.ID, c.Name, c.NameKey}
	}
	return nil
}
