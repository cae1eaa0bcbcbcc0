package deal

import (
	"context"
	"net/http"

	"kontor/internal/account"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
)

func (d *Domain) pipelineAPI(a *api.API) {
	const tag = "Pipelines"
	api.Register(a, operation(tag, "list-pipelines", http.MethodGet, "/pipelines", "List pipelines with their stages", 0), d.apiPipelines)
	api.Register(a, operation(tag, "create-pipeline", http.MethodPost, "/pipelines", "Create a pipeline", http.StatusCreated), d.apiCreatePipeline)
	api.Register(a, operation(tag, "get-pipeline", http.MethodGet, "/pipelines/{id}", "Get a pipeline", 0), d.apiGetPipeline)
	api.Register(a, operation(tag, "update-pipeline", http.MethodPatch, "/pipelines/{id}", "Change a pipeline, archive it or bring it back", 0), d.apiUpdatePipeline)
	api.Register(a, operation(tag, "list-stages", http.MethodGet, "/stages", "List the stages of every pipeline", 0), d.apiStages)
	api.Register(a, operation(tag, "create-stage", http.MethodPost, "/stages", "Add a stage to a pipeline", http.StatusCreated), d.apiCreateStage)
	api.Register(a, operation(tag, "update-stage", http.MethodPatch, "/stages/{id}", "Change a stage", 0), d.apiUpdateStage)
	api.Register(a, operation(tag, "delete-stage", http.MethodDelete, "/stages/{id}", "Delete a stage", http.StatusNoContent), d.apiDeleteStage)
	api.Register(a, operation(tag, "raise-pipeline", http.MethodPost, "/pipelines/{id}/raise", "Put a pipeline one place up in the order", http.StatusNoContent), d.apiRaisePipeline)
	api.Register(a, operation(tag, "create-lost-reason", http.MethodPost, "/lost-reasons", "Add a lost reason at the end of the list", http.StatusNoContent), d.apiCreateReason)
	api.Register(a, operation(tag, "archive-lost-reason", http.MethodDelete, "/lost-reasons/{id}", "Take a lost reason off the list; deals that have it keep it", http.StatusNoContent), d.apiArchiveReason)
	d.targetAPI(a)
	api.Register(a, operation(tag, "list-lost-reasons", http.MethodGet, "/lost-reasons", "List lost reasons", 0), d.apiReasons)
}

// stageJSON is a stage as programs see it.
type stageJSON struct {
	ID          db.ID    `json:"id" format:"uuid"`
	Version     int64    `json:"version"`
	PipelineID  db.ID    `json:"pipeline_id" format:"uuid"`
	Name        string   `json:"name"`
	Kind        string   `json:"kind" enum:"open,won,lost"`
	Probability int64    `json:"probability"`
	Hue         int64    `json:"hue"`
	RottingDays *int64   `json:"rotting_days"`
	Required    []string `json:"required"`
	Position    int64    `json:"position"`
}

func stageOf(s Stage) stageJSON {
	needs := s.Needs()
	if needs == nil {
		needs = []string{}
	}
	return stageJSON{s.ID, s.Version, s.PipelineID, s.Name, s.Kind, s.Probability, s.Hue, s.RottingDays, needs, s.Position}
}

// pipelineJSON is a pipeline as programs see it.
type pipelineJSON struct {
	ID          db.ID       `json:"id" format:"uuid"`
	Version     int64       `json:"version"`
	Name        string      `json:"name"`
	Description string      `json:"description"`
	IsDefault   bool        `json:"is_default"`
	Archived    bool        `json:"archived"`
	Stages      []stageJSON `json:"stages"`
}

func pipelineOf(p Pipeline) pipelineJSON {
	out := pipelineJSON{p.ID, p.Version, p.Name, p.Description, p.IsDefault, p.ArchivedAt != nil, make([]stageJSON, len(p.Stages))}
	for i, s := range p.Stages {
		out.Stages[i] = stageOf(s)
	}
	return out
}

type pipelineOut struct {
	ETag string `header:"ETag"`
	Body pipelineJSON
}

type pipelinesOut struct{ Body api.Page[pipelineJSON] }

func (d *Domain) apiPipelines(ctx context.Context, _ *struct{}) (*pipelinesOut, error) {
	all, err := d.Pipelines.List(ctx, account.ActorOf(ctx))
	if err != nil {
		return nil, err
	}
	out := make([]pipelineJSON, len(all))
	for i, p := range all {
		out[i] = pipelineOf(p)
	}
	return &pipelinesOut{Body: api.PageOf(out, "")}, nil
}

func (d *Domain) apiGetPipeline(ctx context.Context, in *api.RecordRef) (*pipelineOut, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	p, err := d.Pipelines.Get(ctx, account.ActorOf(ctx), id)
	if err != nil {
		return nil, err
	}
	return &pipelineOut{api.ETag(p.Version), pipelineOf(p)}, nil
}

