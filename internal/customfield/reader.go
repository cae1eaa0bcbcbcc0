package customfield

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// Reader reads what people and programs say about the custom fields of
// records of one kind. It asks the database for members once, if at all.
type Reader struct {
	Set *Set

	ctx    context.Context
	q      db.Querier
	actor  account.Actor
	people []member
	old    Values // of the record that is read
	err    error
}

// NewReader returns a reader for the fields as they are now.
func NewReader(ctx context.Context, q db.Querier, actor account.Actor, record string) (*Reader, error) {
	s, err := Load(ctx, q, actor.Workspace, record)
	return &Reader{Set: s, ctx: ctx, q: q, actor: actor}, err
}

// Read puts what is said, by the keys of fields, over what a record holds.
// Fields that are not named stay as they are; those of a new record get their
// default. What cannot be read is in invalid, by key.
func (r *Reader) Read(said map[string]string, old Values, isNew bool) (v Values, invalid fault.Invalid, err error) {
	r.old = old
	v = Values{set: r.Set, texts: maps.Clone(old.texts), names: maps.Clone(old.names), raw: old.raw}
	if v.texts == nil {
		v.texts = map[string]string{}
	}
	if v.names == nil {
		v.names = map[string]string{}
	}
	invalid = fault.Invalid{}
	for key := range said {
		if r.Set.Field(key) == nil {
			invalid.Add(key, i18n.T(r.ctx, "There is no field “%s” here.", clip(key)))
		}
	}
	for _, f := range r.Set.Fields() {
		r.field(f, said, isNew, v, invalid)
	}
	return v, invalid, r.err
}

func (r *Reader) field(f *Field, said map[string]string, isNew bool, v Values, invalid fault.Invalid) {
	text, named := said[f.Key]
	if !named && isNew {
		text = f.Default
	}
	if named || isNew {
		text, problem := r.clean(f, text)
		if problem != "" {
			invalid.Add(f.Key, problem)
			return
		}
		v.texts[f.Key] = text
		v.name(r, f, text)
	}
	if v.texts[f.Key] == "" {
		delete(v.texts, f.Key)
		if f.Required && (isNew || r.old.texts[f.Key] != "") && r.actor.Via != "import" {
			invalid.Add(f.Key, i18n.T(r.ctx, "This is needed."))
		}
	}
}

// name remembers how the member of a value is called.
func (v Values) name(r *Reader, f *Field, text string) {
	if f.Type != Person || text == "" {
		return
	}
	for _, m := range r.people {
		if m.ID.String() == text {
			v.names[text] = m.Name
		}
	}
}

// clean returns the text of what somebody wrote for a field, or what is wrong
// with it.
func (r *Reader) clean(f *Field, s string) (text, problem string) {
	if strings.TrimSpace(s) == "" {
		return "", ""
	}
	return f.kind().read(r, f, strings.TrimSpace(s))
}

// members are those of the workspace.
func (r *Reader) members() ([]member, error) {
	if r.people != nil || r.err != nil {
		return r.people, r.err
	}
	r.people, r.err = db.Select[member](r.ctx, r.q, `SELECT m.id, m.name, m.email, m.active FROM members m
		WHERE m.workspace_id = $1 ORDER BY m.active DESC, m.name_key, m.id LIMIT 2000`, r.actor.Workspace)
	return r.people, r.err
}

// FromJSON writes a JSON value as what Read takes: a text, a number, true or
// false, null for nothing, {"amount", "currency"}, {"id"} and lists of texts.
// ok is false for anything else.
func FromJSON(raw json.RawMessage) (text string, ok bool) {
	var v any
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	if d.Decode(&v) != nil {
		return "", false
	}
	return said(v)
}

func said(v any) (string, bool) {
	switch x := v.(type) {
	case nil:
		return "", true
	case string:
		return x, true
	case json.Number:
		return x.String(), true
	case bool:
		return map[bool]string{true: yes, false: "no"}[x], true
	case map[string]any:
		return saidObject(x)
	case []any:
		var parts []string
		for _, item := range x {
			s, ok := item.(string)
			if !ok {
				return "", false
			}
			parts = append(parts, s)
		}
		return strings.Join(parts, ";"), true
	}
	return "", false
}

func saidObject(x map[string]any) (string, bool) {
	if id, ok := x["id"].(string); ok {
		return id, true
	}
	amount, ok := said(x["amount"])
	currency, isText := said(x["currency"])
	return strings.TrimSpace(fmt.Sprint(amount, " ", currency)), ok && isText && amount != ""
}

// clip shortens what somebody typed for a message.
func clip(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
