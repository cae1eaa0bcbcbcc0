package contact

import (
	"context"

	"kontor/internal/activity"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
)

// clash is a field that somebody else changed while a form was open: what the
// form says, and what the record says now.
type clash struct {
	Field, Label string
	Mine, Theirs string
	TakeTheirs   bool // the form did not touch it
}

// clashes compares a form with the record as it stands, for the fields that
// changed since the form was opened.
func clashes[T any](ctx context.Context, fields []tracked[T], mine, theirs T, since []activity.Change) []clash {
	was := map[string]activity.Change{}
	for _, c := range since {
		if _, ok := was[c.Field]; !ok && c.Action == activity.Updated {
			was[c.Field] = c
		}
	}
	var all []clash
	for _, f := range fields {
		old, changed := was[f.field]
		if !changed {
			continue
		}
		c := clash{Field: f.field, Label: f.name(ctx), Mine: f.words(ctx, f.text(mine)), Theirs: f.words(ctx, f.text(theirs))}
		if c.Mine == c.Theirs {
			continue
		}
		c.TakeTheirs = c.Mine == f.words(ctx, before(old))
		all = append(all, c)
	}
	return all
}

// before is what history says a field held before a change.
func before(c activity.Change) string {
	if c.OldLabel != "" || c.NewLabel != "" {
		return c.OldLabel
	}
	return c.Old
}

// text is the value as history shows it.
func (f tracked[T]) text(v T) string {
	if f.label != nil {
		return f.label(v)
	}
	return f.value(v)
}

// takes are the names of the form fields that choose between two values.
func takes[T any](fields []tracked[T]) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = "take." + f.field
	}
	return names
}

func (c clash) options(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: "mine", Label: orDash(c.Mine), Hint: i18n.T(ctx, "What you typed")},
		{Value: "theirs", Label: orDash(c.Theirs), Hint: i18n.T(ctx, "What is saved now")},
	}
}

// chosen is the choice that is set at first.
func (c clash) chosen() string {
	if c.TakeTheirs {
		return "theirs"
	}
	return "mine"
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
