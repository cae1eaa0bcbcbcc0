package contact

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
	"kontor/internal/record"
)

// insertCompanies writes new companies, at most record.Batch at a time, like
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
	l := &lookup{ctx: ctx, tx: tx, actor: actor, kind: "company", batch: batch}
	shared := make([]refs, len(drafts))
	for i, d := range drafts {
		shared[i] = refs{d.OwnerID, d.TeamID, &d.OwnerName, &d.TeamName, d.old.OwnerID, d.old.TeamID, d.in.Tags, &d.tagIDs, &d.Tags,
			custom{d.in.Custom, d.old.Extra, d.old.ID.IsZero(), &d.Extra}, d.invalid.Add}
	}
	return l.people(shared)
}

func writeCompanies(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, drafts []*companyDraft) error {
	companies := make([]Company, len(drafts))
	entries := make([]search.Entry, len(drafts))
	changes := make([]activity.Change, len(drafts))
	var tags []companyTag
	var extra record.ExtraRows
	now := time.Now().UnixMilli()
	for i, d := range drafts {
		d.ID, d.Version, d.CreatedAt, d.UpdatedAt = db.NewID(), 1, now, now
		var err error
		if d.Custom, err = extra.Store(d.Custom, d.Extra, d.Workspace, d.ID); err != nil {
			return err
		}
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
	if err := extra.Write(ctx, tx); err != nil {
		return err
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
