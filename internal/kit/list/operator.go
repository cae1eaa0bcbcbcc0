package list

import "kontor/internal/kit/i18n"

// operator is one way to compare a field.
type operator struct {
	key   string
	words string // message, read between field and value
	bare  bool   // takes no value
}

// The operators of each kind, the usual one first.
var (
	textOps = []operator{{"has", i18n.Mark("contains"), false}, {"is", i18n.Mark("is"), false}, {"not", i18n.Mark("is not"), false}, {"starts", i18n.Mark("begins with"), false},
		{"lacks", i18n.Mark("does not contain"), false}, {"empty", i18n.Mark("is empty"), true}, {"set", i18n.Mark("is not empty"), true}}
	numberOps = []operator{{"is", i18n.Mark("is"), false}, {"not", i18n.Mark("is not"), false}, {"gt", i18n.Mark("is more than"), false}, {"gte", i18n.Mark("is at least"), false},
		{"lt", i18n.Mark("is less than"), false}, {"lte", i18n.Mark("is at most"), false}, {"empty", i18n.Mark("is empty"), true}, {"set", i18n.Mark("is not empty"), true}}
	timeOps = []operator{{"in", i18n.Mark("is in"), false}, {"not", i18n.Mark("is not in"), false}, {"before", i18n.Mark("is before"), false}, {"after", i18n.Mark("is after"), false},
		{"since", i18n.Mark("is from"), false}, {"until", i18n.Mark("is until"), false}, {"empty", i18n.Mark("is empty"), true}, {"set", i18n.Mark("is not empty"), true}}
	boolOps   = []operator{{"is", i18n.Mark("is"), false}, {"empty", i18n.Mark("is empty"), true}, {"set", i18n.Mark("is not empty"), true}}
	choiceOps = []operator{{"any", i18n.Mark("is"), false}, {"none", i18n.Mark("is not"), false}, {"empty", i18n.Mark("is empty"), true}, {"set", i18n.Mark("is not empty"), true}}
	setOps    = []operator{{"any", i18n.Mark("has any of"), false}, {"all", i18n.Mark("has all of"), false}, {"none", i18n.Mark("has none of"), false},
		{"empty", i18n.Mark("is empty"), true}, {"set", i18n.Mark("is not empty"), true}}
)

// ops returns the operators of the field, the usual one first.
func (f *Field) ops() []operator {
	switch f.Kind {
	case Number, Money:
		return numberOps
	case Date, Time:
		return timeOps
	case Bool:
		return boolOps
	case Choice, Person, Ref:
		return choiceOps
	case Choices, Tags:
		return setOps
	}
	return textOps
}

// op returns the operator of that key, or nil.
func (f *Field) op(key string) *operator {
	ops := f.ops()
	for i := range ops {
		if ops[i].key == key {
			return &ops[i]
		}
	}
	return nil
}
