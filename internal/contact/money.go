package contact

import (
	"context"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/money"
)

// Money is an amount as text with a decimal point, and a currency.
type Money struct {
	Amount   string `json:"amount" maxLength:"30" example:"1234.50"`
	Currency string `json:"currency,omitempty" maxLength:"3" example:"EUR"`
}

// Schema describes money in place, so that a field of it can be null.
func (Money) Schema(huma.Registry) *huma.Schema {
	text := func(most int, example string) *huma.Schema {
		return &huma.Schema{Type: huma.TypeString, MaxLength: &most, Examples: []any{example}}
	}
	return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: false, Required: []string{"amount"},
		Properties: map[string]*huma.Schema{"amount": text(30, "1234.50"), "currency": text(3, "EUR")}}
}

func (m *Money) String() string {
	if m == nil {
		return ""
	}
	return m.Amount + " " + m.Currency
}

// moneyWords writes an amount as history keeps it, such as "1234.50 EUR", for
// the reader.
func moneyWords(ctx context.Context, value string) string {
	amount, code, _ := strings.Cut(value, " ")
	digits, ok := money.Digits(code)
	minor, read := money.Parse(amount, digits)
	if !ok || !read {
		return value
	}
	return i18n.Decimal(ctx, minor, digits) + "\u00a0" + code
}
