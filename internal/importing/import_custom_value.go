package importing

import (
	"context"
	"strconv"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
	"kontor/internal/record"
)

// addOwn adds the choices of the workspace's own fields that columns go into.
func (m *meanings) addOwn(ctx context.Context, actor account.Actor, imp Import) {
	for _, c := range imp.Columns {
		if f := m.kind.own.Field(c.Field); f != nil && f.Chooses() {
			m.choices[c.Field] = ownChoice(ctx, f, actor.Can(account.ManageFields))
		}
	}
}

// ownChoice is the choice among the options of a field; who may change the
// field can also add one.
func ownChoice(ctx context.Context, f *customfield.Field, mayAdd bool) Choice {
	none := ""
	options := []ui.Option{{Value: "", Label: i18n.T(ctx, "Leave empty")}}
	if mayAdd {
		none = NewTag
		options = append([]ui.Option{{Value: NewTag, Label: i18n.T(ctx, "New choice")}}, options...)
	}
	for _, o := range f.Options.Live() {
		options = append(options, ui.Option{Value: o.Key, Label: o.Label})
	}
	return Choice{
		Means: func(text string) (string, bool) {
			if text == NewTag {
				return NewTag, mayAdd
			}
			return f.Choice(text)
		},
		Suggest: func(value string) string {
			n := Nearest{Value: value, Key: none}
			for _, o := range f.Options.Live() {
				n.Try(o.Key, o.Label, LeadingName(value, o.Label))
			}
			return n.Key
		},
		Options: options,
	}
}

// makeChoices gives the workspace's own fields the choices that values are to
// become, and notes them as what the values mean.
func (s *Imports) makeChoices(ctx context.Context, actor account.Actor, kind Kind, imp *Import, said []ImportMeaning) error {
	for at := range imp.Columns {
		c := &imp.Columns[at]
		own := kind.own.Field(c.Field)
		if own == nil {
			continue
		}
		var names []string
		first := 0
		for i, one := range said {
			if one.Column == at && one.Means == NewTag {
				if len(names) == 0 {
					first = i
				}
				names = append(names, one.Value)
			}
		}
		if len(names) == 0 {
			continue
		}
		f, err := s.fields.AddOptions(ctx, actor, own.ID, names)
		if invalid, ok := asInvalid(err); ok {
			return fault.Invalid{"meanings." + strconv.Itoa(first): record.OneMessage(invalid)}
		}
		if err != nil {
			return err
		}
		for _, name := range names {
			if key, ok := f.Choice(name); ok {
				c.mean(name, key)
			}
		}
	}
	return nil
}
