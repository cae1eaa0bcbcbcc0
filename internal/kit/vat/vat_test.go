package vat_test

import (
	"testing"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/vat"
)

func TestCheck(t *testing.T) {
	for _, c := range []struct{ country, number, clean, problem string }{
		{"BG", "", "", ""},
		{"BG", "BG200555081", "BG200555081", ""},
		{"BG", "bg 200 555 081", "BG200555081", ""},
		{"BG", "200555081", "BG200555081", ""},
		{"BG", "8001014321", "BG8001014321", ""},
		{"BG", "BG20055508", "BG20055508", "One digit is missing: BG and 9 or 10 digits"},
		{"BG", "BG2005550", "BG2005550", "2 digits are missing: BG and 9 or 10 digits"},
		{"BG", "BG12345678901", "BG12345678901", "One digit too many: BG and 9 or 10 digits"},
		{"BG", "BG20055O081", "BG20055O081", "Write it as BG and 9 or 10 digits"},
		{"BG", "BG", "BG", "Write it as BG and 9 or 10 digits"},
		{"DE", "DE 123456789", "DE123456789", ""},
		{"DE", "BG123456789", "BG123456789", "Write it as DE and 9 digits"},
		{"GR", "EL123456789", "EL123456789", ""},
		{"AT", "U12345678", "U12345678", "Write it as ATU and 8 digits"},
		{"AT", "ATU12345678", "ATU12345678", ""},
		{"FR", "FR12345678901", "FR12345678901", ""},
		{"FR", "FRFR345678901", "FRFR345678901", ""},
		{"ES", "ESB1234567", "ESB1234567", "This is not how VAT numbers of this country look: ESB12345678 is one."},
		{"NL", "NL123456789B01", "NL123456789B01", ""},
		{"LT", "LT1234567890", "LT1234567890", "Write it as LT and 9 or 12 digits"},
		{"US", "12-3456789", "123456789", ""},
		{"US", "not a number!", "NOTANUMBER!", "Use letters and digits only, 20 at most."},
		{"", "BG200555081", "BG200555081", ""},
	} {
		clean, problem := vat.Check(t.Context(), c.country, c.number)
		if clean != c.clean || problem != c.problem {
			t.Errorf("Check(%q, %q) = %q, %q; want %q, %q", c.country, c.number, clean, problem, c.clean, c.problem)
		}
	}
}

func TestCheck_InBulgarian(t *testing.T) {
	ctx := i18n.With(t.Context(), i18n.Locale{Lang: "bg"})
	if _, problem := vat.Check(ctx, "BG", "BG20055508"); problem != "Липсва една цифра: BG и 9 или 10 цифри" {
		t.Errorf("got %q", problem)
	}
}
