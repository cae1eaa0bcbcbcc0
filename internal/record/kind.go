package record

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/list"
	"kontor/internal/kit/ui"
	"kontor/internal/view"
)

// Kind describes a kind of record. With it come its list and recycle bin, the
// editing of single fields, history that is taken back value by value, changes
// of many records at once with undo, and its files.
type Kind struct {
	Table
	Source view.Source
	Manner Manner

	// Entry reads a record the actor sees, for the editing of its fields.
	Entry func(ctx context.Context, q db.Querier, actor account.Actor, id db.ID) (Entry, error)
	// Head is what of its page shows fields besides the one that was edited;
	// it may add to the entry where its values lead to. Nil: nothing.
	Head func(r *http.Request, e *Entry) (templ.Component, error)
	// Change edits records, at most Batch at a time. One that cannot be changed
	// stays as it is, with the reason in its outcome; outcomes are in the order
	// of the ids.
	Change func(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID, edit Edit) ([]Outcome, error)
	// Try tells what is wrong with a value on a record that has nothing else.
	Try func(ctx context.Context, actor account.Actor, field, text string) error
	// Needs are the fields that a record must have before the field can get the
	// value. Nil: none.
	Needs func(ctx context.Context, q db.Querier, actor account.Actor, field, value string) ([]Need, error)
	// Bin moves records of the actor's to the recycle bin, Restore takes them
	// out again; both write history.
	Bin     func(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID) error
	Restore func(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID) error

	// Referring are the tables whose rows name records of the kind and outlive
	// them.
	Referring []Referring
	// Keeps returns those of the records that an undo of their creation must
	// leave, and why. Nil: none.
	Keeps func(ctx context.Context, tx *db.Tx, actor account.Actor, made []db.ID) (kept []db.ID, why string, err error)
	// Cards writes what q finds as vCards; nil where records are no addresses.
	Cards func(ctx context.Context, actor account.Actor, l *list.List, q list.Query, w Writer) error
	// Actions are more buttons for ticked rows, before those that every list
	// has, or nil.
	Actions func(view.ListView) templ.Component
	Merges  bool // ticked rows can be merged
	People  bool // records are people, who may ask for a copy of them and for their end

	accounts *account.Domain // whose audit log is told of files

	DeleteTicked func(ctx context.Context) string // says "Delete the selected contacts"
}

// Batch is how many records one statement names.
const Batch = 500

// Manner is how the fields of a kind are named, written and edited.
type Manner struct {
	Label   func(ctx context.Context, field string) string
	Shown   func(ctx context.Context, field, value string) string // a value as history keeps it, for the reader
	Options func(ctx context.Context, field string) []ui.Option   // in place of the choices of the list; nil where there are none
	Example func(ctx context.Context, field string) string        // of a date that may be written in more ways than one; may be nil
	Traced  map[string]string                                     // how history calls a field that it keeps under another name
	Follows []string                                              // fields that others decide: an undo leaves them to those
	Returns []string                                              // of those, what an undo gives back when it was emptied
	Creates []string                                              // fields where a name that is not there becomes a new record
	InPlace func(in Editable)                                     // what an edit in place allows besides; may be nil
}

// Editable is an input whose fields are reached by their names in the list:
// one cell, many records at once and history taken back all write through it.
type Editable interface {
	// Set puts into a field what a person wrote or what history kept. What
	// refers to another record is its id or its name, a text of several tags has
	// commas between them. A field that is not there is a fault.Invalid.
	Set(ctx context.Context, field, text string) error
	// Text is the field as Set reads it and as history keeps it.
	Text(field string) string
}

// Edit changes the input that a record starts from; version is the record's.
type Edit func(id db.ID, version int64, in Editable) error

// Outcome is what became of one record of many.
type Outcome struct {
	ID      db.ID
	Kind    string // where records of several kinds are together
	Name    string
	Changed bool
	Gone    bool  // it went to the recycle bin
	Err     error // why it stayed as it was; nil if there was nothing to change
}

// Entry is a record as the editing of its single fields needs it.
type Entry struct {
	Kind     string
	ID       db.ID
	Path     string // of its page
	Version  int64
	Writable bool
	In       Editable
	Manner   Manner
	Labels   map[string]string // what ids stand for
	Links    map[string]string // where they lead
	Dials    map[string]string // numbers as a telephone takes them
	Tags     []Tag
	Extra    customfield.Values
}

// Tag is a label on a record.
type Tag struct {
	ID   db.ID
	Name string
	Hue  int
}

// ReadOnly is the record where nothing of it is edited in place.
func (e Entry) ReadOnly() Entry {
	e.Writable = false
	return e
}

// Words is the value of a field for the reader.
func (e Entry) Words(ctx context.Context, field string) string {
	if field == "tags" {
		return tagNames(e.Tags)
	}
	if name, ok := e.Labels[field]; ok {
		return name
	}
	if customfield.IsKey(field) && e.Extra.Set() != nil {
		return e.Extra.Words(ctx, field)
	}
	return e.Manner.Shown(ctx, field, e.In.Text(field))
}

// name names a field for the reader.
func (m Manner) name(ctx context.Context, f *list.Field) string {
	if name := m.Label(ctx, f.Key); name != f.Key {
		return name
	}
	return f.Title(ctx)
}

// options are the choices of a field in place of those of the list; nil where
// there are none.
func (m Manner) options(ctx context.Context, field string) []ui.Option {
	if m.Options == nil {
		return nil
	}
	return m.Options(ctx, field)
}

func (m Manner) example(ctx context.Context, field string) string {
	if m.Example == nil {
		return ""
	}
	return m.Example(ctx, field)
}

// traced is the name by which history knows a field.
func (m Manner) traced(field string) string {
	if name := m.Traced[field]; name != "" {
		return name
	}
	return field
}
