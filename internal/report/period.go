package report

import (
	"context"
	"regexp"
	"sync"
	"time"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// Period is a run of whole months in the reader's zone, such as from "2026-04"
// until "2026-07", which is left out.
type Period struct {
	Key         string // month, quarter, year, last-12, … or "" for two months by name
	From, Until string
	Zone        *time.Location
}

// periodKeys are those to choose from.
func periodKeys() []string {
	return []string{"month", "last-month", "quarter", "last-quarter", "year", "last-year", "last-12"}
}

// periodOf is the period of a key that the moment lies in, or the one before.
func periodOf(key string, now time.Time, zone *time.Location) (Period, bool) {
	if zone == nil {
		zone = time.UTC
	}
	now = now.In(zone)
	month := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
	quarter := month.AddDate(0, -(int(month.Month())-1)%3, 0)
	year := month.AddDate(0, 1-int(month.Month()), 0)
	begin, months := month, 1
	switch key {
	case "month":
	case "last-month":
		begin = month.AddDate(0, -1, 0)
	case "quarter":
		begin, months = quarter, 3
	case "last-quarter":
		begin, months = quarter.AddDate(0, -3, 0), 3
	case "year":
		begin, months = year, 12
	case "last-year":
		begin, months = year.AddDate(-1, 0, 0), 12
	case "last-12":
		begin, months = month.AddDate(0, -11, 0), 12
	default:
		return Period{}, false
	}
	return Period{key, begin.Format("2006-01"), begin.AddDate(0, months, 0).Format("2006-01"), zone}, true
}

var monthForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[12][0-9]{3}-(0[1-9]|1[0-2])$`) })

// between is the period of two months by name, both of them in it.
func between(ctx context.Context, from, to string, zone *time.Location) (Period, error) {
	if !monthForm().MatchString(from) || !monthForm().MatchString(to) || to < from || months(from, to) > 60 {
		return Period{}, fault.Malformed{Text: i18n.T(ctx, "Choose two months, the earlier one first, at most five years apart.")}
	}
	if zone == nil {
		zone = time.UTC
	}
	return Period{From: from, Until: later(to, 1), Zone: zone}, nil
}

// later is the month n months after another.
func later(month string, n int) string { return utc(month).AddDate(0, n, 0).Format("2006-01") }

// months is how many months lie between two, the second left out.
func months(from, until string) int {
	a, b := utc(from), utc(until)
	return (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
}

// Months are those of the period.
func (p Period) Months() []string {
	all := make([]string, months(p.From, p.Until))
	for i := range all {
		all[i] = later(p.From, i)
	}
	return all
}

// To is the last month of the period.
func (p Period) To() string { return later(p.Until, -1) }

// before is the period of the same length that ends where this one begins.
func (p Period) before() Period {
	return Period{From: later(p.From, -months(p.From, p.Until)), Until: p.From, Zone: p.Zone}
}

// start is when a month begins where the reader is.
func (p Period) start(month string) time.Time {
	t := utc(month)
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, p.Zone)
}

// has tells whether a month lies in the period.
func (p Period) has(month string) bool { return month >= p.From && month < p.Until }

// days is the period in the address of a list.
func (p Period) days() string {
	if p.From == p.To() {
		return p.From
	}
	return p.From + ".." + p.To()
}
