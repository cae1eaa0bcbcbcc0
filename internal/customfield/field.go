package customfield

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"

	"kontor/internal/kit/db"
)

// Field is a field that a workspace added to a kind of record. Key names it
// in addresses, files and for programs; it never changes and is never used
// again. Slot is where its values lie.
type Field struct {
	Workspace  db.WorkspaceID `db:"workspace_id"`
	ID         db.ID          `db:"id"`
	Record     string         `db:"record"`
	Key        string         `db:"name"`
	Label      string         `db:"label"`
	LabelKey   string         `db:"label_key"`
	Type       Type           `db:"type"`
	Slot       string         `db:"slot"`
	Digits     int            `db:"digits"` // decimals of a number
	Required   bool           `db:"required"`
	Shown      bool           `db:"shown"`    // a column of lists at first
	Default    string         `db:"fallback"` // what a new record has, as text
	Options    Options        `db:"options"`
	Position   int64          `db:"position"`
	Version    int64          `db:"version"`
	CreatedAt  int64          `db:"created_at"`
	UpdatedAt  int64          `db:"updated_at"`
	ArchivedAt *int64         `db:"archived_at"`
	DeletedAt  *int64         `db:"deleted_at"`
	EmptiedAt  *int64         `db:"emptied_at"`
}

// IsLive tells whether the field is neither archived nor deleted.
func (f *Field) IsLive() bool { return f.ArchivedAt == nil }

// Option is one choice of a field. Its key is what records keep, so that a
// new label or hue changes no record. Gone are those that nobody can choose
// any more, while a job still moves their values.
type Option struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Hue   int    `json:"hue"`
	Gone  bool   `json:"gone,omitempty"`
	To    string `json:"to,omitempty"` // the option that takes its values; empty: none
}

// Options are the choices of a field, in order.
type Options []Option

// Value writes the options as JSON.
func (o Options) Value() (driver.Value, error) {
	if o == nil {
		return "[]", nil
	}
	j, err := db.ToJSON([]Option(o))
	return string(j), err
}

// Scan reads what Value writes.
func (o *Options) Scan(src any) error {
	var j db.JSON
	if err := j.Scan(src); err != nil {
		return err
	}
	if err := j.Decode((*[]Option)(o)); err != nil {
		return fmt.Errorf("read options: %w", err)
	}
	return nil
}

// Live are the options that can be chosen.
func (o Options) Live() Options {
	return slices.DeleteFunc(slices.Clone(o), func(x Option) bool { return x.Gone })
}

// Of returns the option of that key, nil if there is none.
func (o Options) Of(key string) *Option {
	for i := range o {
		if o[i].Key == key {
			return &o[i]
		}
	}
	return nil
}

// label is what a person reads for the key of an option.
func (o Options) label(key string) string {
	if x := o.Of(key); x != nil {
		return x.Label
	}
	return key
}

// IsKey tells whether a name is that of a custom field, not of a built-in one.
func IsKey(name string) bool { return strings.HasPrefix(name, prefix) }

// prefix is what every key begins with.
const prefix = "x_"
