package importing

import (
	"slices"
	"strings"
	"unicode"

	"kontor/internal/customfield"
	"kontor/internal/kit/country"
	"kontor/internal/kit/email"
	"kontor/internal/kit/money"
	"kontor/internal/kit/phone"
	"kontor/internal/kit/search"
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

// aliases finds fields by the folded names of columns.
func (k Kind) aliases() map[string]string {
	m := map[string]string{}
	for _, f := range k.Fields() {
		for _, name := range append(f.Aliases, f.Key, f.Label) {
			if key := HeaderKey(name); m[key] == "" {
				m[key] = f.Key
			}
		}
	}
	return m
}

// HeaderKey makes names of columns comparable: folded, words of letters and
// digits only, and "1 - Value" of numbered columns reduced to what it names.
func HeaderKey(header string) string {
	words := strings.FieldsFunc(search.Fold(header), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var kept []string
	for i, w := range words {
		if isNumber(w) || w == "value" && i > 0 && isNumber(words[i-1]) {
			continue
		}
		kept = append(kept, w)
	}
	return strings.Join(kept, " ")
}

// isNumber tells the number of a numbered column.
func isNumber(word string) bool { return len(word) < 3 && strings.Trim(word, "0123456789") == "" }

// Guess proposes a field for every column, from its name and from the first
// values. A kind may correct it.
type Guess struct {
	Columns []ImportColumn
	Samples [][]string // some values of each column

	kind    Kind
	aliases map[string]string
	taken   map[string]bool
}

func guessColumns(kind Kind, own *customfield.Set, header []string, named bool, samples [][]string) []ImportColumn {
	g := &Guess{kind: kind, aliases: kind.aliases(), taken: map[string]bool{}, Columns: make([]ImportColumn, len(header)), Samples: samples}
	for i, name := range header {
		g.Columns[i] = ImportColumn{Name: name, Match: matchNone, Examples: examples(samples[i])}
	}
	if named {
		g.byName(func(key string) string { return g.aliases[key] }, matchSure)
		g.correct(kind.Named)
		g.custom(own)
		g.byName(g.nearest, matchGuess)
	}
	g.byContent()
	g.correct(kind.Guessed)
	return g.Columns
}

func (g *Guess) correct(by func(*Guess)) {
	if by != nil {
		by(g)
	}
}

// Taken tells whether a column goes into the field already.
func (g *Guess) Taken(field string) bool { return g.taken[field] }

// Sure lets a column go into a field.
func (g *Guess) Sure(column int, field string) {
	if f, ok := g.kind.field(field); ok {
		g.set(column, f, matchSure)
	}
}

// custom finds the fields of the workspace by what they are called on the
// screen, or by programs.
func (g *Guess) custom(own *customfield.Set) {
	fields := map[string]string{}
	for _, f := range own.Fields() {
		fields[HeaderKey(f.Key)] = f.Key
	}
	for _, f := range own.Fields() {
		fields[HeaderKey(f.Label)] = f.Key
	}
	for i := range g.Columns {
		c := &g.Columns[i]
		if key := fields[HeaderKey(c.Name)]; c.Field == "" && key != "" && !g.taken[key] {
			c.Field, c.Match, g.taken[key] = key, matchSure, true
		}
	}
}

func (g *Guess) byName(find func(key string) string, match string) {
	for i := range g.Columns {
		c := &g.Columns[i]
		if c.Field != "" {
			continue
		}
		f, ok := g.kind.field(find(HeaderKey(c.Name)))
		if !ok || g.taken[f.Key] && !f.Many || match == matchGuess && g.taken[g.kind.Unless[f.Key]] {
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

func (g *Guess) set(i int, f Field, match string) {
	g.Columns[i].Field, g.Columns[i].Match = f.Key, match
	g.taken[f.Key] = true
}

// nearest finds an alias whose words all stand in the name of a column.
func (g *Guess) nearest(key string) string {
	best, length := "", 4
	padded := " " + key + " "
	for alias, field := range g.aliases {
		if len(alias) > length && strings.Contains(padded, " "+alias+" ") {
			best, length = field, len(alias)
		} else if len(alias) == length && field < best && strings.Contains(padded, " "+alias+" ") {
			best = field
		}
	}
	return best
}

// byContent knows what cannot be mistaken: e-mail addresses and, with less
// certainty, phone numbers.
func (g *Guess) byContent() {
	for i := range g.Columns {
		if g.Columns[i].Field != "" || len(g.Samples[i]) == 0 {
			continue
		}
		for _, key := range []string{"email", "phone"} {
			f, ok := g.kind.field(key)
			if ok && !g.taken[key] && g.fits(f, i) > 0.9 && (key == "email" || dialled(g.Samples[i])) {
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

const checkedValues = 100

// fits is the share of the first values that the field could take; 1 if there
// are none.
func (g *Guess) fits(f Field, column int) float64 {
	values := g.Samples[column][:min(len(g.Samples[column]), checkedValues)]
	if len(values) == 0 {
		return 1
	}
	good := 0
	for _, v := range values {
		if fitsKind(f.Kind, v) {
			good++
		}
	}
	return float64(good) / float64(len(values))
}

func fitsKind(kind, v string) bool {
	v = strings.TrimSpace(v)
	switch kind {
	case "email":
		return !slices.ContainsFunc(SplitMany(v), func(one string) bool { return !email.Valid(one) })
	case "phone":
		return phone.Plausible(v)
	case "date", "birthday":
		_, a := readBirthday(v, dayFirst)
		_, b := readBirthday(v, monthFirst)
		return a || b
	case "country":
		_, ok := country.Parse(v)
		return ok
	case "web":
		return strings.Contains(v, ".") && !strings.ContainsFunc(v, unicode.IsSpace) || strings.HasPrefix(v, "@")
	case "money":
		v = strings.TrimFunc(v, func(r rune) bool { return !unicode.IsDigit(r) && r != '-' }) // a currency beside it
		fallthrough
	case "number":
		_, ok := money.Parse(v, 2)
		return ok
	}
	return true
}

// examples are the first different values of a column.
func examples(values []string) []string {
	var out []string
	for _, v := range values {
		v = Short(v, 60)
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

// Short is a text of one line, cut to a number of characters.
func Short(s string, most int) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "")), " ")
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
