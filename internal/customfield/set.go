package customfield

import (
	"context"
	"fmt"

	"kontor/internal/kit/db"
	"kontor/internal/kit/list"
)

// Set are the fields of one kind of record of a workspace in their order,
// archived ones among them: their values are kept, and their names known.
type Set struct {
	holder
	ws   db.WorkspaceID
	all  []Field
	list []list.Field
}

const selectField = `SELECT workspace_id, id, record, name, label, label_key, type, slot, digits, required, shown, fallback, options, position,
	version, created_at, updated_at, archived_at, deleted_at, emptied_at FROM custom_fields WHERE workspace_id = $1`

// Load returns the fields of a kind of record as they are now.
func Load(ctx context.Context, q db.Querier, ws db.WorkspaceID, record string) (*Set, error) {
	h, ok := holderOf(record)
	if !ok {
		return nil, fmt.Errorf("records of the kind %q have no custom fields", record)
	}
	all, err := db.Select[Field](ctx, q, selectField+` AND record = $2 ORDER BY position, id`, ws, record)
	if err != nil {
		return nil, fmt.Errorf("read custom fields: %w", err)
	}
	return &Set{holder: h, ws: ws, all: all}, nil
}

// Fields are those in use, in their order.
func (s *Set) Fields() []*Field {
	if s == nil {
		return nil
	}
	var live []*Field
	for i := range s.all {
		if s.all[i].IsLive() {
			live = append(live, &s.all[i])
		}
	}
	return live
}

// Field returns the field of that key that is in use, or nil.
func (s *Set) Field(key string) *Field {
	if f := s.named(key); f != nil && f.IsLive() {
		return f
	}
	return nil
}

// named is Field for those that are gone, too.
func (s *Set) named(key string) *Field {
	if s == nil {
		return nil
	}
	for i := range s.all {
		if s.all[i].Key == key {
			return &s.all[i]
		}
	}
	return nil
}

// IsEmpty tells whether no field is in use.
func (s *Set) IsEmpty() bool { return len(s.Fields()) == 0 }

// List describes the fields to the list machine.
func (s *Set) List() []list.Field { return s.list }

// Keys are the keys of the fields in use.
func (s *Set) Keys() []string {
	var keys []string
	for _, f := range s.Fields() {
		keys = append(keys, f.Key)
	}
	return keys
}

// Label names a field, one that is gone too; ok is false if there never was
// one of that key.
func (s *Set) Label(key string) (label string, ok bool) {
	if f := s.named(key); f != nil {
		return f.Label, true
	}
	return "", false
}

// Words writes the text of a value for a person.
func (f *Field) Words(ctx context.Context, text string) string {
	if text == "" && f.Type != Checkbox {
		return ""
	}
	return f.kind().words(ctx, f, text)
}

// Words writes the text of a value for a person, as history keeps it.
func (s *Set) Words(ctx context.Context, key, text string) string {
	f := s.named(key)
	if f == nil {
		return text
	}
	return f.Words(ctx, text)
}
