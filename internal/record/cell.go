package record

import (
	"context"
	"strconv"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
)

// cellEdit is one field as somebody left it: what it is to be, and what it was
// when they began.
type cellEdit struct {
	field, text string
	version     int64
	was         string
}

// cellClash says that somebody else gave the field another value meanwhile.
type cellClash struct{}

func (cellClash) Error() string { return "the field was changed meanwhile" }

// set writes one field through the kind. That the record changed elsewhere is
// no conflict: only another value of this field is.
func (d *Domain) set(ctx context.Context, actor account.Actor, k Kind, id db.ID, e cellEdit) error {
	var err error
	for range 3 { // somebody saved another field at the same moment
		if err = d.setOnce(ctx, actor, k, id, e); !fault.IsStale(err) {
			return err
		}
	}
	return err
}

func (d *Domain) setOnce(ctx context.Context, actor account.Actor, k Kind, id db.ID, e cellEdit) error {
	return d.db.InTx(ctx, func(tx *db.Tx) error {
		outs, err := k.Change(ctx, tx, actor, db.ID{}, []db.ID{id}, func(_ db.ID, version int64, in Editable) error {
			if version != e.version && in.Text(e.field) != e.was {
				return cellClash{}
			}
			if k.Manner.InPlace != nil {
				k.Manner.InPlace(in)
			}
			return in.Set(ctx, e.field, e.text)
		})
		if err != nil {
			return err
		}
		return outs[0].Err
	})
}

// readCell reads a posted cell. Of a choice that could not be made the words
// are kept, so that they are not lost.
func readCell(form web.Form, f *list.Field) cellEdit {
	e := cellEdit{field: f.Key, was: lines(form.Get("was"))}
	e.version, _ = strconv.ParseInt(form.Get("version"), 10, 64) // 0 compares the value alone
	switch f.Kind {
	case list.Tags:
		parts := append(form.All("value"), form.Get("add"), form.Get("name"))
		e.text = strings.Join(filledOf(parts...), ",")
	case list.Person, list.Ref:
		e.text = firstOf(form.Get("value"), form.Get("name"), form.Get("value_text"))
	case list.Choices:
		e.text = strings.Join(form.All("value"), ";")
	default:
		e.text = lines(form.Get("value"))
	}
	return e
}

// lines makes the ends of lines as they are kept.
func lines(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// editableField returns the field of that key if it can be edited in place.
func editableField(l *list.List, key string) (*list.Field, error) {
	f := l.Field(key)
	if f == nil || f.Can&list.Edit == 0 {
		return nil, fault.NotFound{}
	}
	return f, nil
}
