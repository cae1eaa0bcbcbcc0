package deal

import (
	"context"
	"strings"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/money"
)

// label names a field of a deal: as its list does, unless the page has another
// word for it.
func label(ctx context.Context, field string) string {
	switch strings.TrimSuffix(field, "_id") {
	case "currency":
		return i18n.T(ctx, "Currency")
	case "contacts":
		return i18n.T(ctx, "Contacts")
	case "lines":
		return i18n.T(ctx, "Products")
	}
	for _, key := range []string{field, strings.TrimSuffix(field, "_id")} {
		if name, ok := dealEntity().Label(ctx, key); ok {
			return name
		}
	}
	return field
}

// shown writes a value as history keeps it for the reader.
func shown(ctx context.Context, field, value string) string {
	switch {
	case value == "":
		return ""
	case field == "status":
		return statusName(ctx, value)
	case field == "expected_close_date", field == "actual_close_date":
		return i18n.ISODate(ctx, value)
	case field == "probability":
		return value + " %"
	case field == "value":
		amount, code, _ := strings.Cut(value, " ")
		digits, ok := money.Digits(code)
		if minor, read := money.Parse(amount, digits); ok && read {
			return moneyText(ctx, minor, code)
		}
	}
	return value
}

func statusName(ctx context.Context, status string) string {
	switch status {
	case Won:
		return i18n.T(ctx, "Won")
	case Lost:
		return i18n.T(ctx, "Lost")
	}
	return i18n.T(ctx, "Open")
}

// moneyText writes an amount with its currency for the reader.
func moneyText(ctx context.Context, minor int64, currency string) string {
	digits, _ := money.Digits(currency)
	return i18n.Decimal(ctx, minor, digits) + "\u00a0" + currency
}

// roundText writes an amount without its decimals, half away from zero.
func roundText(ctx context.Context, minor int64, currency string) string {
	digits, _ := money.Digits(currency)
	whole := int64(1)
	for range digits {
		whole *= 10
	}
	return i18n.Int(ctx, money.Share(minor, 1, whole)) + "\u00a0" + currency
}

// localNumber writes a scaled number for the reader, without zeros behind the
// point.
func localNumber(ctx context.Context, n int64, digits int) string {
	for digits > 0 && n%10 == 0 {
		n, digits = n/10, digits-1
	}
	return i18n.Decimal(ctx, n, digits)
}
