// Package i18n owns languages: texts, plurals, dates and numbers as the reader
// expects them. English stands in the code; every other language is one file.
package i18n

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"

	"github.com/leonelquinteros/gotext"
)

// Languages are the codes of the languages every text exists in.
var languages = [...]string{"en", "bg"}

// Languages returns the codes of the languages every text exists in, the first
// being the one in the code.
func Languages() []string { return languages[:] }

// Known tells whether lang is one of Languages.
func Known(lang string) bool {
	for _, l := range languages {
		if l == lang {
			return true
		}
	}
	return false
}

// LanguageName returns the name of a language in that language.
func LanguageName(lang string) string {
	if lang == "bg" {
		return "Български"
	}
	return "English"
}

// Locale is how one reader reads: the language, and the time zone of the clock.
type Locale struct {
	Lang string
	Zone *time.Location
}

type key struct{}

// With returns a context whose texts are in the locale l.
func With(ctx context.Context, l Locale) context.Context {
	if l.Zone == nil {
		l.Zone = time.UTC
	}
	return context.WithValue(ctx, key{}, l)
}

// From returns the locale of the context: English and UTC unless With was used.
func From(ctx context.Context) Locale {
	if l, ok := ctx.Value(key{}).(Locale); ok {
		return l
	}
	return Locale{Lang: languages[0], Zone: time.UTC}
}

// T returns the text in the context's language, with args put in as by
// fmt.Sprintf.
func T(ctx context.Context, text string, args ...any) string {
	return In(From(ctx).Lang, text, args...)
}

// In is T for a language that is not the reader's, as in a customer's document.
func In(lang, text string, args ...any) string {
	if po := catalog(lang); po != nil {
		return po.Get(text, args...)
	}
	return format(text, args)
}

// N returns the text for n things: one if the language's rule says so, else
// many. n itself is put in first, grouped as the language groups digits, then
// args; write it as %s. A text that says "one" in words has no %s for it, or
// names its places: %[2]s.
func N(ctx context.Context, one, many string, n int, args ...any) string {
	text := many
	if n == 1 {
		text = one
	}
	if po := catalog(From(ctx).Lang); po != nil {
		text = po.GetN(one, many, n)
	}
	if !strings.Contains(text, "%[") && verbs(text) <= len(args) {
		return format(text, args)
	}
	return format(text, append([]any{Int(ctx, int64(n))}, args...))
}

// verbs counts what a text wants to be put in.
func verbs(text string) int { return strings.Count(text, "%") - 2*strings.Count(text, "%%") }

func format(text string, args []any) string {
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

//go:embed all:locales
var files embed.FS

var catalogs = sync.OnceValue(func() map[string]*gotext.Po {
	all := map[string]*gotext.Po{}
	for _, lang := range languages[1:] {
		po := gotext.NewPo()
		po.Parse([]byte(Source(lang)))
		all[lang] = po
	}
	return all
})

func catalog(lang string) *gotext.Po { return catalogs()[lang] }

// Source returns the translation file of lang, a GNU gettext catalogue.
func Source(lang string) string {
	var b strings.Builder
	head, _ := files.ReadFile("locales/" + lang + ".po") // absent only if the build lost it: the message test says so
	b.Write(head)
	parts, _ := fs.Glob(files, "locales/"+lang+".d/*.po") // the pattern is constant
	for _, name := range parts {
		part, _ := files.ReadFile(name) // as above
		b.WriteString("\n\n")
		b.Write(part)
	}
	return b.String()
}

// Mark returns text as it is: it marks a message that is translated where it
// is shown, such as the label in a table of fields.
func Mark(text string) string { return text }
