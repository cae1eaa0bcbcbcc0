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
	err := db.Update(ctx, tx, "companies", &d.Company, changeable[Company]()...)
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
