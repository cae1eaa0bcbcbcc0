package list

import (
	"context"

	"kontor/internal/kit/i18n"
)

// MenuField is a field one can filter by, with everything a form needs for it.
type MenuField struct {
	Key, Label, Icon string
	Ops              []Op
	Choices          []Option // what can be chosen; periods too
	Src              string   // answers ?q= with what can be chosen
	Several          bool     // holds one of few: several can be ticked
	Input            string   // "text", "number", "date", or empty if one chooses
}

// Op is an operator in words.
type Op struct {
	Key, Label string
	Values     bool // takes values
}

// Menu returns the fields the list can be filtered by, each with everything a
// form needs for it.
func (l *List) Menu(ctx context.Context) []MenuField {
	all := l.Filterable(ctx)
	for i := range all {
		all[i], _ = l.MenuField(ctx, all[i].Key)
	}
	return all
}

// Filterable returns the fields the list can be filtered by, with key, label
// and icon only: for a menu of them.
func (l *List) Filterable(ctx context.Context) []MenuField {
	var all []MenuField
	for _, f := range l.fields {
		if f.can(Filter) {
			all = append(all, MenuField{Key: f.Key, Label: f.Title(ctx), Icon: f.icon()})
		}
	}
	return all
}

// MenuField returns everything a form needs to filter by the field of that
// key; ok is false if the list cannot be filtered by it.
func (l *List) MenuField(ctx context.Context, key string) (m MenuField, ok bool) {
	f := l.Field(key)
	if f == nil || !f.can(Filter) {
		return m, false
	}
	m = MenuField{Key: f.Key, Label: f.Title(ctx), Icon: f.icon(), Input: f.input(), Choices: f.options(ctx), Several: (f.Kind == Choice || f.Kind == Choices) && len(f.Choices) <= fewChoices}
	if f.To != nil {
		m.Src = f.To.Src
	}
	for _, op := range f.ops() {
		if !f.Full && !f.Ticks || !op.bare {
			m.Ops = append(m.Ops, Op{op.key, say(ctx, op.words), !op.bare})
		}
	}
	return m, true
}

// input is the type of control in which a value is typed.
func (f *Field) input() string {
	switch f.Kind {
	case Number, Money:
		return "number"
	case Date, Time:
		return "date"
	case Bool, Choice, Choices, Person, Ref, Tags:
		return ""
	}
	return "text"
}

// fewChoices is how many are shown as boxes to tick; more are in a list.
const fewChoices = 12

// commonPeriods are offered for days and moments.
var commonPeriods = [...]string{"today", "yesterday", "-7d", "-30d", "this-week", "this-month", "last-month", "this-quarter", "this-year"}

func (f *Field) options(ctx context.Context) []Option {
	switch f.Kind {
	case Bool:
		return []Option{{Key: "yes", Label: yesNo(ctx, true)}, {Key: "no", Label: yesNo(ctx, false)}}
	case Person:
		return []Option{{Key: "me", Label: i18n.T(ctx, "Me")}}
	case Date, Time:
		all := make([]Option, len(commonPeriods))
		for i, key := range commonPeriods {
			all[i] = Option{Key: key, Label: periodWords(ctx, key)}
		}
		return all
	}
	all := make([]Option, len(f.Choices))
	for i, o := range f.Choices {
		all[i] = Option{Key: o.Key, Label: f.name(ctx, o.Key), Tone: o.Tone, Hue: o.Hue}
	}
	return all
}

// Sortable returns the fields the list can be sorted by.
func (l *List) Sortable(ctx context.Context) []Option {
	return l.labels(ctx, func(f *Field) bool { return f.can(Sort) })
}

// Title returns the field that is the way to the record: always a column.
func (l *List) Title() *Field { return l.Field(l.e.Title) }

// Directions returns how a sort by the field runs in words, rising and falling.
func (l *List) Directions(ctx context.Context, key string) (rising, falling string) {
	f := l.Field(key)
	if f == nil {
		return "", ""
	}
	switch f.Kind {
	case Number, Money:
		return i18n.T(ctx, "Smallest first"), i18n.T(ctx, "Largest first")
	case Date, Time:
		return i18n.T(ctx, "Oldest first"), i18n.T(ctx, "Newest first")
	case Bool:
		return i18n.T(ctx, "No first"), i18n.T(ctx, "Yes first")
	}
	return i18n.T(ctx, "A to Z"), i18n.T(ctx, "Z to A")
}

// Groupable returns the fields whose values can part the list.
func (l *List) Groupable(ctx context.Context) []Option {
	return l.labels(ctx, func(f *Field) bool { return f.can(Grouping) })
}

// Summable returns the fields that can be added up.
func (l *List) Summable(ctx context.Context) []Option {
	return l.labels(ctx, func(f *Field) bool { return f.can(Sum) })
}

// Choosable returns the fields that can be columns.
func (l *List) Choosable(ctx context.Context) []Option {
	return l.labels(ctx, func(*Field) bool { return true })
}

func (l *List) labels(ctx context.Context, take func(*Field) bool) []Option {
	var all []Option
	for _, f := range l.fields {
		if take(f) {
			all = append(all, Option{Key: f.Key, Label: f.Title(ctx)})
		}
	}
	return all
}

// icon is the field's picture, or its kind's.
func (f *Field) icon() string {
	if f.Icon != "" {
		return f.Icon
	}
	return kindIcons[f.Kind]
}

var kindIcons = [...]string{
	Text: "text", Email: "mail", Phone: "phone", URL: "link", Number: "hash", Money: "banknote", Date: "calendar", Time: "clock",
	Bool: "check", Choice: "list", Person: "user", Ref: "building-2", Choices: "list-plus", Tags: "tag",
}
