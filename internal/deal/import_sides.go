package deal

import (
	"context"

	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// Sides compares a row with the deal it is about.
func (s *sales) Sides(ctx context.Context, q db.Querier, row *importing.Row) ([]importing.Side, error) {
	c := row.Said.(*sold)
	there, err := getDeal(ctx, q, s.run.Actor, row.There, " AND d.deleted_at IS NULL")
	if fault.IsNotFound(err) {
		return nil, nil // another's, or gone since
	}
	if err != nil {
		return nil, err
	}
	old, said := there.Input(), c.in
	after := s.merge(old, c)
	var names []string
	for _, f := range plainFields() {
		names = append(names, f.Name)
	}
	sides := importing.Beside("company", label(ctx, "company"), there.CompanyName, c.names.Company, s.run.Takes(row, "company", there.CompanyID.IsZero()))
	sides = append(sides, importing.Beside("contact", label(ctx, "contact"), there.ContactName, c.names.Person(), s.run.Takes(row, "contact", there.ContactID.IsZero()))...)
	return append(sides, s.run.Compare(ctx, manner(), append(names, "value", "expected_close_date"), &old, &said, &after)...), nil
}
