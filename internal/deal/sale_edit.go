package deal

import (
	"context"
	"net/http"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
	"kontor/internal/record"
)

// blank is what a new deal starts from; the address may name its stage, its
// contact and its company.
func (d *Domain) blank(r *http.Request) (Deal, error) {
	ctx, actor, q := r.Context(), account.Of(r), r.URL.Query()
	fresh, err := d.fresh(ctx, actor)
	if err != nil {
		return fresh, err
	}
	fresh.Name = q.Get("name")
	all, err := d.Pipelines.List(ctx, actor)
	if err != nil {
		return fresh, err
	}
	if p, ok := usual(all); ok {
		if s, ok := p.first(Open); ok {
			fresh.PipelineID, fresh.StageID, fresh.Status = p.ID, s.ID, s.Kind
		}
	}
	wanted, _ := db.ParseID(q.Get("stage")) // what is none stays the first stage
	for _, p := range all {
		if s, ok := p.stage(wanted); ok && p.ArchivedAt == nil {
			fresh.PipelineID, fresh.StageID, fresh.Status = p.ID, s.ID, s.Kind
		}
	}
	return fresh, d.name(ctx, actor, &fresh, q.Get("contact"), q.Get("company"))
}

// fresh is a deal of the actor's that says nothing yet.
func (d *Domain) fresh(ctx context.Context, actor account.Actor) (Deal, error) {
	set, err := d.fields.Of(ctx, actor, customfield.Deal)
	return Deal{OwnerID: actor.Member, OwnerName: actor.Name, Currency: actor.Currency, Extra: set.Defaults()}, err
}

// name fills in the contact and the company that an address names.
func (d *Domain) name(ctx context.Context, actor account.Actor, fresh *Deal, person, firm string) error {
	if id, err := db.ParseID(person); err == nil {
		c, err := d.contacts.Contacts.Get(ctx, actor, id)
		if err != nil && !fault.IsNotFound(err) {
			return err
		}
		fresh.ContactID, fresh.ContactName, fresh.CompanyID, fresh.CompanyName = c.ID, c.Name, c.CompanyID, c.CompanyName
	}
	if id, err := db.ParseID(firm); err == nil {
		c, err := d.contacts.Companies.Brief(ctx, actor, id)
		if err != nil && !fault.IsNotFound(err) {
			return err
		}
		fresh.CompanyID, fresh.CompanyName = c.ID, c.Name
	}
	return nil
}

func (d *Domain) newDeal(w http.ResponseWriter, r *http.Request) error {
	fresh, err := d.blank(r)
	if err != nil {
		return err
	}
	return d.renderForm(w, r, http.StatusOK, formView{Form: dealFormOf(fresh).form(), Fields: fresh.Extra.Set()})
}

func (d *Domain) renderForm(w http.ResponseWriter, r *http.Request, status int, v formView) (err error) {
	ctx, actor := r.Context(), account.Of(r)
	if v.isNew() {
		if err := actor.Must(account.Create, "deal"); err != nil {
			return err
		}
	}
	if v.Pipelines, err = d.Pipelines.List(ctx, actor); err != nil {
		return err
	}
	if v.Reasons, err = d.Reasons.List(ctx, actor); err != nil {
		return err
	}
	v.Currency = actor.Currency
	return web.Render(w, r, status, d.shell(w, r, v.title(ctx), v.page()))
}

// readDeal reads a posted form over what the deal is.
func readDeal(w http.ResponseWriter, r *http.Request, d Deal) (form web.Form, typed dealForm, err error) {
	typed = dealFormOf(d)
	if form, err = web.ReadForm(w, r); err != nil {
		return form, typed, err
	}
	if form.Values.Has("tags") || form.Values.Has("tag_names") {
		typed.Tags, typed.TagNames = nil, nil
	}
	if form.Values.Has("pipeline") && !form.Values.Has("stage") {
		typed.Stage = db.ID{}
	}
	set := d.Extra.Set()
	typed.Custom = set.Said(form)
	if err := form.Decode(r.Context(), &typed, append(record.Takes(trackedWith(set)), set.FormNames()...)...); err != nil {
		return form, typed, err
	}
	return form, typed, typed.unchosen(r.Context())
}

