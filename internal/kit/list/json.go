package list

import (
	"strconv"
	"time"

	"kontor/internal/kit/db"
)

// AppendJSON adds the page as the API answers it: {"data": […],
// "next_cursor": "…" or null}. Every record has id, version and the columns
// under their keys.
func (l *List) AppendJSON(b []byte, page Page) []byte {
	b = append(b, `{"data":[`...)
	for i := range page.Rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = l.appendRecord(b, page, &page.Rows[i])
	}
	b = append(b, `],"next_cursor":`...)
	if page.Next == "" {
		return append(b, "null}"...)
	}
	return append(quote(b, page.Next), '}')
}

func (l *List) appendRecord(b []byte, page Page, row *Row) []byte {
	b = append(b, `{"id":"`...)
	b = row.ID.Append(b)
	b = append(b, `","version":`...)
	b = strconv.AppendInt(b, row.Version, 10)
	for i, f := range page.Cols {
		b = append(append(append(b, `,"`...), f.Key...), `":`...) // keys are letters, digits and _
		if f.lies() {
			b = appendItems(b, f, page.Items(*row, i))
			continue
		}
		b = l.appendJSON(b, f, &row.Vals[i])
	}
	return append(b, '}')
}

func (l *List) appendJSON(b []byte, f *Field, v *Value) []byte {
	if f.Ticks {
		return strconv.AppendBool(b, v.Set)
	}
	if !v.Set {
		return append(b, "null"...)
	}
	switch f.Kind {
	case Number:
		return appendScaled(b, v.I, f.Digits)
	case Money:
		currency := l.currency(*v)
		b = appendScaled(append(b, `{"amount":"`...), v.I, minorDigits(currency))
		return append(quote(append(b, `","currency":`...), currency), '}')
	case Time:
		return append(time.UnixMilli(v.I).UTC().AppendFormat(append(b, '"'), moment), '"')
	case Bool:
		return strconv.AppendBool(b, v.I != 0)
	case Person, Ref:
		b = appendID(append(b, `{"id":"`...), v.With)
		return append(quote(append(b, `","name":`...), v.S), '}')
	}
	return quote(b, v.S)
}

// appendID adds an id as the database gave it: 16 bytes or 36 characters.
func appendID(b []byte, s string) []byte {
	if len(s) == 16 {
		return db.ID([]byte(s)).Append(b)
	}
	return esc(b, s)
}

func appendItems(b []byte, f *Field, items []Item) []byte {
	b = append(b, '[')
	for i, item := range items {
		if i > 0 {
			b = append(b, ',')
		}
		if f.Kind == Choices {
			b = quote(b, item.Label)
			continue
		}
		if f.Many.Name == "" {
			b = item.ID.Append(append(b, `{"id":"`...))
			b = append(quote(append(b, `","name":`...), item.Label), '}')
			continue
		}
		b = append(append(append(b, `{"`...), f.Many.Name...), `":`...)
		b = quote(b, item.Label)
		b = quote(append(b, `,"kind":`...), item.Kind)
		b = strconv.AppendBool(append(b, `,"primary":`...), item.Primary)
		b = append(b, '}')
	}
	return append(b, ']')
}
