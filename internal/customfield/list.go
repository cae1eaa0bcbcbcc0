package customfield

import (
	"kontor/internal/kit/db"
	"kontor/internal/kit/list"
)

// builder makes the descriptions of fields for the list machine.
type builder struct {
	holder
	engine db.Engine
}

// field describes a field to the list machine.
func (b builder) field(f *Field) (list.Field, error) {
	k := f.kind()
	to := list.Field{Key: f.Key, Label: f.Label, Icon: k.icon, Kind: k.kind, Null: true, Can: k.can, Own: true, First: f.Shown, Gone: !f.IsLive()}
	if to.Gone {
		return to, nil
	}
	if err := checkSlot(f.Slot); err != nil {
		return to, err
	}
	k.build(b, f, &to)
	return to, nil
}

// fields describes all, those that are gone among them: whoever asks for one
// is told its name.
func (b builder) fields(all []Field) ([]list.Field, error) {
	made := make([]list.Field, 0, len(all))
	for i := range all {
		f, err := b.field(&all[i])
		if err != nil {
			return nil, err
		}
		made = append(made, f)
	}
	return made, nil
}
