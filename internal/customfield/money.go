package customfield

import (
	"context"
	"strings"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/kit/money"
)

// amounts are minor units with their currency beside them.
func amounts() kind {
	return kind{
		label: i18n.Mark("Money"), icon: "banknote", pool: 'n', kind: list.Money, can: usual | list.Sum,
		read: readAmount,
		store: func(f *Field, text string, d doc) {
			if n, code, ok := amountOf(text); ok {
				d[f.Slot], d[f.Slot+"c"] = n, code
			}
		},
		load: func(f *Field, d doc) string {
			n, ok := whole(d[f.Slot])
			code, _ := d[f.Slot+"c"].(string)
			if digits, known := money.Digits(code); ok && known {
				return money.Format(n, digits) + " " + code
			}
			return ""
		},
		words: func(ctx context.Context, _ *Field, text string) string {
			n, code, _ := amountOf(text)
			digits, _ := money.Digits(code)
			return i18n.Decimal(ctx, n, digits) + "\u00a0" + code
		},
		json: func(_ *Values, _ *Field, text string) any {
			amount, code, _ := strings.Cut(text, " ")
			return struct {
				Amount   string `json:"amount"`
				Currency string `json:"currency"`
			}{amount, code}
		},
		build: func(b builder, f *Field, to *list.Field) {
			numberColumn(b, f, to)
			to.With = "COALESCE(" + text(b.alias, f.Slot+"c") + ", '')"
		},
	}
}

// amountOf reads the text of a value.
func amountOf(text string) (n int64, code string, ok bool) {
	amount, code, _ := strings.Cut(text, " ")
	digits, known := money.Digits(code)
	n, ok = money.Parse(amount, digits)
	return n, code, ok && known
}

// readAmount takes 1234.50, 1 234,50 EUR and EUR 1234.50; without a currency
// it is that of the workspace.
func readAmount(r *Reader, _ *Field, s string) (string, string) {
	amount, code := cutCurrency(s)
	if code == "" {
		code = r.actor.Currency
	}
	digits, known := money.Digits(code)
	if !known {
		return s, i18n.T(r.ctx, "There is no such currency. Use its code, such as EUR.")
	}
	n, ok := money.Parse(amount, digits)
	if !ok || n < -maxNumber || n > maxNumber {
		return s, i18n.T(r.ctx, "This is not an amount. Write it like 1234.50, or 1234.50 USD.")
	}
	return money.Format(n, digits) + " " + code, ""
}

// cutCurrency parts an amount from the code of its currency or a common sign.
func cutCurrency(s string) (amount, code string) {
	for sign, code := range map[string]string{"€": "EUR", "$": "USD", "£": "GBP", "лв.": "BGN", "лв": "BGN"} {
		if strings.HasPrefix(s, sign) || strings.HasSuffix(s, sign) {
			return strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s, sign), sign)), code
		}
	}
	letter := func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
	amount = strings.TrimFunc(s, letter)
	if before := s[:strings.Index(s, amount)]; before != "" {
		return strings.TrimSpace(amount), strings.ToUpper(before)
	}
	return strings.TrimSpace(amount), strings.ToUpper(s[len(amount):])
}
