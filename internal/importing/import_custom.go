package importing

import (
	"context"
	"slices"
	"strconv"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/money"
	"kontor/internal/kit/ui"
	"kontor/internal/record"
)

// newField stands for a custom field that is to be made of a column.
const newField = "+"

// importCustom are the fields of the workspace that columns can go into, and
// whether the actor may add one.
type importCustom struct {
	set    *customfield.Set
	mayAdd bool
}

func (s *Imports) custom(ctx context.Context, actor account.Actor, kind Kind) (importCustom, error) {
	set, err := s.fields.Of(ctx, actor, kind.Record)
	return importCustom{set, actor.Can(account.ManageFields)}, err
}

// kindOf is the kind of an import with the fields of its workspace.
func (s *Imports) kindOf(ctx context.Context, actor account.Actor, imp Import) (Kind, error) {
	kind, err := s.kinds.of(imp.Kind)
	if err != nil {
		return kind, err
	}
	kind.own, err = s.fields.Of(ctx, actor, kind.Record)
	return kind, err
}

func (c importCustom) options(ctx context.Context) []ui.Option {
	var all []ui.Option
	group := i18n.T(ctx, "Custom fields")
	for _, f := range c.set.Fields() {
		all = append(all, ui.Option{Value: f.Key, Label: f.Label, Group: group})
	}
	if c.mayAdd {
		all = append(all, ui.Option{Value: newField, Label: i18n.T(ctx, "New custom field"), Group: group})
	}
	return all
}

// setFields puts the chosen fields to the columns, and makes those that are
// new, of the type that the first values have.
func (s *Imports) setFields(ctx context.Context, actor account.Actor, kind Kind, columns []ImportColumn, chosen []string) error {
	chosen = slices.Clone(chosen)
	for i, key := range chosen {
		if key != newField || i >= len(columns) {
			continue
		}
		f, err := s.fields.Create(ctx, actor, kind.Record, customfield.Input{Label: Short(columnName(i, columns[i]), 60), Type: typeOf(columns[i].Examples)})
		if invalid, ok := asInvalid(err); ok {
			return fault.Invalid{"columns." + strconv.Itoa(i): record.OneMessage(invalid)}
		}
		if err != nil {
			return err
		}
		chosen[i] = f.Key
	}
	set, err := s.fields.Of(ctx, actor, kind.Record)
	if err != nil {
		return err
	}
	return setFields(ctx, kind, set, columns, chosen)
}

// typeOf is the type that all values have.
func typeOf(values []string) customfield.Type {
	all := func(is func(string) bool) bool {
		return len(values) > 0 && !slices.ContainsFunc(values, func(v string) bool { return !is(v) })
	}
	switch {
	case all(func(v string) bool { _, ok := money.Parse(v, 0); return ok && (v == "0" || v[0] != '0') }):
		return customfield.Number
	case all(func(v string) bool { _, ok := Birthday(v); return ok }):
		return customfield.Date
	}
	return customfield.Text
}
