package demo

import (
	"math/rand/v2"
	"strings"
)

// nation is what people and firms of a country are made of.
type nation struct {
	country, language string
	share             int // of all contacts, in parts of a hundred
	men, women        []string
	families          []string
	feminine          func(family string) string // nil: women have the same
	cities            []city
	streets           []string
	address           string // with {street} and {number}
	firms             []string
	trades            []trade
	forms             []string // legal forms
	firm, kin         string   // names of firms, with {first} or {family}, {trade} and {form}
	positions         []string // "man|woman" where they differ
	mobiles           []string // patterns: # is any digit, % any but 0
	numbers           func(r *rand.Rand) (vat, registration string)
}

type city struct{ name, postal, landline string }

type trade struct{ word, industry string }

// nations lists every country the sample knows; their shares add up to 100.
func nations() []nation {
	return []nation{
		bulgaria(), germany(), austria(), france(), poland(), czechia(), romania(), italy(),
		netherlands(), sweden(), norway(), denmark(), finland(), portugal(),
	}
}

func pick[T any](r *rand.Rand, all []T) T { return all[r.IntN(len(all))] }

// digits writes a digit for each # of the pattern, and one but 0 for each %.
func digits(r *rand.Rand, pattern string) string {
	b := []byte(pattern)
	for i, c := range b {
		switch c {
		case '#':
			b[i] = byte('0' + r.IntN(10))
		case '%':
			b[i] = byte('1' + r.IntN(9))
		}
	}
	return string(b)
}

func words(text string) []string { return strings.Fields(text) }

// lines splits names of several words, one between each two commas.
func lines(text string) []string {
	all := strings.Split(text, ",")
	for i, s := range all {
		all[i] = strings.TrimSpace(s)
	}
	return all
}

// trades reads "word = industry" pairs, one between each two commas.
func trades(text string) []trade {
	var all []trade
	for _, s := range lines(text) {
		word, industry, _ := strings.Cut(s, " = ")
		all = append(all, trade{word, industry})
	}
	return all
}

// cities reads "name / postal code / landline" triples, one a line.
func cities(text string) []city {
	var all []city
	for line := range strings.Lines(strings.TrimSpace(text)) {
		p := strings.Split(strings.TrimSpace(line), " / ")
		all = append(all, city{p[0], p[1], p[2]})
	}
	return all
}

// endings returns a function that swaps the first ending that fits; "" fits all.
func endings(pairs ...string) func(string) string {
	return func(s string) string {
		for i := 0; i < len(pairs); i += 2 {
			if stem, ok := strings.CutSuffix(s, pairs[i]); ok {
				return stem + pairs[i+1]
			}
		}
		return s
	}
}
