package privacy

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/account"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/jobs"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
)

// sweepIdle moves records that nothing happened with to the recycle bin, where a
// workspace decided so.
type sweepIdle struct{}

func (sweepIdle) Kind() string { return "privacy.sweep" }

func (d *Domain) retentionJobs(q *jobs.Queue) {
	jobs.Handle(q, func(ctx context.Context, args sweepIdle) error {
		more, err := d.Retentions.Sweep(ctx, time.Now())
		if err != nil || !more {
			return err
		}
		return d.Retentions.db.InTx(ctx, func(tx *db.Tx) error { return q.Enqueue(ctx, tx, args) })
	})
	jobs.Every(q, 24*time.Hour, func() jobs.Args { return sweepIdle{} })
}

// shownIdle is how many idle records of a rule the page shows.
const shownIdle = 50

// keepRetention decides for how long records of a rule are kept; "preview" only
// shows how many that would take.
func (d *Domain) keepRetention(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	if err := actor.Require(account.ManagePrivacy); err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	months, _ := strconv.ParseInt(form.Get("months"), 10, 64) // what is no number is none
	rule := Retention{form.Get("rule"), months, form.Get("action")}
	if form.Get("preview") != "" {
		err = rule.check(ctx)
	} else {
		err = d.Retentions.Set(ctx, actor, rule)
	}
	form, isInvalid := form.Fail(err)
	switch {
	case isInvalid:
		return d.renderSettings(w, r, http.StatusUnprocessableEntity, form, Retention{Rule: rule.Rule, Action: rule.Action}) // what it would take, only a good rule tells
	case err != nil:
		return err
	case form.Get("preview") != "":
		return d.renderSettings(w, r, http.StatusOK, form, rule)
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "Saved")})
	return web.Redirect(w, r, Path)
}

func actionOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: Keep, Label: i18n.T(ctx, "Keep them for good")},
		{Value: Review, Label: i18n.T(ctx, "List them here for review")},
		{Value: Bin, Label: i18n.T(ctx, "Move them to the recycle bin, once a day")},
	}
}

// retentionJSON is a rule with what it would take now.
type retentionJSON struct {
	Retention
	Idle int64 `json:"idle" doc:"Records it takes now; 1001 are more than a thousand"`
}

type (
	retentionsOut struct{ Body api.Page[retentionJSON] }
	retentionIn   struct{ Body Retention }
)

func (d *Domain) retentionAPI(a *api.API) {
	op := func(id, method, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/api/v1/retention", Summary: summary, Tags: []string{"Privacy"}}
	}
	api.Register(a, op("get-retention", http.MethodGet, "Tell for how long records are kept that nothing happens with"), d.apiRetention)
	api.Register(a, op("set-retention", http.MethodPut, "Decide it for one rule"), d.apiSetRetention)
}

func (d *Domain) apiRetention(ctx context.Context, _ *struct{}) (*retentionsOut, error) {
	actor := account.ActorOf(ctx)
	all, err := d.Retentions.List(ctx, actor)
	if err != nil {
		return nil, err
	}
	rows := make([]retentionJSON, len(all))
	for i, r := range all {
		n, _, err := d.Retentions.Idle(ctx, actor, r, 1)
		if err != nil {
			return nil, err
		}
		rows[i] = retentionJSON{r, n}
	}
	return &retentionsOut{api.PageOf(rows, "")}, nil
}

func (d *Domain) apiSetRetention(ctx context.Context, in *retentionIn) (*retentionsOut, error) {
	if err := d.Retentions.Set(ctx, account.ActorOf(ctx), in.Body); err != nil {
		return nil, err
	}
	return d.apiRetention(ctx, nil)
}
