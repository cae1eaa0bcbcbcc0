// Package list owns the one machine behind every list: what fields a kind of
// record has, what a list asks (filter, search, sort, columns, page), how that
// is written in an address, turned into SQL within what the reader may see,
// and shown as a table, JSON or cells of a file.
package list

import (
	"context"
	"slices"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
)

// Entity describes the records of one kind. Its table has the columns
// workspace_id, id, version and deleted_at.
type Entity struct {
	Name, Kind, Path string  // "contacts" in addresses, "contact" in the search index, "/contacts"
	Title            string  // key of the field that is the link to the record
	Select           string  // message "Select %s" of a row's box
	Table, Alias     db.Expr // "contacts AS c", "c"
	Joins            db.Expr // LEFT JOINs on primary keys only
	Owner, Team      db.Expr // columns that decide whose a record is
	Square           bool    // records have square pictures
	Unindexed        bool    // records are not in the search index: the words must be in the title
	Tick             string  // instead of a picture a box that posts done=toggle to this below the record: its spoken name, with %s for the title
	Cols             []string
	Fields           []Field
}

// List is an entity as one reader sees it: the only way to its rows, with
// workspace, bin and permission inside.
type List struct {
	e      *Entity
	d      *db.DB
	key    []byte
	sc     Scope
	fields []*Field
	gone   []*Field // taken away
	bin    bool
	saved  Saved
	until  db.ID   // records from here on are not among it
	only   []db.ID // not nil: nothing else
	within []db.ID // not nil: Each leaves out what is not among them
}

// For returns the entity's list for whom the scope stands for. key signs the
// cursors; custom are the fields the workspace added itself.
func (e *Entity) For(d *db.DB, key []byte, sc Scope, custom []Field) *List {
	l := &List{e: e, d: d, key: key, sc: sc, fields: make([]*Field, 0, len(e.Fields)+len(custom))}
	l.show(e.Fields)
	l.show(custom)
	return l
}

// q reads: what a list asks for decides how it is best found.
func (l *List) q() db.Querier { return db.ByValue(l.d) }

// show adds the fields the reader may know of.
func (l *List) show(fields []Field) {
	for i := range fields {
		switch f := &fields[i]; {
		case f.Need != "" && (l.sc.Has == nil || !l.sc.Has(f.Need)):
		case f.Gone:
			l.gone = append(l.gone, f)
		default:
			l.fields = append(l.fields, f)
		}
	}
}

// unknown tells that there is no field of that key, or no longer.
func (l *List) unknown(key string) *issue {
	for _, f := range l.gone {
		if f.Key == key {
			return wrong(i18n.Mark("The field “%s” is no longer there. Somebody deleted it."), f.Label)
		}
	}
	return wrong(i18n.Mark("There is no field “%s”."), clip(key))
}

// Label names a field of the entity for the reader; ok is false if it has none
// of that key.
func (e *Entity) Label(ctx context.Context, key string) (label string, ok bool) {
	for i := range e.Fields {
		if e.Fields[i].Key == key {
			return say(ctx, e.Fields[i].Label), true
		}
	}
	return "", false
}

// Bin returns the same list over the deleted records.
func (l *List) Bin() *List {
	bin := *l
	bin.bin = true
	return &bin
}

// Fields returns the fields the reader may know of, in order.
func (l *List) Fields() []*Field { return l.fields }

// Field returns the field of that key, or nil if there is none the reader may
// know of.
func (l *List) Field(key string) *Field {
	for _, f := range l.fields { // a scan of thirty is faster than a map
		if f.Key == key {
			return f
		}
	}
	return nil
}

// Columns returns what q shows, in order: what it names, or what the entity
// shows at first. The title is always among them: it is the way to the record.
func (l *List) Columns(q Query) []*Field {
	keys := q.Cols
	if len(keys) == 0 {
		keys = l.atFirst()
	}
	cols := make([]*Field, 0, len(keys)+1)
	if !slices.Contains(keys, l.e.Title) {
		cols = append(cols, l.Field(l.e.Title))
	}
	for _, key := range keys {
		if f := l.Field(key); f != nil {
			cols = append(cols, f)
		}
	}
	return cols
}

// atFirst are the columns of a list that names none.
func (l *List) atFirst() []string {
	keys := l.e.Cols
	for _, f := range l.fields {
		if f.First {
			keys = append(keys[:len(keys):len(keys)], f.Key)
		}
	}
	return keys
}

// Full returns q with every field as a column, unless it names some: what the
// API shows when nothing is asked for.
func (l *List) Full(q Query) Query {
	if len(q.Cols) > 0 {
		return q
	}
	q.Cols = make([]string, len(l.fields))
	for i, f := range l.fields {
		q.Cols[i] = f.Key
	}
	return q
}

// where appends the condition every statement on the records begins with:
// workspace, bin, and what the reader may see.
func (l *List) where(q *db.SQL) {
	q.S(" WHERE ").S(l.e.Alias).S(".workspace_id = ").P(l.sc.Workspace).S(" AND ").S(l.e.Alias)
	if l.bin {
		q.S(".deleted_at IS NOT NULL")
	} else {
		q.S(".deleted_at IS NULL")
	}
	if !l.until.IsZero() {
		q.S(" AND ").S(l.id()).S(" < ").P(l.until)
	}
	if l.sc.See != All {
		q.S(" AND ")
		l.sc.Sees(q, l.e.Owner, l.e.Team)
	}
	if l.only != nil {
		l.among(q)
	}
}
