// Package email knows what an e-mail address looks like.
package email

import (
	"net/mail"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// Valid tells whether s alone is an address on the internet; names and domains
// in any script are.
func Valid(s string) bool {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || a.Name != "" || strings.ContainsFunc(s, unicode.IsSpace) {
		return false
	}
	domain := s[strings.LastIndexByte(s, '@')+1:]
	ascii, err := idna.Lookup.ToASCII(domain)
	return err == nil && strings.Contains(strings.Trim(ascii, "."), ".") && !strings.HasPrefix(ascii, "[")
}
