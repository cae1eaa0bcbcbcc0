package deal

import (
	"context"
	"fmt"
	"slices"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/record"
)

// AddStage adds an open stage behind the others of a pipeline.
func (s *Pipelines) AddStage(ctx context.Context, actor account.Actor, pipeline db.ID, in StageInput) (Stage, error) {
	p, err := s.Get(ctx, actor, pipeline)
	if fault.IsNotFound(err) {
		err = fault.Invalid{"pipeline_id": i18n.T(ctx, "There is no such pipeline. Choose another one.")}
	}
	if err != nil {
		return Stage{}, err
	}
	if err := actor.Require(account.ManagePipelines); err != nil {
		return Stage{}, err
	}
	if err := in.validate(ctx, actor); err != nil {
		return Stage{}, err
	}
	now := time.Now().UnixMilli()
	stage := Stage{Workspace: actor.Workspace, ID: db.NewID(), PipelineID: p.ID, Kind: Open, Version: 1, CreatedAt: now, Position: int64(len(p.Stages))}
	if err := stage.take(in); err != nil {
		return stage, err
	}
	return stage, s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := db.Insert(ctx, tx, "stages", &stage); err != nil {
			return fmt.Errorf("insert stage: %w", err)
		}
		return activity.Record(ctx, tx, actor, activity.Change{Kind: "stage", Record: stage.ID, Action: activity.Created, Field: "name", New: stage.Name})
	})
}

// take puts an input into the stage; an end keeps its probability and requires
// nothing.
func (s *Stage) take(in StageInput) error {
	s.Name, s.Hue, s.UpdatedAt = in.Name, in.Hue, time.Now().UnixMilli()
	if s.Kind != Open {
		return nil
	}
	s.Probability, s.RottingDays = in.Probability, nil
	if in.RottingDays > 0 {
		s.RottingDays = &in.RottingDays
	}
	if in.Required == nil {
		in.Required = []string{}
	}
	required, err := db.ToJSON(in.Required)
	s.Required = required
	return err
}

// Input is the stage as what a manager could have said about it.
func (s Stage) Input() StageInput {
	in := StageInput{Name: s.Name, Probability: s.Probability, Hue: s.Hue, Required: s.Needs(), Position: s.Position}
	if s.RottingDays != nil {
		in.RottingDays = *s.RottingDays
	}
	return in
}

// stage returns a stage with its pipeline.
func (s *Pipelines) stage(ctx context.Context, actor account.Actor, id db.ID) (Stage, Pipeline, error) {
	all, err := s.List(ctx, actor)
	if err != nil {
		return Stage{}, Pipeline{}, err
	}
	for _, p := range all {
		if found, ok := p.stage(id); ok {
			return found, p, actor.Require(account.ManagePipelines)
		}
	}
	return Stage{}, Pipeline{}, fault.NotFound{}
}

// UpdateStage changes a stage: change is given what it is. Deals that stand in
// it keep their probability. Another position moves it among the open stages.
func (s *Pipelines) UpdateStage(ctx context.Context, actor account.Actor, id db.ID, change func(in *StageInput)) (Stage, error) {
	stage, p, err := s.stage(ctx, actor, id)
	if err != nil {
		return stage, err
	}
	was := stage.Input()
	in := was
	change(&in)
	if err := in.validate(ctx, actor); err != nil {
		return stage, err
	}
	if err := stage.take(in); err != nil {
		return stage, err
	}
	return stage, s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := db.Update(ctx, tx, "stages", &stage, "name", "probability", "hue", "rotting_days", "required", "updated_at"); err != nil {
			return err
		}
		if in.Position != was.Position && stage.Kind == Open {
			if err := reorder(ctx, tx, p, stage.ID, in.Position); err != nil {
				return err
			}
		}
		return recordAll(ctx, tx, actor, "stage", stage.ID, [][3]string{
			{"name", was.Name, stage.Name}, {"probability", itoa(int(was.Probability)), itoa(int(stage.Probability))},
			{"rotting_days", itoa(int(was.RottingDays)), itoa(int(in.RottingDays))}, {"hue", itoa(int(was.Hue)), itoa(int(stage.Hue))},
			{"required", fmt.Sprint(was.Required), fmt.Sprint(stage.Needs())}, {"position", itoa(int(was.Position)), itoa(int(in.Position))},
		})
	})
}

