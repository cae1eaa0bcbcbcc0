package report

import (
	"context"

	"kontor/internal/deal"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
)

// moves reads what went from stage to stage in the period.
func (f *filter) moves(ctx context.Context, d *Domain) ([]Tally, error) {
	return d.Tallies.read(ctx, f.Actor, f.Whose, ask{subject: "move", within: &f.Period, by: []db.Expr{"from_id", "stage_id", "state"}})
}

// funnel says of every stage what came in, went on and was lost.
func funnel(ctx context.Context, d *Domain, f *filter) (t table, err error) {
	moved, err := f.moves(ctx, d)
	if err != nil {
		return t, err
	}
	now, err := d.Tallies.read(ctx, f.Actor, f.Whose, ask{subject: "deal", states: []string{deal.Open}, pipeline: f.Pipeline.ID, by: []db.Expr{"stage_id"}})
	if err != nil {
		return t, err
	}
	t.Columns = []column{{"stage", i18n.T(ctx, "Stage"), textKind}, {"came_in", i18n.T(ctx, "Came in"), numberKind}, {"went_on", i18n.T(ctx, "Went on"), numberKind},
		{"lost", i18n.T(ctx, "Lost here"), numberKind}, {"conversion", i18n.T(ctx, "Conversion"), percentKind}, {"stand_here", i18n.T(ctx, "Stand here now"), numberKind}}
	var bars []bar
	for _, s := range f.Pipeline.Stages {
		if s.Kind == deal.Lost {
			continue
		}
		came := count(only(moved, func(m Tally) bool { return m.Stage == s.ID }))
		bars = append(bars, bar{Label: s.Name, Parts: []int64{came}})
		if s.Kind == deal.Won {
			t.Rows = append(t.Rows, []cell{text(s.Name), number(came, ""), {None: true}, {None: true}, {None: true}, {None: true}})
			continue
		}
		on, lost := f.left(moved, s)
		stand := count(only(now, func(n Tally) bool { return n.Stage == s.ID }))
		t.Rows = append(t.Rows, []cell{text(s.Name), number(came, ""), number(on, ""), number(lost, ""), part(on, on+lost),
			number(stand, f.deals("status=open&stage="+s.ID.String()))})
	}
	c := newChart(bars)
	t.Chart, t.Scale = &c, 1
	return t, nil
}

// left is how many deals went on from a stage, and how many were lost in it.
func (f *filter) left(moved []Tally, s deal.Stage) (on, lost int64) {
	later := map[db.ID]bool{}
	for _, other := range f.Pipeline.Stages {
		later[other.ID] = other.Kind == deal.Won || other.Kind == deal.Open && other.Position > s.Position
	}
	on = count(only(moved, func(m Tally) bool { return m.From == s.ID && later[m.Stage] }))
	lost = count(only(moved, func(m Tally) bool { return m.From == s.ID && m.State == deal.Lost }))
	return on, lost
}

// velocity says how long deals stood in every stage, and how long winning one
// took.
func velocity(ctx context.Context, d *Domain, f *filter) (t table, err error) {
	moved, err := f.moves(ctx, d)
	if err != nil {
		return t, err
	}
	closed, err := d.Tallies.read(ctx, f.Actor, f.Whose, f.closed("state"))
	if err != nil {
		return t, err
	}
	t.Columns = []column{{"stage", i18n.T(ctx, "Stage"), textKind}, {"left", i18n.T(ctx, "Left"), numberKind}, {"days", i18n.T(ctx, "Average days"), daysKind}}
	var bars []bar
	for _, s := range f.Pipeline.Stages {
		if s.Kind != deal.Open {
			continue
		}
		left := only(moved, func(m Tally) bool { return m.From == s.ID })
		c := days(span(left), count(left))
		bars = append(bars, bar{Label: s.Name, Parts: []int64{c.N}})
		t.Rows = append(t.Rows, []cell{text(s.Name), number(count(left), ""), c})
	}
	won := only(closed, func(c Tally) bool { return c.State == deal.Won })
	t.Rows = append(t.Rows, []cell{text(i18n.T(ctx, "Days to win")), number(count(won), f.deals("status=won&actual_close_date="+f.Period.days())), days(span(won), count(won))})
	c := newChart(bars)
	t.Chart, t.Scale = &c, 1
	return t, nil
}

func span(all []Tally) (n int64) {
	for _, t := range all {
		n += t.Span
	}
	return n
}

// outcomes says how much was won, and why the rest was lost.
func outcomes(ctx context.Context, d *Domain, f *filter) (t table, err error) {
	closed, err := d.Tallies.read(ctx, f.Actor, f.Whose, f.closed("state", "reason_id", "currency"))
	if err != nil {
		return t, err
	}
	reasons, err := db.Select[group](ctx, d.db, `SELECT id, name FROM lost_reasons WHERE workspace_id = $1 ORDER BY position, name_key`, f.Actor.Workspace)
	if err != nil {
		return t, err
	}
	t.Columns = []column{{"result", i18n.T(ctx, "Result"), textKind}, {"deals", i18n.T(ctx, "Deals"), numberKind}, {"share", i18n.T(ctx, "Share"), percentKind}, {"value", i18n.T(ctx, "Value"), moneyKind}}
	total := count(closed)
	var bars []bar
	add := func(name, filter string, all []Tally) {
		bars = append(bars, bar{Label: name, Parts: []int64{count(all)}})
		t.Rows = append(t.Rows, []cell{text(name), number(count(all), f.deals(filter+"&actual_close_date="+f.Period.days())), part(count(all), total),
			{Sums: amounts(all, false, f.Actor.Currency)}})
	}
	add(i18n.T(ctx, "Won"), "status=won", only(closed, func(c Tally) bool { return c.State == deal.Won }))
	for _, r := range append(reasons, group{Name: i18n.T(ctx, "Without a reason from the list")}) {
		lost := only(closed, func(c Tally) bool { return c.State == deal.Lost && c.Reason == r.ID })
		filter := "status=lost&lost_reason=" + r.ID.String()
		if r.ID.IsZero() {
			filter = "status=lost&lost_reason=empty:"
		}
		if len(lost) > 0 {
			add(r.Name, filter, lost)
		}
	}
	c := newChart(bars)
	t.Chart, t.Scale = &c, 1
	return t, nil
}

// revenue is what was won, month by month.
func revenue(ctx context.Context, d *Domain, f *filter) (t table, err error) {
	closed, err := d.Tallies.read(ctx, f.Actor, f.Whose, f.closed("month", "state", "currency"))
	if err != nil {
		return t, err
	}
	t.Columns = []column{{"month", i18n.T(ctx, "Month"), textKind}, {"deals", i18n.T(ctx, "Deals"), numberKind}, {"value", i18n.T(ctx, "Value"), moneyKind}}
	var bars []bar
	for _, m := range f.Period.Months() {
		won := only(closed, func(c Tally) bool { return c.Month == m && c.State == deal.Won })
		bars = append(bars, bar{Label: shortMonth(ctx, m), Parts: []int64{value(won, false, f.Actor.Currency)}})
		t.Rows = append(t.Rows, []cell{text(monthName(ctx, m) + " " + m[:4]), number(count(won), f.deals("status=won&actual_close_date="+m)), {Sums: amounts(won, false, f.Actor.Currency)}})
	}
	c := newChart(bars)
	t.Chart, t.Scale = &c, 1000*unit(f.Actor.Currency)
	return t, nil
}
