package task

import (
	"context"
	"fmt"

	"kontor/internal/account"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
)

// Sides compares rows with the tasks they are about.
func (s *todos) Sides(ctx context.Context, q db.Querier, rows []*importing.Row) (map[*importing.Row][]importing.Side, error) {
	there, err := seenTasks(ctx, q, s.run.Actor, importing.Records(rows))
	if err != nil {
		return nil, fmt.Errorf("read tasks: %w", err)
	}
	all := map[*importing.Row][]importing.Side{}
	for _, row := range rows {
		if t, ok := there[row.There]; ok {
			all[row] = s.sides(ctx, row, t)
		}
	}
	return all, nil
}

func (s *todos) sides(ctx context.Context, row *importing.Row, there Task) []importing.Side {
	c := row.Said.(*asked)
	old, said := there.Input(s.run.Actor.Zone), c.in
	after := s.merge(old, c)
	sides := s.run.Named(row, "company", label(ctx, "company"), there.CompanyName, c.names.Company, there.CompanyID.IsZero())
	sides = append(sides, s.run.Named(row, "contact", label(ctx, "contact"), there.ContactName, c.names.Person(), there.ContactID.IsZero())...)
	sides = append(sides, s.run.Named(row, "deal", label(ctx, "deal"), there.DealName, c.deal, there.DealID.IsZero())...)
	return append(sides, s.run.Compare(ctx, manner(), []string{"title", "description", "due_date", "due_time"}, &old, &said, &after)...)
}

// seenTasks reads the tasks that the actor sees.
func seenTasks(ctx context.Context, q db.Querier, actor account.Actor, ids []db.ID) (map[db.ID]Task, error) {
	sql := query(actor, here)
	sql.S(" AND t.id IN ")
	db.In(sql, ids)
	all, err := db.Select[Task](ctx, q, sql.Text(), sql.Args()...)
	if err == nil {
		err = loadExtra(ctx, q, actor.Workspace, all)
	}
	there := make(map[db.ID]Task, len(all))
	for _, t := range all {
		there[t.ID] = t
	}
	return there, err
}
