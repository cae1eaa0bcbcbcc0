package contact

import (
	"strings"

	"kontor/internal/importing"
)

// titles decides what "Title" means: the position, or how somebody is
// addressed.
func titles(g *importing.Guess) {
	for i, c := range g.Columns {
		if key := importing.HeaderKey(c.Name); c.Field != "" || key != "title" && key != "titel" && key != "titla" {
			continue
		}
		if !g.Taken("position") && !salutations(g.Samples[i]) {
			g.Sure(i, "position")
		}
	}
}

func salutations(values []string) bool {
	for _, v := range values {
		switch strings.ToLower(strings.Trim(v, " .")) {
		case "", "mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "г-н", "г-жа", "г-ца", "д-р", "инж":
		default:
			return false
		}
	}
	return true
}

// wholeNames turns "Name" into the full name where there is no family name
// beside it and most values have several words.
func wholeNames(g *importing.Guess) {
	if g.Taken("last_name") {
		return
	}
	for i := range g.Columns {
		if g.Columns[i].Field != "first_name" || g.Taken("full_name") {
			continue
		}
		several := 0
		for _, v := range g.Samples[i] {
			if len(strings.Fields(v)) > 1 {
				several++
			}
		}
		if several*2 > len(g.Samples[i]) {
			g.Columns[i].Field = "full_name"
		}
	}
}
