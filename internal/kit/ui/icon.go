package ui

func iconHref(name string) string { return ownAsset("icons.svg") + "#" + name }

// AppendIcon writes the markup of Icon for renderers that append to a buffer; name must be a constant of the code.
func AppendIcon(b []byte, name string) []byte {
	b = append(b, `<svg class="i" data-size="s" aria-hidden="true"><use href="`...)
	b = append(b, iconHref(name)...)
	return append(b, `"></use></svg>`...)
}
