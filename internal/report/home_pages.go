package report

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"kontor/internal/account"
	"kontor/internal/deal"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// ShowHome answers with the first page of whoever is signed in. What the
// address says wrongly is taken as what is usual: it is where everybody lands.
func (d *Domain) ShowHome(w http.ResponseWriter, r *http.Request) error {
	ctx, actor, q := r.Context(), account.Of(r), r.URL.Query()
	h := &home{Actor: actor, Now: time.Now()}
	if !slices.Contains([]string{"month", "quarter", "year"}, q.Get("period")) {
		q.Set("period", "quarter")
	}
	h.Period, _ = periodOf(q.Get("period"), h.Now, actor.Zone)
	h.Actor.Zone = h.Period.Zone
	whose, err := d.readWhose(ctx, actor, q.Get("whose"))
	if err == nil {
		h.Whose = whose
	}
	if h.Choices, err = d.choices(ctx, actor); err != nil {
		return err
	}
	if h.Cards, err = d.arranged(ctx, actor); err != nil {
		return err
	}
	all, err := d.deals.Pipelines.List(ctx, actor)
	if err != nil {
		return err
	}
	h.choose(all, q.Get("pipeline"))
	if err := d.load(ctx, h); err != nil {
		return err
	}
	if web.IsPartial(r) {
		return web.Render(w, r, http.StatusOK, h.dash())
	}
	return web.Render(w, r, http.StatusOK, d.shell(w, r, i18n.T(ctx, "Home"), h.page()))
}

// choose finds the pipeline whose stages are shown: the one that is asked for,
// else the usual one.
func (h *home) choose(all []deal.Pipeline, asked string) {
	id, _ := db.ParseID(asked) // none is as good as a wrong one
	for _, p := range all {
		if p.ArchivedAt != nil {
			continue
		}
		h.Pipelines = append(h.Pipelines, p)
		if h.Pipeline.ID.IsZero() || p.ID == id || p.IsDefault && h.Pipeline.ID != id {
			h.Pipeline = p
		}
	}
}

// href is home with something else chosen.
func (h *home) href(change func(q url.Values)) string {
	q := url.Values{}
	if h.Period.Key != "quarter" {
		q.Set("period", h.Period.Key)
	}
	h.Whose.query(q)
	if len(h.Pipelines) > 0 && h.Pipeline.ID != h.usual() {
		q.Set("pipeline", h.Pipeline.ID.String())
	}
	change(q)
	if len(q) == 0 {
		return "/"
	}
	return "/?" + q.Encode()
}

func (h *home) usual() db.ID {
	for _, p := range h.Pipelines {
		if p.IsDefault {
			return p.ID
		}
	}
	return h.Pipelines[0].ID
}

// deals is the list of deals of whoever is asked for.
func (h *home) deals(filter string) string { return "/deals?" + filter + h.Whose.filter("owner") }

// todos is the list of tasks of whoever is asked for.
func (h *home) todos(filter string) string { return "/tasks?" + filter + h.Whose.filter("assigned_to") }

// list is a list of records of whoever is asked for.
func (h *home) list(path string) string {
	if filter := h.Whose.filter("owner"); filter != "" {
		return path + "?" + filter[1:]
	}
	return path
}
