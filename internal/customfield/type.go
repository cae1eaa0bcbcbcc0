package customfield

import (
	"context"

	"kontor/internal/kit/list"
)

// Type says what a field holds.
type Type string

// The types.
const (
	Text        Type = "text"
	LongText    Type = "long_text"
	Number      Type = "number"
	Money       Type = "money"
	Date        Type = "date"
	Checkbox    Type = "checkbox"
	Select      Type = "select"
	MultiSelect Type = "multi_select"
	URL         Type = "url"
	Person      Type = "person"
)

// Types returns the types in the order they are offered.
func Types() []Type {
	return []Type{Text, LongText, Number, Money, Date, Checkbox, Select, MultiSelect, URL, Person}
}

// doc is the JSON of a record: what lies in which slot.
type doc map[string]any

// kind is what the fields of one type have in common. The text of a value is
// its one written form, from which all others are made: "12.5", "10.00 EUR",
// "2026-04-15", "yes", keys of options with commas between, the id of a
// member.
type kind struct {
	label, icon string
	pool        byte
	kind        list.Kind
	can         list.Can
	chooses     bool // has options

	read  func(r *Reader, f *Field, s string) (text, problem string) // what somebody wrote
	store func(f *Field, text string, d doc)
	load  func(f *Field, d doc) string
	words func(ctx context.Context, f *Field, text string) string // for a person
	json  func(v *Values, f *Field, text string) any
	build func(b builder, f *Field, to *list.Field) // where the list finds it
}

func kindOf(t Type) kind {
	switch t {
	case LongText:
		return longText()
	case Number:
		return numbers()
	case Money:
		return amounts()
	case Date:
		return dates()
	case Checkbox:
		return checkboxes()
	case Select:
		return selects()
	case MultiSelect:
		return multiSelects()
	case URL:
		return addresses()
	case Person:
		return people()
	}
	return texts()
}

func (f *Field) kind() kind { return kindOf(f.Type) }

// Chooses tells whether the values are chosen among options.
func (f *Field) Chooses() bool { return f.kind().chooses }

// usual is what can be done with most types.
const usual = list.Usual | list.Edit

// asIs shows a text as it is.
func asIs(_ context.Context, _ *Field, text string) string { return text }

// asText is the JSON of a text.
func asText(_ *Values, _ *Field, text string) any { return text }

// oneKey keeps a text under the twin of its slot alone, where it is compared
// as it is.
func oneKey(f *Field, text string, d doc) {
	if text != "" {
		d[f.Slot+"_"] = text
	}
}

func fromKey(f *Field, d doc) string {
	text, _ := d[f.Slot+"_"].(string)
	return text
}

func keyColumn(b builder, f *Field, to *list.Field) { to.Col = key(b.engine, b.alias, f.Slot) }
