package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns s as it is compared: lower case, without accents,
// Cyrillic written in Latin letters (as Bulgaria does officially), white space
// collapsed to single spaces, control characters and broken UTF-8 dropped. So
// "Иван" and "IVAN" are one, and "Müller" and "muller". Fold(Fold(s)) is
// Fold(s); text that is folded already is returned as it is.
func Fold(s string) string {
	if isFolded(s) {
		return s
	}
	f := folder{out: make([]byte, 0, len(s)+len(s)/4)}
	for i, r := range s {
		f.rune(r, s[i:])
	}
	return string(f.out)
}

// Apart stands before and after the folded text in a Key.
const Apart = "\x1f"

// Key returns s for a column that a list is sorted by and looked up in: first
// as its own alphabet orders it, Latin before Cyrillic, then, if that differs,
// folded between two Apart, so that it is found from any script.
func Key(s string) string {
	folded := Fold(s)
	if isFolded(s) {
		return folded
	}
	f := folder{out: make([]byte, 0, len(s)), own: true}
	for i, r := range s {
		f.rune(r, s[i:])
	}
	if own := string(f.out); own != folded {
		return own + Apart + folded + Apart
	}
	return folded
}

// isFolded tells whether s is plain lower-case ASCII with single spaces.
func isFolded(s string) bool {
	space := true // one in front would have to go
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf || c < ' ' || c == 0x7f || 'A' <= c && c <= 'Z' || c == ' ' && space {
			return false
		}
		space = c == ' '
	}
	return s == "" || !space
}

// folder collects folded text; a space waits until something follows it.
type folder struct {
	out   []byte
	space bool
	own   bool // Cyrillic stays Cyrillic
}

// rune folds r; rest is the text from r on, for the letters whose sound
// depends on the next one.
func (f *folder) rune(r rune, rest string) {
	switch {
	case r < utf8.RuneSelf:
		f.ascii(byte(r))
	case r == utf8.RuneError:
	case unicode.IsSpace(r):
		f.space = true
	case unicode.IsControl(r):
		f.space = true
	case unicode.Is(unicode.Cf, r): // invisible: joiners, direction marks
	default:
		f.letter(unicode.ToLower(r), rest)
	}
}

func (f *folder) ascii(c byte) {
	switch {
	case c <= ' ' || c == 0x7f:
		f.space = true
	case 'A' <= c && c <= 'Z':
		f.add(c + 'a' - 'A')
	default:
		f.add(c)
	}
}

func (f *folder) add(c ...byte) {
	if f.space && len(f.out) > 0 {
		f.out = append(f.out, ' ')
	}
	f.space = false
	f.out = append(f.out, c...)
}

func (f *folder) letter(r rune, rest string) {
	if f.own && unicode.Is(unicode.Cyrillic, r) {
		f.cyrillic(r)
		return
	}
	if r == 'ь' {
		if next, _ := utf8.DecodeRuneInString(strings.TrimPrefix(strings.ToLower(firstTwo(rest)), "ь")); next == 'о' {
			f.add('y')
		}
		return
	}
	if latin, ok := latinOf(r); ok {
		if latin != "" {
			f.add([]byte(latin)...)
		}
		return
	}
	if unicode.Is(unicode.Mn, r) {
		return
	}
	var b [utf8.UTFMax]byte
	n := utf8.EncodeRune(b[:], r)
	parts := norm.NFKD.Properties(b[:n]).Decomposition()
	if parts == nil {
		f.add(b[:n]...)
		return
	}
	for i, part := range string(parts) {
		f.rune(part, string(parts[i:]))
	}
}

// cyrillic keeps a letter, without the marks that do not make it another one.
func (f *folder) cyrillic(r rune) {
	switch r {
	case 'ѝ':
		r = 'и'
	case 'ѐ', 'ё':
		r = 'е'
	}
	f.add(utf8.AppendRune(nil, r)...)
}

// firstTwo returns the first two letters of s.
func firstTwo(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	_, m := utf8.DecodeRuneInString(s[n:])
	return s[:n+m]
}
