// Package phone reads telephone numbers as people type them. The number as typed is the caller's to keep; this package
// gives its international form (E.164), the digits it is searched by, and the way it is shown.
package phone

import (
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

const longest = 100 // no number written by a person is longer

// E164 is the number in international form, such as "+359888123456", read as somebody in the country (ISO 3166-1
// alpha-2) would dial it; empty if it cannot be a telephone number there. An extension is not part of it.
func E164(text, country string) string {
	n := parse(text, country)
	if n == nil {
		return ""
	}
	e := phonenumbers.Format(n, phonenumbers.E164)
	if phonenumbers.IsValidNumber(n) {
		return e
	}
	// In a number nobody has, a dialling prefix may be taken for a part of it and dropped when that is read again.
	for range 4 {
		if n = parse(e, country); n == nil {
			return ""
		}
		again := phonenumbers.Format(n, phonenumbers.E164)
		if again == e {
			return e
		}
		e = again
	}
	return ""
}

func parse(text, country string) *phonenumbers.PhoneNumber {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > longest {
		return nil
	}
	n, err := phonenumbers.Parse(withPlus(text), strings.ToUpper(country))
	if err != nil || !phonenumbers.IsPossibleNumber(n) {
		return nil
	}
	return n
}

// withPlus writes the prefix 00, which most of the world dials, as a plus.
func withPlus(text string) string {
	if rest, ok := strings.CutPrefix(text, "00"); ok && len(rest) > 0 && rest[0] != '0' {
		return "+" + rest
	}
	return text
}

// Digits is what a number is searched by: its digits without the zeros dialled in front, so that 0888 123 456,
// 888123456 and 00359 888 123456 all end alike. A query is found if its Digits lie within the Index of a number.
func Digits(text string) string {
	text = strings.ReplaceAll(text, "(0)", "")
	var b strings.Builder
	for _, r := range text {
		if d := digit(r); d >= 0 && (d > 0 || b.Len() > 0) {
			b.WriteByte(byte('0' + d))
		}
	}
	return b.String()
}

func digit(r rune) int {
	switch {
	case '0' <= r && r <= '9':
		return int(r - '0')
	case '０' <= r && r <= '９':
		return int(r - '０')
	case '٠' <= r && r <= '٩':
		return int(r - '٠')
	}
	return -1
}

// Read gives both at once: E164 and Index.
func Read(text, country string) (e164, index string) {
	if e164 = E164(text, country); e164 != "" {
		return e164, e164[1:]
	}
	return "", Digits(text)
}

// Index is what is stored to find a number by: the digits of its international form, or else its Digits.
func Index(text, country string) string {
	_, index := Read(text, country)
	return index
}

// Display is an E.164 number as people in the country write it: national at home, international abroad. What is no
// E.164 number comes back unchanged.
func Display(e164, country string) string {
	if !strings.HasPrefix(e164, "+") {
		return e164
	}
	n := parse(e164, "")
	if n == nil {
		return e164
	}
	if phonenumbers.GetRegionCodeForNumber(n) == strings.ToUpper(country) {
		return phonenumbers.Format(n, phonenumbers.NATIONAL)
	}
	return phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
}

// Mobile tells whether an E.164 number may be one that a single person carries; a number known to be a landline, or
// nobody's, is not.
func Mobile(e164 string) bool {
	n := parse(e164, "")
	if n == nil {
		return false
	}
	kind := phonenumbers.GetNumberType(n)
	return kind == phonenumbers.MOBILE || kind == phonenumbers.FIXED_LINE_OR_MOBILE
}

// Plausible tells whether somebody may have meant a telephone number: a few digits, and hardly any words.
func Plausible(text string) bool {
	if len(text) > longest {
		return false
	}
	digits, letters := 0, 0
	for _, r := range text {
		if digit(r) >= 0 {
			digits++
		} else if unicode.IsLetter(r) {
			letters++
		}
	}
	return digits >= 3 && letters <= digits
}
