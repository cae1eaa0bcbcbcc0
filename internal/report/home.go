package report

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/sourcegraph/conc/pool"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/deal"
	"kontor/internal/kit/db"
	"kontor/internal/kit/money"
	"kontor/internal/task"
)

// How much the parts of home show.
const (
	shownTasks  = 7
	shownEvents = 6
	shownStale  = 3
	pastMonths  = 12 // in the small lines of the figures
	aheadMonths = 4  // of the forecast, behind this one
	backMonths  = 5
)

// home is everything the first page says.
type home struct {
	Actor   account.Actor
	Now     time.Time
	Period  Period
	Whose   Whose
	Choices choices
	Cards   arrangement

	Pipelines []deal.Pipeline // those that are not archived
	Pipeline  deal.Pipeline   // whose stages are shown

	open, won  []Tally // by month, pipeline, stage and currency
	done       []Tally // tasks done in the period
	entered    []Tally // new deals by month
	Contacts   int64
	Companies  int64
	Overdue    int
	targets    []Tally // what is to be won, by month and currency
	Day        task.Day
	Events     []activity.Event
	Stale      []deal.Stale
	Rots       []deal.Rot
	StaleOfAll int
}

// load reads what home shows: a fixed number of queries, whatever there is. The
// parts know nothing of each other and are read side by side.
func (d *Domain) load(ctx context.Context, h *home) error {
	parts := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError()
	for _, read := range []func(context.Context, *home) error{d.loadDeals, d.loadCounts, d.loadTargets, d.loadStale, d.loadDay, d.loadEvents} {
		parts.Go(func(ctx context.Context) error { return read(ctx, h) })
	}
	return parts.Wait()
}

func (d *Domain) loadDay(ctx context.Context, h *home) (err error) {
	h.Day, err = d.tasks.Tasks.Day(ctx, h.Actor, h.Now, shownTasks)
	return err
}

func (d *Domain) loadEvents(ctx context.Context, h *home) (err error) {
	h.Events, err = d.activity.History.Recent(ctx, h.Actor, shownEvents)
	return err
}

func (d *Domain) loadDeals(ctx context.Context, h *home) (err error) {
	by := []db.Expr{"month", "pipeline_id", "stage_id", "currency"}
	if h.open, err = d.Tallies.read(ctx, h.Actor, h.Whose, ask{subject: "deal", states: []string{deal.Open}, by: by}); err != nil {
		return err
	}
	from := min(h.Period.before().From, h.month(1-pastMonths))
	if h.won, err = d.Tallies.read(ctx, h.Actor, h.Whose, ask{subject: "deal", states: []string{deal.Won}, from: from, by: by}); err != nil {
		return err
	}
	h.entered, err = d.Tallies.read(ctx, h.Actor, h.Whose, ask{subject: "move", from: h.month(1 - pastMonths), by: []db.Expr{"month", "from_id"}})
	return err
}

// month is the one n months from now, where the reader is.
func (h *home) month(n int) string { return later(h.Now.In(h.Period.Zone).Format("2006-01"), n) }

func (h *home) today() string { return h.Now.In(h.Period.Zone).Format(time.DateOnly) }

func (d *Domain) loadCounts(ctx context.Context, h *home) (err error) {
	if h.done, err = d.Tallies.read(ctx, h.Actor, h.Whose, ask{subject: "task", states: []string{task.Done}, within: &h.Period, by: []db.Expr{"state"}}); err != nil {
		return err
	}
	for subject, to := range map[string]*int64{"contact": &h.Contacts, "company": &h.Companies} {
		all, err := d.Tallies.read(ctx, h.Actor, h.Whose, ask{subject: subject, by: []db.Expr{"subject"}})
		if err != nil {
			return err
		}
		*to = count(all)
	}
	var q db.SQL
	q.S("SELECT count(*) FROM tasks t WHERE t.workspace_id = ").P(h.Actor.Workspace).S(" AND t.deleted_at IS NULL AND t.status IN ('open', 'in_progress')")
	q.S(" AND t.due_date >= '0' AND t.due_date < ").P(h.today()).S(" AND ")
	h.Whose.in(&q, "task", "t.owner_id", "t.team_id")
	q.S(" AND ")
	h.Actor.Scope(task.Kind).Sees(&q, "t.owner_id", "t.team_id")
	if h.Overdue, err = db.Value[int](ctx, db.ByValue(d.db), q.Text(), q.Args()...); err != nil {
		return fmt.Errorf("count overdue tasks: %w", err)
	}
	return nil
}

