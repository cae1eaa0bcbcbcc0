package demo

import (
	"context"

	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
	"kontor/internal/task"
)

// write keeps the batch.
func (b *batch) write(ctx context.Context, l *db.Loader, ws db.WorkspaceID) error {
	for _, step := range []func() error{
		func() error { return db.Load(ctx, l, "tags", b.tags) },
		func() error { return db.Load(ctx, l, "companies", b.companies) },
		func() error { return db.Load(ctx, l, "company_tags", b.companyTags) },
		func() error { return db.Load(ctx, l, "contacts", b.contacts) },
		func() error { return db.Load(ctx, l, "contact_emails", b.emails) },
		func() error { return db.Load(ctx, l, "contact_phones", b.phones) },
		func() error { return db.Load(ctx, l, "contact_tags", b.contactTags) },
		func() error { return db.Load(ctx, l, "deals", b.deals) },
		func() error { return db.Load(ctx, l, "deal_contacts", b.parties) },
		func() error { return db.Load(ctx, l, "deal_lines", b.lines) },
		func() error { return db.Load(ctx, l, "deal_tags", b.dealTags) },
		func() error { return db.Load(ctx, l, "deal_moves", b.moves) },
		func() error { return db.Load(ctx, l, "tasks", b.tasks) },
		func() error { return db.Load(ctx, l, "activities", b.activities) },
		func() error { return db.Load(ctx, l, "activity_contacts", b.links) },
		func() error { return db.Load(ctx, l, "activity_deals", b.dealLinks) },
		func() error { return db.Load(ctx, l, "changes", b.changes) },
		func() error { return search.PutMany(ctx, l.Tx, ws, "company", b.foundCompany) },
		func() error { return search.PutMany(ctx, l.Tx, ws, "contact", b.foundContact) },
		func() error { return search.PutMany(ctx, l.Tx, ws, "deal", b.foundDeal) },
		func() error { return search.PutMany(ctx, l.Tx, ws, task.Kind, b.foundTask) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// writeAll keeps all batches, each in a transaction of its own, or all in one
// where the tables hold little else and their indexes are best made at the end.
func writeAll(ctx context.Context, d *db.DB, ws db.WorkspaceID, batches <-chan *batch, o Options) error {
	many, err := outnumber(ctx, d, o.Contacts)
	if err != nil {
		return err
	}
	return d.Roomy(ctx, func() error {
		if many {
			return d.InLoad(ctx, func(l *db.Loader) error { return writeBare(ctx, l, ws, batches, o) })
		}
		done := 0
		for b := range batches {
			if err := d.InLoad(ctx, func(l *db.Loader) error { return b.write(ctx, l, ws) }); err != nil {
				return err
			}
			done += len(b.contacts)
			o.Progress(done, o.Contacts)
		}
		return nil
	})
}

// writeBare keeps all batches in tables without indexes.
func writeBare(ctx context.Context, l *db.Loader, ws db.WorkspaceID, batches <-chan *batch, o Options) error {
	for _, table := range []db.Expr{"companies", "company_tags", "contacts", "contact_emails", "contact_phones", "contact_tags",
		"deals", "deal_contacts", "deal_lines", "deal_tags", "deal_moves", "tasks",
		"activities", "activity_contacts", "activity_deals", "changes", "search"} {
		if err := l.Bare(ctx, table); err != nil {
			return err
		}
	}
	done := 0
	for b := range batches {
		if err := b.write(ctx, l, ws); err != nil {
			return err
		}
		done += len(b.contacts)
		o.Progress(done, o.Contacts)
	}
	return nil
}

// outnumber tells whether the contacts to come are many, and more than there
// are in all workspaces.
func outnumber(ctx context.Context, d *db.DB, contacts int) (bool, error) {
	if contacts < 2*batchSize {
		return false, nil
	}
	there, err := db.Value[int](ctx, d, `SELECT count(*) FROM (SELECT 1 FROM contacts LIMIT $1) x`, contacts)
	return there < contacts/2, err
}