func (d *Domain) createDeal(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	fresh, err := d.fresh(ctx, actor)
	if err != nil {
		return err
	}
	form, typed, err := readDeal(w, r, fresh)
	var made Deal
	if err == nil {
		made, err = d.Deals.Create(ctx, actor, typed.input(fresh))
	}
	if form, invalid := form.Fail(err); invalid {
		return d.renderForm(w, r, http.StatusUnprocessableEntity, formView{Form: atFields(form), Fields: fresh.Extra.Set()})
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, r, made.saved().Added(ctx, actor))
	return web.Redirect(w, r, made.saved().Leads(actor))
}

func (d Deal) saved() record.Saved {
	return record.Saved{Kind: "deal", Name: d.Name, Path: path(d.ID), List: "/deals", Owner: d.OwnerID, Team: d.TeamID}
}

// ours returns the deal of the address if the actor may change it.
func (d *Domain) ours(r *http.Request) (Deal, error) {
	actor := account.Of(r)
	id, err := activity.PathID(r)
	if err != nil {
		return Deal{}, err
	}
	found, err := d.Deals.Get(r.Context(), actor, id)
	if err == nil && !actor.Scope("deal").MayWrite(found.OwnerID, found.TeamID) {
		err = fault.Forbidden{}
	}
	return found, err
}

func (d *Domain) editDeal(w http.ResponseWriter, r *http.Request) error {
	found, err := d.ours(r)
	if err != nil {
		return err
	}
	return d.renderForm(w, r, http.StatusOK, formView{Form: dealFormOf(found).form(), Deal: found, Fields: found.Extra.Set()})
}

func (d *Domain) saveDeal(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	found, err := d.ours(r)
	if err != nil {
		return err
	}
	form, typed, err := readDeal(w, r, found)
	var saved Deal
	if err == nil {
		form = typed.take(form, dealFormOf(found))
		saved, err = d.Deals.Update(ctx, actor, found.ID, typed.input(found))
	}
	if fault.IsStale(err) {
		return d.showClash(w, r, found, form, typed)
	}
	if form, invalid := form.Fail(err); invalid {
		return d.renderForm(w, r, http.StatusUnprocessableEntity, formView{Form: atFields(form), Deal: found, Fields: found.Extra.Set()})
	}
	if err != nil {
		return err
	}
	if saved.Version != found.Version {
		web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "Saved")})
	}
	return web.Redirect(w, r, saved.saved().Leads(actor))
}

// showClash shows the form again with what somebody else saved meanwhile; the
// next save is based on that.
func (d *Domain) showClash(w http.ResponseWriter, r *http.Request, found Deal, form web.Form, typed dealForm) error {
	ctx, actor := r.Context(), account.Of(r)
	since, err := d.activity.History.Since(ctx, actor, activity.Subject{Kind: "deal", ID: found.ID}, typed.UpdatedAt)
	if err != nil {
		return err
	}
	all, err := d.Pipelines.List(ctx, actor)
	if err != nil {
		return err
	}
	reasons, err := d.Reasons.List(ctx, actor)
	if err != nil {
		return err
	}
	v := formView{Form: form, Stale: true, Deal: found, Fields: found.Extra.Set()}
	v.Clashes = record.Clashes(ctx, manner(), trackedWith(v.Fields), typed.asDeal(ctx, actor, found, all, reasons), found, since)
	record.BasedOn(form, found.Version, found.UpdatedAt)
	return d.renderForm(w, r, http.StatusConflict, v)
}

// stages are the stages to choose from, by pipeline; the archived pipelines
// are left out, but for the one the deal is in.
func (v formView) stages() []ui.Option {
	var all []ui.Option
	for _, p := range v.Pipelines {
		if p.ArchivedAt != nil && p.ID != v.Deal.PipelineID {
			continue
		}
		for _, s := range p.Stages {
			all = append(all, ui.Option{Value: s.ID.String(), Label: s.Name, Group: p.Name})
		}
	}
	return all
}

func path(id db.ID) string { return "/deals/" + id.String() }
