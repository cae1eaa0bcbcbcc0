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
	"kontor/internal/record"
)

// Routes adds the pages of contacts, companies and tags to r, behind sign-in.
func (d *Domain) Routes(r *web.Router) {
	d.contactRoutes(r)
	d.companyRoutes(r)
	d.tagRoutes(r)
	d.mergeRoutes(r)
	d.duplicateRoutes(r)
	d.consentRoutes(r)
	d.purposeRoutes(r)
	r.Handle("GET /search", d.search)
}

func (c Contact) saved() record.Saved {
	return record.Saved{Kind: "contact", Name: c.Name, Path: contactPath(c.ID), List: "/contacts", Owner: c.OwnerID, Team: c.TeamID}
}

func (c Company) saved() record.Saved {
	return record.Saved{Kind: "company", Name: c.Name, Path: companyPath(c.ID), List: "/companies", Owner: c.OwnerID, Team: c.TeamID}
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

// orElsewhere answers for a record that was not found: it was merged into
// another, or lies in the recycle bin.
func (d *Domain) orElsewhere(w http.ResponseWriter, r *http.Request, k shelf, id db.ID, err error) error {
	if !fault.IsNotFound(err) {
		return err
	}
	if moved, gone := errors.AsType[fault.Moved](d.orMoved(r.Context(), account.Of(r), k, id, err)); gone {
		web.SetFlash(w, r, web.Flash{Text: moved.Text})
		return web.Redirect(w, r, moved.To)
	}
	return d.Records.OrBinned(w, r, k.Kind, id, err)
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
