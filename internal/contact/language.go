package contact

import (
	"context"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
)

// correspondence are the languages a form offers: those of Europe and its
// large neighbours. Any other code can be imported or sent by the API.
func correspondence() []string {
	return []string{"bg", "en", "de", "fr", "es", "it", "pt", "nl", "pl", "ro", "el", "tr", "ru", "uk", "sr", "mk", "hr", "sl",
		"cs", "sk", "hu", "sv", "da", "nb", "fi", "et", "lv", "lt", "sq", "ar", "he", "zh", "ja"}
}

// languageName names a language for the reader.
func languageName(ctx context.Context, code string) string {
	tag, err := language.Parse(code)
	if err != nil {
		return code
	}
	names := display.English.Languages()
	if i18n.From(ctx).Lang == "bg" {
		names = display.Languages(language.Bulgarian)
	}
	if name := names.Name(tag); name != "" {
		return name
	}
	return code
}

// languageOptions are the choices of a form, with the one that is set.
func languageOptions(ctx context.Context, set string) []ui.Option {
	var all []ui.Option
	known := set == ""
	for _, code := range correspondence() {
		all = append(all, ui.Option{Value: code, Label: languageName(ctx, code)})
		known = known || code == set
	}
	if !known {
		all = append(all, ui.Option{Value: set, Label: languageName(ctx, set)})
	}
	return all
}
