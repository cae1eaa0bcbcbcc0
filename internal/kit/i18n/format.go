package i18n

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

const noBreak = "\u00a0"

// Int writes a whole number, grouped from four digits: 1,284 or 1 284.
func Int(ctx context.Context, n int64) string { return group(From(ctx).Lang, n) }

func group(lang string, n int64) string {
	sep := ","
	if lang == "bg" {
		sep = noBreak
	}
	s, sign := strconv.FormatInt(n, 10), ""
	if s[0] == '-' {
		s, sign = s[1:], "−"
	}
	var b strings.Builder
	b.WriteString(sign)
	for i := range len(s) {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteString(sep)
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// Decimal writes n, counted in units of 10^-digits, with that many decimals.
func Decimal(ctx context.Context, n int64, digits int) string {
	lang := From(ctx).Lang
	if digits == 0 {
		return group(lang, n)
	}
	unit := int64(1)
	for range digits {
		unit *= 10
	}
	whole, rest, sign := n/unit, n%unit, ""
	if n < 0 {
		whole, rest, sign = -whole, -rest, "−"
	}
	point := "."
	if lang == "bg" {
		point = ","
	}
	return fmt.Sprintf("%s%s%s%0*d", sign, group(lang, whole), point, digits, rest)
}

// Date writes a day: 14 Apr 2026 or 14.04.2026 г.
func Date(ctx context.Context, t time.Time) string {
	if From(ctx).Lang == "bg" {
		return t.Format("02.01.2006") + noBreak + "г."
	}
	return t.Format("2 Jan 2006")
}

// ISODate writes a date kept as text (YYYY-MM-DD, or --MM-DD without a year)
// as the reader writes it; a text that is neither comes back as it is.
func ISODate(ctx context.Context, s string) string {
	if t, err := time.Parse("2006-01-02", s); err == nil {
		return Date(ctx, t)
	}
	t, err := time.Parse("2006-01-02", "2000-"+strings.TrimPrefix(s, "--"))
	if err != nil {
		return s
	}
	if From(ctx).Lang == "bg" {
		return t.Format("2") + " " + monthsBG[t.Month()-1]
	}
	return t.Format("2 January")
}

var monthsBG = [...]string{"януари", "февруари", "март", "април", "май", "юни", "юли", "август", "септември", "октомври", "ноември", "декември"}

// Time writes the full moment in the reader's zone: for tooltips.
func Time(ctx context.Context, ms int64) string {
	t := time.UnixMilli(ms).In(From(ctx).Zone)
	return Date(ctx, t) + ", " + t.Format("15:04 MST")
}

// Clock writes the time of day in the reader's zone.
func Clock(ctx context.Context, ms int64) string {
	return time.UnixMilli(ms).In(From(ctx).Zone).Format("15:04")
}

// Ago writes how long ago the moment is, as short as a list needs it: 2 h,
// Yesterday, 12 Apr, 12 Apr 2024. What is still to come is a time of today or a
// day.
func Ago(ctx context.Context, ms int64, now time.Time) string {
	zone := From(ctx).Zone
	t, now := time.UnixMilli(ms).In(zone), now.In(zone)
	switch past := now.Sub(t); {
	case past < -time.Minute && sameDay(t, now):
		return t.Format("15:04")
	case past < -time.Minute && t.Year() == now.Year():
		return DayMonth(ctx, t)
	case past < -time.Minute:
		return Date(ctx, t)
	case past < time.Minute:
		return T(ctx, "Now")
	case past < time.Hour:
		return T(ctx, "%d min", int(past.Minutes()))
	case sameDay(t, now):
		return T(ctx, "%d h", int(past.Hours()))
	case sameDay(t, now.AddDate(0, 0, -1)):
		return T(ctx, "Yesterday")
	case t.Year() == now.Year():
		return DayMonth(ctx, t)
	}
	return Date(ctx, t)
}

// DayMonth writes a day of this year: 12 Apr or 12.04.
func DayMonth(ctx context.Context, t time.Time) string {
	if From(ctx).Lang == "bg" {
		return t.Format("02.01")
	}
	return t.Format("2 Jan")
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}
