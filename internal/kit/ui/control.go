package ui

import (
	"fmt"

	"github.com/a-h/templ"
)

// Control is what every form field has: a name, a label, and what to say about it.
type Control struct {
	Name      string
	ID        string // "f-" and the name unless set
	Label     string
	Hint      string
	Error     string // replaces the hint and marks the control as invalid
	Required  bool
	Optional  bool // says so beside the label
	Disabled  bool
	ReadOnly  bool
	Autofocus bool
	Span2     bool // as wide as two columns of Fields
	HideLabel bool // the label is only spoken
	Attrs     templ.Attributes
}

func (c Control) id() string {
	if c.ID != "" {
		return c.ID
	}
	return "f-" + c.Name
}

func (c Control) noteID() string {
	switch {
	case c.Error != "":
		return c.id() + "-error"
	case c.Hint != "":
		return c.id() + "-hint"
	default:
		return ""
	}
}

// attributes are those of the native control itself. A control that stands in a field has its label beside it; one that
// stands alone carries it as its spoken name.
func (c Control) attributes(alone bool) templ.Attributes {
	a := templ.Attributes{}
	put(a, "name", c.Name)
	put(a, "id", c.id())
	put(a, "aria-describedby", c.noteID())
	if c.Error != "" {
		a["aria-invalid"] = "true"
	}
	if alone {
		delete(a, "aria-describedby")
		put(a, "aria-label", c.Label)
	}
	putIf(a, "required", c.Required)
	putIf(a, "disabled", c.Disabled)
	putIf(a, "readonly", c.ReadOnly)
	putIf(a, "autofocus", c.Autofocus)
	return with(a, c.Attrs)
}

// InputProps describes a one-line text control.
type InputProps struct {
	Control
	Value        string
	Type         string // "text" unless set
	Placeholder  string
	Autocomplete string
	Inputmode    string
	Icon         string
	Affix        string // a unit or sign after the text
	Size         string // "", "s", "l"
	MaxLength    int
	Mono         bool
	List         []string // suggestions
}

func (p InputProps) attributes(alone bool) templ.Attributes {
	a := templ.Attributes{"value": p.Value}
	if a["type"] = p.Type; p.Type == "" {
		a["type"] = "text"
	}
	put(a, "placeholder", p.Placeholder)
	put(a, "autocomplete", p.Autocomplete)
	put(a, "inputmode", p.Inputmode)
	if p.MaxLength > 0 {
		a["maxlength"] = fmt.Sprint(p.MaxLength)
	}
	if len(p.List) > 0 {
		a["list"] = p.id() + "-list"
	}
	return with(a, p.Control.attributes(alone))
}

func (p InputProps) class() string {
	if p.Mono {
		return "input mono"
	}
	return "input"
}

// TextareaProps describes a text control of several lines that grows with its text.
type TextareaProps struct {
	Control
	Value       string
	Placeholder string
	Rows        int
	MaxLength   int
}

func (p TextareaProps) attributes(alone bool) templ.Attributes {
	a := templ.Attributes{"data-autosize": true}
	put(a, "placeholder", p.Placeholder)
	if p.Rows > 0 {
		a["rows"] = fmt.Sprint(p.Rows)
	}
	if p.MaxLength > 0 {
		a["maxlength"] = fmt.Sprint(p.MaxLength)
	}
	return with(a, p.Control.attributes(alone))
}

// Option is one choice of a select or of radio buttons; options with the same Group stand together.
type Option struct {
	Value    string
	Label    string
	Hint     string
	Group    string
	Disabled bool
}

// SelectProps describes a native choice of one.
type SelectProps struct {
	Control
	Value   string
	Options []Option
	Empty   string // label of a first option without a value
	Size    string
}

// groups cuts the options where their group changes, keeping the order.
func (p SelectProps) groups() [][]Option {
	var groups [][]Option
	for i, option := range p.Options {
		if i == 0 || option.Group != p.Options[i-1].Group {
			groups = append(groups, nil)
		}
		last := len(groups) - 1
		groups[last] = append(groups[last], option)
	}
	return groups
}

// CheckProps describes a box to tick, or a switch.
type CheckProps struct {
	Control
	Value   string // "1" unless set
	Checked bool
}

func (p CheckProps) attributes(alone bool) templ.Attributes {
	a := templ.Attributes{"type": "checkbox", "value": p.Value}
	if p.Value == "" {
		a["value"] = "1"
	}
	putIf(a, "checked", p.Checked)
	return with(a, p.Control.attributes(alone))
}

// RadioProps describes a choice of one that shows all options.
type RadioProps struct {
	Control
	Value   string
	Options []Option
}

func (p RadioProps) attributes(i int) templ.Attributes {
	o := p.Options[i]
	a := templ.Attributes{"type": "radio", "name": p.Name, "value": o.Value, "id": fmt.Sprintf("%s-%d", p.id(), i)}
	putIf(a, "checked", o.Value == p.Value)
	putIf(a, "disabled", o.Disabled || p.Disabled)
	putIf(a, "required", p.Required)
	return with(a, p.Attrs)
}

// ComboProps describes a choice among many records, searched on the server while typing.
type ComboProps struct {
	Control
	Value       string // id of the chosen record
	Text        string // its name
	Src         string // answers Src?q=… with JSON [{"id","label","sub"}]
	Create      string // name of the field that carries the text of a record to be created
	Placeholder string
}

// DropProps describes a place to drop or choose a file.
type DropProps struct {
	Control
	Accept   string
	Limit    string // what is accepted, in words
	Multiple bool
}
