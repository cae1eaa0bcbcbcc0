package contact

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/jobs"
)

// finder looks for duplicates among the records of one kind.
type finder struct {
	suspects
	db     *db.DB
	shelf  shelf
	table  db.Expr
	atOnce int
}

func finderOf(d *db.DB, kind string) *finder {
	if kind == "company" {
		return &finder{companySuspects(), d, companyShelf(), "company_duplicates", suspectsAtOnce}
	}
	return &finder{contactSuspects(), d, contactShelf(), "contact_duplicates", suspectsAtOnce}
}

// findDuplicates looks at the records of a kind that changed in a workspace.
type findDuplicates struct {
	Workspace db.WorkspaceID `json:"workspace"`
	Of        string         `json:"of"`
}

func (findDuplicates) Kind() string { return "contact.duplicates" }

// findAllDuplicates has every workspace looked at in which something changed.
type findAllDuplicates struct{}

func (findAllDuplicates) Kind() string { return "contact.duplicates_all" }

func (d *Domain) duplicateJobs(q *jobs.Queue) {
	jobs.Handle(q, func(ctx context.Context, args findDuplicates) error {
		more, err := finderOf(d.db, args.Of).look(ctx, args.Workspace)
		if err != nil || !more {
			return err
		}
		return d.db.InTx(ctx, func(tx *db.Tx) error { return q.Enqueue(ctx, tx, args) })
	})
	jobs.Handle(q, func(ctx context.Context, _ findAllDuplicates) error { return d.findEverywhere(ctx) })
	jobs.Every(q, 24*time.Hour, func() jobs.Args { return findAllDuplicates{} })
}

func (d *Domain) findEverywhere(ctx context.Context) error {
	all, err := db.Values[db.WorkspaceID](ctx, d.db, `SELECT id FROM workspaces ORDER BY id`)
	if err != nil {
		return fmt.Errorf("read workspaces: %w", err)
	}
	for _, ws := range all {
		for _, k := range []shelf{contactShelf(), companyShelf()} {
			if err := d.findIfChanged(ctx, ws, k); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *Domain) findIfChanged(ctx context.Context, ws db.WorkspaceID, k shelf) error {
	place, err := scanOf(ctx, d.db, ws, k.Kind)
	if err != nil {
		return err
	}
	some, err := k.changedSince(ctx, d.db, ws, place, 1)
	if err != nil || len(some) == 0 {
		return err
	}
	return d.db.InTx(ctx, func(tx *db.Tx) error { return d.queue.Enqueue(ctx, tx, findDuplicates{ws, k.Kind}) })
}

// FindDuplicates has the contacts, or the companies, looked at that changed
// since the last time, in the background.
func (d *Domain) FindDuplicates(ctx context.Context, actor account.Actor, kind string) error {
	if err := actor.Must(account.Edit, kind); err != nil {
		return err
	}
	return d.db.InTx(ctx, func(tx *db.Tx) error {
		now := time.Now().UnixMilli()
		_, err := tx.Exec(ctx, `INSERT INTO duplicate_scans (workspace_id, kind, started_at) VALUES ($1, $2, $3)
			ON CONFLICT (workspace_id, kind) DO UPDATE SET started_at = excluded.started_at, finished_at = NULL`, actor.Workspace, kind, now)
		if err != nil {
			return fmt.Errorf("begin to look for duplicates: %w", err)
		}
		return d.queue.Enqueue(ctx, tx, findDuplicates{actor.Workspace, kind})
	})
}

// AfterImport has what an import brought looked at, in the background.
func (d *Domain) AfterImport(ctx context.Context, ws db.WorkspaceID) error {
	return d.db.InTx(ctx, func(tx *db.Tx) error {
		for _, k := range []shelf{contactShelf(), companyShelf()} {
			if err := d.queue.Enqueue(ctx, tx, findDuplicates{ws, k.Kind}); err != nil {
				return err
			}
		}
		return nil
	})
}
