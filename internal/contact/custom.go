package contact

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"kontor/internal/activity"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/fields"
	"kontor/internal/kit/i18n"
)

// loadExtra fills the values of the custom fields of contacts.
func loadExtra(ctx context.Context, q db.Querier, ws db.WorkspaceID, contacts []Contact) error {
	docs := make([]customfield.Doc, len(contacts))
	for i, c := range contacts {
		docs[i] = customfield.Doc{ID: c.ID, Custom: c.Custom}
	}
	all, err := customfield.Read(ctx, q, ws, customfield.Contact, docs)
	for i := range all {
		contacts[i].Extra = all[i]
	}
	return err
}

// loadCompanyExtra is loadExtra for companies.
func loadCompanyExtra(ctx context.Context, q db.Querier, ws db.WorkspaceID, companies []Company) error {
	docs := make([]customfield.Doc, len(companies))
	for i, c := range companies {
		docs[i] = customfield.Doc{ID: c.ID, Custom: c.Custom}
	}
	all, err := customfield.Read(ctx, q, ws, customfield.Company, docs)
	for i := range all {
		companies[i].Extra = all[i]
	}
	return err
}

// extraRows are the rows of custom fields that take several choices.
type extraRows struct {
	set  *customfield.Set
	old  []db.ID // records whose rows are replaced
	rows []customfield.Choice
}

// store returns what a new record keeps of its custom fields in its column.
func (r *extraRows) store(custom db.JSON, v customfield.Values, ws db.WorkspaceID, id db.ID) (db.JSON, error) {
	if v.Set() == nil {
		return custom, nil
	}
	custom, rows, err := v.Store(ws, id)
	r.set, r.rows = v.Set(), append(r.rows, rows...)
	return custom, err
}

// keep is store for a record that was there, if something of it changed.
func (r *extraRows) keep(custom *db.JSON, v customfield.Values, ws db.WorkspaceID, id db.ID, changes []activity.Change) (err error) {
	if !slices.ContainsFunc(changes, func(c activity.Change) bool { return customfield.IsKey(c.Field) }) {
		return nil
	}
	r.old = append(r.old, id)
	*custom, err = r.store(*custom, v, ws, id)
	return err
}

func (r *extraRows) write(ctx context.Context, tx *db.Tx) error {
	if r.set == nil {
		return nil
	}
	return r.set.Write(ctx, tx, r.old, r.rows)
}

// custom is what a record says about custom fields, and where the values go.
type custom struct {
	said  map[string]string
	old   customfield.Values
	isNew bool
	to    *customfield.Values
}

// extras reads what records say about custom fields, as those are now. Records
// of a kind without any say nothing.
func (l *lookup) extras(all []refs) error {
	if l.kind == "" {
		return nil
	}
	reader, err := customfield.NewReader(l.ctx, l.tx, l.actor, l.kind)
	if err != nil {
		return err
	}
	for _, r := range all {
		values, invalid, err := reader.Read(r.custom.said, r.custom.old, r.custom.isNew)
		if err != nil {
			return fmt.Errorf("read custom values: %w", err)
		}
		for field, message := range invalid {
			r.add(field, message)
		}
		*r.custom.to = values
	}
	return nil
}

// customTracked tracks the custom fields of a record.
func customTracked[T any](set *customfield.Set, of func(T) customfield.Values) []tracked[T] {
	if set == nil {
		return nil
	}
	var all []tracked[T]
	for _, f := range set.Fields() {
		t := tracked[T]{field: f.Key, own: f, value: func(v T) string { return of(v).Of(f.Key) }}
		if f.Type == customfield.Person || f.Chooses() {
			t.label = func(v T) string { return of(v).Label(f.Key) }
		}
		all = append(all, t)
	}
	return all
}

func contactTrackedWith(set *customfield.Set) []tracked[Contact] {
	return append(contactTracked(), customTracked(set, func(c Contact) customfield.Values { return c.Extra })...)
}

func companyTrackedWith(set *customfield.Set) []tracked[Company] {
	return append(companyTracked(), customTracked(set, func(c Company) customfield.Values { return c.Extra })...)
}

// describe says in words what a line of history changed, custom fields among
// them, be they archived or deleted since.
func (d *Domain) describe(ctx context.Context, c activity.Change) activity.Words {
	if !customfield.IsKey(c.Field) {
		return describe(ctx, c)
	}
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

// customSaid takes the custom fields out of a JSON body and refuses what is no
// field at all.
func customSaid[T any](ctx context.Context, body map[string]json.RawMessage, known []fields.Field[T]) (map[string]string, error) {
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

// withExtra closes the JSON of a record with its custom fields.
func withExtra(plain any, extra customfield.Values) ([]byte, error) {
	b, err := json.Marshal(plain)
	if err != nil {
		return nil, err
	}
	return append(extra.AppendJSON(b[:len(b)-1]), '}'), nil
}

// customLabel names a custom field of a form or message.
func customLabel(set *customfield.Set, field string) (string, bool) {
	if set == nil {
		return "", false
	}
	key, _, _ := strings.Cut(field, "_text")
	return set.Label(key)
}
