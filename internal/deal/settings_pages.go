package deal

import (
	"errors"
	"net/http"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

const settingsPath = "/settings/pipelines"

func (d *Domain) settingsRoutes(r *web.Router) {
	r.Handle("GET "+settingsPath, d.showSettings)
	r.Handle("POST "+settingsPath, d.createPipeline)
	r.Handle("POST "+settingsPath+"/reasons", d.createReason)
	r.Handle("POST "+settingsPath+"/reasons/{id}/archive", d.archiveReason)
	r.Handle("GET "+settingsPath+"/{id}", d.showPipeline)
	r.Handle("POST "+settingsPath+"/{id}", d.savePipeline)
	r.Handle("POST "+settingsPath+"/{id}/up", d.raisePipeline)
	r.Handle("POST "+settingsPath+"/{id}/stages", d.createStage)
	r.Handle("POST /settings/stages/{id}", d.saveStage)
	r.Handle("GET /settings/stages/{id}/delete", d.askStage)
	r.Handle("POST /settings/stages/{id}/delete", d.deleteStage)
}

// renderSettings shows the pipelines and lost reasons, with what is wrong with
// the form that failed.
func (d *Domain) renderSettings(w http.ResponseWriter, r *http.Request, status int, v settingsView) (err error) {
	ctx, actor := r.Context(), account.Of(r)
	v.Manage = actor.Can(account.ManagePipelines)
	if v.Pipelines, err = d.Pipelines.List(ctx, actor); err != nil {
		return err
	}
	if v.Reasons, err = d.Reasons.List(ctx, actor); err != nil {
		return err
	}
	return web.Render(w, r, status, d.shell(w, r, i18n.T(ctx, "Pipelines"), v.page()))
}

func (d *Domain) showSettings(w http.ResponseWriter, r *http.Request) error {
	return d.renderSettings(w, r, http.StatusOK, settingsView{})
}

// nameForm is a form of one name.
type nameForm struct {
	Name string `json:"name"`
}

func (d *Domain) createPipeline(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	var f nameForm
	if err == nil {
		err = form.Decode(r.Context(), &f)
	}
	var p Pipeline
	if err == nil {
		p, err = d.Pipelines.Create(r.Context(), account.Of(r), PipelineInput{Name: f.Name})
	}
	if form, invalid := form.Fail(err); invalid {
		return d.renderSettings(w, r, http.StatusUnprocessableEntity, settingsView{Failed: "pipeline", Form: form})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, settingsPath+"/"+p.ID.String())
}

func (d *Domain) createReason(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	var f nameForm
	if err == nil {
		err = form.Decode(r.Context(), &f)
	}
	if err == nil {
		err = d.Reasons.Create(r.Context(), account.Of(r), f.Name)
	}
	if form, invalid := form.Fail(err); invalid {
		return d.renderSettings(w, r, http.StatusUnprocessableEntity, settingsView{Failed: "reason", Form: form})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, settingsPath)
}

func (d *Domain) archiveReason(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	if err := d.Reasons.Archive(r.Context(), account.Of(r), id); err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Reason removed from the list. Deals that have it keep it.")})
	return web.Redirect(w, r, settingsPath)
}

// renderPipeline shows a pipeline with its stages, with what is wrong with the
// form that failed.
func (d *Domain) renderPipeline(w http.ResponseWriter, r *http.Request, status int, id db.ID, v pipelineView) (err error) {
	ctx, actor := r.Context(), account.Of(r)
	if err := actor.Require(account.ManagePipelines); err != nil {
		if _, err := d.Pipelines.Get(ctx, actor, id); err != nil {
			return err
		}
		return err
	}
	if v.Pipeline, err = d.Pipelines.Get(ctx, actor, id); err != nil {
		return err
	}
	return web.Render(w, r, status, d.shell(w, r, v.Pipeline.Name, v.page()))
}

func (d *Domain) showPipeline(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	return d.renderPipeline(w, r, http.StatusOK, id, pipelineView{})
}

// pipelineForm is a pipeline as its form posts it.
type pipelineForm struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	IsDefault   bool   `json:"is_default"`
	Archived    bool   `json:"archived"`
}

