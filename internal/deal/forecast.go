package deal

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// forecastMonths is how many months the forecast looks ahead.
const forecastMonths = 6

// hope is what is to close in a month in a pipeline, in one currency.
type hope struct {
	Month      string `db:"month"` // "2026-04"; empty for deals without a day
	PipelineID db.ID  `db:"pipeline_id"`
	Currency   string `db:"currency"`
	Count      int64  `db:"n"`
	Value      int64  `db:"value"`
	Weighted   int64  `db:"weighted"`
}

// won is what a member won in a quarter, in one currency.
type won struct {
	Owner    db.ID  `db:"owner_id"`
	Name     string `db:"name"`
	Currency string `db:"currency"`
	Value    int64  `db:"value"`
}

// forecast adds up the open deals by the month they should close in: the next
// ones, what is overdue together with this one, and those without a day.
func (s *Deals) forecast(ctx context.Context, actor account.Actor, owner db.ID, from, until string) ([]hope, error) {
	var q db.SQL
	q.S(`SELECT CASE WHEN d.expected_close_date IS NULL THEN '' WHEN d.expected_close_date < `).P(from).S(" THEN ").P(from[:7])
	q.S(` ELSE substr(d.expected_close_date, 1, 7) END AS month, d.pipeline_id, d.currency, count(*) AS n,
		CAST(sum(d.value) AS BIGINT) AS value, CAST(sum(d.weighted) AS BIGINT) AS weighted
		FROM deals d WHERE d.workspace_id = `).P(actor.Workspace).S(" AND d.status = 'open' AND (d.expected_close_date IS NULL OR d.expected_close_date < ").P(until).S(")")
	board{Owner: owner}.where(&q, actor)
	q.S(" GROUP BY 1, 2, 3 ORDER BY 1, 2, 3")
	all, err := db.Select[hope](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("forecast deals: %w", err)
	}
	return all, nil
}

// wonIn adds up what members won between two days, the second left out.
func (s *Deals) wonIn(ctx context.Context, actor account.Actor, from, until string) ([]won, error) {
	var q db.SQL
	q.S(`SELECT d.owner_id, coalesce(m.name, '') AS name, d.currency, CAST(sum(d.value) AS BIGINT) AS value FROM deals d
		LEFT JOIN members m ON m.workspace_id = d.workspace_id AND m.id = d.owner_id
		WHERE d.workspace_id = `).P(actor.Workspace).S(" AND d.status = 'won' AND d.actual_close_date >= ").P(from).S(" AND d.actual_close_date < ").P(until)
	board{}.where(&q, actor)
	q.S(" GROUP BY d.owner_id, m.name, d.currency ORDER BY m.name, d.currency")
	all, err := db.Select[won](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("add up won deals: %w", err)
	}
	return all, nil
}

func (d *Domain) showForecast(w http.ResponseWriter, r *http.Request) error {
	return d.renderForecast(w, r, http.StatusOK, forecastView{})
}

func (d *Domain) renderForecast(w http.ResponseWriter, r *http.Request, status int, v forecastView) (err error) {
	ctx, actor := r.Context(), account.Of(r)
	now := today(actor, time.Now())
	if r.URL.Query().Get("owner") == "me" {
		v.Owner = actor.Member
	}
	v.Actor, v.Today, v.Quarter = actor, now, quarterOf(now)
	v.Months = monthsFrom(now, forecastMonths)
	if v.Pipelines, err = d.Pipelines.List(ctx, actor); err != nil {
		return err
	}
	first := now[:8] + "01"
	if v.Hopes, err = d.Deals.forecast(ctx, actor, v.Owner, first, monthsFrom(now, forecastMonths+1)[forecastMonths]+"-01"); err != nil {
		return err
	}
	from, until := quarterDays(v.Quarter)
	if v.Won, err = d.Deals.wonIn(ctx, actor, from, until); err != nil {
		return err
	}
	if v.Targets, err = d.Targets.List(ctx, actor, v.Quarter); err != nil {
		return err
	}
	if v.Members, err = members(ctx, d.db, actor); err != nil {
		return err
	}
	return web.Render(w, r, status, d.shell(w, r, i18n.T(ctx, "Forecast"), v.page()))
}

// member is somebody who can have a target.
type member struct {
	ID   db.ID  `db:"id"`
	Name string `db:"name"`
}

// members are those who work in the workspace now, by name, at most 200.
func members(ctx context.Context, q db.Querier, actor account.Actor) ([]member, error) {
	all, err := db.Select[member](ctx, q, `SELECT id, name FROM members WHERE workspace_id = $1 AND active ORDER BY name_key LIMIT 200`, actor.Workspace)
	if err != nil {
		return nil, fmt.Errorf("read members: %w", err)
	}
	return all, nil
}

// monthsFrom are n months from that of a day, such as "2026-04".
func monthsFrom(day string, n int) []string {
	t, err := time.Parse(time.DateOnly, day[:8]+"01")
	if err != nil {
		return nil
	}
	all := make([]string, n)
	for i := range all {
		all[i] = t.AddDate(0, i, 0).Format("2006-01")
	}
	return all
}

// quarterDays are the first day of a quarter, and that of the next one.
func quarterDays(quarter string) (from, until string) {
	month := int(quarter[6]-'1')*3 + 1
	t, err := time.Parse("2006-1-2", quarter[:4]+"-"+itoa(month)+"-1")
	if err != nil {
		return "", ""
	}
	return t.Format(time.DateOnly), t.AddDate(0, 3, 0).Format(time.DateOnly)
}

// saveTarget writes what a member is to win in a quarter.
func (d *Domain) saveTarget(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	var f struct {
		Member  db.ID  `json:"member"`
		Quarter string `json:"quarter"`
		Amount  string `json:"amount"`
	}
	if err := form.Decode(ctx, &f); err != nil {
		return err
	}
	err = d.Targets.Set(ctx, account.Of(r), f.Member, f.Quarter, f.Amount)
	if invalid, ok := errors.AsType[fault.Invalid](err); ok {
		return d.renderForecast(w, r, http.StatusUnprocessableEntity, forecastView{Failed: f.Member, Typed: f.Amount, Problem: anyOf(invalid)})
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "Saved")})
	return web.Redirect(w, r, "/deals/forecast")
}

// of is what the forecast says of a month in a pipeline; a zero pipeline is all
// of them together. Each currency stands by itself.
func of(hopes []hope, month string, pipeline db.ID) []hope {
	var all []hope
	for _, h := range hopes {
		if h.Month != month || !pipeline.IsZero() && h.PipelineID != pipeline {
			continue
		}
		i := slices.IndexFunc(all, func(o hope) bool { return o.Currency == h.Currency })
		if i < 0 {
			all = append(all, h)
			continue
		}
		all[i].Count, all[i].Value, all[i].Weighted = all[i].Count+h.Count, all[i].Value+h.Value, all[i].Weighted+h.Weighted
	}
	return all
}