// reorder puts a stage at a position among the open stages.
func reorder(ctx context.Context, tx *db.Tx, p Pipeline, id db.ID, to int64) error {
	var ids []db.ID
	for _, s := range p.Stages {
		if s.Kind == Open && s.ID != id {
			ids = append(ids, s.ID)
		}
	}
	ids = slices.Insert(ids, int(min(max(to, 0), int64(len(ids)))), id)
	for n, other := range ids {
		if _, err := tx.Exec(ctx, `UPDATE stages SET position = $1 WHERE workspace_id = $2 AND id = $3`, n, p.Workspace, other); err != nil {
			return fmt.Errorf("order stages: %w", err)
		}
	}
	return nil
}

// Count is how many deals stand in a stage, the recycle bin included.
func (s *Pipelines) Count(ctx context.Context, actor account.Actor, stage db.ID) (int, error) {
	return db.Value[int](ctx, s.db, `SELECT count(*) FROM deals WHERE workspace_id = $1 AND stage_id = $2`, actor.Workspace, stage)
}

// DeleteStage deletes an open stage. Where deals stand in it, in the recycle
// bin too, they go to the stage to of the same pipeline; without one it is a
// fault.Invalid. The last open stage stays.
func (s *Pipelines) DeleteStage(ctx context.Context, actor account.Actor, id, to db.ID) error {
	stage, p, err := s.stage(ctx, actor, id)
	if err != nil {
		return err
	}
	opens := slices.DeleteFunc(slices.Clone(p.Stages), func(o Stage) bool { return o.Kind != Open || o.ID == id })
	if stage.Kind != Open || len(opens) == 0 {
		return fault.Conflict{Text: i18n.T(ctx, "A pipeline needs an open stage, one for won and one for lost deals.")}
	}
	target, ok := p.stage(to)
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		ids, err := db.Values[db.ID](ctx, tx, `SELECT id FROM deals WHERE workspace_id = $1 AND stage_id = $2`, actor.Workspace, id)
		if err != nil {
			return fmt.Errorf("read deals of stage: %w", err)
		}
		if len(ids) > 0 && (!ok || target.ID == id || target.Kind != Open) {
			return fault.Invalid{"to": i18n.N(ctx, "%s deal stands in this stage. Choose where it goes.", "%s deals stand in this stage. Choose where they go.", len(ids))}
		}
		if err := resettle(ctx, tx, actor, stage, target, ids); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM stages WHERE workspace_id = $1 AND id = $2`, actor.Workspace, id); err != nil {
			return fmt.Errorf("delete stage: %w", err)
		}
		return activity.Record(ctx, tx, actor, activity.Change{Kind: "stage", Record: id, Action: activity.Deleted, Field: "name", Old: stage.Name})
	})
}

// resettle moves deals from a stage that goes to another open one, each with
// its line of history. They keep their probability where it was set by hand.
func resettle(ctx context.Context, tx *db.Tx, actor account.Actor, from, to Stage, ids []db.ID) error {
	now := time.Now().UnixMilli()
	for part := range slices.Chunk(ids, record.Batch) {
		moves, changes := make([]move, len(part)), make([]activity.Change, len(part))
		for i, id := range part {
			moves[i] = move{Workspace: actor.Workspace, ID: db.NewID(), DealID: id, From: from.ID, To: to.ID, ToName: to.Name, Status: Open, Member: actor.Member, At: now}
			changes[i] = activity.Change{Kind: "deal", Record: id, Action: activity.Updated, Field: "stage", At: now,
				Old: from.ID.String(), New: to.ID.String(), OldLabel: from.Name, NewLabel: to.Name}
		}
		var q db.SQL
		q.S("UPDATE deals SET version = version + 1, stage_id = ").P(to.ID).S(", stage_at = ").P(now).S(", updated_at = ").P(now)
		q.S(", weighted = CASE WHEN probability = ").P(from.Probability).S(" THEN (value * ").P(to.Probability).S(" + 50) / 100 ELSE weighted END")
		q.S(", probability = CASE WHEN probability = ").P(from.Probability).S(" THEN ").P(to.Probability).S(" ELSE probability END")
		q.S(" WHERE workspace_id = ").P(actor.Workspace).S(" AND id IN ")
		db.In(&q, part)
		if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
			return fmt.Errorf("move deals of stage: %w", err)
		}
		if err := db.InsertAll(ctx, tx, "deal_moves", moves); err != nil {
			return fmt.Errorf("note moves of deals: %w", err)
		}
		if err := activity.Record(ctx, tx, actor, changes...); err != nil {
			return err
		}
	}
	return nil
}
