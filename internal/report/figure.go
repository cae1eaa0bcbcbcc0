package report

import (
	"context"
	"strconv"
	"strings"

	"kontor/internal/deal"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/money"
)

// figure is a number at the top of home, with what it means.
type figure struct {
	Label string
	Shown string // the number
	Unit  string // its currency
	More  string // the same in other currencies
	Trend string // "+12 %" against the period before; "" where there is none
	Worse bool   // the trend is a bad one
	Note  string
	Count int64 // of the records behind it
	Href  string
	Line  []int64 // by month, the last one last; nil where there is none
}

func (h *home) figures(ctx context.Context) []figure {
	return []figure{h.pipelineFigure(ctx), h.forecastFigure(ctx), h.wonFigure(ctx), h.meanFigure(ctx), h.overdueFigure(ctx)}
}

// amount fills in an amount in the workspace's currency, and what there is in
// others.
func (f *figure) amount(ctx context.Context, h *home, sums []Tally) {
	currency := h.Actor.Currency
	f.Shown, f.Unit = "0", currency
	var more []string
	for _, s := range sums {
		if s.Currency == currency {
			f.Shown = whole(ctx, s.Value, currency)
		} else if s.Value != 0 {
			more = append(more, whole(ctx, s.Value, s.Currency)+noBreak+s.Currency)
		}
	}
	f.More = strings.Join(more, ", ")
}

const noBreak = "\u00a0"

// whole writes an amount without its decimals, half away from zero.
func whole(ctx context.Context, minor int64, currency string) string {
	return i18n.Int(ctx, money.Share(minor, 1, unit(currency)))
}

func unit(currency string) int64 {
	digits, _ := money.Digits(currency)
	n := int64(1)
	for range digits {
		n *= 10
	}
	return n
}

func (h *home) pipelineFigure(ctx context.Context) figure {
	f := figure{Label: i18n.T(ctx, "Open pipeline"), Count: count(h.open), Href: h.deals("status=open"), Line: h.line(h.entered, h.month(1-pastMonths), pastMonths, isEntry)}
	f.Note = i18n.N(ctx, "%s deal", "%s deals", int(f.Count))
	f.amount(ctx, h, amounts(h.open, false, h.Actor.Currency))
	return f
}

func isEntry(t Tally) int64 {
	if !t.From.IsZero() {
		return 0
	}
	return t.N
}

func (h *home) forecastFigure(ctx context.Context) figure {
	currency := h.Actor.Currency
	f := figure{Label: i18n.T(ctx, "Weighted forecast"), Count: count(h.open), Href: h.deals("status=open"),
		Line: h.line(h.open, h.month(0), aheadMonths+1, func(t Tally) int64 { return inCurrency(t, t.Weighted, currency) })}
	f.amount(ctx, h, amounts(h.open, true, currency))
	f.Note = i18n.T(ctx, "of open deals")
	if target := value(h.target(), false, currency); target > 0 {
		hoped := only(h.open, func(t Tally) bool { return h.Period.has(t.Month) })
		reached := value(h.wonIn(h.Period), false, currency) + value(hoped, true, currency)
		f.Note = i18n.T(ctx, "%s of target", percent(ctx, money.Share(reached, 100, target)))
	}
	return f
}

// target is what is to be won in the months of the period.
func (h *home) target() []Tally {
	return only(h.targets, func(t Tally) bool { return h.Period.has(t.Month) })
}

func (h *home) wonIn(p Period) []Tally {
	return only(h.won, func(t Tally) bool { return p.has(t.Month) })
}

func (h *home) wonFigure(ctx context.Context) figure {
	now, currency := h.wonIn(h.Period), h.Actor.Currency
	f := figure{Label: h.named(ctx, i18n.T(ctx, "Won this month"), i18n.T(ctx, "Won this quarter"), i18n.T(ctx, "Won this year")), Count: count(now),
		Href: h.deals("status=won&actual_close_date=this-" + h.Period.Key), Line: h.wonLine(func(t Tally) int64 { return inCurrency(t, t.Value, currency) })}
	f.Note = i18n.N(ctx, "%s deal", "%s deals", int(f.Count))
	f.amount(ctx, h, amounts(now, false, currency))
	f.trend(ctx, value(now, false, currency), value(h.wonIn(h.Period.before()), false, currency))
	return f
}

