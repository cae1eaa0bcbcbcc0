package deal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
)

// PipelineInput is what a manager can say about a pipeline.
type PipelineInput struct {
	Name        string `json:"name" maxLength:"200"`
	Description string `json:"description,omitempty" maxLength:"10000"`
	IsDefault   bool   `json:"is_default,omitempty" doc:"New deals go here"`
	Archived    bool   `json:"archived,omitempty"`
}

// StageInput is what a manager can say about an open stage; the two ends have
// a name and a colour only.
type StageInput struct {
	Name        string   `json:"name" maxLength:"100"`
	Probability int64    `json:"probability,omitempty" minimum:"0" maximum:"100"`
	Hue         int64    `json:"hue,omitempty" minimum:"0" maximum:"9"`
	RottingDays int64    `json:"rotting_days,omitempty" minimum:"0" maximum:"3650" doc:"0 for never"`
	Required    []string `json:"required,omitempty" nullable:"false" doc:"value, company, contact, expected_close_date, owner, source, description, lines"`
	Position    int64    `json:"position,omitempty" minimum:"0" doc:"Among the open stages"`
}

func (in *PipelineInput) validate(ctx context.Context, actor account.Actor) error {
	c := &checker{ctx, actor, fault.Invalid{}}
	c.text("name", &in.Name, maxName, false)
	c.required("name", in.Name)
	c.text("description", &in.Description, maxText, true)
	if in.IsDefault && in.Archived {
		c.invalid.Add("archived", i18n.T(ctx, "New deals go to this pipeline. Make another one the default first."))
	}
	return c.invalid.OrNil()
}

func (in *StageInput) validate(ctx context.Context, actor account.Actor) error {
	c := &checker{ctx, actor, fault.Invalid{}}
	c.text("name", &in.Name, maxWord, false)
	c.required("name", in.Name)
	c.probability(&in.Probability)
	if in.RottingDays < 0 || in.RottingDays > 3650 {
		c.invalid.Add("rotting_days", i18n.T(ctx, "Enter a number of days from 0 to 3650."))
	}
	if in.Hue < 0 || in.Hue > 9 {
		c.invalid.Add("hue", i18n.T(ctx, "This is none of the choices."))
	}
	for _, field := range in.Required {
		if !slices.Contains(requirable(), field) {
			c.invalid.Add("required", i18n.T(ctx, "There is no field “%s” here.", field))
		}
	}
	return c.invalid.OrNil()
}

// Create makes a pipeline with an open stage and the two ends, at the end of
// the order.
func (s *Pipelines) Create(ctx context.Context, actor account.Actor, in PipelineInput) (Pipeline, error) {
	if err := actor.Require(account.ManagePipelines); err != nil {
		return Pipeline{}, err
	}
	if err := in.validate(ctx, actor); err != nil {
		return Pipeline{}, err
	}
	if err := s.ensure(ctx, actor); err != nil {
		return Pipeline{}, err
	}
	p := newPipeline(actor, in.Name, in.Description)
	p.Position = p.CreatedAt
	p.add(i18n.T(ctx, "Lead"), Open, 10, 7)
	p.add(i18n.T(ctx, "Won"), Won, 100, 4)
	p.add(i18n.T(ctx, "Lost"), Lost, 0, 9)
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		if in.IsDefault {
			if err := noDefault(ctx, tx, actor); err != nil {
				return err
			}
			p.IsDefault = true
		}
		return insertPipeline(ctx, tx, actor, p)
	})
	return p, pipelineTaken(ctx, err)
}

func noDefault(ctx context.Context, tx *db.Tx, actor account.Actor) error {
	_, err := tx.Exec(ctx, `UPDATE pipelines SET is_default = FALSE, version = version + 1 WHERE workspace_id = $1 AND is_default`, actor.Workspace)
	return err
}

func pipelineTaken(ctx context.Context, err error) error {
	if errors.Is(err, db.ErrExists) {
		return fault.Invalid{"name": i18n.T(ctx, "There is a pipeline of this name already.")}
	}
	return err
}

// Update changes a pipeline: change is given what it is.
func (s *Pipelines) Update(ctx context.Context, actor account.Actor, id db.ID, change func(in *PipelineInput)) (Pipeline, error) {
	p, err := s.Get(ctx, actor, id)
	if err != nil {
		return p, err
	}
	if err := actor.Require(account.ManagePipelines); err != nil {
		return p, err
	}
	in := PipelineInput{p.Name, p.Description, p.IsDefault, p.ArchivedAt != nil}
	was := in
	change(&in)
	if err := in.validate(ctx, actor); err != nil {
		return p, err
	}
	if was.IsDefault && !in.IsDefault {
		return p, fault.Invalid{"is_default": i18n.T(ctx, "New deals go to this pipeline. Make another one the default first.")}
	}
	return p, pipelineTaken(ctx, s.db.InTx(ctx, func(tx *db.Tx) error { return p.rewrite(ctx, tx, actor, was, in) }))
}

func (p *Pipeline) rewrite(ctx context.Context, tx *db.Tx, actor account.Actor, was, in PipelineInput) error {
	if in.IsDefault && !was.IsDefault {
		if err := noDefault(ctx, tx, actor); err != nil {
			return err
		}
	}
	now := time.Now().UnixMilli()
	p.Name, p.NameKey, p.Description, p.IsDefault, p.UpdatedAt = in.Name, search.Key(in.Name), in.Description, in.IsDefault, now
	switch {
	case in.Archived && p.ArchivedAt == nil:
		p.ArchivedAt = &now
	case !in.Archived:
		p.ArchivedAt = nil
	}
	if err := db.Update(ctx, tx, "pipelines", p, "name", "name_key", "description", "is_default", "updated_at", "archived_at"); err != nil {
		return err
	}
	return recordAll(ctx, tx, actor, "pipeline", p.ID, [][3]string{
		{"name", was.Name, in.Name}, {"description", was.Description, in.Description},
		{"is_default", yes(was.IsDefault), yes(in.IsDefault)}, {"archived", yes(was.Archived), yes(in.Archived)},
	})
}

// recordAll writes a line of history for each field that differs.
func recordAll(ctx context.Context, tx *db.Tx, actor account.Actor, kind string, id db.ID, fields [][3]string) error {
	var changes []activity.Change
	for _, f := range fields {
		if f[1] != f[2] {
			changes = append(changes, activity.Change{Kind: kind, Record: id, Action: activity.Updated, Field: f[0], Old: f[1], New: f[2]})
		}
	}
	if len(changes) == 0 {
		return nil
	}
	return activity.Record(ctx, tx, actor, changes...)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// MoveUp puts a pipeline one place further up in the order.
func (s *Pipelines) MoveUp(ctx context.Context, actor account.Actor, id db.ID) error {
	all, err := s.List(ctx, actor)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(p Pipeline) bool { return p.ID == id })
	if i < 0 {
		return fault.NotFound{}
	}
	if err := actor.Require(account.ManagePipelines); err != nil {
		return err
	}
	if i > 0 {
		all[i-1], all[i] = all[i], all[i-1]
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		for n, p := range all {
			if _, err := tx.Exec(ctx, `UPDATE pipelines SET position = $1 WHERE workspace_id = $2 AND id = $3`, n, actor.Workspace, p.ID); err != nil {
				return fmt.Errorf("order pipelines: %w", err)
			}
		}
		return nil
	})
}
