package deal

import (
	"context"
	"fmt"

	"kontor/internal/account"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
)

// Sides compares rows with the deals they are about.
func (s *sales) Sides(ctx context.Context, q db.Querier, rows []*importing.Row) (map[*importing.Row][]importing.Side, error) {
	there, err := someDeals(ctx, q, s.run.Actor, importing.Records(rows))
	if err != nil {
		return nil, fmt.Errorf("read deals: %w", err)
	}
	all := map[*importing.Row][]importing.Side{}
	for _, row := range rows {
		if d, ok := there[row.There]; ok {
			all[row] = s.sides(ctx, row, d)
		}
	}
	return all, nil
}

func (s *sales) sides(ctx context.Context, row *importing.Row, there Deal) []importing.Side {
	c := row.Said.(*sold)
	old, said := there.Input(), c.in
	after := s.merge(old, c)
	var names []string
	for _, f := range plainFields() {
		names = append(names, f.Name)
	}
	sides := s.run.Named(row, "company", label(ctx, "company"), there.CompanyName, c.names.Company, there.CompanyID.IsZero())
	sides = append(sides, s.run.Named(row, "contact", label(ctx, "contact"), there.ContactName, c.names.Person(), there.ContactID.IsZero())...)
	return append(sides, s.run.Compare(ctx, manner(), append(names, "value", "expected_close_date"), &old, &said, &after)...)
}

// someDeals reads the deals that the actor sees, with their lines, by which
// their value is decided, and without their tags and further contacts.
func someDeals(ctx context.Context, q db.Querier, actor account.Actor, ids []db.ID) (map[db.ID]Deal, error) {
	var sql db.SQL
	sql.S(selectDeal()).P(actor.Workspace).S(" AND d.deleted_at IS NULL AND d.id IN ")
	db.In(&sql, ids).S(" AND ")
	actor.Scope("deal").Sees(&sql, "d.owner_id", "d.team_id")
	all, err := db.Select[Deal](ctx, q, sql.Text(), sql.Args()...)
	if err == nil {
		err = loadExtra(ctx, q, actor.Workspace, all)
	}
	if err != nil {
		return nil, err
	}
	lines, err := linesOf(ctx, q, actor.Workspace, ids)
	there := make(map[db.ID]Deal, len(all))
	for _, d := range all {
		d.Lines = lines[d.ID]
		there[d.ID] = d
	}
	return there, err
}

func linesOf(ctx context.Context, q db.Querier, ws db.WorkspaceID, ids []db.ID) (map[db.ID][]Line, error) {
	var sql db.SQL
	sql.S(selectLine).P(ws).S(" AND deal_id IN ")
	db.In(&sql, ids).S(" ORDER BY deal_id, position")
	all, err := db.Select[Line](ctx, q, sql.Text(), sql.Args()...)
	of := map[db.ID][]Line{}
	for _, l := range all {
		of[l.DealID] = append(of[l.DealID], l)
	}
	return of, err
}
