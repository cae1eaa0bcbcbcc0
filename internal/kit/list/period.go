package list

import (
	"strconv"
	"strings"
	"time"

	"kontor/internal/kit/i18n"
)

// span is a run of days in the reader's zone; to is the day after the last.
type span struct{ from, to time.Time }

// periods appends comparisons with periods, the same for days and moments.
func (b *builder) periods(f *Field, c *Cond) *issue {
	return b.each(f, c.Op == "not", c.Values, func(v string) *issue {
		s, ok := b.l.readPeriod(v)
		if !ok {
			return wrong(i18n.Mark("“%s” is not a date or period."), clip(v))
		}
		b.period(f, c.Op, s)
		return nil
	})
}

func (b *builder) period(f *Field, op string, s span) {
	from, to := f.bound(s.from), f.bound(s.to)
	switch op {
	case "before":
		b.since(f)
		b.q.S(f.Col).S(" < ").P(from)
	case "after":
		b.q.S(f.Col).S(" >= ").P(to)
	case "since":
		b.q.S(f.Col).S(" >= ").P(from)
	case "until":
		b.since(f)
		b.q.S(f.Col).S(" < ").P(to)
	default:
		b.q.S(f.Col).S(" >= ").P(from).S(" AND ").S(f.Col).S(" < ").P(to)
	}
}

// since keeps days without a year (--10-12), and the empty text, out of what
// is before a day.
func (b *builder) since(f *Field) {
	if f.Kind == Date {
		b.q.S(f.Col).S(" >= '0' AND ")
	}
}

// bound writes a day as the column does.
func (f *Field) bound(day time.Time) any {
	if f.Kind == Date {
		return day.Format(time.DateOnly)
	}
	return day.UnixMilli()
}

// readPeriod reads 2026, 2026-q2, 2026-04, 2026-04-15, a..b, today, last-week,
// this-month, next-quarter, -30d (the last 30 days) and 2w (the coming two).
func (l *List) readPeriod(s string) (span, bool) {
	if low, high, ok := strings.Cut(s, ".."); ok {
		a, okA := l.readPeriod(low)
		z, okZ := l.readPeriod(high)
		return span{a.from, z.to}, okA && okZ && a.from.Before(z.to) && !strings.Contains(high, "..")
	}
	if s, ok := l.readWords(s); ok {
		return s, true
	}
	if s, ok := l.readDistance(s); ok {
		return s, true
	}
	return l.readDay(s)
}

// today returns the reader's day.
func (l *List) today() time.Time {
	y, m, d := l.sc.Now.In(l.zone()).Date()
	return l.day(y, m, d)
}

func (l *List) zone() *time.Location {
	if l.sc.Zone == nil {
		return time.UTC
	}
	return l.sc.Zone
}

func (l *List) day(y int, m time.Month, d int) time.Time {
	return time.Date(y, m, d, 0, 0, 0, 0, l.zone())
}

// readDay reads a calendar year, quarter, month or day.
func (l *List) readDay(s string) (span, bool) {
	if year, quarter, ok := strings.Cut(s, "-q"); ok {
		y, errY := strconv.Atoi(year)
		q, errQ := strconv.Atoi(quarter)
		from := l.day(y, time.Month(3*q-2), 1)
		return span{from, l.plus(from, 3, 'm')}, errY == nil && errQ == nil && len(year) == 4 && q >= 1 && q <= 4
	}
	for layout, unit := range map[string]byte{"2006": 'y', "2006-01": 'm', time.DateOnly: 'd'} {
		if t, err := time.ParseInLocation(layout, s, l.zone()); err == nil {
			from := l.day(t.Date())
			return span{from, l.plus(from, 1, unit)}, true
		}
	}
	return span{}, false
}

// plus adds n days, weeks, months, quarters or years.
func (l *List) plus(t time.Time, n int, unit byte) time.Time {
	y, m, d := t.Date()
	switch unit {
	case 'w':
		n *= 7
	case 'm':
		return l.day(y, m+time.Month(n), d)
	case 'q':
		return l.day(y, m+time.Month(3*n), d)
	case 'y':
		return l.day(y+n, m, d)
	}
	return l.day(y, m, d+n)
}

// readDistance reads -30d, 2w, -6m, 1y: up to today, or from today on.
func (l *List) readDistance(s string) (span, bool) {
	if len(s) < 2 || !strings.ContainsRune("dwmy", rune(s[len(s)-1])) || s[0] == '+' {
		return span{}, false
	}
	n, err := strconv.Atoi(s[:len(s)-1])
	if err != nil || n == 0 || n > 5000 || n < -5000 {
		return span{}, false
	}
	today, tomorrow := l.today(), l.plus(l.today(), 1, 'd')
	if n < 0 {
		return span{l.plus(tomorrow, n, s[len(s)-1]), tomorrow}, true
	}
	return span{today, l.plus(today, n, s[len(s)-1])}, true
}

// readWords reads today, yesterday, tomorrow and last-, this-, next-unit.
func (l *List) readWords(s string) (span, bool) {
	for n, word := range []string{"yesterday", "today", "tomorrow"} {
		if s == word {
			from := l.plus(l.today(), n-1, 'd')
			return span{from, l.plus(from, 1, 'd')}, true
		}
	}
	which, unit, _ := strings.Cut(s, "-")
	for n, word := range []string{"last", "this", "next"} {
		if from, letter := l.begin(unit); which == word && letter != 0 {
			from = l.plus(from, n-1, letter)
			return span{from, l.plus(from, 1, letter)}, true
		}
	}
	return span{}, false
}

// begin returns the first day of the unit that today is in, and its letter.
func (l *List) begin(unit string) (time.Time, byte) {
	y, m, d := l.today().Date()
	switch unit {
	case "week": // begins on Monday
		return l.day(y, m, d-(int(l.today().Weekday())+6)%7), 'w'
	case "month":
		return l.day(y, m, 1), 'm'
	case "quarter":
		return l.day(y, m-(m-1)%3, 1), 'q'
	case "year":
		return l.day(y, 1, 1), 'y'
	}
	return time.Time{}, 0
}
