package contact

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/search"
)

// Companies keeps companies.
type Companies struct{ db *db.DB }

const companyColumns = `o.workspace_id, o.id, o.version, o.name, o.name_key, o.website, o.industry, o.industry_key, o.employees,
	o.annual_revenue, o.revenue_currency, o.registration_number, o.vat_number, o.phone, o.phone_e164, o.phone_digits, o.email, o.email_key,
	o.address, o.city, o.city_key, o.postal_code, o.country, o.notes, o.source, o.source_key, o.owner_id, o.team_id, o.import_id, o.custom,
	o.created_at, o.updated_at, o.activity_at, o.deleted_at, coalesce(m.name, '') AS owner_name, coalesce(g.name, '') AS team_name`

const selectCompany = `SELECT ` + companyColumns + ` FROM companies o
	LEFT JOIN members m ON m.workspace_id = o.workspace_id AND m.id = o.owner_id
	LEFT JOIN teams g ON g.workspace_id = o.workspace_id AND g.id = o.team_id
	WHERE o.workspace_id = `

// Get returns a company the actor sees, with its tags.
func (s *Companies) Get(ctx context.Context, actor account.Actor, id db.ID) (Company, error) {
	return getCompany(ctx, s.db, actor, id, " AND o.deleted_at IS NULL")
}

func getCompany(ctx context.Context, q db.Querier, actor account.Actor, id db.ID, bin db.Expr) (Company, error) {
	var sql db.SQL
	sql.S(selectCompany).P(actor.Workspace).S(bin).S(" AND o.id = ").P(id).S(" AND ")
	actor.Scope("company").Sees(&sql, "o.owner_id", "o.team_id")
	c, err := db.Get[Company](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return c, err
	}
	tags, err := tagsOf(ctx, q, companyRecord(), actor.Workspace, []db.ID{id})
	for _, t := range tags {
		c.Tags = append(c.Tags, t.Tag)
	}
	return c, err
}

// Create makes a company. The owner may be anybody of the workspace, or nobody.
func (s *Companies) Create(ctx context.Context, actor account.Actor, in CompanyInput) (Company, error) {
	d := prepareCompany(ctx, actor, in)
	if err := mayCreate(actor, "company"); err != nil {
		return Company{}, err
	}
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		return insertCompanies(ctx, tx, actor, db.ID{}, []*companyDraft{d})
	})
	return d.Company, err
}

// insertCompanies writes new companies, at most maxBatch at a time, like
// insertContacts.
func insertCompanies(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, drafts []*companyDraft) error {
	if err := resolveCompanies(ctx, tx, actor, batch, drafts); err != nil {
		return err
	}
	for _, d := range drafts {
		if err := d.invalid.OrNil(); err != nil {
			return err
		}
	}
	return writeCompanies(ctx, tx, actor, batch, drafts)
}

// resolveCompanies is resolve for companies: owners, teams and tags.
func resolveCompanies(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, drafts []*companyDraft) error {
	l := &lookup{ctx: ctx, tx: tx, actor: actor, batch: batch}
	shared := make([]refs, len(drafts))
	for i, d := range drafts {
		shared[i] = refs{d.OwnerID, d.TeamID, &d.OwnerName, &d.TeamName, d.old.OwnerID, d.old.TeamID, d.in.Tags, &d.tagIDs, &d.Tags, d.invalid.Add}
	}
	return l.people(shared)
}

func writeCompanies(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, drafts []*companyDraft) error {
	companies := make([]Company, len(drafts))
	entries := make([]search.Entry, len(drafts))
	changes := make([]activity.Change, len(drafts))
	var tags []companyTag
	now := time.Now().UnixMilli()
	for i, d := range drafts {
		d.ID, d.Version, d.CreatedAt, d.UpdatedAt = db.NewID(), 1, now, now
		companies[i] = d.Company
		entries[i] = search.Entry{ID: d.ID, Texts: d.searchTexts()}
		changes[i] = activity.Change{Kind: "company", Record: d.ID, Action: activity.Created, Batch: batch}
		tags = append(tags, d.tagRows()...)
	}
	if err := db.InsertAll(ctx, tx, "companies", companies); err != nil {
		return fmt.Errorf("insert companies: %w", err)
	}
	if err := db.InsertAll(ctx, tx, "company_tags", tags); err != nil {
		return fmt.Errorf("insert tags of companies: %w", err)
	}
	if err := search.PutMany(ctx, tx, actor.Workspace, "company", entries); err != nil {
		return fmt.Errorf("index companies: %w", err)
	}
	return activity.Record(ctx, tx, actor, changes...)
}

type companyTag struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Company   db.ID          `db:"company_id"`
	Tag       db.ID          `db:"tag_id"`
}

