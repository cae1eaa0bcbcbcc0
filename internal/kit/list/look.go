package list

import (
	"maps"
	"strconv"
	"strings"
)

// Look is how a list is shown to one reader: nothing of it changes what is
// found.
type Look struct {
	Density string         `json:"density,omitempty"` // of Densities; empty is the usual height of rows
	Widths  map[string]int `json:"widths,omitempty"`  // of columns, in pixels, by key
}

// Densities are the heights of rows beside the usual one.
func Densities() []string { return []string{"compact", "comfortable"} }

// Narrowest and Widest are the bounds of a column's width in pixels.
const (
	Narrowest = 56
	Widest    = 960
)

// Fit returns the look with what this list can show: a known density, widths
// of fields the reader may know of, within bounds.
func (l *List) Fit(look Look) Look {
	var fit Look
	for _, d := range Densities() {
		if look.Density == d {
			fit.Density = d
		}
	}
	for key, width := range look.Widths {
		if l.Field(key) == nil || width <= 0 {
			continue
		}
		if fit.Widths == nil {
			fit.Widths = map[string]int{}
		}
		fit.Widths[key] = min(max(width, Narrowest), Widest)
	}
	return fit
}

// IsZero tells whether the look is the usual one.
func (k Look) IsZero() bool { return k.Density == "" && len(k.Widths) == 0 }

// Equal tells whether two looks are the same.
func (k Look) Equal(other Look) bool {
	return k.Density == other.Density && maps.Equal(k.Widths, other.Widths)
}

// WidthsOf reads widths as a form sends them: "name:240,city:96". What cannot
// be read is left out.
func WidthsOf(text string) map[string]int {
	widths := map[string]int{}
	for part := range strings.SplitSeq(text, ",") {
		key, value, _ := strings.Cut(part, ":")
		if n, err := strconv.Atoi(value); err == nil && key != "" {
			widths[key] = n
		}
	}
	return widths
}
