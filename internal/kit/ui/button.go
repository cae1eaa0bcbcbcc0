package ui

import (
	"maps"
	"slices"

	"github.com/a-h/templ"
)

// ButtonProps describes a button, or a link that looks like one when Href is set.
type ButtonProps struct {
	Label      string
	Icon       string // before the label
	IconEnd    string // after the label
	Kind       string // "", "primary", "ghost", "danger", "ai"
	Size       string // "", "s", "l"
	Href       string
	Type       string // "button" unless set
	Name       string
	Value      string
	Form       string // id of the form it belongs to
	FormAction string
	Key        string // shortcut as printed: "C", "/", "Shift+F", "Mod+Enter"
	HiddenKey  bool   // the shortcut works but is not printed
	Fold       bool   // on phones only the icon is left
	Wide       bool   // not shown on phones
	Disabled   bool
	Busy       bool
	Pressed    string // "true" or "false" for toggles
	Popover    string // id of the popover it opens
	Dialog     string // id of the dialog it opens
	ID         string
	Describe   string // id of the text that describes it
	Attrs      templ.Attributes

	printedKey string
}

func (p ButtonProps) attributes() templ.Attributes {
	a := templ.Attributes{}
	put(a, "id", p.ID)
	put(a, "data-kind", p.Kind)
	put(a, "data-size", p.Size)
	put(a, "data-key", keyCode(p.Key))
	put(a, "aria-keyshortcuts", keyShortcuts(p.Key))
	put(a, "aria-describedby", p.Describe)
	put(a, "data-dialog", p.Dialog)
	if p.Wide {
		a["data-only"] = "wide"
	}
	return with(a, p.Attrs)
}

func (p ButtonProps) buttonAttributes() templ.Attributes {
	a := p.attributes()
	if a["type"] = p.Type; p.Type == "" {
		a["type"] = "button"
	}
	put(a, "name", p.Name)
	put(a, "value", p.Value)
	put(a, "form", p.Form)
	put(a, "formaction", p.FormAction)
	put(a, "aria-pressed", p.Pressed)
	put(a, "popovertarget", p.Popover)
	putIf(a, "disabled", p.Disabled)
	if p.Busy {
		a["aria-busy"] = "true"
	}
	return a
}

// asIcon turns the label into the accessible name of a square button.
func (p ButtonProps) asIcon() ButtonProps {
	own := templ.Attributes{"data-icon": true, "aria-label": p.Label}
	p.Attrs = with(own, p.Attrs)
	if p.Kind == "" {
		p.Kind = "ghost"
	}
	p.Label, p.HiddenKey = "", true
	return p
}

func submitting(p ButtonProps) ButtonProps {
	p.Type = "submit"
	return p
}

// sortedKeys fixes the order of hidden fields, so that the same page is always the same bytes.
func sortedKeys(fields map[string]string) []string {
	return slices.Sorted(maps.Keys(fields))
}

// printed shows a key on the button that another behaviour listens to.
func (p ButtonProps) printed(key string) ButtonProps {
	p.printedKey = key
	return p
}
