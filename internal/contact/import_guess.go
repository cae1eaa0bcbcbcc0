package contact

import (
	"strings"
	"sync"
	"unicode"

	"kontor/internal/account"
	"kontor/internal/kit/country"
	"kontor/internal/kit/money"
	"kontor/internal/kit/phone"
)

// How sure a guess is.
const (
	matchSure  = "sure"
	matchGuess = "guess"
	matchNone  = "none"
	matchSet   = "set" // a person chose it

	matchRecalled = "recalled" // as it was the last time
)

// ImportColumn is one column of a file and the field it goes into; an empty
// field is not imported.
type ImportColumn struct {
	Name     string   `json:"name" doc:"As the file calls it"`
	Field    string   `json:"field" doc:"Where it goes; empty: not imported"`
	Match    string   `json:"match" enum:"sure,guess,none,set,recalled" doc:"How the field was found"`
	Examples []string `json:"examples,omitempty"`

	Values   []ImportValue     `json:"values,omitempty" nullable:"false" doc:"Of a column with few different ones, while it is being mapped"`
	More     bool              `json:"more_values,omitempty" doc:"There are more different values than are kept"`
	Meanings map[string]string `json:"meanings,omitempty" doc:"What values stand for that are not understood by themselves"`
}

// aliasTable finds fields by the folded names of columns.
var aliasTable = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, f := range importFields() {
		for _, name := range append(f.aliases, f.key, f.label) {
			if key := headerKey(name); m[key] == "" {
				m[key] = f.key
			}
		}
	}
	return m
})

// guessColumns proposes a field for every column, from its name and from the
// first values; samples holds some values of each column.
func guessColumns(actor account.Actor, header []string, named bool, samples [][]string) []ImportColumn {
	g := &guesser{actor: actor, taken: map[string]bool{}, columns: make([]ImportColumn, len(header)), samples: samples}
	for i, name := range header {
		g.columns[i] = ImportColumn{Name: name, Match: matchNone, Examples: examples(samples[i])}
	}
	if named {
		g.byName(func(key string) string { return aliasTable()[key] }, matchSure)
		g.titles()
		g.byName(nearest, matchGuess)
	}
	g.byContent()
	g.wholeNames()
	return g.columns
}

type guesser struct {
	actor   account.Actor
	taken   map[string]bool
	columns []ImportColumn
	samples [][]string
}

func (g *guesser) byName(find func(key string) string, match string) {
	for i := range g.columns {
		c := &g.columns[i]
		if c.Field != "" {
			continue
		}
		f, ok := importFieldOf(find(headerKey(c.Name)))
		if !ok || g.taken[f.key] && !f.many || match == matchGuess && f.key == "full_name" && g.taken["last_name"] {
			continue
		}
		share := g.fits(f, i)
		switch {
		case match == matchGuess && share < 0.5:
		case share < 0.8:
			g.set(i, f, matchGuess)
		default:
			g.set(i, f, match)
		}
	}
}

func (g *guesser) set(i int, f importField, match string) {
	g.columns[i].Field, g.columns[i].Match = f.key, match
	g.taken[f.key] = true
}

// nearest finds an alias whose words all stand in the name of a column.
func nearest(key string) string {
	best, length := "", 4
	padded := " " + key + " "
	for alias, field := range aliasTable() {
		if len(alias) > length && strings.Contains(padded, " "+alias+" ") {
			best, length = field, len(alias)
		} else if len(alias) == length && field < best && strings.Contains(padded, " "+alias+" ") {
			best = field
		}
	}
	return best
}

// titles decides what "Title" means: the position, or how somebody is
// addressed.
func (g *guesser) titles() {
	for i := range g.columns {
		c := &g.columns[i]
		if key := headerKey(c.Name); c.Field != "" || key != "title" && key != "titel" && key != "titla" {
			continue
		}
		if f, _ := importFieldOf("position"); !g.taken[f.key] && !salutations(g.samples[i]) {
			g.set(i, f, matchSure)
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

// byContent knows what cannot be mistaken: e-mail addresses and, with less
// certainty, phone numbers.
func (g *guesser) byContent() {
	for i := range g.columns {
		if g.columns[i].Field != "" || len(g.samples[i]) == 0 {
			continue
		}
		for _, key := range []string{"email", "phone"} {
			f, _ := importFieldOf(key)
			if !g.taken[key] && g.fits(f, i) > 0.9 && (key == "email" || dialled(g.samples[i])) {
				g.set(i, f, matchGuess)
				break
			}
		}
	}
}

// dialled tells numbers that begin like phone numbers, which amounts and ids
// do not.
func dialled(values []string) bool {
	for _, v := range values {
		v = strings.TrimSpace(v)
		if !strings.HasPrefix(v, "+") && !strings.HasPrefix(v, "0") && !strings.HasPrefix(v, "(") {
			return false
		}
	}
	return true
}

// wholeNames turns "Name" into the full name where there is no family name
// beside it and most values have several words.
func (g *guesser) wholeNames() {
	if g.taken["last_name"] {
		return
	}
	for i := range g.columns {
		if g.columns[i].Field != "first_name" || g.taken["full_name"] {
			continue
		}
		several := 0
		for _, v := range g.samples[i] {
			if len(strings.Fields(v)) > 1 {
				several++
			}
		}
		if several*2 > len(g.samples[i]) {
			g.columns[i].Field = "full_name"
		}
	}
}

const checkedValues = 100

// fits is the share of the first values that the field could take; 1 if there
// are none.
func (g *guesser) fits(f importField, column int) float64 {
	values := g.samples[column][:min(len(g.samples[column]), checkedValues)]
	if len(values) == 0 {
		return 1
	}
	good := 0
	for _, v := range values {
		if fitsKind(f.kind, v) {
			good++
		}
	}
	return float64(good) / float64(len(values))
}

func fitsKind(kind, v string) bool {
	v = strings.TrimSpace(v)
	switch kind {
	case "email":
		for _, one := range splitMany(v) {
			if !validEmail(one) {
				return false
			}
		}
		return true
	case "phone":
		return phone.Plausible(v)
	case "date":
		_, a := readDate(v, dayFirst)
		_, b := readDate(v, monthFirst)
		return a || b
	case "country":
		_, ok := country.Parse(v)
		return ok
	case "web":
		return strings.Contains(v, ".") && !strings.ContainsFunc(v, unicode.IsSpace) || strings.HasPrefix(v, "@")
	case "number", "money":
		_, ok := money.Parse(v, 2)
		return ok
	}
	return true
}

// examples are the first different values of a column.
func examples(values []string) []string {
	var out []string
	for _, v := range values {
		v = shortText(v, 60)
		seen := false
		for _, o := range out {
			seen = seen || o == v
		}
		if !seen {
			out = append(out, v)
		}
		if len(out) == 3 {
			break
		}
	}
	return out
}

func shortText(s string, most int) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "")), " ")
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
