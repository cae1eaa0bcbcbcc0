package ui

import "github.com/a-h/templ"

// put sets an attribute unless its value is empty.
func put(attrs templ.Attributes, name, value string) {
	if value != "" {
		attrs[name] = value
	}
}

// putIf sets an attribute without a value when the condition holds.
func putIf(attrs templ.Attributes, name string, on bool) {
	if on {
		attrs[name] = true
	}
}

// with adds the caller's own attributes, which win over the component's.
func with(attrs, own templ.Attributes) templ.Attributes {
	for name, value := range own {
		attrs[name] = value
	}
	return attrs
}

func boolWord(on bool) string {
	if on {
		return "true"
	}
	return "false"
}
