package deal

import (
	"context"
	"slices"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/money"
)

// isNew tells whether the deal is not in the database yet.
func (d *draft) isNew() bool { return d.old.ID.IsZero() }

// moves tells whether the deal comes into another stage.
func (d *draft) moves() bool { return d.isNew() || d.StageID != d.old.StageID }

// choose finds the stage that the input asks for among the pipelines. lastOpen
// is the open stage a closed deal stood in before; zero if it is not known.
func (d *draft) choose(ctx context.Context, all []Pipeline, lastOpen db.ID) {
	p, ok := d.pipeline(all)
	if !ok {
		d.invalid.Add("pipeline_id", i18n.T(ctx, "There is no such pipeline. Choose another one."))
		return
	}
	if p.ArchivedAt != nil && p.ID != d.old.PipelineID {
		d.invalid.Add("pipeline_id", i18n.T(ctx, "This pipeline is archived. Choose another one."))
		return
	}
	if d.in.Status != "" && !slices.Contains([]string{Open, Won, Lost}, d.in.Status) {
		d.invalid.Add("status", i18n.T(ctx, "The status of a deal is open, won or lost."))
		return
	}
	stage, ok := d.wanted(p, lastOpen)
	if !ok {
		d.invalid.Add("stage_id", i18n.T(ctx, "This pipeline has no such stage. Choose one of its own."))
		return
	}
	if d.in.Status != "" && d.in.Status != d.old.Status && d.in.Status != stage.Kind {
		d.invalid.Add("status", i18n.T(ctx, "The stage “%s” says otherwise. Choose a stage of this status.", stage.Name))
		return
	}
	d.stage, d.PipelineID, d.StageID, d.PipelineName, d.StageName = stage, p.ID, stage.ID, p.Name, stage.Name
}

// pipeline is the one that is asked for, by itself or by its stage.
func (d *draft) pipeline(all []Pipeline) (Pipeline, bool) {
	if !d.in.PipelineID.IsZero() && (d.in.PipelineID != d.old.PipelineID || d.in.StageID == d.old.StageID) {
		return find(all, d.in.PipelineID)
	}
	if d.in.StageID.IsZero() {
		if !d.isNew() {
			return find(all, d.old.PipelineID)
		}
		return usual(all)
	}
	i := slices.IndexFunc(all, func(p Pipeline) bool { _, has := p.stage(d.in.StageID); return has })
	if i < 0 {
		return find(all, d.in.PipelineID)
	}
	if !d.in.PipelineID.IsZero() && all[i].ID != d.in.PipelineID {
		return find(all, d.in.PipelineID) // whose stage it is not
	}
	return all[i], true
}

// wanted is the stage of p that the input asks for.
func (d *draft) wanted(p Pipeline, lastOpen db.ID) (Stage, bool) {
	said := d.in.StageID
	if said == d.old.StageID && (p.ID != d.old.PipelineID || d.in.Status != "" && d.in.Status != d.old.Status) {
		said = db.ID{} // it says no stage of its own
	}
	if !said.IsZero() {
		return p.stage(said)
	}
	kind := Open
	switch {
	case d.in.Status != "":
		kind = d.in.Status
	case !d.isNew():
		kind = d.old.Status
	}
	if s, ok := p.stage(lastOpen); ok && kind == Open && s.Kind == Open && d.old.Status != Open {
		return s, true
	}
	return p.first(kind)
}

// settle makes status, probability, days and reasons follow the stage. today
// is the day where the actor is.
func (d *draft) settle(ctx context.Context, now time.Time, today string) {
	old, stage := d.old, d.stage
	d.Status, d.StageAt, d.Place, d.ActualClose = stage.Kind, old.StageAt, old.Place, old.ActualClose
	d.Probability = old.Probability
	said := d.in.Probability
	if d.moves() {
		d.StageAt, d.Place, d.Probability = now.UnixMilli(), -now.UnixMicro(), stage.Probability
		if said != nil && (d.isNew() || *said != old.Probability) {
			d.Probability = *said
		}
	} else if said != nil {
		d.Probability = *said
	}
	d.close(today)
	if d.Status != Lost {
		d.ReasonID, d.LostReason, d.ReasonName = db.ID{}, "", ""
	} else if old.Status != Lost && d.ReasonID.IsZero() && d.LostReason == "" {
		d.invalid.Add("lost_reason", i18n.T(ctx, "Say why the deal was lost: choose a reason or write it."))
	}
	d.Weighted = money.Share(d.Value, d.Probability, 100)
}

// close sets what an end of the way says, and takes it back on reopening.
func (d *draft) close(today string) {
	switch d.Status {
	case Open:
		d.ActualClose = nil
		return
	case Won:
		d.Probability = 100
	case Lost:
		d.Probability = 0
	}
	if d.isNew() || d.old.Status != d.Status || d.ActualClose == nil {
		d.ActualClose = &today
	}
}

// requirable are the fields that a stage may require, in the order of the form.
func requirable() []string {
	return []string{"value", "company", "contact", "expected_close_date", "owner", "source", "description", "lines"}
}

// has tells whether a requirable field is filled.
func (d Deal) has(field string) bool {
	switch field {
	case "value":
		return d.Value > 0
	case "company":
		return !d.CompanyID.IsZero()
	case "contact":
		return !d.ContactID.IsZero()
	case "expected_close_date":
		return d.ExpectedClose != nil
	case "owner":
		return !d.OwnerID.IsZero()
	case "source":
		return d.Source != ""
	case "description":
		return d.Description != ""
	case "lines":
		return len(d.Lines) > 0
	}
	return true
}

// missing are the fields that the stage requires and that the deal has not, or
// no longer.
func (d *draft) missing() []string {
	var names []string
	for _, field := range d.stage.Needs() {
		if !d.has(field) && (d.moves() || d.old.has(field)) {
			names = append(names, field)
		}
	}
	return names
}

// require notes what is missing, at the field it belongs to.
func (d *draft) require(ctx context.Context) {
	for _, field := range d.missing() {
		at := field
		switch field {
		case "company", "contact", "owner":
			at += "_id"
		}
		d.invalid.Add(at, i18n.T(ctx, "The stage “%s” needs this.", d.stage.Name))
	}
}
