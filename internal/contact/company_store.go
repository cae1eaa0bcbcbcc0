package contact

import (
	"context"
	"fmt"
	"sync"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
)

// Companies keeps companies.
type Companies struct{ db *db.DB }

var selectCompany = sync.OnceValue(func() db.Expr {
	return "SELECT " + db.Columns[Company]("o") + `, coalesce(m.name, '') AS owner_name, coalesce(g.name, '') AS team_name
		FROM companies o
		LEFT JOIN members m ON m.workspace_id = o.workspace_id AND m.id = o.owner_id
		LEFT JOIN teams g ON g.workspace_id = o.workspace_id AND g.id = o.team_id
		WHERE o.workspace_id = `
})

// Get returns a company the actor sees, with its tags.
func (s *Companies) Get(ctx context.Context, actor account.Actor, id db.ID) (Company, error) {
	return getCompany(ctx, s.db, actor, id, " AND o.deleted_at IS NULL")
}

func getCompany(ctx context.Context, q db.Querier, actor account.Actor, id db.ID, bin db.Expr) (Company, error) {
	var sql db.SQL
	sql.S(selectCompany()).P(actor.Workspace).S(bin).S(" AND o.id = ").P(id).S(" AND ")
	actor.Scope("company").Sees(&sql, "o.owner_id", "o.team_id")
	c, err := db.Get[Company](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return c, err
	}
	tags, err := tagsOf(ctx, q, companyShelf(), actor.Workspace, []db.ID{id})
	if err != nil {
		return c, err
	}
	for _, t := range tags {
		c.Tags = append(c.Tags, t.Tag)
	}
	one := []Company{c}
	err = loadCompanyExtra(ctx, q, actor.Workspace, one)
	return one[0], err
}

// Create makes a company. The owner may be anybody of the workspace, or nobody.
func (s *Companies) Create(ctx context.Context, actor account.Actor, in CompanyInput) (Company, error) {
	d := prepareCompany(ctx, actor, in)
	if err := actor.Must(account.Create, "company"); err != nil {
		return Company{}, err
	}
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		return insertCompanies(ctx, tx, actor, db.ID{}, []*companyDraft{d})
	})
	return d.Company, err
}

// Update changes a company the actor may change to what in says, all of it.
func (s *Companies) Update(ctx context.Context, actor account.Actor, id db.ID, in CompanyInput) (Company, error) {
	return s.Patch(ctx, actor, id, func(Company) (CompanyInput, error) { return in, nil })
}

// Patch is Update for a change that says only some fields: change is given the
// company as it stands, starts from its Input and returns the whole.
func (s *Companies) Patch(ctx context.Context, actor account.Actor, id db.ID, change func(Company) (CompanyInput, error)) (Company, error) {
	var c Company
	err := s.db.InTx(ctx, func(tx *db.Tx) (err error) {
		c, err = updateCompany(ctx, tx, actor, db.ID{}, id, change)
		return err
	})
	return c, err
}

// Delete moves a company the actor may change to the recycle bin; a version
// other than 0 must be the one that is there. Its people stay.
func (s *Companies) Delete(ctx context.Context, actor account.Actor, id db.ID, version int64) (name string, err error) {
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		h, err := companyShelf().Delete(ctx, tx, actor, id, version)
		name = h.Name
		return err
	})
	return name, err
}

// Restore takes a company out of the recycle bin; one that is not there stays
// as it is.
func (s *Companies) Restore(ctx context.Context, actor account.Actor, id db.ID) (c Company, err error) {
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if _, err := companyShelf().Movable(ctx, tx, actor, id); err != nil {
			return err
		}
		if err := restoreCompanies(ctx, tx, actor, db.ID{}, []db.ID{id}); err != nil {
			return err
		}
		c, err = getCompany(ctx, tx, actor, id, "")
		return err
	})
	return c, err
}

func restoreCompanies(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID) error {
	back, err := companyShelf().fromBin(ctx, tx, actor, batch, ids)
	if err != nil || len(back) == 0 {
		return err
	}
	return indexCompanies(ctx, tx, actor.Workspace, back)
}

// indexCompanies makes companies findable by what they hold now.
func indexCompanies(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, ids []db.ID) error {
	var sql db.SQL
	sql.S(selectCompany()).P(ws).S(" AND o.id IN ")
	db.In(&sql, ids)
	all, err := db.Select[Company](ctx, tx, sql.Text(), sql.Args()...)
	if err != nil {
		return fmt.Errorf("read companies to index: %w", err)
	}
	if err := loadCompanyExtra(ctx, tx, ws, all); err != nil {
		return err
	}
	entries := make([]search.Entry, len(all))
	for i, c := range all {
		entries[i] = search.Entry{ID: c.ID, Texts: c.searchTexts()}
	}
	return search.PutMany(ctx, tx, ws, "company", entries)
}

// Reindex makes companies findable by what they hold now.
func (s *Companies) Reindex(ctx context.Context, tx *db.Tx, actor account.Actor, ids []db.ID) error {
	return indexCompanies(ctx, tx, actor.Workspace, ids)
}