// meanFigure is what a won deal came to on average, in the currency of the
// workspace.
func (h *home) meanFigure(ctx context.Context) figure {
	now, currency := h.wonIn(h.Period), h.Actor.Currency
	f := figure{Label: i18n.T(ctx, "Average won deal"), Count: count(now), Href: h.deals("status=won&actual_close_date=this-" + h.Period.Key), Unit: currency,
		Shown: whole(ctx, mean(now, currency), currency), Line: h.wonLine(func(t Tally) int64 { return inCurrency(t, t.Value, currency) })}
	f.Note = h.named(ctx, i18n.T(ctx, "this month"), i18n.T(ctx, "this quarter"), i18n.T(ctx, "this year"))
	f.trend(ctx, mean(now, currency), mean(h.wonIn(h.Period.before()), currency))
	for i, m := range (Period{From: h.month(1 - pastMonths), Until: h.month(1)}).Months() {
		f.Line[i] = mean(only(h.won, func(t Tally) bool { return t.Month == m }), currency)
	}
	return f
}

// mean is the average value in a currency, half away from zero.
func mean(all []Tally, currency string) int64 {
	in := only(all, func(t Tally) bool { return t.Currency == currency })
	if count(in) <= 0 {
		return 0
	}
	return money.Share(value(in, false, currency), 1, count(in))
}

func (h *home) overdueFigure(ctx context.Context) figure {
	f := figure{Label: i18n.T(ctx, "Overdue tasks"), Shown: i18n.Int(ctx, int64(h.Overdue)), Count: int64(h.Overdue),
		Href: h.todos("status=none:done&due_date=before:today")}
	f.Note = h.named(ctx, i18n.T(ctx, "%s done this month", i18n.Int(ctx, count(h.done))), i18n.T(ctx, "%s done this quarter", i18n.Int(ctx, count(h.done))),
		i18n.T(ctx, "%s done this year", i18n.Int(ctx, count(h.done))))
	return f
}

// named is the word for the period.
func (h *home) named(ctx context.Context, month, quarter, year string) string {
	switch h.Period.Key {
	case "month":
		return month
	case "year":
		return year
	}
	return quarter
}

// trend compares with the period before.
func (f *figure) trend(ctx context.Context, now, before int64) {
	if before <= 0 {
		return
	}
	change := money.Share(now-before, 100, before)
	f.Worse = change < 0
	f.Trend = percent(ctx, change)
	if change > 0 {
		f.Trend = "+" + f.Trend
	}
}

func percent(ctx context.Context, n int64) string {
	if i18n.From(ctx).Lang == "bg" {
		return i18n.Int(ctx, n) + noBreak + "%"
	}
	return i18n.Int(ctx, n) + "%"
}

func inCurrency(t Tally, n int64, currency string) int64 {
	if t.Currency != currency {
		return 0
	}
	return n
}

func (h *home) wonLine(of func(Tally) int64) []int64 {
	return h.line(h.won, h.month(1-pastMonths), pastMonths, of)
}

// line adds up by month.
func (h *home) line(all []Tally, from string, n int, of func(Tally) int64) []int64 {
	line := make([]int64, n)
	for _, t := range all {
		if t.Month == "" {
			continue
		}
		if i := months(from, t.Month); i >= 0 && i < n {
			line[i] += of(t)
		}
	}
	return line
}

// daysToWin is how many days the deals won in the period took on average; ok is
// false when there are none.
func (h *home) daysToWin() (days int64, ok bool) {
	now := h.wonIn(h.Period)
	n := count(now)
	if n <= 0 {
		return 0, false
	}
	var span int64
	for _, t := range now {
		span += t.Span
	}
	return money.Share(span, 1, n*day), true
}

const day = 24 * 60 * 60 * 1000 // milliseconds

// standing are the open deals of a stage.
func (h *home) standing(s deal.Stage) []Tally {
	return only(h.open, func(t Tally) bool { return t.Stage == s.ID })
}

// openStages are the stages shown, in their order.
func (h *home) openStages() []deal.Stage {
	var all []deal.Stage
	for _, s := range h.Pipeline.Stages {
		if s.Kind == deal.Open {
			all = append(all, s)
		}
	}
	return all
}

// share is a part of the whole as a width in SVG.
func share(part, whole int64) string {
	if whole <= 0 || part <= 0 {
		return "0%"
	}
	return strconv.FormatFloat(100*float64(part)/float64(whole), 'f', 2, 64) + "%"
}
