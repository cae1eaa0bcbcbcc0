package record

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"kontor/internal/activity"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/fields"
	"kontor/internal/kit/i18n"
)

// LoadExtra fills the values of the custom fields of records: of says where a
// record keeps them, put takes what was read.
func LoadExtra[T any](ctx context.Context, q db.Querier, ws db.WorkspaceID, kind string, all []T, of func(T) customfield.Doc, put func(*T, customfield.Values)) error {
	docs := make([]customfield.Doc, len(all))
	for i, v := range all {
		docs[i] = of(v)
	}
	values, err := customfield.Read(ctx, q, ws, kind, docs)
	for i := range values {
		put(&all[i], values[i])
	}
	return err
}

// ExtraRows are the rows of custom fields that take several choices.
type ExtraRows struct {
	set  *customfield.Set
	old  []db.ID // records whose rows are replaced
	rows []customfield.Choice
}

// Store returns what a new record keeps of its custom fields in its column.
func (r *ExtraRows) Store(custom db.JSON, v customfield.Values, ws db.WorkspaceID, id db.ID) (db.JSON, error) {
	if v.Set() == nil {
		return custom, nil
	}
	custom, rows, err := v.Store(ws, id)
	r.set, r.rows = v.Set(), append(r.rows, rows...)
	return custom, err
}

// Keep is Store for a record that was there, if something of it changed.
func (r *ExtraRows) Keep(custom *db.JSON, v customfield.Values, ws db.WorkspaceID, id db.ID, changes []activity.Change) (err error) {
	if !slices.ContainsFunc(changes, func(c activity.Change) bool { return customfield.IsKey(c.Field) }) {
		return nil
	}
	r.old = append(r.old, id)
	*custom, err = r.Store(*custom, v, ws, id)
	return err
}

// Write puts the rows into the database.
func (r *ExtraRows) Write(ctx context.Context, tx *db.Tx) error {
	if r.set == nil {
		return nil
	}
	return r.set.Write(ctx, tx, r.old, r.rows)
}

// describeCustom says in words what a line of history changed of a custom
// field.
func (d *Domain) describeCustom(ctx context.Context, c activity.Change) activity.Words {
	w := activity.Words{Field: c.Field, From: c.Old, To: c.New}
	set, err := d.fields.OfWorkspace(ctx, c.Workspace, c.Kind)
	if err != nil {
		d.log.ErrorContext(ctx, "name a custom field", "error", err.Error())
		return w // its key is better than no page
	}
	if label, ok := set.Label(c.Field); ok {
		w.Field = label
	}
	if c.OldLabel != "" || c.NewLabel != "" {
		w.From, w.To = c.OldLabel, c.NewLabel
		return w
	}
	w.From, w.To = set.Words(ctx, c.Field, c.Old), set.Words(ctx, c.Field, c.New)
	return w
}

// SetCustom says a custom field; whether there is one, and whether it takes
// the text, is found out where the fields are known.
func SetCustom(custom *map[string]string, field, text string) bool {
	if !customfield.IsKey(field) {
		return false
	}
	if *custom == nil {
		*custom = map[string]string{}
	}
	(*custom)[field] = text
	return true
}

// CustomSaid takes the custom fields out of a JSON body and refuses what is no
// field at all.
func CustomSaid[T any](ctx context.Context, body map[string]json.RawMessage, known []fields.Field[T]) (map[string]string, error) {
	said, invalid := map[string]string{}, fault.Invalid{}
	for name, raw := range body {
		_, ok := fields.Named(known, name)
		switch {
		case ok:
		case !customfield.IsKey(name):
			invalid.Add(name, i18n.T(ctx, "There is no field “%s” here.", shortText(name, 40)))
		default:
			if said[name], ok = customfield.FromJSON(raw); !ok {
				invalid.Add(name, i18n.T(ctx, "This is not a value of this field."))
			}
		}
	}
	return said, invalid.OrNil()
}

// WithExtra closes the JSON of a record with its custom fields.
func WithExtra(plain any, extra customfield.Values) ([]byte, error) {
	b, err := json.Marshal(plain)
	if err != nil {
		return nil, err
	}
	return append(extra.AppendJSON(b[:len(b)-1]), '}'), nil
}

// CustomLabel names a custom field of a form or message.
func CustomLabel(set *customfield.Set, field string) (string, bool) {
	if set == nil {
		return "", false
	}
	key, _, _ := strings.Cut(field, "_text")
	return set.Label(key)
}