// loadTargets spreads the targets of quarters over their months.
func (d *Domain) loadTargets(ctx context.Context, h *home) error {
	var quarters []string
	for _, m := range h.chartMonths() {
		if q := quarterOf(m); !slices.Contains(quarters, q) {
			quarters = append(quarters, q)
		}
	}
	all, err := d.deals.Targets.List(ctx, h.Actor, quarters...)
	if err != nil {
		return err
	}
	for _, t := range all {
		if !h.Whose.Member.IsZero() && t.Member != h.Whose.Member || !h.Whose.Team.IsZero() && !slices.Contains(h.Whose.members, t.Member) {
			continue
		}
		for _, m := range h.chartMonths() {
			if quarterOf(m) == t.Quarter {
				h.targets = append(h.targets, Tally{Month: m, Currency: t.Currency, Value: third(t.Amount, m)})
			}
		}
	}
	return nil
}

// third is the part of a quarter's amount that falls on a month: the three of
// them are the whole amount, to the cent.
func third(amount int64, month string) int64 {
	n := (int64(utc(month).Month()) - 1) % 3
	return money.Share(amount, n+1, 3) - money.Share(amount, n, 3)
}

// quarterOf is the quarter of a month, such as "2026-q2".
func quarterOf(month string) string {
	return month[:4] + "-q" + string(rune('1'+(int(utc(month).Month())-1)/3))
}

// chartMonths are those of the forecast.
func (h *home) chartMonths() []string {
	all := make([]string, backMonths+1+aheadMonths)
	for i := range all {
		all[i] = h.month(i - backMonths)
	}
	return all
}

func (d *Domain) loadStale(ctx context.Context, h *home) (err error) {
	var stages []deal.Stage
	for _, p := range h.Pipelines {
		stages = append(stages, p.Stages...)
	}
	h.Stale, h.Rots, err = d.deals.Deals.Stale(ctx, h.Actor, stages, h.Whose.Member, h.Whose.Team, h.Now, shownStale)
	for _, r := range h.Rots {
		h.StaleOfAll += r.Count
	}
	return err
}

// count is how many records tallies stand for.
func count(all []Tally) (n int64) {
	for _, t := range all {
		n += t.N
	}
	return n
}

// only are the tallies that pass.
func only(all []Tally, pass func(Tally) bool) []Tally {
	return slices.DeleteFunc(slices.Clone(all), func(t Tally) bool { return !pass(t) })
}

// amounts adds up values, or weighted ones, each currency by itself: that of
// the workspace first, then the largest.
func amounts(all []Tally, weighted bool, first string) []Tally {
	var sums []Tally
	for _, t := range all {
		if weighted {
			t.Value = t.Weighted
		}
		i := slices.IndexFunc(sums, func(s Tally) bool { return s.Currency == t.Currency })
		if i < 0 {
			sums = append(sums, Tally{Currency: t.Currency})
			i = len(sums) - 1
		}
		sums[i].N, sums[i].Value = sums[i].N+t.N, sums[i].Value+t.Value
	}
	slices.SortFunc(sums, func(a, b Tally) int {
		if (a.Currency == first) != (b.Currency == first) {
			if a.Currency == first {
				return -1
			}
			return 1
		}
		return int(min(max(b.N-a.N, -1), 1))
	})
	return sums
}

// value is what they come to in one currency.
func value(all []Tally, weighted bool, currency string) int64 {
	for _, s := range amounts(all, weighted, currency) {
		if s.Currency == currency {
			return s.Value
		}
	}
	return 0
}
