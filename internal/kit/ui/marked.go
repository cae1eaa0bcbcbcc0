package ui

import (
	"strings"
	"unicode/utf8"
)

// split cuts text around the first occurrence of match, ignoring case; hit is empty when there is none.
func split(text, match string) (before, hit, after string) {
	if match == "" {
		return text, "", ""
	}
	letters := utf8.RuneCountInString(match)
	for at := range text {
		end := at
		for n := 0; n < letters && end < len(text); n++ {
			_, size := utf8.DecodeRuneInString(text[end:])
			end += size
		}
		if strings.EqualFold(text[at:end], match) {
			return text[:at], text[at:end], text[end:]
		}
	}
	return text, "", ""
}
