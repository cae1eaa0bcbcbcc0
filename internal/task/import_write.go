package task

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/record"
)

// Write does what was decided, row by row: a later one may be about the task
// of an earlier one. Nobody is notified of tasks that come in as a file.
func (s *todos) Write(ctx context.Context, tx *db.Tx, rows []*importing.Row) (importing.Made, error) {
	all := importing.Coming[*asked](rows)
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
			return made, fmt.Errorf("write task of row %d: %w", c.Number, err)
		}
	}
	return made, nil
}

func (s *todos) create(ctx context.Context, tx *db.Tx, c *asked) error {
	d := prepare(ctx, s.run.Actor, c.in)
	d.batch = s.run.Import.ID
	if day, err := time.ParseInLocation(time.DateOnly, c.done, s.run.Actor.Zone); err == nil && d.IsDone() {
		noon := day.Add(12 * time.Hour).UnixMilli()
		d.CompletedAt = &noon
	}
	err := d.begin(ctx, tx, s.run.Actor)
	c.made = d.ID
	return err
}

func (s *todos) update(ctx context.Context, tx *db.Tx, c *asked) error {
	var id db.ID
	if c.there != nil {
		id = c.there.ID
	} else if id = c.first.made; id.IsZero() {
		c.Fail(c.first.Reason, c.first.Value) // the row that was to make it failed after all
		return nil
	}
	_, _, err := update(ctx, tx, s.run.Actor, s.run.Import.ID, id, func(old Task) (TaskInput, error) {
		return s.merge(old.Input(s.run.Actor.Zone), c), nil
	})
	return err
}

// merge fills the gaps of a task with what a row knows, or replaces values if
// that was chosen. What a task always has, such as its state, is never a gap.
func (s *todos) merge(old TaskInput, c *asked) TaskInput {
	in := c.in
	takes := func(field string, gap bool) bool { return s.run.Takes(c.Row, field, gap) }
	if in.Description != "" && takes("description", old.Description == "") {
		old.Description = in.Description
	}
	if in.DueTime != "" && takes("due_time", old.DueTime == "") {
		old.DueTime = in.DueTime
	}
	for field, ref := range map[string]struct{ to, from *db.ID }{"contact": {&old.ContactID, &in.ContactID}, "company": {&old.CompanyID, &in.CompanyID}, "deal": {&old.DealID, &in.DealID}} {
		if !ref.from.IsZero() && takes(field, ref.to.IsZero()) {
			*ref.to = *ref.from
		}
	}
	if owner, named := s.run.Member(c.owner); named && takes("assigned_to", old.AssignedTo.IsZero()) {
		old.AssignedTo = owner
	}
	for key, text := range in.Custom {
		if text != "" && takes(key, old.Custom[key] == "") {
			record.SetCustom(&old.Custom, key, text)
		}
	}
	if s.run.Import.Options.Overwrite {
		s.overwrite(&old, c)
	}
	return old
}

// overwrite takes over the choices that columns of the file say.
func (s *todos) overwrite(old *TaskInput, c *asked) {
	s.run.Columns(c.Row, func(_ int, column *importing.ImportColumn, _ string) {
		switch column.Field {
		case "task_type":
			old.TaskType = c.in.TaskType
		case "priority":
			old.Priority = c.in.Priority
		case "status":
			old.Status = c.in.Status
		}
	})
}
