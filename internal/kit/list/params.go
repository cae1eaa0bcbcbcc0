package list

import "fmt"

// Param documents a parameter of the list's address.
type Param struct{ Name, Description, Example string }

// Parameters returns every parameter the list takes, for the API's
// description, in English.
func (l *List) Parameters() []Param {
	all := []Param{
		{"q", "Words that must all be found, as prefixes or inside words; case, accents and script do not matter.", "ivan"},
		{"sort", "Up to three fields, the most important first; a minus in front of a field turns it round. Without it the newest records come first.", l.sortExample()},
		{"limit", fmt.Sprintf("Records of a page, 1 to %d.", maxLimit), fmt.Sprint(pageSize)},
		{"cursor", "The place in the list: next_cursor of the page before. It belongs to this query only.", ""},
		{"cols", "The fields of each record, instead of all.", ""},
		{"filter", "A group of conditions: any(field:value)(field:operator:value) or all(…)(…), up to three deep.", ""},
	}
	for _, f := range l.fields {
		if f.can(Filter) {
			all = append(all, Param{f.Key, f.describe(), f.example()})
		}
	}
	return all
}

func (l *List) sortExample() string {
	for _, f := range l.fields {
		if f.can(Sort) {
			return "-" + f.Key
		}
	}
	return ""
}

func (f *Field) describe() string {
	text := f.Label + ". Operators, written before the value with a colon (the first may be left out): "
	for i, op := range f.ops() {
		if i > 0 {
			text += ", "
		}
		text += op.key
	}
	return text + ". Several values are parted by commas: any of them."
}

func (f *Field) example() string {
	switch f.Kind {
	case Number:
		return "10..50"
	case Money:
		return "gte:1000EUR"
	case Date, Time:
		return "this-month"
	case Bool:
		return "yes"
	case Person:
		return "me"
	case Choice, Choices:
		if len(f.Choices) > 0 {
			return f.Choices[0].Key
		}
	}
	return ""
}
