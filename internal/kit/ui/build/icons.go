package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var (
	svgShell = regexp.MustCompile(`(?s)<!--.*?-->|<svg[^>]*>|</svg>`)
	svgSpace = regexp.MustCompile(`\s*\n\s*`)
)

// sprite joins the icons named in icons.txt, and only those, into one SVG file of symbols.
func sprite(out *output) error {
	list, err := os.ReadFile(filepath.Join(source, "icons.txt"))
	if err != nil {
		return err
	}
	var svg bytes.Buffer
	svg.WriteString(`<svg xmlns="http://www.w3.org/2000/svg">` + "\n")
	for name := range strings.FieldsSeq(string(list)) {
		icon, err := os.ReadFile(filepath.Join(modules, "lucide-static", "icons", name+".svg"))
		if err != nil {
			return fmt.Errorf("icon %q of icons.txt: %w", name, err)
		}
		body := svgSpace.ReplaceAll(svgShell.ReplaceAll(icon, nil), nil)
		fmt.Fprintf(&svg, "<symbol id=%q viewBox=\"0 0 24 24\">%s</symbol>\n", name, body)
	}
	svg.WriteString("</svg>\n")
	out.add("icons.svg", svg.Bytes())
	return nil
}
