package customfield

import (
	"context"
	"time"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
)

// dates are days, kept as YYYY-MM-DD.
func dates() kind {
	return kind{
		label: i18n.Mark("Date"), icon: "calendar", pool: 't', kind: list.Date, can: usual,
		read: func(r *Reader, _ *Field, s string) (string, string) {
			for _, layout := range []string{time.DateOnly, "2.1.2006", "2.1.2006 г.", time.RFC3339} {
				if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1000 {
					return t.Format(time.DateOnly), ""
				}
			}
			return s, i18n.T(r.ctx, "This is not a date. Write it as 2026-04-25.")
		},
		store: oneKey, load: fromKey, words: i18nDay, json: asText, build: keyColumn,
	}
}

func i18nDay(ctx context.Context, _ *Field, text string) string { return i18n.ISODate(ctx, text) }
