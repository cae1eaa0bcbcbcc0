package customfield

import (
	"strings"
	"unicode/utf8"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/kit/search"
)

// maxLine is how long a text of one line may be.
const maxLine = 255

// texts are lines of text. A twin is matched and sorted by.
func texts() kind {
	return kind{
		label: i18n.Mark("Text"), icon: "text", pool: 't', kind: list.Text, can: usual,
		read: func(r *Reader, _ *Field, s string) (string, string) {
			return r.line(s, maxLine)
		},
		store: storeText, load: loadText, words: asIs, json: asText, build: textColumn,
	}
}

// line tidies a text of one line and checks its length.
func (r *Reader) line(s string, most int) (text, problem string) {
	s = strings.Join(strings.Fields(s), " ")
	return s, r.length(s, most)
}

func (r *Reader) length(s string, most int) (problem string) {
	switch {
	case !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0:
		return i18n.T(r.ctx, "This holds characters that cannot be stored.")
	case utf8.RuneCountInString(s) > most:
		return i18n.N(r.ctx, "This is longer than %s character.", "This is longer than %s characters.", most)
	}
	return ""
}

func storeText(f *Field, text string, d doc) {
	if text != "" {
		d[f.Slot], d[f.Slot+"_"] = text, keyOf(text)
	}
}

func loadText(f *Field, d doc) string {
	text, _ := d[f.Slot].(string)
	return text
}

// maxKey is how many bytes of a key an index of PostgreSQL surely takes.
const maxKey = 2000

// keyOf is the twin of a text: cut, if its letters fold to very many others.
func keyOf(text string) string {
	k := search.Key(text)
	if len(k) > maxKey {
		k = strings.ToValidUTF8(k[:maxKey], "")
	}
	return k
}

func textColumn(b builder, f *Field, to *list.Field) {
	to.Col, to.Fold, to.Found = text(b.alias, f.Slot), key(b.engine, b.alias, f.Slot), true
}
