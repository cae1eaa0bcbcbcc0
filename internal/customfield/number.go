package customfield

import (
	"context"
	"encoding/json"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/kit/money"
)

// numbers are kept as integers, scaled by the decimals of the field.
func numbers() kind {
	return kind{
		label: i18n.Mark("Number"), icon: "hash", pool: 'n', kind: list.Number, can: usual | list.Sum,
		read: readNumber,
		store: func(f *Field, text string, d doc) {
			if n, ok := money.Parse(text, f.Digits); ok {
				d[f.Slot] = n
			}
		},
		load: func(f *Field, d doc) string {
			if n, ok := whole(d[f.Slot]); ok {
				return money.Format(n, f.Digits)
			}
			return ""
		},
		words: func(ctx context.Context, f *Field, text string) string {
			n, _ := money.Parse(text, f.Digits)
			return i18n.Decimal(ctx, n, f.Digits)
		},
		json:  func(_ *Values, _ *Field, text string) any { return json.Number(text) },
		build: numberColumn,
	}
}

func readNumber(r *Reader, f *Field, s string) (string, string) {
	n, ok := money.Parse(s, f.Digits)
	switch {
	case ok && n >= -maxNumber && n <= maxNumber:
		return money.Format(n, f.Digits), ""
	case f.Digits == 0:
		return s, i18n.T(r.ctx, "Enter a whole number, such as 25.")
	}
	return s, i18n.N(r.ctx, "Enter a number with at most %s decimal, such as 12.5.", "Enter a number with at most %s decimals, such as 12.5.", f.Digits)
}

// maxNumber is what any reader of JSON understands exactly.
const maxNumber = 9_007_199_254_740_991

func numberColumn(b builder, f *Field, to *list.Field) {
	to.Col, to.Digits = number(b.engine, b.alias, f.Slot), f.Digits
}

// whole reads an integer out of JSON.
func whole(v any) (int64, bool) {
	switch x := v.(type) {
	case int64:
		return x, true
	case json.Number:
		n, err := x.Int64()
		return n, err == nil
	}
	return 0, false
}
