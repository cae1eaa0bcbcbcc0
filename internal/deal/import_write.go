package deal

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/record"
)

// Write does what was decided, row by row: a later one may be about the deal
// of an earlier one.
func (s *sales) Write(ctx context.Context, tx *db.Tx, rows []*importing.Row) (importing.Made, error) {
	all := importing.Coming[*sold](rows)
	made, err := s.naming.Make(ctx, tx, namesOf(all))
	if err != nil {
		return made, err
	}
	for _, c := range all {
		c.in.CompanyID, c.in.ContactID = c.names.CompanyID, c.names.ContactID
		if c.Outcome == importing.Created {
			err = s.create(ctx, tx, c)
		} else {
			err = s.update(ctx, tx, c)
		}
		if err := s.run.Tell(ctx, c.Row, err); err != nil {
			return made, fmt.Errorf("write deal of row %d: %w", c.Number, err)
		}
	}
	return made, nil
}

func (s *sales) create(ctx context.Context, tx *db.Tx, c *sold) error {
	d := prepare(ctx, s.run.Actor, c.in, Deal{})
	d.batch = s.run.Import.ID
	if err := d.complete(ctx, tx, s.run.Actor); err != nil {
		return err
	}
	if c.closed != "" && d.Status != Open {
		d.ActualClose = &c.closed
	}
	err := d.insert(ctx, tx, s.run.Actor)
	c.made = d.ID
	return err
}

func (s *sales) update(ctx context.Context, tx *db.Tx, c *sold) error {
	var id db.ID
	if c.there != nil {
		id = c.there.ID
	} else if id = c.first.made; id.IsZero() {
		c.Fail(c.first.Reason, c.first.Value) // the row that was to make it failed after all
		return nil
	}
	_, err := updateDeal(ctx, tx, s.run.Actor, s.run.Import.ID, id, func(old Deal) (DealInput, error) {
		return s.merge(old.Input(), c), nil
	})
	return err
}

// merge adds to a deal what a row knows. Tags are only added to; other values
// fill gaps, or replace others if that was chosen. The stage is never a gap.
func (s *sales) merge(old DealInput, c *sold) DealInput {
	in := c.in
	takes := func(field string, gap bool) bool { return s.run.Takes(c.Row, field, gap) }
	for _, f := range plainFields() {
		if text := f.Text(in.DealFields); text != "" && takes(f.Name, f.Text(old.DealFields) == "") {
			f.Copy(&old.DealFields, &in.DealFields)
		}
	}
	for key, text := range in.Custom {
		if text != "" && takes(key, old.Custom[key] == "") {
			record.SetCustom(&old.Custom, key, text)
		}
	}
	if in.Value != nil && len(old.Lines) == 0 && takes("value", isNothing(old)) {
		old.Value = in.Value
	}
	if in.ExpectedClose != "" && takes("expected_close_date", old.ExpectedClose == "") {
		old.ExpectedClose = in.ExpectedClose
	}
	for field, ref := range map[string]struct{ to, from *db.ID }{"contact": {&old.ContactID, &in.ContactID}, "company": {&old.CompanyID, &in.CompanyID}} {
		if !ref.from.IsZero() && takes(field, ref.to.IsZero()) {
			*ref.to = *ref.from
		}
	}
	if owner, named := s.run.Member(c.owner); named && takes("owner", old.OwnerID.IsZero()) {
		old.OwnerID = owner
	}
	old.Tags = append(slices.Clone(old.Tags), in.Tags...)
	if s.run.Import.Options.Overwrite {
		moveTo(&old, in)
	}
	return old
}

// isNothing tells a deal whose value was never said.
func isNothing(in DealInput) bool {
	return in.Value == nil || strings.Trim(in.Value.Amount, "0.") == ""
}

// moveTo takes over where a row says that a deal stands.
func moveTo(old *DealInput, in DealInput) {
	if !in.StageID.IsZero() {
		old.PipelineID, old.StageID, old.Status = in.PipelineID, in.StageID, in.Status
	} else if in.Status != "" {
		old.Status = in.Status
	}
	if in.Probability != nil {
		old.Probability = in.Probability
	}
	if !in.ReasonID.IsZero() || in.LostReason != "" {
		old.ReasonID, old.LostReason = in.ReasonID, in.LostReason
	}
}
