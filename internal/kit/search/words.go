package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// What one record may weigh in the index, and what one query may ask.
const (
	maxText  = 16 << 10 // bytes of folded text
	maxQuery = 200      // bytes of folded query
	maxWords = 8        // words of a query
	minPhone = 5        // digits that make a number of digits a phone
)

// wordsOf splits folded text at everything that is neither letter, mark nor
// digit; an apostrophe inside a word is dropped: O'Brien is one word.
func wordsOf(folded string) []string {
	folded = strings.ReplaceAll(folded, "'", "")
	return strings.FieldsFunc(folded, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
}

// Words returns the words of a query, folded: for lists that have no index.
func Words(query string) []string { return wordsOf(Fold(query)) }

// digitsOf returns the digits of a text that consists of digits and what
// people write between them in phone numbers; "" for every other text.
func digitsOf(folded string) string {
	var b strings.Builder
	for _, r := range folded {
		switch {
		case '0' <= r && r <= '9':
			b.WriteRune(r)
		case !strings.ContainsRune(" +-/.()", r):
			return ""
		}
	}
	return b.String()
}

// Phone returns the digits to look for when somebody types a phone number:
// without the prefixes + and 00 and without the trunk zero, so that
// 0888 123 456, +359 888 123 456 and 888123456 can find each other at their
// ends. It is "" when the text is no number of at least 3 digits.
func Phone(query string) string {
	digits := digitsOf(Fold(query))
	if bare := strings.TrimPrefix(digits, "00"); len(bare) < len(digits) && len(bare) >= minPhone {
		return bare
	}
	if bare := strings.TrimPrefix(digits, "0"); len(bare) >= 3 {
		return bare
	}
	if len(digits) >= 3 {
		return digits
	}
	return ""
}

// document returns the text that is indexed: every different word once, behind
// two spaces, with its loose spelling if that differs.
func document(texts []string) string {
	var b strings.Builder
	add := func(word string) {
		if b.Len()+len(word) < maxText && !contains(b.String(), word) {
			b.WriteString("  ")
			b.WriteString(word)
		}
	}
	for _, text := range texts {
		folded := Fold(text)
		if digits := digitsOf(folded); len(digits) >= minPhone {
			add(digits)
			continue
		}
		for _, word := range wordsOf(folded) {
			add(word)
			if loose := loosen(word); loose != word {
				add(loose)
			}
		}
	}
	return b.String()
}

// contains tells whether word, or a longer one that begins with it, is in doc.
func contains(doc, word string) bool { return strings.Contains(doc, " "+word) }

// Loose returns a folded word in one spelling for what Latin writes in several
// ways, so that Mariya, whom Cyrillic gave her name, is Maria.
func Loose(word string) string { return loosen(word) }

// loosen returns one spelling for what Latin writes in several ways: Yuliya,
// Julia; Viktor, Victor; Aleksandar, Alexandar; Sofiya, Sophia.
func loosen(word string) string {
	if !strings.ContainsAny(word, "yjcwxh") && !strings.Contains(word, "ii") {
		return word
	}
	out := make([]byte, 0, len(word)+2)
	for i := range len(word) {
		out = looseByte(out, word, i)
	}
	return string(out)
}

func looseByte(out []byte, word string, i int) []byte {
	switch c := word[i]; {
	case c == 'y', c == 'j', c == 'i':
		if after(out, 'i') {
			return out
		}
		return append(out, 'i')
	case c == 'w':
		return append(out, 'v')
	case c == 'x':
		return append(out, "ks"...)
	case c == 'h' && after(out, 'p'):
		return append(out[:len(out)-1], 'f')
	case c == 'h' && after(out, 'k') && word[i-1] == 'k':
		return append(out[:len(out)-1], 'h')
	case c == 'c' && hard(word[i+1:]):
		return append(out, 'k')
	case c == 'k' && i > 0 && word[i-1] == 'c':
		return out
	default:
		return append(out, c)
	}
}

func after(out []byte, c byte) bool { return len(out) > 0 && out[len(out)-1] == c }

// hard tells whether a c before rest sounds like k.
func hard(rest string) bool {
	return rest == "" || !strings.ContainsRune("heiyz", rune(rest[0]))
}

// term is one word of a query: a record has it when its document holds any of
// the patterns.
type term []string

// termsOf returns what must all be found for a query; none when the query has
// no letter or digit.
func termsOf(query string) []term {
	folded := Fold(query)
	if len(folded) > maxQuery {
		folded = strings.ToValidUTF8(folded[:maxQuery], "")
	}
	if digits := Phone(folded); digits != "" {
		return []term{{digits}}
	}
	var all []term
	for _, word := range wordsOf(folded) {
		if len(all) == maxWords {
			break
		}
		t := term{pattern(word)}
		if loose := loosen(word); loose != word {
			t = append(t, pattern(loose))
		}
		all = append(all, t)
	}
	return all
}

// pattern is what to look for in a document: a word of one or two letters only
// where a word begins, a longer one anywhere.
func pattern(word string) string {
	switch utf8.RuneCountInString(word) {
	case 1:
		return "  " + word
	case 2:
		return " " + word
	}
	return word
}

// grams returns groups of three letters that cover a pattern.
func grams(pattern string) []string {
	letters := []rune(pattern)
	last := len(letters) - 3
	var all []string
	for i := 0; i < last; i += 2 {
		all = append(all, string(letters[i:i+3]))
	}
	return append(all, string(letters[last:]))
}
