package deal

import (
	"slices"

	"kontor/internal/kit/db"
)

// What a stage makes of the deals in it.
const (
	Open = "open"
	Won  = "won"
	Lost = "lost"
)

// Pipeline is a way from first contact to a signed order, stage by stage.
type Pipeline struct {
	Workspace   db.WorkspaceID `db:"workspace_id"`
	ID          db.ID          `db:"id"`
	Name        string         `db:"name"`
	NameKey     string         `db:"name_key"`
	Description string         `db:"description"`
	IsDefault   bool           `db:"is_default"`
	Position    int64          `db:"position"`
	Version     int64          `db:"version"`
	CreatedAt   int64          `db:"created_at"`
	UpdatedAt   int64          `db:"updated_at"`
	ArchivedAt  *int64         `db:"archived_at"`

	Stages []Stage `db:"-"` // in their order, won and lost last
}

// Stage is one step of a pipeline.
type Stage struct {
	Workspace   db.WorkspaceID `db:"workspace_id"`
	ID          db.ID          `db:"id"`
	PipelineID  db.ID          `db:"pipeline_id"`
	Name        string         `db:"name"`
	Kind        string         `db:"kind"`
	Probability int64          `db:"probability"` // percent
	Hue         int64          `db:"hue"`
	RottingDays *int64         `db:"rotting_days"` // a deal that stands here longer is stale
	Required    db.JSON        `db:"required"`     // names of fields
	Position    int64          `db:"position"`
	Version     int64          `db:"version"`
	CreatedAt   int64          `db:"created_at"`
	UpdatedAt   int64          `db:"updated_at"`
}

// Needs are the fields a deal must have in the stage.
func (s Stage) Needs() []string {
	var names []string
	if s.Required.Decode(&names) != nil {
		return nil
	}
	return names
}

// stage returns the stage of that id.
func (p Pipeline) stage(id db.ID) (Stage, bool) {
	i := slices.IndexFunc(p.Stages, func(s Stage) bool { return s.ID == id })
	if i < 0 {
		return Stage{}, false
	}
	return p.Stages[i], true
}

// first returns the first stage of a kind.
func (p Pipeline) first(kind string) (Stage, bool) {
	i := slices.IndexFunc(p.Stages, func(s Stage) bool { return s.Kind == kind })
	if i < 0 {
		return Stage{}, false
	}
	return p.Stages[i], true
}

// find returns the pipeline of that id among all.
func find(all []Pipeline, id db.ID) (Pipeline, bool) {
	i := slices.IndexFunc(all, func(p Pipeline) bool { return p.ID == id })
	if i < 0 {
		return Pipeline{}, false
	}
	return all[i], true
}

// usual is the pipeline that new deals go to: the default, else the first
// that is not archived.
func usual(all []Pipeline) (Pipeline, bool) {
	var found *Pipeline
	for i, p := range all {
		if p.ArchivedAt == nil && (found == nil || p.IsDefault) {
			found = &all[i]
		}
	}
	if found == nil {
		return Pipeline{}, false
	}
	return *found, true
}
