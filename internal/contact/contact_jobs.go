package contact

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/jobs"
	"kontor/internal/view"
)

// purgeRecords deletes for good what lay in the recycle bin long enough.
type purgeRecords struct{}

func (purgeRecords) Kind() string { return "contact.purge" }

// Jobs adds the background work of contacts and companies to q.
func (d *Domain) Jobs(q *jobs.Queue) {
	jobs.Handle(q, func(ctx context.Context, args purgeRecords) error {
		return d.db.InTx(ctx, func(tx *db.Tx) error {
			more, err := purge(ctx, tx, time.Now().Add(-activity.KeepDeleted))
			if err != nil || !more {
				return err
			}
			return q.Enqueue(ctx, tx, args)
		})
	})
	jobs.Every(q, 24*time.Hour, func() jobs.Args { return purgeRecords{} })
	d.duplicateJobs(q)
	d.Imports.work(q)
	d.Bulks.work(q)
}

// purge deletes one batch of one kind of what was binned before the time, of
// one workspace; more tells whether something may be left.
func purge(ctx context.Context, tx *db.Tx, before time.Time) (more bool, err error) {
	for _, k := range []record{contactRecord(), companyRecord()} {
		ws, ids, err := k.binned(ctx, tx, before)
		if err != nil {
			return false, err
		}
		if len(ids) > 0 {
			return true, k.purge(ctx, tx, ws, ids)
		}
	}
	return false, forgetMerges(ctx, tx, before)
}

// forgetMerges drops what only an undo needs of merges that stay. Where the
// merged records went remains known.
func forgetMerges(ctx context.Context, tx *db.Tx, before time.Time) error {
	for _, statement := range []string{
		`DELETE FROM merge_moves WHERE (workspace_id, merge_id) IN (SELECT workspace_id, id FROM merges WHERE at < $1 AND details <> '{}')`,
		`UPDATE merges SET details = '{}' WHERE at < $1 AND details <> '{}'`,
	} {
		if _, err := tx.Exec(ctx, statement, before.UnixMilli()); err != nil {
			return fmt.Errorf("forget old merges: %w", err)
		}
	}
	return nil
}

// binned returns the records of some workspace to purge next.
func (k record) binned(ctx context.Context, tx *db.Tx, before time.Time) (ws db.WorkspaceID, ids []db.ID, err error) {
	var q db.SQL
	q.S("SELECT workspace_id FROM ").S(k.table).S(" WHERE deleted_at < ").P(before.UnixMilli()).S(" LIMIT 1")
	found, err := db.Values[db.WorkspaceID](ctx, tx, q.Text(), q.Args()...)
	if err != nil || len(found) == 0 {
		return 0, nil, err
	}
	q = db.SQL{}
	q.S("SELECT id FROM ").S(k.table).S(" WHERE workspace_id = ").P(found[0]).S(" AND deleted_at < ").P(before.UnixMilli())
	q.S(" ORDER BY deleted_at, id LIMIT ").P(maxBatch)
	ids, err = db.Values[db.ID](ctx, tx, q.Text(), q.Args()...)
	return found[0], ids, err
}

// purge deletes records with all that is theirs alone. Contacts of a company
// stay, without it. History stays: it outlives the record.
func (k record) purge(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, ids []db.ID) error {
	if err := activity.Forget(ctx, tx, ws, k.kind, ids); err != nil {
		return err
	}
	if err := view.Forget(ctx, tx, ws, k.kind, ids); err != nil {
		return err
	}
	if k.kind == "company" {
		var q db.SQL
		q.S("UPDATE contacts SET company_id = NULL, company_key = NULL WHERE workspace_id = ").P(ws).S(" AND company_id IN ")
		db.In(&q, ids)
		if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
			return fmt.Errorf("unlink contacts of purged companies: %w", err)
		}
	}
	if err := k.unlink(ctx, tx, ws, ids); err != nil {
		return err
	}
	var q db.SQL
	q.S("DELETE FROM ").S(k.table).S(" WHERE workspace_id = ").P(ws).S(" AND id IN ")
	db.In(&q, ids)
	if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
		return fmt.Errorf("purge %s: %w", k.kind, err)
	}
	return nil
}

// unlink lets deals and tasks stay when their contact or company goes for good.
func (k record) unlink(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, ids []db.ID) error {
	column := db.Expr("contact_id")
	if k.kind == "company" {
		column = "company_id"
	}
	for _, table := range []db.Expr{"deals", "tasks"} {
		var q db.SQL
		q.S("UPDATE ").S(table).S(" SET ").S(column).S(" = NULL WHERE workspace_id = ").P(ws).S(" AND ").S(column).S(" IN ")
		db.In(&q, ids)
		if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
			return fmt.Errorf("unlink %s of purged records: %w", table, err)
		}
	}
	return nil
}
