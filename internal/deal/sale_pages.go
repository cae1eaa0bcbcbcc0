package deal

import (
	"encoding/json"
	"net/http"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// Routes adds the pages of deals and pipelines to r, behind sign-in.
func (d *Domain) Routes(r *web.Router) {
	r.Handle("GET /deals/options", d.dealOptions)
	r.Handle("GET /deals/pipelines/options", d.pipelineOptions)
	r.Handle("GET /deals/stages/options", d.stageOptions)
	r.Handle("GET /deals/reasons/options", d.reasonChoices)
	d.boardRoutes(r)
	d.settingsRoutes(r)
	r.Handle("GET /deals/forecast", d.showForecast)
	r.Handle("POST /deals/targets", d.saveTarget)
	r.Handle("GET /deals/new", d.newDeal)
	r.Handle("POST /deals/new", d.createDeal)
	r.Handle("GET /deals/{id}", d.showDeal)
	r.Handle("GET /deals/{id}/peek", d.peekDeal)
	r.Handle("GET /deals/{id}/edit", d.editDeal)
	r.Handle("POST /deals/{id}/edit", d.saveDeal)
	r.Handle("POST /deals/{id}/move", d.moveDeal)
	r.Handle("POST /deals/{id}/tags", d.tagDeal)
	r.Handle("POST /deals/{id}/contacts", d.partyDeal)
	r.Handle("GET /deals/{id}/lines", d.editLines)
	r.Handle("POST /deals/{id}/lines", d.saveLines)
	r.Handle("POST /deals/{id}/delete", d.deleteDeal)
	r.Handle("POST /deals/{id}/restore", d.restoreDeal)
}

func (d *Domain) showDeal(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	return d.renderDeal(w, r, http.StatusOK, id, asking{})
}

// renderDeal shows the page of a deal, asking for what a move still needs.
func (d *Domain) renderDeal(w http.ResponseWriter, r *http.Request, status int, id db.ID, ask asking) (err error) {
	ctx, actor := r.Context(), account.Of(r)
	v := dealView{Link: web.Origin(r) + path(id), Ask: ask}
	if v.Deal, err = d.Deals.Get(ctx, actor, id); err != nil {
		return d.records.OrBinned(w, r, "deal", id, err)
	}
	v.Writable = actor.Scope("deal").MayWrite(v.Deal.OwnerID, v.Deal.TeamID)
	v.Movable = actor.Scope("deal").MayDelete(v.Deal.OwnerID, v.Deal.TeamID)
	if v.Pipeline, err = d.Pipelines.Get(ctx, actor, v.Deal.PipelineID); err != nil {
		return err
	}
	if v.Stood, err = d.Deals.stood(ctx, actor, id); err != nil {
		return err
	}
	if v.Reasons, err = d.Reasons.List(ctx, actor); err != nil {
		return err
	}
	if v.Timeline, err = d.timeline(r, id); err != nil {
		return err
	}
	if v.List, err = d.dealList(ctx, actor); err != nil {
		return err
	}
	v.Entry = entryOf(actor, v.Deal)
	if v.Neighbours, err = d.contacts.NeighboursOf(r, v.List, "/deals", id); err != nil {
		return err
	}
	if d.Related != nil {
		if v.Related, err = d.Related(ctx, actor, v.Deal); err != nil {
			return err
		}
	}
	return web.Render(w, r, status, d.shell(w, r, v.Deal.Name, v.page()))
}

func (d *Domain) timeline(r *http.Request, id db.ID) (activity.Timeline, error) {
	actor, q := account.Of(r), r.URL.Query()
	story, err := d.activity.History.Story(r.Context(), actor, activity.Subject{Kind: "deal", ID: id}, q.Get("show"), q.Get("cursor"))
	return d.activity.Timeline(actor, story), err
}

func (d *Domain) peekDeal(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	var v dealView
	if v.Deal, err = d.Deals.Get(r.Context(), account.Of(r), id); err != nil {
		return err
	}
	if v.List, err = d.dealList(r.Context(), account.Of(r)); err != nil {
		return err
	}
	v.Entry = entryOf(account.Of(r), v.Deal).ReadOnly()
	if v.Timeline, err = d.timeline(r, id); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, v.peek())
}

func (d *Domain) deleteDeal(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	name, err := d.Deals.Delete(r.Context(), account.Of(r), id, 0)
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "%s deleted", name), Action: i18n.T(r.Context(), "Undo"), Post: path(id) + "/restore"})
	return web.Redirect(w, r, "/deals/board")
}

func (d *Domain) restoreDeal(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	back, err := d.Deals.Restore(r.Context(), account.Of(r), id)
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "%s restored", back.Name)})
	return web.Redirect(w, r, path(id))
}

func (d *Domain) tagDeal(w http.ResponseWriter, r *http.Request) error {
	found, err := d.ours(r)
	if err != nil {
		return err
	}
	in := found.Input()
	if in.Tags, err = contact.TagChange(w, r, in.Tags); err != nil {
		return err
	}
	found, err = d.Deals.Update(r.Context(), account.Of(r), found.ID, in)
	if err != nil {
		return err
	}
	if !web.IsPartial(r) {
		return web.Redirect(w, r, path(found.ID))
	}
	return web.Render(w, r, http.StatusOK, contact.TagSection(path(found.ID), found.Tags, true))
}

// optionLimit is how many choices a box offers at once.
const optionLimit = 20

// choices answers a box that searches with what it may offer.
func choices(w http.ResponseWriter, all []contact.Option) error {
	if all == nil {
		all = []contact.Option{}
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(all)
}
