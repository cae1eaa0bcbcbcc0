package customfield

import (
	"context"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
)

// Defaults are the values a new record starts from.
func (s *Set) Defaults() Values {
	v := Values{set: s, texts: map[string]string{}}
	for _, f := range s.Fields() {
		if f.Default != "" {
			v.texts[f.Key] = f.Default
		}
	}
	return v
}

// Fill puts the values into a form that Inputs shows.
func (v Values) Fill(form web.Form) {
	if v.set == nil {
		return
	}
	for _, f := range v.set.Fields() {
		text := v.texts[f.Key]
		switch f.Type {
		case MultiSelect:
			form.Values[f.Key] = keysOf(text)
		case Person:
			form.Values.Set(f.Key, text)
			form.Values.Set(f.Key+"_text", v.names[text])
		default:
			form.Values.Set(f.Key, text)
		}
	}
}

// FormNames are the names of the form fields that Inputs makes.
func (s *Set) FormNames() []string {
	names := s.Keys()
	for _, f := range s.Fields() {
		if f.Type == Person {
			names = append(names, f.Key+"_text")
		}
	}
	return names
}

// Said are the values in a posted form, as Reader.Read takes them: of the
// fields that it has.
func (s *Set) Said(form web.Form) map[string]string {
	said := map[string]string{}
	for _, f := range s.Fields() {
		values, ok := form.Values[f.Key]
		if !ok {
			continue
		}
		switch f.Type {
		case MultiSelect:
			said[f.Key] = strings.Join(values, ";")
		case Checkbox:
			said[f.Key] = values[len(values)-1] // the box comes after its hidden no
		case Person:
			said[f.Key] = personSaid(values[0], form, f)
		default:
			said[f.Key] = values[0]
		}
	}
	return said
}

// personSaid is the member chosen; one whose name was emptied or typed over is
// what was typed.
func personSaid(id string, form web.Form, f *Field) string {
	text, ok := form.Values[f.Key+"_text"]
	if !ok {
		return id
	}
	if typed := strings.TrimSpace(text[0]); typed == "" || id == "" {
		return typed
	}
	return id
}

func (f *Field) control(form web.Form) ui.Control {
	return ui.Control{Name: f.Key, Label: f.Label, Error: form.Error(f.Key), Required: f.Required}
}

func (f *Field) input(ctx context.Context, form web.Form) ui.InputProps {
	p := ui.InputProps{Control: f.control(form), Value: form.Get(f.Key)}
	switch f.Type {
	case Number:
		p.Inputmode = "decimal"
	case Money:
		p.Inputmode, p.Placeholder = "decimal", "1234.50"
		p.Hint = i18n.T(ctx, "Write another currency behind the amount: 1234.50 USD.")
	case Date:
		p.Type = "date"
		if p.Value != "" && len(p.Value) != len("2026-04-25") {
			p.Type = "text" // as it was typed, and refused
		}
	case URL:
		p.Inputmode, p.MaxLength = "url", maxLine
	default:
		p.MaxLength = maxLine
	}
	return p
}

func (f *Field) area(form web.Form) ui.TextareaProps {
	c := f.control(form)
	c.Span2 = true
	return ui.TextareaProps{Control: c, Value: form.Get(f.Key), Rows: 3, MaxLength: maxLong}
}

func (f *Field) selectOne(ctx context.Context, form web.Form) ui.SelectProps {
	p := ui.SelectProps{Control: f.control(form), Value: form.Get(f.Key), Empty: i18n.T(ctx, "None")}
	for _, o := range f.Options.Live() {
		p.Options = append(p.Options, ui.Option{Value: o.Key, Label: o.Label})
	}
	return p
}

func (f *Field) person(ctx context.Context, form web.Form) ui.ComboProps {
	return ui.ComboProps{Control: f.control(form), Value: form.Get(f.Key), Text: form.Get(f.Key + "_text"),
		Src: "/members/options", Placeholder: i18n.T(ctx, "Nobody")}
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func shortURL(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	return strings.TrimSuffix(strings.TrimPrefix(rest, "www."), "/")
}

// Take replaces what is said about fields by the values where the person chose
// so after a conflict.
func (v Values) Take(said map[string]string, form web.Form) map[string]string {
	for key := range said {
		if form.Get("take."+key) == "theirs" {
			said[key] = v.texts[key]
		}
	}
	return said
}

// Show puts what is said about the fields into a form that Inputs shows, as it
// was typed.
func (v Values) Show(shown web.Form, said map[string]string, typed web.Form) {
	for _, f := range v.set.Fields() {
		text, ok := said[f.Key]
		theirs := typed.Get("take."+f.Key) == "theirs"
		switch {
		case !ok:
		case f.Type == MultiSelect && theirs:
			shown.Values[f.Key] = keysOf(text)
		case f.Type == MultiSelect:
			shown.Values[f.Key] = typed.All(f.Key)
		case f.Type == Person && theirs:
			shown.Values.Set(f.Key, text)
			shown.Values.Set(f.Key+"_text", v.names[text])
		case f.Type == Person:
			shown.Values.Set(f.Key, typed.Get(f.Key))
			shown.Values.Set(f.Key+"_text", typed.Get(f.Key+"_text"))
		default:
			shown.Values.Set(f.Key, text)
		}
	}
}

// With returns the values as a form would make them, for showing them beside
// those that are saved.
func (v Values) With(ctx context.Context, actor account.Actor, said map[string]string) Values {
	r := &Reader{Set: v.set, ctx: ctx, actor: actor, people: []member{}, old: v}
	mine := Values{set: v.set, texts: v.Texts(), names: v.names, raw: v.raw}
	for key, s := range said {
		f := v.field(key)
		if f == nil {
			continue
		}
		mine.texts[key] = s
		if text, problem := r.clean(f, s); problem == "" {
			mine.texts[key] = text
		}
	}
	return mine
}
