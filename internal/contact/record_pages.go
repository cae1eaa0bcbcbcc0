package contact

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
)

// Routes adds the pages of contacts, companies and tags to r, behind sign-in.
func (d *Domain) Routes(r *web.Router) {
	d.contactRoutes(r)
	d.cellRoutes(r)
	d.bulkRoutes(r)
	d.changeRoutes(r)
	d.companyRoutes(r)
	d.tagRoutes(r)
	d.exportRoutes(r)
	d.importRoutes(r)
	d.mergeRoutes(r)
	d.duplicateRoutes(r)
	r.Handle("GET /search", d.search)
}

// mustWrite returns fault.Forbidden for a record that is not the actor's to
// change.
func mustWrite(actor account.Actor, kind string, owner, team db.ID) error {
	if actor.Scope(kind).MayWrite(owner, team) {
		return nil
	}
	return fault.Forbidden{}
}

// timeline returns what the timeline of a record shows on its page.
func (d *Domain) timeline(r *http.Request, on activity.Subject) (activity.Timeline, error) {
	actor, q := account.Of(r), r.URL.Query()
	story, err := d.activity.History.Story(r.Context(), actor, on, q.Get("show"), q.Get("cursor"))
	return d.activity.Timeline(actor, story), err
}

// neighbours finds the records before and after one in the list it was opened
// from: the one the address names, else the page the reader came from.
func (d *Domain) neighbours(r *http.Request, of lister, path string, id db.ID) (neighbours, error) {
	n := neighbours{Query: r.URL.Query().Get("list")}
	if from, err := url.Parse(r.Referer()); n.Query == "" && err == nil && from.Path == path && from.Host == r.Host {
		n.Query = from.RawQuery
	}
	l, err := of(r.Context(), account.Of(r))
	if err != nil {
		return n, err
	}
	q, _ := l.Parse(r.Context(), n.Query) // what is wrong in it is told on the list itself
	n.Prev, n.Next, err = l.Neighbours(r.Context(), q, id)
	return n, err
}

func escaped(query string) string { return url.QueryEscape(query) }

// teamOptions are the teams of the workspace to choose from.
func teamOptions(ctx context.Context, q db.Querier, actor account.Actor) ([]ui.Option, error) {
	teams, err := db.Select[refNamed](ctx, q, `SELECT id, name FROM teams WHERE workspace_id = $1 ORDER BY name_key LIMIT 200`, actor.Workspace)
	options := make([]ui.Option, len(teams))
	for i, t := range teams {
		options[i] = ui.Option{Value: t.ID.String(), Label: t.Name}
	}
	return options, err
}

type refNamed struct {
	ID   db.ID  `db:"id" json:"id"`
	Name string `db:"name" json:"name"`
}

// orBinned tells whoever may see a record that it lies in the recycle bin; to
// anybody else it is not there.
func (d *Domain) orBinned(w http.ResponseWriter, r *http.Request, k record, id db.ID, err error) error {
	if !fault.IsNotFound(err) {
		return err
	}
	actor := account.Of(r)
	if moved, gone := errors.AsType[fault.Moved](d.orMoved(r.Context(), actor, k, id, err)); gone {
		web.SetFlash(w, web.Flash{Text: moved.Text})
		return web.Redirect(w, r, moved.To)
	}
	held, findErr := k.held(r.Context(), d.db, actor, []db.ID{id})
	if findErr != nil {
		return findErr
	}
	if len(held) == 0 || held[0].Deleted == nil {
		return err
	}
	v := binnedView{held[0], k, actor.Scope(k.kind).MayWrite(held[0].Owner, held[0].Team)}
	return web.Render(w, r, http.StatusNotFound, d.shell(w, r, held[0].Name, v.page()))
}

// options answers a box that searches with what it may offer.
func options(w http.ResponseWriter, all []Option) error {
	if all == nil {
		all = []Option{}
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(all)
}

// optionLimit is how many choices a box offers at once.
const optionLimit = 20
