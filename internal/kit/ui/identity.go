package ui

import (
	"hash/fnv"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"kontor/internal/kit/web"
)

// Initials returns the first letters of the first two words of a name, in capitals and in the name's own script.
func Initials(name string) string {
	var initials strings.Builder
	for word := range strings.FieldsSeq(name) {
		first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(word, notLetter))
		if first == utf8.RuneError {
			continue
		}
		initials.WriteRune(unicode.ToUpper(first))
		if utf8.RuneCountInString(initials.String()) == 2 {
			break
		}
	}
	return initials.String()
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// Hue picks one of the nine hues (1–9) for a name or an id; the same key always gets the same hue.
func Hue(key string) int {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(key))
	return int(sum.Sum32()%9) + 1
}

// hueOf is the hue asked for, or the one that belongs to the name.
func hueOf(hue int, name string) int {
	if hue > 0 {
		return hue
	}
	return Hue(name)
}

// ThemeFrom returns the theme this browser chose: "light", "dark", or "" to follow the system.
func ThemeFrom(r *http.Request) string {
	cookie, err := r.Cookie(web.HostCookieName(web.ClientOf(r.Context()).Secure, "theme"))
	if err != nil || (cookie.Value != "light" && cookie.Value != "dark") {
		return ""
	}
	return cookie.Value
}
