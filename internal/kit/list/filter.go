package list

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
)

// FilterBar shows the filter of a list and changes it: chips for its
// conditions, a menu in which one is made, and a panel in which one is changed;
// in either groups are put together. The page answers <path>/filter with Part.
type FilterBar struct {
	List  *List
	Query Query
	Chips []Chip
	Tree  *Branch // the whole filter, if it is shown
	In    string  // where the whole filter is shown: inMenu or inPanel
}

// The places in which a filter is changed, as the parameter "open" names them.
const (
	inMenu  = "filter-menu"
	inPanel = "filter-edit"
)

// ShowsFilter tells whether what is open on a page shows the whole filter.
func ShowsFilter(open string) bool { return open == inMenu || open == inPanel }

// in is where the whole filter is shown; what an address says can be anything.
func (f FilterBar) in() string {
	if f.In == inPanel {
		return inPanel
	}
	return inMenu
}

// Part returns what the menu shows for the query of an address: a form for
// the condition at a spot (at) or of a field (field), the whole filter (open),
// or the fields to choose from. It is nil if there is no such thing.
func (f FilterBar) Part(ctx context.Context, asked url.Values) (templ.Component, error) {
	f.In = asked.Get("open")
	at, field := asked.Get("at"), asked.Get("field")
	is, editing := f.Query.Cond(at)
	switch {
	case field != "":
		is = Cond{}
	case editing:
		field = is.Field
	case at == "" && asked.Has("open"):
		tree, err := f.List.Tree(ctx, f.Query)
		return f.tree(tree), err
	default:
		return f.fields(at), nil
	}
	m, ok := f.List.MenuField(ctx, field)
	if !ok {
		return nil, nil
	}
	values, err := f.List.Values(ctx, is)
	return f.form(condForm{MenuField: m, At: at, Is: is, Values: values, Tree: asked.Has("open")}), err
}

// condForm is the form of one condition.
type condForm struct {
	MenuField
	At     string
	Is     Cond // what it is now; zero for a new one
	Values []Option
	Tree   bool // afterwards the menu shows the whole filter
}

func (f FilterBar) href(more ...string) string {
	b := append([]byte(f.List.e.Path), "/filter?"...)
	from := len(b)
	part := b[from:from]
	for i := 0; i+1 < len(more); i += 2 {
		part = appendPart(part, more[i], more[i+1])
	}
	part = appendPart(part, "list", f.List.Format(f.Query))
	return string(append(b[:from:from], part...))
}

// into makes a link replace what the menu or panel shows.
func into(href string) templ.Attributes {
	return templ.Attributes{"hx-get": href, "hx-target": "closest [data-filter-body]", "hx-swap": "outerHTML"}
}

// opens makes a button show something in the panel and open it.
func opens(href string) templ.Attributes {
	return templ.Attributes{"popovertarget": inPanel, "hx-get": href, "hx-target": "#" + inPanel + " > [data-filter-body]", "hx-swap": "outerHTML"}
}

// over makes a link change the list while the whole filter stays in sight.
func (f FilterBar) over(href string) templ.Attributes {
	sep := "?"
	if strings.Contains(href, "?") {
		sep = "&"
	}
	return templ.Attributes{"hx-get": href + sep + "open=" + f.in(), "hx-target": "#table", "hx-swap": "outerMorph"}
}

// has tells whether a value is among those of the condition.
func (c condForm) has(key string) bool { return slices.Contains(c.Is.Values, key) }

// typed are the values that are typed into fields, with an empty one for one
// more.
func (c condForm) typed() []string {
	all := slices.Clone(c.Is.Values)
	if c.Input == "date" {
		all = slices.DeleteFunc(all, func(v string) bool { return slices.Contains(commonPeriods[:], v) })
	}
	return append(all, "")
}

// chosen are the values that are chosen from a list, with an empty one for one
// more.
func (c condForm) chosen() []string {
	all := slices.DeleteFunc(slices.Clone(c.Is.Values), func(v string) bool {
		return !slices.ContainsFunc(c.Choices, func(o Option) bool { return o.Key == v })
	})
	if len(all) > 0 && (c.Input == "date" || len(c.Choices) == 2) {
		return all[:1]
	}
	return append(all, "")
}

// named are the records the condition names already, and the words that stand
// for one, such as "me".
func (c condForm) named() []Option {
	all := slices.Clone(c.Choices)
	for _, v := range c.Values {
		if !slices.ContainsFunc(all, func(o Option) bool { return o.Key == v.Key }) {
			all = append(all, v)
		}
	}
	return all
}

func operators(m MenuField) []ui.Option {
	options := make([]ui.Option, len(m.Ops))
	for i, op := range m.Ops {
		options[i] = ui.Option{Value: op.Key, Label: op.Label}
	}
	return options
}

func choices(m MenuField) []ui.Option {
	options := make([]ui.Option, len(m.Choices))
	for i, c := range m.Choices {
		options[i] = ui.Option{Value: c.Key, Label: c.Label}
	}
	return options
}

func allOrAny(ctx context.Context, anyOf bool) string {
	if anyOf {
		return i18n.T(ctx, "Any of these")
	}
	return i18n.T(ctx, "All of these")
}

func turn(ctx context.Context, anyOf bool) string {
	if anyOf {
		return i18n.T(ctx, "Ask for all")
	}
	return i18n.T(ctx, "Ask for any")
}
