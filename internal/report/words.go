package report

import (
	"context"
	"strings"
	"time"

	"kontor/internal/activity"
	"kontor/internal/deal"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/task"
)

// greeting is by the time of day where the reader is.
func (h *home) greeting(ctx context.Context) string {
	name, _, _ := strings.Cut(h.Actor.Name, " ")
	switch hour := h.Now.In(h.Period.Zone).Hour(); {
	case hour < 4 || hour >= 18:
		return i18n.T(ctx, "Good evening, %s", name)
	case hour < 12:
		return i18n.T(ctx, "Good morning, %s", name)
	}
	return i18n.T(ctx, "Good afternoon, %s", name)
}

// dayName is a day in words: Tuesday 14 April.
func dayName(ctx context.Context, t time.Time) string {
	days := [...]string{i18n.T(ctx, "Sunday"), i18n.T(ctx, "Monday"), i18n.T(ctx, "Tuesday"), i18n.T(ctx, "Wednesday"),
		i18n.T(ctx, "Thursday"), i18n.T(ctx, "Friday"), i18n.T(ctx, "Saturday")}
	return i18n.T(ctx, "%s %d %s", days[t.Weekday()], t.Day(), monthName(ctx, t.Format("2006-01")))
}

func monthName(ctx context.Context, month string) string {
	names := [...]string{i18n.T(ctx, "January"), i18n.T(ctx, "February"), i18n.T(ctx, "March"), i18n.T(ctx, "April"), i18n.T(ctx, "May"), i18n.T(ctx, "June"),
		i18n.T(ctx, "July"), i18n.T(ctx, "August"), i18n.T(ctx, "September"), i18n.T(ctx, "October"), i18n.T(ctx, "November"), i18n.T(ctx, "December")}
	name := names[utc(month).Month()-1]
	if i18n.From(ctx).Lang == "bg" { // names of months are no proper names there
		return strings.ToLower(name)
	}
	return name
}

// shortMonth are three letters of it.
func shortMonth(ctx context.Context, month string) string {
	name := []rune(monthName(ctx, month))
	return string(name[:3])
}

// progress is how much of the day is done; a plus stands for what was not
// counted any more.
func (h *home) progress(ctx context.Context) string {
	done, all := i18n.Int(ctx, int64(h.Day.Done)), i18n.Int(ctx, int64(h.Day.Open+h.Day.Done))
	if h.Day.Done == task.MostCounted {
		done += "+"
	}
	if max(h.Day.Open, h.Day.Done) == task.MostCounted {
		all += "+"
	}
	return i18n.T(ctx, "%s of %s done", done, all)
}

// whose names whose numbers are shown.
func (h *home) whose(ctx context.Context) string {
	switch {
	case h.Whose.Member == h.Actor.Member && !h.Whose.Member.IsZero():
		return i18n.T(ctx, "Mine")
	case h.Whose.String() == "":
		return i18n.T(ctx, "Everybody")
	}
	return h.Choices.named(h.Whose)
}

// chart is the forecast: what was won, and what is expected by weight.
func (h *home) chart(ctx context.Context) chart {
	currency := h.Actor.Currency
	var bars []bar
	for i, m := range h.chartMonths() {
		bars = append(bars, bar{Label: shortMonth(ctx, m), Now: i == backMonths, Target: value(ofMonth(h.targets, m), false, currency),
			Parts: []int64{value(ofMonth(h.won, m), false, currency), value(ofMonth(h.open, m), true, currency)}})
	}
	return newChart(bars)
}

func ofMonth(all []Tally, month string) []Tally {
	return only(all, func(t Tally) bool { return t.Month == month })
}

// onAxis writes a value of a scale in units that are named beside it.
func onAxis(ctx context.Context, v, scale int64) string {
	if v%scale != 0 && v < 10*scale {
		return i18n.Decimal(ctx, v*10/scale, 1)
	}
	return i18n.Int(ctx, v/scale)
}

func inMoney(ctx context.Context, minor int64, currency string) string {
	return whole(ctx, minor, currency) + noBreak + currency
}

// sums writes what tallies come to, each currency by itself.
func sums(ctx context.Context, all []Tally, weighted bool, first string) string {
	var parts []string
	for _, s := range amounts(all, weighted, first) {
		parts = append(parts, inMoney(ctx, s.Value, s.Currency))
	}
	if len(parts) == 0 {
		return "–"
	}
	return strings.Join(parts, ", ")
}

// others is what they come to in other currencies than that of the workspace.
func others(ctx context.Context, all []Tally, currency string) string {
	foreign := only(all, func(t Tally) bool { return t.Currency != currency })
	if len(foreign) == 0 {
		return ""
	}
	return sums(ctx, foreign, false, currency)
}

// widest is the value of the stage with most in it.
func (h *home) widest() (most int64) {
	for _, s := range h.openStages() {
		most = max(most, value(h.standing(s), false, h.Actor.Currency))
	}
	return most
}

func stageOf(id db.ID) deal.Stage { return deal.Stage{ID: id} }

// stands is how many days something has stood since a moment.
func (h *home) stands(since int64) int { return int((h.Now.UnixMilli() - since) / day) }

func nameOf(names ...string) string {
	for _, n := range names {
		if n != "" {
			return n
		}
	}
	return ""
}

func iso(ms int64) string { return time.UnixMilli(ms).UTC().Format(time.RFC3339) }

// shortly is a time of today, else a day.
func shortly(ctx context.Context, ms int64, now time.Time) string {
	zone := i18n.From(ctx).Zone
	if t := time.UnixMilli(ms).In(zone); t.Format(time.DateOnly) == now.In(zone).Format(time.DateOnly) {
		return t.Format("15:04")
	}
	return i18n.Ago(ctx, ms, now)
}

// sentence is what somebody did to a record, whose name stands between Did and
// Tail.
type sentence struct{ Who, Did, Tail string }

func said(ctx context.Context, e activity.Event) sentence {
	s := sentence{Who: e.MemberName}
	if s.Who == "" {
		s.Who = "Kontor"
	}
	if e.Note != nil {
		s.Did = noted(ctx, *e.Note)
		return s
	}
	s.Did, s.Tail = changed(ctx, e)
	return s
}

func noted(ctx context.Context, n activity.Note) string {
	switch n.Kind {
	case activity.CallKind:
		return i18n.T(ctx, "logged a call about")
	case activity.MeetingKind:
		return i18n.T(ctx, "logged a meeting about")
	}
	return i18n.T(ctx, "wrote a note about")
}

// changed finds the change that says most.
func changed(ctx context.Context, e activity.Event) (did, tail string) {
	for _, c := range e.Changes {
		switch {
		case c.Kind == "deal" && c.Field == "status" && c.New == deal.Won:
			return i18n.T(ctx, "won"), ""
		case c.Kind == "deal" && c.Field == "status" && c.New == deal.Lost:
			return i18n.T(ctx, "lost"), ""
		case c.Kind == "task" && c.Field == "status" && c.New == "done":
			return i18n.T(ctx, "completed"), ""
		}
	}
	for _, c := range e.Changes {
		if c.Kind == "deal" && c.Field == "stage" {
			return i18n.T(ctx, "moved"), i18n.T(ctx, "to %s", c.NewLabel)
		}
	}
	switch e.Changes[0].Action {
	case activity.Created:
		return i18n.T(ctx, "added"), ""
	case activity.Deleted:
		return i18n.T(ctx, "deleted"), ""
	case activity.Restored:
		return i18n.T(ctx, "restored"), ""
	case activity.Merged:
		return i18n.T(ctx, "merged"), ""
	}
	return i18n.T(ctx, "changed"), ""
}
