package xlsx

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// text is the value of a cell of numbers as a person reads it.
func (b *Workbook) text(v string, f format) string {
	v = strings.TrimSpace(v)
	n, err := strconv.ParseFloat(v, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return v
	}
	switch {
	case f == date || f == clock || f == dateAndClock:
		if shown, ok := DateText(n, b.Date1904, f != date); ok {
			return shown
		}
	case f > padded && n >= 0 && n == math.Trunc(n) && n < 1e15:
		shown := strconv.FormatInt(int64(n), 10)
		return strings.Repeat("0", max(0, int(f-padded)-len(shown))) + shown
	}
	return NumberText(v)
}

// NumberText writes a number of a workbook as people do: no exponent, no noise
// of binary fractions, no empty decimals. Up to 15 digits count, as in Excel.
func NumberText(v string) string {
	if len(v) <= 15 && strings.Trim(v, "0123456789") == "" && (len(v) == 1 || !strings.HasPrefix(v, "0")) {
		return v
	}
	n, err := strconv.ParseFloat(v, 64)
	if err != nil {
		return v
	}
	if math.Abs(n) >= 1e21 || n != 0 && math.Abs(n) < 1e-9 {
		return strconv.FormatFloat(n, 'g', 15, 64)
	}
	if digits := strings.TrimPrefix(v, "-"); len(digits) > 15 && len(digits) <= 20 && strings.Trim(digits, "0123456789") == "" {
		return v // a whole number is written out as it stands
	}
	short, _ := strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64) // its own text
	return strconv.FormatFloat(short, 'f', -1, 64)
}

const (
	daySeconds = 24 * 60 * 60
	lastDay    = 2958466 // the first of January 10000
)

// DateText writes a number of days as a date, with the time of day if it has
// one and withClock asks for it; below one day it is the time alone. ok is
// false for what is no date.
func DateText(serial float64, date1904, withClock bool) (text string, ok bool) {
	if serial < 0 || serial >= lastDay || math.IsNaN(serial) {
		return "", false
	}
	seconds := int64(math.Round(serial * daySeconds))
	day, rest := seconds/daySeconds, seconds%daySeconds
	if !withClock {
		day, rest = int64(serial), 0
	}
	t := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case date1904:
		t = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case day < 60:
		t = t.AddDate(0, 0, 1) // Excel believes in the 29th of February 1900
	}
	t = t.AddDate(0, 0, int(day)).Add(time.Duration(rest) * time.Second)
	switch {
	case withClock && day == 0:
		return t.Format("15:04:05"), true
	case rest != 0:
		return t.Format("2006-01-02 15:04:05"), true
	case !date1904 && day == 0:
		return "", false
	}
	return t.Format(time.DateOnly), true
}
