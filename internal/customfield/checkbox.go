package customfield

import (
	"context"
	"slices"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/kit/search"
)

const yes = "yes"

// checkboxes are ticked or not: what was never asked is no.
func checkboxes() kind {
	return kind{
		label: i18n.Mark("Checkbox"), icon: "check", pool: 'n', kind: list.Bool, can: usual,
		read: readTick,
		store: func(f *Field, text string, d doc) {
			if text == yes {
				d[f.Slot] = int64(1)
			}
		},
		load: func(f *Field, d doc) string {
			if n, ok := whole(d[f.Slot]); ok && n == 1 {
				return yes
			}
			return ""
		},
		words: func(ctx context.Context, _ *Field, text string) string {
			if text == yes {
				return i18n.T(ctx, "Yes")
			}
			return i18n.T(ctx, "No")
		},
		json: func(_ *Values, _ *Field, text string) any { return text == yes },
		build: func(b builder, f *Field, to *list.Field) {
			to.Col, to.Ticks, to.Full = number(b.engine, b.alias, f.Slot), true, false
		},
	}
}

func readTick(r *Reader, _ *Field, s string) (string, string) {
	word := search.Fold(s)
	switch {
	case slices.Contains([]string{"yes", "y", "true", "1", "on", "x", "da", "ja", "oui"}, word):
		return yes, ""
	case slices.Contains([]string{"no", "n", "false", "0", "off", "ne", "nein", "non"}, word):
		return "", ""
	}
	return s, i18n.T(r.ctx, "Write yes or no.")
}