func (d *Domain) apiCreatePipeline(ctx context.Context, in *struct{ Body PipelineInput }) (*pipelineOut, error) {
	p, err := d.Pipelines.Create(ctx, account.ActorOf(ctx), in.Body)
	if err != nil {
		return nil, err
	}
	return &pipelineOut{api.ETag(p.Version), pipelineOf(p)}, nil
}

func (d *Domain) apiUpdatePipeline(ctx context.Context, in *struct {
	api.RecordRef
	Body struct {
		Name        *string `json:"name,omitempty" maxLength:"200"`
		Description *string `json:"description,omitempty" maxLength:"10000"`
		IsDefault   *bool   `json:"is_default,omitempty"`
		Archived    *bool   `json:"archived,omitempty"`
	}
}) (*pipelineOut, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	p, err := d.Pipelines.Update(ctx, account.ActorOf(ctx), id, func(in2 *PipelineInput) {
		set(&in2.Name, in.Body.Name)
		set(&in2.Description, in.Body.Description)
		set(&in2.IsDefault, in.Body.IsDefault)
		set(&in2.Archived, in.Body.Archived)
	})
	if err != nil {
		return nil, err
	}
	return &pipelineOut{api.ETag(p.Version), pipelineOf(p)}, nil
}

func set[T any](to *T, said *T) {
	if said != nil {
		*to = *said
	}
}

type stageOut struct {
	ETag string `header:"ETag"`
	Body stageJSON
}

type stagesOut struct{ Body api.Page[stageJSON] }

func (d *Domain) apiStages(ctx context.Context, _ *struct{}) (*stagesOut, error) {
	all, err := d.Pipelines.List(ctx, account.ActorOf(ctx))
	if err != nil {
		return nil, err
	}
	out := []stageJSON{}
	for _, p := range all {
		for _, s := range p.Stages {
			out = append(out, stageOf(s))
		}
	}
	return &stagesOut{Body: api.PageOf(out, "")}, nil
}

func (d *Domain) apiCreateStage(ctx context.Context, in *struct {
	Body struct {
		PipelineID db.ID `json:"pipeline_id" format:"uuid"`
		StageInput
	}
}) (*stageOut, error) {
	s, err := d.Pipelines.AddStage(ctx, account.ActorOf(ctx), in.Body.PipelineID, in.Body.StageInput)
	if err != nil {
		return nil, err
	}
	return &stageOut{api.ETag(s.Version), stageOf(s)}, nil
}

func (d *Domain) apiUpdateStage(ctx context.Context, in *struct {
	api.RecordRef
	Body struct {
		Name        *string   `json:"name,omitempty" maxLength:"100"`
		Probability *int64    `json:"probability,omitempty" minimum:"0" maximum:"100"`
		Hue         *int64    `json:"hue,omitempty" minimum:"0" maximum:"9"`
		RottingDays *int64    `json:"rotting_days,omitempty" minimum:"0" maximum:"3650" doc:"0 for never"`
		Required    *[]string `json:"required,omitempty"`
		Position    *int64    `json:"position,omitempty" minimum:"0"`
	}
}) (*stageOut, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	b := in.Body
	s, err := d.Pipelines.UpdateStage(ctx, account.ActorOf(ctx), id, func(in2 *StageInput) {
		set(&in2.Name, b.Name)
		set(&in2.Probability, b.Probability)
		set(&in2.Hue, b.Hue)
		set(&in2.RottingDays, b.RottingDays)
		set(&in2.Required, b.Required)
		set(&in2.Position, b.Position)
	})
	if err != nil {
		return nil, err
	}
	return &stageOut{api.ETag(s.Version), stageOf(s)}, nil
}

func (d *Domain) apiDeleteStage(ctx context.Context, in *struct {
	api.RecordRef
	To string `query:"to" doc:"The stage of the same pipeline that takes its deals; needed where it has some"`
}) (*struct{}, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	to, _ := db.ParseID(in.To) // what is none is no stage
	return nil, d.Pipelines.DeleteStage(ctx, account.ActorOf(ctx), id, to)
}

type reasonsOut struct{ Body api.Page[namedJSON] }

func (d *Domain) apiReasons(ctx context.Context, _ *struct{}) (*reasonsOut, error) {
	all, err := d.Reasons.List(ctx, account.ActorOf(ctx))
	if err != nil {
		return nil, err
	}
	out := make([]namedJSON, len(all))
	for i, r := range all {
		out[i] = namedJSON{r.ID, r.Name}
	}
	return &reasonsOut{Body: api.PageOf(out, "")}, nil
}

func (d *Domain) apiCreateReason(ctx context.Context, in *struct {
	Body struct {
		Name string `json:"name" maxLength:"100"`
	}
}) (*struct{}, error) {
	return nil, d.Reasons.Create(ctx, account.ActorOf(ctx), in.Body.Name)
}

func (d *Domain) apiArchiveReason(ctx context.Context, in *api.RecordRef) (*struct{}, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	return nil, d.Reasons.Archive(ctx, account.ActorOf(ctx), id)
}

func (d *Domain) apiRaisePipeline(ctx context.Context, in *api.RecordRef) (*struct{}, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	return nil, d.Pipelines.MoveUp(ctx, account.ActorOf(ctx), id)
}
