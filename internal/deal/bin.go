package deal

import (
	"context"
	"fmt"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
	"kontor/internal/record"
)

// Delete moves a deal the actor may change to the recycle bin; a version other
// than 0 must be the one that is there.
func (s *Deals) Delete(ctx context.Context, actor account.Actor, id db.ID, version int64) (name string, err error) {
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		h, err := shelf().Delete(ctx, tx, actor, id, version)
		name = h.Name
		return err
	})
	return name, err
}

// Restore takes a deal out of the recycle bin; one that is not there stays as
// it is.
func (s *Deals) Restore(ctx context.Context, actor account.Actor, id db.ID) (d Deal, err error) {
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if _, err := shelf().Movable(ctx, tx, actor, id); err != nil {
			return err
		}
		if err := restoreDeals(ctx, tx, actor, db.ID{}, []db.ID{id}); err != nil {
			return err
		}
		d, err = getDeal(ctx, tx, actor, id, "")
		return err
	})
	return d, err
}

// Reindex makes deals findable by what they hold now.
func (s *Deals) Reindex(ctx context.Context, tx *db.Tx, actor account.Actor, ids []db.ID) error {
	return indexDeals(ctx, tx, actor.Workspace, ids)
}

// indexDeals makes deals findable by what they hold now.
func indexDeals(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, ids []db.ID) error {
	var sql db.SQL
	sql.S(selectDeal()).P(ws).S(" AND d.id IN ")
	db.In(&sql, ids)
	all, err := db.Select[Deal](ctx, tx, sql.Text(), sql.Args()...)
	if err != nil {
		return fmt.Errorf("read deals to index: %w", err)
	}
	if err := loadExtra(ctx, tx, ws, all); err != nil {
		return err
	}
	entries := make([]search.Entry, len(all))
	for i, d := range all {
		entries[i] = search.Entry{ID: d.ID, Texts: d.SearchTexts()}
	}
	return search.PutMany(ctx, tx, ws, "deal", entries)
}

// loadExtra fills the values of the custom fields of deals.
func loadExtra(ctx context.Context, q db.Querier, ws db.WorkspaceID, deals []Deal) error {
	return record.LoadExtra(ctx, q, ws, customfield.Deal, deals,
		func(d Deal) customfield.Doc { return customfield.Doc{ID: d.ID, Custom: d.Custom} }, func(d *Deal, v customfield.Values) { d.Extra = v })
}
