package contact

import (
	"context"
	"strconv"
	"strings"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
)

// entry is a record as the editing of its single fields needs it.
type entry struct {
	kind     string
	id       db.ID
	version  int64
	writable bool
	in       editable
	labels   map[string]string // what ids stand for
	dials    map[string]string // numbers as a telephone takes them
	tags     []Tag
	company  db.ID // zero if there is none to see
	extra    customfield.Values
}

// entry returns a record the actor sees.
func (d *Domain) entry(ctx context.Context, actor account.Actor, kind string, id db.ID) (entry, error) {
	if kind == "company" {
		c, err := d.Companies.Get(ctx, actor, id)
		return companyEntry(actor, c), err
	}
	c, err := d.Contacts.Get(ctx, actor, id)
	return contactEntry(actor, c), err
}

func contactEntry(actor account.Actor, c Contact) entry {
	in := c.Input()
	return entry{kind: "contact", id: c.ID, version: c.Version, writable: actor.Scope("contact").MayWrite(c.OwnerID, c.TeamID), in: &in, tags: c.Tags, extra: c.Extra,
		labels: map[string]string{"company": c.CompanyName, "owner": c.OwnerName, "team": c.TeamName},
		dials:  map[string]string{"phone": c.PhoneE164, "mobile": c.mobileE164()}}
}

func companyEntry(actor account.Actor, c Company) entry {
	in := c.Input()
	return entry{kind: "company", id: c.ID, version: c.Version, writable: actor.Scope("company").MayWrite(c.OwnerID, c.TeamID), in: &in, tags: c.Tags, extra: c.Extra,
		labels: map[string]string{"owner": c.OwnerName, "team": c.TeamName}, dials: map[string]string{"phone": c.PhoneE164}}
}

// mobileE164 is the first mobile number in international form.
func (c Contact) mobileE164() string {
	for _, p := range c.Phones {
		if p.Kind == "mobile" {
			return p.E164
		}
	}
	return ""
}

// readOnly is the record where nothing of it is edited in place.
func (e entry) readOnly() entry {
	e.writable = false
	return e
}

func (e entry) path() string {
	if e.kind == "company" {
		return companyPath(e.id)
	}
	return contactPath(e.id)
}

// text is the value of a field for the reader.
func (e entry) text(ctx context.Context, field string) string {
	switch field {
	case "company", "owner", "team":
		return e.labels[field]
	case "tags":
		return tagNames(e.tags)
	}
	if customfield.IsKey(field) && e.extra.Set() != nil {
		return e.extra.Words(ctx, field)
	}
	return shown(ctx, field, e.in.Text(field))
}

// nameOf names a field for the reader.
func nameOf(ctx context.Context, f *list.Field) string {
	if name := label(ctx, f.Key); name != f.Key {
		return name
	}
	return f.Title(ctx)
}

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

// set writes one field through the store. That the record changed elsewhere is
// no conflict: only another value of this field is.
func (d *Domain) set(ctx context.Context, actor account.Actor, kind string, id db.ID, e cellEdit) error {
	var err error
	for range 3 { // somebody saved another field at the same moment
		if err = d.setOnce(ctx, actor, kind, id, e); !fault.IsStale(err) {
			return err
		}
	}
	return err
}

func (d *Domain) setOnce(ctx context.Context, actor account.Actor, kind string, id db.ID, e cellEdit) error {
	return d.db.InTx(ctx, func(tx *db.Tx) error {
		outs, err := shelfOf(kind).change(ctx, tx, actor, db.ID{}, []db.ID{id}, func(_ db.ID, version int64, in editable) error {
			if version != e.version && in.Text(e.field) != e.was {
				return cellClash{}
			}
			if c, ok := in.(*ContactInput); ok {
				c.CreateCompany = true
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
