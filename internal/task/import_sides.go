package task

import (
	"context"

	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// Sides compares a row with the task it is about.
func (s *todos) Sides(ctx context.Context, q db.Querier, row *importing.Row) ([]importing.Side, error) {
	c := row.Said.(*asked)
	there, err := getTask(ctx, q, s.run.Actor, row.There, " AND t.deleted_at IS NULL")
	if fault.IsNotFound(err) {
		return nil, nil // another's, or gone since
	}
	if err != nil {
		return nil, err
	}
	old, said := there.Input(s.run.Actor.Zone), c.in
	after := s.merge(old, c)
	sides := importing.Beside("company", label(ctx, "company"), there.CompanyName, c.names.Company, s.run.Takes(row, "company", there.CompanyID.IsZero()))
	sides = append(sides, importing.Beside("contact", label(ctx, "contact"), there.ContactName, c.names.Person(), s.run.Takes(row, "contact", there.ContactID.IsZero()))...)
	sides = append(sides, importing.Beside("deal", label(ctx, "deal"), there.DealName, c.deal, s.run.Takes(row, "deal", there.DealID.IsZero()))...)
	return append(sides, s.run.Compare(ctx, manner(), []string{"title", "description", "due_date", "due_time"}, &old, &said, &after)...), nil
}
