package list

import (
	"context"
	"net/url"
	"strings"
	"time"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// Text returns column i of a row as the text of a cell in a file: numbers with
// a point, days as YYYY-MM-DD, moments in RFC 3339, names instead of ids, many
// values parted by "; ". The currency of an amount is a column of its own:
// row.Vals[i].With.
func (l *List) Text(page Page, row Row, i int) string {
	f, v := page.Cols[i], row.Vals[i]
	if f.lies() {
		labels, items := make([]string, 0, 4), page.Items(row, i)
		if f.Kind == Choices && f.Own {
			items = f.named(items)
		}
		for _, item := range items {
			labels = append(labels, item.Label)
		}
		return strings.Join(labels, "; ")
	}
	return l.text(f, v)
}

func (l *List) text(f *Field, v Value) string {
	switch {
	case f.Ticks && !v.Set:
		return "no"
	case !v.Set:
		return ""
	}
	switch f.Kind {
	case Choice:
		if o := f.option(v.S); o != nil && f.Own {
			return o.Label
		}
	case Number:
		return string(appendScaled(nil, v.I, f.Digits))
	case Money:
		return string(appendScaled(nil, v.I, minorDigits(l.currency(v))))
	case Time:
		return time.UnixMilli(v.I).UTC().Format(moment)
	case Bool:
		if v.I != 0 {
			return "yes"
		}
		return "no"
	}
	return v.S
}

// moment is RFC 3339 with milliseconds, as far as the database knows; Go has
// a fast way for this layout, and none for one that is spelled out.
const moment = time.RFC3339Nano

// currency returns what an amount is in: the workspace's currency unless it
// says otherwise.
func (l *List) currency(v Value) string {
	if v.With == "" {
		return l.sc.Currency
	}
	return v.With
}

// Neutral returns s so that a spreadsheet does not take it for a formula: an
// apostrophe goes before what would begin one.
func Neutral(s string) string {
	if s != "" && strings.IndexByte("=+-@\t\r", s[0]) >= 0 {
		return "'" + s
	}
	return s
}

// Input reads what somebody typed for a field: a cell, a form, a column of an
// import. It is the inverse of Text for every kind but Person, Ref and those
// with many values, whose names the importer looks up. What cannot be read is
// a fault.Invalid under the field's key.
func (l *List) Input(ctx context.Context, f *Field, s string) (Value, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return Value{}, nil
	}
	v, i := l.input(f, s)
	if i != nil {
		return Value{}, fault.Invalid{f.Key: i18n.T(ctx, i.text, i.args...)}
	}
	return v, nil
}

func (l *List) input(f *Field, s string) (Value, *issue) {
	switch f.Kind {
	case Number, Money:
		n, currency, ok := l.readNumber(f, s)
		if !ok {
			return Value{}, wrong(i18n.Mark("“%s” is not a number."), clip(s))
		}
		if f.Kind == Money && currency == "" {
			currency = l.sc.Currency
		}
		return Value{Set: true, I: n, With: currency}, nil
	case Date:
		return l.inputDate(s)
	case Time:
		t, err := time.Parse(time.RFC3339, s)
		if err != nil {
			return Value{}, wrong(i18n.Mark("“%s” is not a time."), clip(s))
		}
		return Value{Set: true, I: t.UnixMilli()}, nil
	case Bool:
		return inputBool(s)
	case Choice:
		return inputChoice(f, s)
	case URL:
		if u, err := url.Parse(s); err != nil || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
			return Value{}, wrong(i18n.Mark("“%s” is not a web address."), clip(s))
		}
	}
	if !isText(s) {
		return Value{}, wrong(i18n.Mark("This is not readable text."))
	}
	return Value{Set: true, S: s}, nil
}

func (l *List) inputDate(s string) (Value, *issue) {
	for _, layout := range []string{time.DateOnly, "02.01.2006", "2.1.2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return Value{Set: true, S: t.Format(time.DateOnly)}, nil
		}
	}
	if _, err := time.Parse("--01-02", s); err == nil {
		return Value{Set: true, S: s}, nil
	}
	return Value{}, wrong(i18n.Mark("“%s” is not a date."), clip(s))
}

func inputBool(s string) (Value, *issue) {
	switch strings.ToLower(s) {
	case "yes", "true", "1", "да":
		return Value{Set: true, I: 1}, nil
	case "no", "false", "0", "не":
		return Value{Set: true}, nil
	}
	return Value{}, wrong(i18n.Mark("Write yes or no, not “%s”."), clip(s))
}

func inputChoice(f *Field, s string) (Value, *issue) {
	for _, o := range f.Choices {
		if s == o.Key || strings.EqualFold(s, o.Label) {
			return Value{Set: true, S: o.Key}, nil
		}
	}
	return Value{}, wrong(i18n.Mark("“%s” is not one of the choices."), clip(s))
}
