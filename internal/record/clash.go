package record

import (
	"context"
	"strconv"

	"kontor/internal/activity"
	"kontor/internal/customfield"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
)

// Clash is a field that somebody else changed while a form was open: what the
// form says, and what the record says now.
type Clash struct {
	Field, Label string
	Mine, Theirs string
	TakeTheirs   bool // the form did not touch it
}

// Clashes compares a form with the record as it stands, for the fields that
// changed since the form was opened.
func Clashes[T any](ctx context.Context, m Manner, fields []Tracked[T], mine, theirs T, since []activity.Change) []Clash {
	was := map[string]activity.Change{}
	for _, c := range since {
		if _, ok := was[c.Field]; !ok && c.Action == activity.Updated {
			was[c.Field] = c
		}
	}
	var all []Clash
	for _, f := range fields {
		old, changed := was[f.Field]
		if !changed {
			continue
		}
		c := Clash{Field: f.Field, Label: f.Name(ctx, m), Mine: f.Words(ctx, m, f.Text(mine)), Theirs: f.Words(ctx, m, f.Text(theirs))}
		if c.Mine == c.Theirs {
			continue
		}
		c.TakeTheirs = c.Mine == f.Words(ctx, m, before(old))
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

// Takes are the names of the form fields that choose between two values.
func Takes[T any](fields []Tracked[T]) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = "take." + f.Field
	}
	return names
}

// taken are the fields where a person chose what is saved now.
func taken[T any](form web.Form, fields []Tracked[T]) []string {
	var all []string
	for _, f := range fields {
		if form.Get("take."+f.Field) == "theirs" {
			all = append(all, f.Field)
		}
	}
	return all
}

// Take replaces what was typed by what is saved for the fields where the person
// chose so: copyField does it for one, own are the custom fields as they are
// saved, said what the form says about them.
func Take[T any](form web.Form, fields []Tracked[T], own customfield.Values, said *map[string]string, copyField func(field string)) {
	for _, field := range taken(form, fields) {
		copyField(field)
	}
	*said = own.Take(*said, form)
}

// Again is a form that is shown once more after such choices: shown is what it
// says now, said what it says about custom fields, typed how it was posted.
func Again(shown web.Form, own customfield.Values, said map[string]string, typed web.Form) web.Form {
	own.Show(shown, said, typed)
	shown.Errors = typed.Errors
	return shown
}

// BasedOn makes a form say which version its next save is based on.
func BasedOn(form web.Form, version, updatedAt int64) {
	form.Values.Set("version", strconv.FormatInt(version, 10))
	form.Values.Set("updated_at", strconv.FormatInt(updatedAt, 10))
}

// Options are the two values to choose from.
func (c Clash) Options(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: "mine", Label: OrDash(c.Mine), Hint: i18n.T(ctx, "What you typed")},
		{Value: "theirs", Label: OrDash(c.Theirs), Hint: i18n.T(ctx, "What is saved now")},
	}
}

// Chosen is the choice that is set at first.
func (c Clash) Chosen() string {
	if c.TakeTheirs {
		return "theirs"
	}
	return "mine"
}

func OrDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
