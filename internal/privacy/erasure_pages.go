package privacy

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// Path is the page of settings.
const Path = "/settings/privacy"

// Title names the page of settings.
func Title(ctx context.Context) string { return i18n.T(ctx, "Privacy") }

func (d *Domain) settingsRoutes(r *web.Router) {
	r.Handle("GET "+Path, d.showSettings)
	r.Handle("POST "+Path+"/retention", d.keepRetention)
	r.Handle("POST "+Path+"/erasures/{id}/lift", d.accounts.Confirmed(d.lift))
}

// shownErasures is how many erasures the page shows.
const shownErasures = 100

// settingsView is the page of settings.
type settingsView struct {
	erasures []Erasure
	rules    []ruleView
}

// ruleView is one rule on it.
type ruleView struct {
	rule
	form     web.Form // as it was sent, if it is the one that was
	decided  Retention
	affected int64 // records that the rule takes now
	idle     []Idle
}

func (d *Domain) showSettings(w http.ResponseWriter, r *http.Request) error {
	return d.renderSettings(w, r, http.StatusOK, web.Form{}, Retention{})
}

// renderSettings shows the rules as they were decided, but for the one of a form
// that was sent.
func (d *Domain) renderSettings(w http.ResponseWriter, r *http.Request, status int, form web.Form, sent Retention) (err error) {
	ctx, actor := r.Context(), account.Of(r)
	var v settingsView
	if v.erasures, err = d.Erasures.List(ctx, actor, db.ID{}, shownErasures); err != nil {
		return err
	}
	all, err := d.Retentions.List(ctx, actor)
	if err != nil {
		return err
	}
	for i, about := range rules() {
		one := ruleView{rule: about, decided: all[i]}
		if about.name == sent.Rule {
			one.form, one.decided = form, sent
		}
		if one.affected, one.idle, err = d.Retentions.Idle(ctx, actor, one.decided, shownIdle); err != nil {
			return err
		}
		v.rules = append(v.rules, one)
	}
	return web.Render(w, r, status, d.shell(w, r, Title(ctx), v.page()))
}

func (d *Domain) lift(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	if err := d.Erasures.Lift(r.Context(), account.Of(r), id); err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "An import may bring this person in again")})
	return web.Redirect(w, r, Path)
}

func (d *Domain) erasureAPI(a *api.API) {
	op := func(id, method, path, summary string, status int) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/api/v1/erasures" + path, Summary: summary, Tags: []string{"Privacy"}, DefaultStatus: status}
	}
	api.Register(a, op("list-erasures", http.MethodGet, "", "List who was erased, newest first: ids, no names", 0), d.apiErasures)
	api.Register(a, op("lift-erasure", http.MethodPost, "/{id}/lift", "Let imports bring somebody in again who was erased", http.StatusNoContent), d.apiLift)
}

type erasuresIn struct {
	Cursor string `query:"cursor" doc:"next_cursor of the page before"`
	Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
}

type erasuresOut struct{ Body api.Page[erasureJSON] }

func (d *Domain) apiErasures(ctx context.Context, in *erasuresIn) (*erasuresOut, error) {
	before, err := api.IDCursor(ctx, in.Cursor)
	if err != nil {
		return nil, err
	}
	all, err := d.Erasures.List(ctx, account.ActorOf(ctx), before, in.Limit)
	if err != nil {
		return nil, err
	}
	rows, next := make([]erasureJSON, len(all)), ""
	for i, e := range all {
		rows[i] = e.json()
	}
	if len(all) == in.Limit {
		next = all[len(all)-1].ID.String()
	}
	return &erasuresOut{api.PageOf(rows, next)}, nil
}

func (d *Domain) apiLift(ctx context.Context, in *api.RecordRef) (*struct{}, error) {
	id, err := in.RecordID()
	if err != nil {
		return nil, err
	}
	return nil, d.Erasures.Lift(ctx, account.ActorOf(ctx), id)
}
