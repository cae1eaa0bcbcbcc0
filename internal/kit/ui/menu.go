package ui

import "github.com/a-h/templ"

// MenuProps describes a list of actions that opens from a button naming its ID as Popover.
type MenuProps struct {
	ID    string
	Label string
	Align string // "end" lines it up with the button's end
}

// ItemProps describes one line of a menu.
type ItemProps struct {
	Label   string
	Icon    string
	Href    string
	Key     string
	Tone    string // "bad" for what destroys
	Type    string // of MenuButton; "button" unless set
	Dialog  string // id of the dialog it opens
	Fields  map[string]string
	Current bool
	Attrs   templ.Attributes
}

func (p ItemProps) attributes() templ.Attributes {
	a := templ.Attributes{}
	put(a, "data-tone", p.Tone)
	put(a, "data-key", keyCode(p.Key))
	put(a, "aria-keyshortcuts", keyShortcuts(p.Key))
	put(a, "data-dialog", p.Dialog)
	if p.Current {
		a["aria-current"] = "true"
	}
	return with(a, p.Attrs)
}

func (p ItemProps) buttonType() string {
	if p.Type == "" {
		return "button"
	}
	return p.Type
}
