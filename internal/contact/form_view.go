package contact

import (
	"context"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"kontor/internal/customfield"
	"kontor/internal/kit/country"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
	"kontor/internal/record"
)

// control is a field of a form with what was typed and what is wrong with it.
func control(ctx context.Context, f web.Form, name string) ui.Control {
	return ui.Control{Name: name, Label: label(ctx, name), Error: f.Error(name)}
}

func input(ctx context.Context, f web.Form, name string, most int) ui.InputProps {
	return ui.InputProps{Control: control(ctx, f, name), Value: f.Get(name), MaxLength: most}
}

// typed makes phones show the right keyboard and browsers the right help.
func typed(p ui.InputProps, kind, mode string) ui.InputProps {
	p.Type, p.Inputmode = kind, mode
	return p
}

func autofocus(p ui.InputProps) ui.InputProps {
	p.Autofocus = true
	return p
}

func area(ctx context.Context, f web.Form, name string, rows int) ui.TextareaProps {
	p := ui.TextareaProps{Control: control(ctx, f, name), Value: f.Get(name), Rows: rows, MaxLength: maxText}
	p.Span2 = true
	return p
}

func choice(ctx context.Context, f web.Form, name, empty string, options []ui.Option) ui.SelectProps {
	return ui.SelectProps{Control: control(ctx, f, name), Value: f.Get(name), Options: options, Empty: empty}
}

func countryChoice(ctx context.Context, f web.Form) ui.SelectProps {
	p := choice(ctx, f, "country", i18n.T(ctx, "None"), countryOptions(i18n.From(ctx).Lang))
	if code, ok := country.Parse(p.Value); ok {
		p.Value = code
	}
	return p
}

// countryOptions are all countries by name in a language.
func countryOptions(lang string) []ui.Option { return countries()[lang] }

// countries take some milliseconds to sort: once is enough.
var countries = sync.OnceValue(func() map[string][]ui.Option {
	all := map[string][]ui.Option{}
	for _, lang := range i18n.Languages() {
		for _, c := range country.All(lang) {
			all[lang] = append(all[lang], ui.Option{Value: c.Code, Label: c.Name})
		}
	}
	return all
})

// ownerChoice searches the members.
func ownerChoice(ctx context.Context, f web.Form) ui.ComboProps {
	return ui.ComboProps{Control: control(ctx, f, "owner_id"), Value: f.Get("owner_id"), Text: f.Get("owner_id_text"),
		Src: "/members/options", Placeholder: i18n.T(ctx, "Nobody")}
}

func companyChoice(ctx context.Context, f web.Form) ui.ComboProps {
	c := control(ctx, f, "company_id")
	if c.Error == "" {
		c.Error = f.Error("company")
	}
	return ui.ComboProps{Control: c, Value: f.Get("company_id"), Text: f.Get("company"), Src: "/companies/options", Create: "company"}
}

// kinds are the options of the small select beside an address or number.
func kinds(ctx context.Context, all []string) []ui.Option {
	options := make([]ui.Option, len(all))
	for i, kind := range all {
		options[i] = ui.Option{Value: kind, Label: KindName(ctx, kind)}
	}
	return options
}

func kindSelect(ctx context.Context, name, id, value string, all []string) ui.SelectProps {
	return ui.SelectProps{Control: ui.Control{Name: name, ID: id, Label: i18n.T(ctx, "Kind")}, Value: value, Options: kinds(ctx, all)}
}

// summary is what is wrong, in the order of the form's fields where they are
// known.
func summary(ctx context.Context, f web.Form, order []string, set *customfield.Set) []ui.FieldError {
	var all []ui.FieldError
	rest := fault.Invalid{}
	for field, message := range f.Errors {
		rest[field] = message
	}
	add := func(field string) {
		if message := rest[field]; message != "" {
			all = append(all, ui.FieldError{ID: controlID(field), Label: formLabel(ctx, set, field), Text: message})
			delete(rest, field)
		}
	}
	for _, field := range order {
		add(field)
	}
	for field := range rest {
		add(field)
	}
	return all
}

// formLabel names a field of a form, one that the workspace added too.
func formLabel(ctx context.Context, set *customfield.Set, field string) string {
	if name, ok := record.CustomLabel(set, field); ok {
		return name
	}
	return fieldLabel(ctx, field)
}

func controlID(field string) string {
	switch field {
	case "":
		return ""
	case "company":
		return "f-company_id"
	case "tags", "tag_names":
		return "f-tags-0"
	}
	return "f-" + strings.ReplaceAll(field, ".", "-")
}

func fieldLabel(ctx context.Context, field string) string {
	switch list, _, _ := strings.Cut(field, "."); list {
	case "other_emails":
		return i18n.T(ctx, "More e-mail addresses")
	case "other_phones":
		return i18n.T(ctx, "More phone numbers")
	case "tag_names":
		return label(ctx, "tags")
	case "":
		return ""
	}
	return label(ctx, field)
}

// asksSimilar makes a field of the form of a new record ask for records like it
// when it changes.
func asksSimilar(p ui.InputProps, path string, isNew bool) ui.InputProps {
	if !isNew {
		return p
	}
	include := "#f-first_name, #f-last_name, #f-company_id, #f-email, #f-phone, #f-mobile"
	if path == "/companies" {
		include = "#f-name, #f-website, #f-email, #f-phone, #f-vat_number, #f-registration_number"
	}
	return withAttrs(p, templ.Attributes{"hx-get": path + "/similar", "hx-trigger": "change", "hx-target": "#similar", "hx-include": include})
}

func withAttrs(p ui.InputProps, attrs templ.Attributes) ui.InputProps {
	p.Attrs = attrs
	return p
}

func placeholder(p ui.InputProps, text string) ui.InputProps {
	p.Placeholder = text
	return p
}
