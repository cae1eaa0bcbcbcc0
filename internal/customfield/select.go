package customfield

import (
	"context"
	"strconv"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/kit/search"
)

// selects hold one of the options, by its key.
func selects() kind {
	return kind{
		label: i18n.Mark("Choice"), icon: "list", pool: 't', kind: list.Choice, can: usual | list.Grouping, chooses: true,
		read: func(r *Reader, f *Field, s string) (string, string) {
			if key, ok := f.Choice(s); ok {
				return key, ""
			}
			return s, r.noChoice(f, s)
		},
		store: oneKey, load: fromKey, json: asText,
		words: func(_ context.Context, f *Field, text string) string { return f.Options.label(text) },
		build: func(b builder, f *Field, to *list.Field) {
			keyColumn(b, f, to)
			to.Choices = f.listOptions()
		},
	}
}

// Choice finds an option by its key or its label.
func (f *Field) Choice(s string) (key string, ok bool) {
	folded := search.Fold(s)
	for _, o := range f.Options {
		if !o.Gone && (o.Key == s || search.Fold(o.Label) == folded) {
			return o.Key, true
		}
	}
	return "", false
}

func (r *Reader) noChoice(f *Field, s string) string {
	if live := f.Options.Live(); len(live) > 0 {
		return i18n.T(r.ctx, "“%s” is not one of the choices of %s. The first of them is %s.", clip(s), f.Label, live[0].Label)
	}
	return i18n.T(r.ctx, "%s has no choices yet.", f.Label)
}

func (f *Field) listOptions() []list.Option {
	all := make([]list.Option, len(f.Options))
	for i, o := range f.Options {
		all[i] = list.Option{Key: o.Key, Label: o.Label, Hue: strconv.Itoa(o.Hue)}
	}
	return all
}
