package i18n_test

import (
	"testing"
	"time"

	"kontor/internal/kit/i18n"
)

func TestFormats_ByLanguage(t *testing.T) {
	sofia, err := time.LoadLocation("Europe/Sofia")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, sofia)
	en := i18n.With(t.Context(), i18n.Locale{Lang: "en", Zone: sofia})
	bg := i18n.With(t.Context(), i18n.Locale{Lang: "bg", Zone: sofia})
	at := func(d time.Duration) int64 { return now.Add(-d).UnixMilli() }
	for _, c := range []struct{ got, want string }{
		{i18n.Int(en, 1284), "1,284"},
		{i18n.Int(bg, 1284), "1\u00a0284"},
		{i18n.Int(en, -1234567), "−1,234,567"},
		{i18n.Decimal(en, 921600, 2), "9,216.00"},
		{i18n.Decimal(bg, 921605, 2), "9\u00a0216,05"},
		{i18n.Decimal(en, -5, 2), "−0.05"},
		{i18n.ISODate(en, "2026-04-14"), "14 Apr 2026"},
		{i18n.ISODate(bg, "2026-04-14"), "14.04.2026\u00a0г."},
		{i18n.ISODate(en, "--10-12"), "12 October"},
		{i18n.ISODate(bg, "--02-29"), "29 февруари"},
		{i18n.Ago(en, at(2*time.Hour), now), "2 h"},
		{i18n.Ago(bg, at(5*time.Minute), now), "5 мин"},
		{i18n.Ago(bg, at(20*time.Hour), now), "Вчера"},
		{i18n.Ago(en, at(24*10*time.Hour), now), "14 Nov"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestN_SaysOneInWordsOrInDigits(t *testing.T) {
	en := i18n.With(t.Context(), i18n.Locale{Lang: "en"})
	bg := i18n.With(t.Context(), i18n.Locale{Lang: "bg"})
	const one, many = "Not saved: one field needs another look", "Not saved: %s fields need another look"
	for _, c := range []struct{ got, want string }{
		{i18n.N(en, one, many, 1), one},
		{i18n.N(en, one, many, 1284), "Not saved: 1,284 fields need another look"},
		{i18n.N(bg, one, many, 1), "Не е запазено: едно поле има нужда от поправка"},
		{i18n.N(bg, one, many, 2), "Не е запазено: 2 полета имат нужда от поправка"},
		{i18n.N(en, "%s row of %s", "%s rows of %s", 1, "x.csv"), "1 row of x.csv"},
		{i18n.N(en, "One row of %s", "%s rows of %s", 1, "x.csv"), "One row of x.csv"},
		{i18n.N(en, "One row of %[2]s", "%[1]s rows of %[2]s", 1, "x.csv"), "One row of x.csv"},
		{i18n.N(en, "One row of %[2]s", "%[1]s rows of %[2]s", 2, "x.csv"), "2 rows of x.csv"},
		{i18n.N(en, "One row is 100%% of %s", "%s rows of %s", 1, "x.csv"), "One row is 100% of x.csv"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
