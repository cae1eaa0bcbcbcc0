package privacy

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kontor/internal/kit/db"
)

// words finds in texts what somebody is known by, and takes it out.
type words struct {
	find     *regexp.Regexp
	patterns []string // for LIKE … ESCAPE '!'
	instead  string
}

const (
	shortestName  = 5 // letters of a name of several words
	shortestPhone = 6 // digits
)

// wordsOf are the words for a person; instead stands where they stood.
func wordsOf(p Person, instead string) words {
	var all []string
	for _, name := range p.names {
		if strings.Contains(name, " ") && utf8.RuneCountInString(name) >= shortestName {
			all = append(all, name)
		}
	}
	all = append(all, p.emails...)
	for _, number := range p.phones {
		if d := digitsOf(number); len(d) >= shortestPhone {
			all = append(all, number, d)
		}
	}
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) }) // the longest first: it may hold others
	return words{find: finding(all), patterns: patternsOf(all), instead: instead}
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// finding matches the words in any case, also as addresses of pages and JSON
// have them; nil if there are none.
func finding(all []string) *regexp.Regexp {
	var parts []string
	for _, w := range all {
		for _, as := range []string{w, url.QueryEscape(w), url.PathEscape(w), inJSON(w)} {
			if part := regexp.QuoteMeta(as); !slices.Contains(parts, part) {
				parts = append(parts, part)
			}
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return regexp.MustCompile(`(?i)(?:` + strings.Join(parts, "|") + `)`)
}

func inJSON(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return s // texts always can
	}
	return string(b[1 : len(b)-1])
}

// patternsOf let the database look for the words: in the cases people write,
// and as addresses of pages have them.
func patternsOf(all []string) (patterns []string) {
	for _, w := range all {
		for _, as := range []string{w, strings.ToLower(w), strings.ToUpper(w), url.QueryEscape(w), inJSON(w)} {
			if p := "%" + db.LikeText(as) + "%"; !slices.Contains(patterns, p) {
				patterns = append(patterns, p)
			}
		}
	}
	return patterns
}

// mentions tells whether a text, or a text in JSON, holds one of the words.
func (w words) mentions(text string) bool { return w.clean(text) != text || w.cleanJSON(text) != text }

// cleanJSON takes the words out of every text in a piece of JSON; what is none
// stays as it is.
func (w words) cleanJSON(text string) string {
	if w.find == nil || !w.find.MatchString(text) {
		return text
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return text
	}
	var out strings.Builder
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if e.Encode(w.walk(v)) != nil {
		return text
	}
	return strings.TrimSuffix(out.String(), "\n")
}

func (w words) walk(v any) any {
	switch v := v.(type) {
	case string:
		return w.clean(v)
	case []any:
		for i := range v {
			v[i] = w.walk(v[i])
		}
	case map[string]any:
		clean := make(map[string]any, len(v))
		for key, value := range v {
			clean[w.clean(key)] = w.walk(value)
		}
		return clean
	}
	return v
}

// clean takes the words out of a text. A word within a longer one is another
// word.
func (w words) clean(text string) string {
	if w.find == nil {
		return text
	}
	var out strings.Builder
	from := 0
	for _, at := range w.find.FindAllStringIndex(text, -1) {
		if within(text, at[0], at[1]) {
			continue
		}
		out.WriteString(text[from:at[0]])
		out.WriteString(w.instead)
		from = at[1]
	}
	if from == 0 {
		return text
	}
	out.WriteString(text[from:])
	return out.String()
}

func within(text string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	after, _ := utf8.DecodeRuneInString(text[to:])
	return isWord(before) || isWord(after)
}

// isWord leaves the % of an address of a page aside: +Ivan+Petrov is whole.
func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
