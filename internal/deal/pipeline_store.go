package deal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
)

// Pipelines keeps pipelines with their stages.
type Pipelines struct{ db *db.DB }

// NewPipelines returns the shelf alone, without the pages of the domain.
func NewPipelines(d *db.DB) *Pipelines { return &Pipelines{db: d} }

// pipelinesOf returns every pipeline in its order, the archived last, with
// their stages.
func pipelinesOf(ctx context.Context, q db.Querier, actor account.Actor) ([]Pipeline, error) {
	all, err := db.Select[Pipeline](ctx, q, `SELECT workspace_id, id, name, name_key, description, is_default, position, version, created_at, updated_at, archived_at
		FROM pipelines WHERE workspace_id = $1 ORDER BY CASE WHEN archived_at IS NULL THEN 0 ELSE 1 END, position, name_key`, actor.Workspace)
	if err != nil {
		return nil, fmt.Errorf("read pipelines: %w", err)
	}
	stages, err := db.Select[Stage](ctx, q, `SELECT workspace_id, id, pipeline_id, name, kind, probability, hue, rotting_days, required, position, version, created_at, updated_at
		FROM stages WHERE workspace_id = $1 ORDER BY CASE kind WHEN 'open' THEN 0 WHEN 'won' THEN 1 ELSE 2 END, position, id`, actor.Workspace)
	if err != nil {
		return nil, fmt.Errorf("read stages: %w", err)
	}
	for i := range all {
		for _, s := range stages {
			if s.PipelineID == all[i].ID {
				all[i].Stages = append(all[i].Stages, s)
			}
		}
	}
	return all, nil
}

// List returns every pipeline in its order, the archived last, with their
// stages. A workspace that has none gets the pipeline "Sales".
func (s *Pipelines) List(ctx context.Context, actor account.Actor) ([]Pipeline, error) {
	all, err := pipelinesOf(ctx, s.db, actor)
	if err != nil || len(all) > 0 {
		return all, err
	}
	if err := s.ensure(ctx, actor); err != nil {
		return nil, err
	}
	return pipelinesOf(ctx, s.db, actor)
}

// Get returns a pipeline with its stages.
func (s *Pipelines) Get(ctx context.Context, actor account.Actor, id db.ID) (Pipeline, error) {
	all, err := s.List(ctx, actor)
	if err != nil {
		return Pipeline{}, err
	}
	p, ok := find(all, id)
	if !ok {
		return p, fault.NotFound{}
	}
	return p, nil
}

// ensure makes the first pipeline and the first lost reasons of a workspace
// that has no pipeline yet, in the language of who comes first.
func (s *Pipelines) ensure(ctx context.Context, actor account.Actor) error {
	has := func(q db.Querier) (bool, error) {
		n, err := db.Value[int](ctx, q, `SELECT count(*) FROM (SELECT 1 FROM pipelines WHERE workspace_id = $1 LIMIT 1) x`, actor.Workspace)
		return n > 0, err
	}
	if there, err := has(s.db); err != nil || there {
		return err
	}
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		if there, err := has(tx); err != nil || there {
			return err
		}
		if err := insertReasons(ctx, tx, actor, firstReasons(ctx)); err != nil {
			return err
		}
		return insertPipeline(ctx, tx, actor, firstPipeline(ctx, actor))
	})
	if errors.Is(err, db.ErrExists) { // somebody else came first at the same moment
		return nil
	}
	return err
}

// firstPipeline is what a new workspace starts with.
func firstPipeline(ctx context.Context, actor account.Actor) Pipeline {
	p := newPipeline(actor, i18n.T(ctx, "Sales"), "")
	p.IsDefault = true
	for _, s := range []struct {
		name, kind       string
		probability, hue int64
	}{
		{i18n.T(ctx, "Lead"), Open, 10, 0}, {i18n.T(ctx, "Qualified"), Open, 25, 6}, {i18n.T(ctx, "Proposal"), Open, 50, 1},
		{i18n.T(ctx, "Negotiation"), Open, 75, 2}, {i18n.T(ctx, "Won"), Won, 100, 9}, {i18n.T(ctx, "Lost"), Lost, 0, 5},
	} {
		p.add(s.name, s.kind, s.probability, s.hue)
	}
	return p
}

func newPipeline(actor account.Actor, name, description string) Pipeline {
	now := time.Now().UnixMilli()
	return Pipeline{Workspace: actor.Workspace, ID: db.NewID(), Name: name, NameKey: search.Key(name), Description: description,
		Version: 1, CreatedAt: now, UpdatedAt: now}
}

func (p *Pipeline) add(name, kind string, probability, hue int64) {
	p.Stages = append(p.Stages, Stage{Workspace: p.Workspace, ID: db.NewID(), PipelineID: p.ID, Name: name, Kind: kind, Probability: probability,
		Hue: hue, Required: db.JSON("[]"), Position: int64(len(p.Stages)), Version: 1, CreatedAt: p.CreatedAt, UpdatedAt: p.CreatedAt})
}

func insertPipeline(ctx context.Context, tx *db.Tx, actor account.Actor, p Pipeline) error {
	if err := db.Insert(ctx, tx, "pipelines", &p); err != nil {
		return fmt.Errorf("insert pipeline: %w", err)
	}
	if err := db.InsertAll(ctx, tx, "stages", p.Stages); err != nil {
		return fmt.Errorf("insert stages: %w", err)
	}
	changes := []activity.Change{{Kind: "pipeline", Record: p.ID, Action: activity.Created, Field: "name", New: p.Name}}
	for _, s := range p.Stages {
		changes = append(changes, activity.Change{Kind: "stage", Record: s.ID, Action: activity.Created, Field: "name", New: s.Name})
	}
	return activity.Record(ctx, tx, actor, changes...)
}
