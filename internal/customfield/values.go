package customfield

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"kontor/internal/kit/db"
)

// Values are what the custom fields of one record hold.
type Values struct {
	set   *Set
	texts map[string]string // by the key of the field
	names map[string]string // of members, by their id
	raw   doc               // as it lies in the record
}

// Choice is one option that a record has of a field with several.
type Choice struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Record    db.ID          `db:"record_id"`
	Slot      string         `db:"slot"`
	Choice    string         `db:"choice"`
}

// Of returns the text of a value: empty if there is none.
func (v Values) Of(key string) string { return v.texts[key] }

// Set are the fields the values belong to; nil for values that were not read.
func (v Values) Set() *Set { return v.set }

// Texts are the values by key, as they can be said again.
func (v Values) Texts() map[string]string {
	texts := maps.Clone(v.texts)
	if texts == nil {
		texts = map[string]string{}
	}
	return texts
}

// Label is what a person reads for a value that is an id or keys of options,
// and empty for others.
func (v Values) Label(key string) string {
	text := v.texts[key]
	f := v.field(key)
	switch {
	case f == nil || text == "":
		return ""
	case f.Type == Person:
		return v.names[text]
	case f.Chooses():
		return f.kind().words(context.Background(), f, text)
	}
	return ""
}

func (v Values) field(key string) *Field {
	if v.set == nil {
		return nil
	}
	return v.set.Field(key)
}

// Words is a value as a person reads it.
func (v Values) Words(ctx context.Context, key string) string {
	if label := v.Label(key); label != "" {
		return label
	}
	return v.set.Words(ctx, key, v.texts[key])
}

// SearchTexts are the values by which a record is found.
func (v Values) SearchTexts() []string {
	var all []string
	if v.set == nil {
		return nil
	}
	for _, f := range v.set.Fields() {
		if text := v.texts[f.Key]; text != "" && (f.Type == Text || f.Type == LongText || f.Type == URL) {
			all = append(all, text)
		}
	}
	return all
}

// AppendJSON adds every field in use as members of a JSON object that is not
// closed yet: ,"x_city":"Ruse".
func (v Values) AppendJSON(b []byte) []byte {
	if v.set == nil {
		return b
	}
	for _, f := range v.set.Fields() {
		text, value := v.texts[f.Key], any(nil)
		if text != "" || f.Type == Checkbox || f.Type == MultiSelect {
			value = f.kind().json(&v, f, text)
		}
		encoded, err := json.Marshal(value)
		if err != nil {
			encoded = []byte("null") // texts and numbers always marshal
		}
		b = append(append(append(b, `,"`...), f.Key...), `":`...)
		b = append(b, encoded...)
	}
	return b
}

// Store returns the values as they lie in a record: the JSON of its column and
// the rows of several choices. What lies in slots of fields that are not in
// use stays.
func (v Values) Store(ws db.WorkspaceID, record db.ID) (db.JSON, []Choice, error) {
	if v.set == nil {
		return nil, nil, nil
	}
	d := maps.Clone(v.raw)
	if d == nil {
		d = doc{}
	}
	var rows []Choice
	for _, f := range v.set.Fields() {
		for _, name := range []string{f.Slot, f.Slot + "_", f.Slot + "c"} {
			delete(d, name)
		}
		f.kind().store(f, v.texts[f.Key], d)
		if f.Type == MultiSelect {
			for _, key := range keysOf(v.texts[f.Key]) {
				rows = append(rows, Choice{ws, record, f.Slot, key})
			}
		}
	}
	j, err := db.ToJSON(d)
	return j, rows, err
}

// read takes the values out of a record's column.
func (s *Set) read(custom db.JSON) (Values, error) {
	v := Values{set: s, texts: map[string]string{}, raw: doc{}}
	if len(custom) > 2 {
		d := json.NewDecoder(bytes.NewReader(custom))
		d.UseNumber()
		if err := d.Decode(&v.raw); err != nil {
			return v, fmt.Errorf("read custom values: %w", err)
		}
	}
	for _, f := range s.Fields() {
		if text := f.kind().load(f, v.raw); text != "" {
			v.texts[f.Key] = text
		}
	}
	return v, nil
}

// Differ returns the keys of the fields that two values of a record differ in.
func Differ(a, b Values) []string {
	if b.set == nil {
		return nil
	}
	return slices.DeleteFunc(b.set.Keys(), func(key string) bool { return a.texts[key] == b.texts[key] })
}
