package privacy

import (
	"encoding/json"
	"io"
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
	cells    []string // of names that stand in two cells of a row
	instead  string
}

const (
	shortestName  = 5 // letters of a name of several words
	shortestPhone = 6 // digits
)

// wordsOf are the words for a person; instead stands where they stood.
func wordsOf(p Person, instead string) words {
	var all, names []string
	for _, name := range p.names {
		if strings.Contains(name, " ") && utf8.RuneCountInString(name) >= shortestName {
			names = append(names, name)
		}
	}
	all = append(append(all, names...), p.emails...)
	for _, number := range p.phones {
		if d := digitsOf(number); len(d) >= shortestPhone {
			all = append(all, number, d)
		}
	}
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) }) // the longest first: it may hold others
	return words{find: finding(all), patterns: patternsOf(all), cells: cellsOf(names), instead: instead}
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
		for _, as := range []string{w, strings.ToLower(w), strings.ToUpper(w), url.QueryEscape(w), url.PathEscape(w), inJSON(w)} {
			if p := "%" + db.LikeText(as) + "%"; !slices.Contains(patterns, p) {
				patterns = append(patterns, p)
			}
		}
	}
	return patterns
}

// cellsOf let the database look for names that stand in two cells.
func cellsOf(names []string) (patterns []string) {
	for _, name := range names {
		for i, r := range name {
			if r != ' ' {
				continue
			}
			for _, between := range []string{`","`, `", "`} { // the engines space it differently
				patterns = append(patterns, "%"+db.LikeText(`"`+inJSON(name[:i])+between+inJSON(name[i+1:])+`"`)+"%")
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
	if _, err := d.Token(); err != io.EOF {
		return text // it only begins like JSON
	}
	hit := false
	if v = w.walk(v, &hit); !hit {
		return text
	}
	var out strings.Builder
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if e.Encode(v) != nil {
		return text
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// walk cleans the texts in v; hit says that there was something to take out.
func (w words) walk(v any, hit *bool) any {
	text := func(old string) string {
		now := w.clean(old)
		*hit = *hit || now != old
		return now
	}
	switch v := v.(type) {
	case string:
		return text(v)
	case []any:
		for i := range v {
			v[i] = w.walk(v[i], hit)
		}
	case map[string]any:
		clean := make(map[string]any, len(v))
		for key, value := range v {
			clean[text(key)] = w.walk(value, hit)
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
