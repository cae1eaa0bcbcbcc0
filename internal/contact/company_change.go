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
	"kontor/internal/record"
)

// companyChange is contactChange for companies.
type companyChange func(old Company) (CompanyInput, error)

// updateCompany is updateContact for companies.
func updateCompany(ctx context.Context, tx *db.Tx, actor account.Actor, batch, id db.ID, change companyChange) (Company, error) {
	all, err := updateCompanies(ctx, tx, actor, batch, []db.ID{id}, change)
	if err != nil {
		return Company{}, err
	}
	return all[0].now, all[0].err
}

// updateCompanies is updateContacts for companies.
func updateCompanies(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID, change companyChange) ([]result[Company], error) {
	found, err := companiesOf(ctx, tx, actor, ids)
	if err != nil {
		return nil, err
	}
	all := make([]result[Company], len(ids))
	drafts := make([]*companyDraft, 0, len(ids))
	at := make([]int, 0, len(ids))
	for i, id := range ids {
		old, ok := found[id]
		if !ok {
			all[i].err = fault.NotFound{}
			continue
		}
		var d *companyDraft
		if d, all[i].err = changingCompany(ctx, actor, old, change); d != nil {
			drafts, at = append(drafts, d), append(at, i)
		}
		all[i].now = old
	}
	if err := resolveCompanies(ctx, tx, actor, batch, drafts); err != nil {
		return nil, err
	}
	return all, rewriteCompanies(ctx, tx, actor, batch, drafts, func(n int) *result[Company] { return &all[at[n]] })
}

func changingCompany(ctx context.Context, actor account.Actor, old Company, change companyChange) (*companyDraft, error) {
	if !actor.Scope("company").MayWrite(old.OwnerID, old.TeamID) {
		return nil, fault.Forbidden{}
	}
	in, err := change(old)
	if err != nil {
		return nil, err
	}
	if in.Version != 0 && in.Version != old.Version {
		return nil, fault.Conflict{Stale: true}
	}
	d := prepareCompany(ctx, actor, in)
	d.old = old
	return d, nil
}

// companiesOf returns those of the companies that the actor sees, whole.
func companiesOf(ctx context.Context, q db.Querier, actor account.Actor, ids []db.ID) (map[db.ID]Company, error) {
	var sql db.SQL
	sql.S(selectCompany()).P(actor.Workspace).S(" AND o.deleted_at IS NULL AND o.id IN ")
	db.In(&sql, ids)
	sql.S(" AND ")
	actor.Scope("company").Sees(&sql, "o.owner_id", "o.team_id")
	all, err := db.Select[Company](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read companies to change: %w", err)
	}
	if err := loadCompanyExtra(ctx, q, actor.Workspace, all); err != nil {
		return nil, err
	}
	found := make(map[db.ID]Company, len(all))
	for _, c := range all {
		found[c.ID] = c
	}
	tags, err := tagsOf(ctx, q, companyShelf(), actor.Workspace, ids)
	for _, t := range tags {
		if c, ok := found[t.Record]; ok {
			c.Tags = append(c.Tags, t.Tag)
			found[t.Record] = c
		}
	}
	return found, err
}

// rewriteCompanies is rewrite for companies.
func rewriteCompanies(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, drafts []*companyDraft, of func(n int) *result[Company]) error {
	var ids []db.ID
	var tags []companyTag
	var extra record.ExtraRows
	var entries []search.Entry
	var changes []activity.Change
	columns := record.Changeable[Company]()
	for n, d := range drafts {
		res := of(n)
		if res.err = d.invalid.OrNil(); res.err != nil {
			continue
		}
		d.keep(d.old)
		different := record.ChangesOf(companyTrackedWith(d.Extra.Set()), "company", d.ID, batch, d.UpdatedAt, d.old, d.Company)
		if len(different) == 0 {
			continue
		}
		err := extra.Keep(&d.Custom, d.Extra, d.Workspace, d.ID, different)
		if err != nil {
			return err
		}
		err = db.Update(ctx, tx, "companies", &d.Company, db.Different(&d.old, &d.Company, columns)...)
		if fault.IsStale(err) || fault.IsNotFound(err) {
			res.err = err
			continue
		}
		if err != nil {
			return fmt.Errorf("update company: %w", err)
		}
		if changesChildren(different) {
			ids, tags = append(ids, d.ID), append(tags, d.tagRows()...)
		}
		entries = append(entries, search.Entry{ID: d.ID, Texts: d.searchTexts()})
		changes = append(changes, different...)
		res.now, res.changed = d.Company, true
	}
	if err := replaceCompanyTags(ctx, tx, actor, ids, tags); err != nil {
		return err
	}
	if err := extra.Write(ctx, tx); err != nil {
		return err
	}
	if err := search.PutMany(ctx, tx, actor.Workspace, "company", entries); err != nil {
		return fmt.Errorf("index companies: %w", err)
	}
	if err := renamed(ctx, tx, drafts, of); err != nil {
		return err
	}
	return activity.Record(ctx, tx, actor, changes...)
}

// keep takes over what an input cannot say.
func (d *companyDraft) keep(old Company) {
	d.ID, d.Version, d.Custom = old.ID, old.Version, old.Custom
	d.CreatedAt, d.UpdatedAt, d.ActivityAt = old.CreatedAt, time.Now().UnixMilli(), old.ActivityAt
}

func replaceCompanyTags(ctx context.Context, tx *db.Tx, actor account.Actor, ids []db.ID, tags []companyTag) error {
	if len(ids) == 0 {
		return nil
	}
	var sql db.SQL
	sql.S("DELETE FROM company_tags WHERE workspace_id = ").P(actor.Workspace).S(" AND company_id IN ")
	db.In(&sql, ids)
	sql.S(` AND EXISTS (SELECT 1 FROM tags t
		WHERE t.workspace_id = company_tags.workspace_id AND t.id = company_tags.tag_id AND t.deleted_at IS NULL)`)
	if _, err := tx.Exec(ctx, sql.Text(), sql.Args()...); err != nil {
		return fmt.Errorf("replace tags of companies: %w", err)
	}
	if err := db.InsertAll(ctx, tx, "company_tags", tags); err != nil {
		return fmt.Errorf("insert tags of companies: %w", err)
	}
	return nil
}

// renamed carries new names of companies to their people.
func renamed(ctx context.Context, tx *db.Tx, drafts []*companyDraft, of func(n int) *result[Company]) error {
	for n, d := range drafts {
		if of(n).changed && d.old.Name != d.Name {
			if err := d.renamePeople(ctx, tx); err != nil {
				return err
			}
		}
	}
	return nil
}
