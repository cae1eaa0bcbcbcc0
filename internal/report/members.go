package report

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"kontor/internal/activity"
	"kontor/internal/deal"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/task"
)

// members says who spoke to whom, what was done and what was won.
func members(ctx context.Context, d *Domain, f *filter) (t table, err error) {
	said, err := d.Tallies.read(ctx, f.Actor, f.Whose, ask{subject: "activity", within: &f.Period, by: []db.Expr{"state", "owner_id"}})
	if err != nil {
		return t, err
	}
	done, err := d.Tallies.read(ctx, f.Actor, f.Whose, ask{subject: "task", states: []string{task.Done}, within: &f.Period, by: []db.Expr{"owner_id"}})
	if err != nil {
		return t, err
	}
	closed, err := d.Tallies.read(ctx, f.Actor, f.Whose, f.closed("state", "owner_id", "currency"))
	if err != nil {
		return t, err
	}
	won := only(closed, func(c Tally) bool { return c.State == deal.Won })
	names, err := d.names(ctx, f, said, done, won)
	if err != nil {
		return t, err
	}
	t.Columns = []column{{"member", i18n.T(ctx, "Member"), textKind}, {"notes", i18n.T(ctx, "Notes"), numberKind}, {"calls", i18n.T(ctx, "Calls"), numberKind},
		{"meetings", i18n.T(ctx, "Meetings"), numberKind}, {"tasks_done", i18n.T(ctx, "Tasks done"), numberKind}, {"deals_won", i18n.T(ctx, "Won"), numberKind}, {"value", i18n.T(ctx, "Value"), moneyKind}}
	var bars []bar
	for _, m := range names {
		mine := func(all []Tally, states ...string) []Tally {
			return only(all, func(s Tally) bool { return s.Owner == m.ID && (len(states) == 0 || slices.Contains(states, s.State)) })
		}
		spoke := []int64{count(mine(said, activity.NoteKind)), count(mine(said, activity.CallKind)), count(mine(said, activity.MeetingKind))}
		first, _, _ := strings.Cut(m.Name, " ")
		bars = append(bars, bar{Label: first, Parts: []int64{spoke[1] + spoke[2], spoke[0]}})
		t.Rows = append(t.Rows, []cell{text(m.Name), number(spoke[0], ""), number(spoke[1], ""), number(spoke[2], ""),
			number(count(mine(done)), f.of(m.ID, "/tasks?status=done&completed_at="+f.Period.days(), "assigned_to")),
			number(count(mine(won)), f.of(m.ID, f.inPipeline("/deals?status=won&actual_close_date="+f.Period.days()), "owner")),
			{Sums: amounts(mine(won), false, f.Actor.Currency)}})
	}
	c := newChart(bars[:min(len(bars), 12)])
	t.Chart, t.Scale = &c, 1
	return t, nil
}

// of narrows a list down to a member, or to what is nobody's.
func (f *filter) of(member db.ID, href, field string) string {
	who := "empty:"
	if !member.IsZero() {
		who = member.String()
	}
	if !f.Whose.Team.IsZero() {
		href += "&team=" + f.Whose.Team.String()
	}
	return href + "&" + field + "=" + who
}

func (f *filter) inPipeline(href string) string {
	if f.Pipeline.ID.IsZero() {
		return href
	}
	return href + "&pipeline=" + f.Pipeline.ID.String()
}

// names are the members that tallies name, by name; what is nobody's comes
// last.
func (d *Domain) names(ctx context.Context, f *filter, tallies ...[]Tally) ([]group, error) {
	all, err := db.Select[group](ctx, d.db, `SELECT id, name FROM members WHERE workspace_id = $1 ORDER BY name_key, id`, f.Actor.Workspace)
	if err != nil {
		return nil, fmt.Errorf("read members: %w", err)
	}
	named := map[db.ID]bool{}
	for _, some := range tallies {
		for _, t := range some {
			named[t.Owner] = true
		}
	}
	all = append(all, group{Name: i18n.T(ctx, "Nobody")})
	return slices.DeleteFunc(all, func(g group) bool { return !named[g.ID] }), nil
}