func (d *companyDraft) tagRows() []companyTag {
	rows := make([]companyTag, len(d.tagIDs))
	for i, tag := range d.tagIDs {
		rows[i] = companyTag{d.Workspace, d.ID, tag}
	}
	return rows
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

func updateCompany(ctx context.Context, tx *db.Tx, actor account.Actor, batch, id db.ID, change func(old Company) (CompanyInput, error)) (Company, error) {
	old, err := getCompany(ctx, tx, actor, id, " AND o.deleted_at IS NULL")
	if err != nil {
		return old, err
	}
	if !actor.Scope("company").MayWrite(old.OwnerID, old.TeamID) {
		return old, fault.Forbidden{}
	}
	in, err := change(old)
	if err != nil {
		return old, err
	}
	if in.Version != 0 && in.Version != old.Version {
		return old, fault.Conflict{Stale: true}
	}
	d := prepareCompany(ctx, actor, in)
	d.old = old
	if err := resolveCompanies(ctx, tx, actor, batch, []*companyDraft{d}); err != nil {
		return old, err
	}
	if err := d.invalid.OrNil(); err != nil {
		return old, err
	}
	d.ID, d.Version, d.Custom = old.ID, old.Version, old.Custom
	d.CreatedAt, d.UpdatedAt, d.ActivityAt = old.CreatedAt, time.Now().UnixMilli(), old.ActivityAt
	changes := changesOf(companyTracked(), "company", id, batch, d.UpdatedAt, old, d.Company)
	if len(changes) == 0 {
		return old, nil
	}
	return d.Company, d.rewrite(ctx, tx, actor, changes)
}

func (d *companyDraft) rewrite(ctx context.Context, tx *db.Tx, actor account.Actor, changes []activity.Change) error {
	err := db.Update(ctx, tx, "companies", &d.Company, "name", "name_key", "website", "industry", "industry_key", "employees",
		"annual_revenue", "revenue_currency", "registration_number", "vat_number", "phone", "phone_e164", "phone_digits", "email", "email_key",
		"address", "city", "city_key", "postal_code", "country", "notes", "source", "source_key", "owner_id", "team_id", "import_id", "updated_at")
	if err != nil {
		return fmt.Errorf("update company: %w", err)
	}
	if _, err := tx.Exec(ctx, `DELETE FROM company_tags WHERE workspace_id = $1 AND company_id = $2 AND EXISTS (SELECT 1 FROM tags t
		WHERE t.workspace_id = company_tags.workspace_id AND t.id = company_tags.tag_id AND t.deleted_at IS NULL)`, d.Workspace, d.ID); err != nil {
		return fmt.Errorf("replace tags of company: %w", err)
	}
	if err := db.InsertAll(ctx, tx, "company_tags", d.tagRows()); err != nil {
		return fmt.Errorf("insert tags of company: %w", err)
	}
	if err := search.Put(ctx, tx, actor.Workspace, "company", d.ID, d.searchTexts()...); err != nil {
		return fmt.Errorf("index company: %w", err)
	}
	if d.old.Name != d.Name {
		if err := d.renamePeople(ctx, tx); err != nil {
			return err
		}
	}
	return activity.Record(ctx, tx, actor, changes...)
}

// renamePeople carries a new name of the company to its contacts: the key they
// are sorted by, and what they are found by.
func (d *companyDraft) renamePeople(ctx context.Context, tx *db.Tx) error {
	if _, err := tx.Exec(ctx, `UPDATE contacts SET company_key = $1 WHERE workspace_id = $2 AND company_id = $3`, d.NameKey, d.Workspace, d.ID); err != nil {
		return fmt.Errorf("rename company of contacts: %w", err)
	}
	var after db.ID
	for {
		ids, err := db.Values[db.ID](ctx, tx, `SELECT id FROM contacts WHERE workspace_id = $1 AND company_id = $2 AND id > $3
			AND deleted_at IS NULL ORDER BY id LIMIT 500`, d.Workspace, d.ID, after[:])
		if err != nil || len(ids) == 0 {
			return err
		}
		if err := indexContacts(ctx, tx, d.Workspace, ids); err != nil {
			return err
		}
		after = ids[len(ids)-1]
	}
}

// Delete moves a company the actor may change to the recycle bin; a version
// other than 0 must be the one that is there. Its people stay.
func (s *Companies) Delete(ctx context.Context, actor account.Actor, id db.ID, version int64) (name string, err error) {
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		h, err := companyRecord().delete(ctx, tx, actor, id, version)
		name = h.Name
		return err
	})
	return name, err
}

// DeleteAll moves those of the companies that the actor may change to the
// recycle bin and returns the batch by which RestoreBatch brings them back,
// and how many there were.
func (s *Companies) DeleteAll(ctx context.Context, actor account.Actor, ids []db.ID) (batch db.ID, n int, err error) {
	return deleteBatch(ctx, s.db, companyRecord(), actor, ids)
}

// Restore takes a company out of the recycle bin; one that is not there stays
// as it is.
func (s *Companies) Restore(ctx context.Context, actor account.Actor, id db.ID) (c Company, err error) {
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if _, err := companyRecord().one(ctx, tx, actor, id); err != nil {
			return err
		}
		if _, err := restoreCompanies(ctx, tx, actor, []db.ID{id}); err != nil {
			return err
		}
		c, err = getCompany(ctx, tx, actor, id, "")
		return err
	})
	return c, err
}

// RestoreAll takes those of the companies out of the recycle bin that the actor
// may change and returns how many.
func (s *Companies) RestoreAll(ctx context.Context, actor account.Actor, ids []db.ID) (int, error) {
	return restoreAll(ctx, s.db, actor, ids, restoreCompanies)
}

// RestoreBatch brings back what one DeleteAll removed and returns how many.
func (s *Companies) RestoreBatch(ctx context.Context, actor account.Actor, batch db.ID) (int, error) {
	return restoreBatch(ctx, s.db, companyRecord(), actor, batch, restoreCompanies)
}

func restoreCompanies(ctx context.Context, tx *db.Tx, actor account.Actor, ids []db.ID) (int, error) {
	back, err := companyRecord().fromBin(ctx, tx, actor, ids)
	if err != nil || len(back) == 0 {
		return 0, err
	}
	var sql db.SQL
	sql.S(selectCompany).P(actor.Workspace).S(" AND o.id IN ")
	db.In(&sql, back)
	all, err := db.Select[Company](ctx, tx, sql.Text(), sql.Args()...)
	if err != nil {
		return 0, fmt.Errorf("read companies to index: %w", err)
	}
	entries := make([]search.Entry, len(all))
	for i, c := range all {
		entries[i] = search.Entry{ID: c.ID, Texts: c.searchTexts()}
	}
	return len(back), search.PutMany(ctx, tx, actor.Workspace, "company", entries)
}