func (d *Domain) savePipeline(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	var f pipelineForm
	if err == nil {
		err = form.Decode(r.Context(), &f)
	}
	if err == nil {
		_, err = d.Pipelines.Update(r.Context(), account.Of(r), id, func(in *PipelineInput) {
			*in = PipelineInput(f)
		})
	}
	if form, invalid := form.Fail(err); invalid {
		return d.renderPipeline(w, r, http.StatusUnprocessableEntity, id, pipelineView{Failed: "pipeline", Form: form})
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Saved")})
	return web.Redirect(w, r, settingsPath+"/"+id.String())
}

func (d *Domain) raisePipeline(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	if err := d.Pipelines.MoveUp(r.Context(), account.Of(r), id); err != nil {
		return err
	}
	return web.Redirect(w, r, settingsPath)
}

// stageForm is a stage as its form posts it.
type stageForm struct {
	Name        string   `json:"name"`
	Probability int64    `json:"probability"`
	Hue         int64    `json:"hue"`
	RottingDays *int64   `json:"rotting_days"`
	Required    []string `json:"required"`
	Position    int64    `json:"position"`
}

func (f stageForm) input() StageInput {
	in := StageInput{Name: f.Name, Probability: f.Probability, Hue: f.Hue, Position: f.Position}
	if f.RottingDays != nil {
		in.RottingDays = *f.RottingDays
	}
	for _, name := range f.Required {
		if name != "" {
			in.Required = append(in.Required, name)
		}
	}
	return in
}

func (d *Domain) createStage(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	var f stageForm
	if err == nil {
		err = form.Decode(r.Context(), &f)
	}
	if err == nil {
		if _, err := d.Pipelines.Get(r.Context(), account.Of(r), id); err != nil {
			return err
		}
		_, err = d.Pipelines.AddStage(r.Context(), account.Of(r), id, f.input())
	}
	if form, invalid := form.Fail(err); invalid {
		return d.renderPipeline(w, r, http.StatusUnprocessableEntity, id, pipelineView{Failed: "new", Form: form})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, settingsPath+"/"+id.String())
}

func (d *Domain) saveStage(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	stage, _, err := d.Pipelines.stage(r.Context(), account.Of(r), id)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	f := stageForm{Name: stage.Name, Probability: stage.Probability, Hue: stage.Hue, RottingDays: stage.RottingDays, Required: stage.Needs(), Position: stage.Position}
	if err == nil {
		err = form.Decode(r.Context(), &f)
	}
	if err == nil {
		_, err = d.Pipelines.UpdateStage(r.Context(), account.Of(r), id, func(in *StageInput) { *in = f.input() })
	}
	if form, invalid := form.Fail(err); invalid {
		return d.renderPipeline(w, r, http.StatusUnprocessableEntity, stage.PipelineID, pipelineView{Failed: id.String(), Form: form})
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Saved")})
	return web.Redirect(w, r, settingsPath+"/"+stage.PipelineID.String())
}

// askStage asks where the deals of a stage go before it is deleted.
func (d *Domain) askStage(w http.ResponseWriter, r *http.Request) error {
	return d.renderAsk(w, r, http.StatusOK, "")
}

func (d *Domain) renderAsk(w http.ResponseWriter, r *http.Request, status int, problem string) error {
	ctx, actor := r.Context(), account.Of(r)
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	v := deleteStageView{Problem: problem}
	if v.Stage, v.Pipeline, err = d.Pipelines.stage(ctx, actor, id); err != nil {
		return err
	}
	if v.Count, err = d.Pipelines.Count(ctx, actor, id); err != nil {
		return err
	}
	return web.Render(w, r, status, d.shell(w, r, i18n.T(ctx, "Delete stage"), v.page()))
}

func (d *Domain) deleteStage(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	stage, _, err := d.Pipelines.stage(ctx, actor, id)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	to, _ := db.ParseID(form.Get("to")) // what is none is no stage
	err = d.Pipelines.DeleteStage(ctx, actor, id, to)
	if invalid, ok := errors.AsType[fault.Invalid](err); ok {
		return d.renderAsk(w, r, http.StatusUnprocessableEntity, invalid["to"])
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "%s deleted", stage.Name)})
	return web.Redirect(w, r, settingsPath+"/"+stage.PipelineID.String())
}
