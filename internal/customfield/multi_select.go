package customfield

import (
	"context"
	"slices"
	"strings"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
)

// multiSelects hold several options. They lie in rows of their own: a set
// inside JSON has no index that both engines know.
func multiSelects() kind {
	return kind{
		label: i18n.Mark("Several choices"), icon: "list-plus", pool: 'm', kind: list.Choices, can: usual &^ list.Sort, chooses: true,
		read:  readChoices,
		store: func(*Field, string, doc) {},
		load:  func(*Field, doc) string { return "" },
		words: func(_ context.Context, f *Field, text string) string {
			var labels []string
			for _, key := range keysOf(text) {
				labels = append(labels, f.Options.label(key))
			}
			return strings.Join(labels, ", ")
		},
		json: func(_ *Values, _ *Field, text string) any { return append([]string{}, keysOf(text)...) },
		build: func(b builder, f *Field, to *list.Field) {
			to.Choices = f.listOptions()
			to.Many = &list.Many{From: b.choices + " x", Space: "x.workspace_id", Owner: "x.record_id", Value: "x.choice", Label: "x.choice",
				Order: "x.choice", Only: " AND x.slot = " + literal(f.Slot)}
		},
	}
}

// keysOf are the keys in the text of a value.
func keysOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' })
}

// readChoices takes keys and labels with semicolons, lines or commas between.
func readChoices(r *Reader, f *Field, s string) (string, string) {
	chosen := map[string]bool{}
	for _, name := range f.Names(s) {
		key, ok := f.Choice(name)
		if !ok {
			return s, r.noChoice(f, name)
		}
		chosen[key] = true
	}
	return f.inOrder(chosen), ""
}

// Names are the choices that a text names, known or not: one, or several where
// the field has several. Semicolons, lines or commas stand between; a comma
// may be part of a name that is known.
func (f *Field) Names(text string) []string {
	if f.Type != MultiSelect {
		return []string{strings.TrimSpace(text)}
	}
	var all []string
	for part := range strings.SplitSeq(strings.ReplaceAll(text, "\n", ";"), ";") {
		names := []string{part}
		if _, ok := f.Choice(strings.TrimSpace(part)); !ok {
			names = strings.Split(part, ",")
		}
		for _, name := range names {
			if name = strings.TrimSpace(name); name != "" {
				all = append(all, name)
			}
		}
	}
	return all
}

// inOrder writes the keys as the options stand.
func (f *Field) inOrder(chosen map[string]bool) string {
	var keys []string
	for _, o := range f.Options {
		if chosen[o.Key] && !slices.Contains(keys, o.Key) {
			keys = append(keys, o.Key)
		}
	}
	return strings.Join(keys, ",")
}
