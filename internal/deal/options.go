package deal

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"kontor/internal/account"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
)

// Options returns deals to choose from: those that a search finds, the best
// first, or the newest when nothing is typed.
func (s *Deals) Options(ctx context.Context, actor account.Actor, query string, limit int) ([]contact.Option, error) {
	var q db.SQL
	q.S(`SELECT d.id, d.name, coalesce(o.name, '') AS sub FROM deals d
		LEFT JOIN companies o ON o.workspace_id = d.workspace_id AND o.id = d.company_id
		WHERE d.workspace_id = `).P(actor.Workspace).S(" AND d.deleted_at IS NULL AND ")
	actor.Scope("deal").Sees(&q, "d.owner_id", "d.team_id")
	if strings.TrimSpace(query) == "" {
		q.S(" ORDER BY d.id DESC LIMIT ").P(limit)
		return db.Select[contact.Option](ctx, s.db, q.Text(), q.Args()...)
	}
	hits, err := search.Find(ctx, s.db, actor.Workspace, []string{"deal"}, query, actor.Widen(limit, "deal"))
	if err != nil || len(hits) == 0 {
		return nil, err
	}
	place := map[db.ID]int{}
	ids := make([]db.ID, len(hits))
	for i, h := range hits {
		ids[i], place[h.ID] = h.ID, i
	}
	q.S(" AND d.id IN ")
	db.In(&q, ids)
	all, err := db.Select[contact.Option](ctx, s.db, q.Text(), q.Args()...)
	slices.SortFunc(all, func(a, b contact.Option) int { return place[a.ID] - place[b.ID] })
	return all, err
}

func (d *Domain) dealOptions(w http.ResponseWriter, r *http.Request) error {
	all, err := d.Deals.Options(r.Context(), account.Of(r), r.URL.Query().Get("q"), optionLimit)
	if err != nil {
		return err
	}
	return choices(w, all)
}

func (d *Domain) pipelineOptions(w http.ResponseWriter, r *http.Request) error {
	all, err := d.Pipelines.List(r.Context(), account.Of(r))
	if err != nil {
		return err
	}
	var options []contact.Option
	for _, p := range all {
		options = append(options, contact.Option{ID: p.ID, Label: p.Name})
	}
	return choices(w, matching(options, r.URL.Query().Get("q")))
}

func (d *Domain) stageOptions(w http.ResponseWriter, r *http.Request) error {
	all, err := d.Pipelines.List(r.Context(), account.Of(r))
	if err != nil {
		return err
	}
	var options []contact.Option
	for _, p := range all {
		for _, s := range p.Stages {
			options = append(options, contact.Option{ID: s.ID, Label: s.Name, Sub: p.Name})
		}
	}
	return choices(w, matching(options, r.URL.Query().Get("q")))
}

func (d *Domain) reasonChoices(w http.ResponseWriter, r *http.Request) error {
	all, err := d.Reasons.List(r.Context(), account.Of(r))
	if err != nil {
		return err
	}
	var options []contact.Option
	for _, reason := range all {
		options = append(options, contact.Option{ID: reason.ID, Label: reason.Name})
	}
	return choices(w, matching(options, r.URL.Query().Get("q")))
}

// matching are the options whose label or second line has the words.
func matching(all []contact.Option, query string) []contact.Option {
	wanted := search.Fold(query)
	return slices.DeleteFunc(all, func(o contact.Option) bool { return !strings.Contains(search.Fold(o.Label+" "+o.Sub), wanted) })
}
