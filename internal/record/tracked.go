package record

import (
	"context"
	"slices"

	"kontor/internal/activity"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fields"
)

// Tracked is a field whose changes history keeps: Value is what is compared and
// kept, Label what a person reads where the value is an id.
type Tracked[T any] struct {
	Field        string
	Value, Label func(T) string
	Own          *customfield.Field // nil for a built-in one
}

// Name is what a person calls the field.
func (f Tracked[T]) Name(ctx context.Context, m Manner) string {
	if f.Own != nil {
		return f.Own.Label
	}
	return m.Label(ctx, f.Field)
}

// Words writes a value as history keeps it for the reader.
func (f Tracked[T]) Words(ctx context.Context, m Manner, text string) string {
	if f.Own != nil && f.Label == nil {
		return f.Own.Words(ctx, text)
	}
	return m.Shown(ctx, f.Field, text)
}

// Text is the value as history shows it.
func (f Tracked[T]) Text(v T) string {
	if f.Label != nil {
		return f.Label(v)
	}
	return f.Value(v)
}

// ChangesOf returns a line of history for every field that differs.
func ChangesOf[T any](tracked []Tracked[T], kind string, id, batch db.ID, at int64, old, now T) []activity.Change {
	var all []activity.Change
	for _, f := range tracked {
		before, after := f.Value(old), f.Value(now)
		if before == after {
			continue
		}
		c := activity.Change{Kind: kind, Record: id, Action: activity.Updated, Batch: batch, At: at, Field: f.Field, Old: before, New: after}
		if f.Label != nil {
			c.OldLabel, c.NewLabel = f.Label(old), f.Label(now)
		}
		all = append(all, c)
	}
	return all
}

// Touches tells whether one of the fields changed.
func Touches(changes []activity.Change, fields ...string) bool {
	return slices.ContainsFunc(changes, func(c activity.Change) bool { return slices.Contains(fields, c.Field) })
}

// PlainTracked tracks every plain field of a record.
func PlainTracked[T, F any](plain []fields.Field[F], of func(T) F) []Tracked[T] {
	all := make([]Tracked[T], len(plain))
	for i, f := range plain {
		all[i] = Tracked[T]{Field: f.Name, Value: func(v T) string { return f.Text(of(v)) }}
	}
	return all
}

// CustomTracked tracks the custom fields of a record.
func CustomTracked[T any](set *customfield.Set, of func(T) customfield.Values) []Tracked[T] {
	if set == nil {
		return nil
	}
	var all []Tracked[T]
	for _, f := range set.Fields() {
		t := Tracked[T]{Field: f.Key, Own: f, Value: func(v T) string { return of(v).Of(f.Key) }}
		if f.Type == customfield.Person || f.Chooses() {
			t.Label = func(v T) string { return of(v).Label(f.Key) }
		}
		all = append(all, t)
	}
	return all
}
