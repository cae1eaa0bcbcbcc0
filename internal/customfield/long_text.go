package customfield

import (
	"strings"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
)

// maxLong is how long a text of several lines may be.
const maxLong = 5000

// longText is text of several lines. It is found by the search; no list is
// sorted or filtered by it.
func longText() kind {
	return kind{
		label: i18n.Mark("Long text"), icon: "file-text", pool: 'l', kind: list.Text, can: list.Import | list.Export | list.Edit,
		read: func(r *Reader, _ *Field, s string) (string, string) {
			s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
			return s, r.length(s, maxLong)
		},
		store: func(f *Field, text string, d doc) {
			if text != "" {
				d[f.Slot] = text
			}
		},
		load: loadText, words: asIs, json: asText,
		build: func(b builder, f *Field, to *list.Field) { to.Col, to.Long = text(b.alias, f.Slot), true },
	}
}
