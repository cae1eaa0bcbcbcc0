package upload

import (
	"context"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"kontor/internal/kit/i18n"
)

// MaxName is how many characters the name of a file may have.
const MaxName = 150

// cleanName returns a name that no system stumbles over, with the ending that
// belongs to what the file holds.
func cleanName(ctx context.Context, name string, k kind) string {
	name = Clean(name)
	ending := ""
	for _, e := range k.endings() {
		if strings.HasSuffix(strings.ToLower(name), e) {
			ending = name[len(name)-len(e):]
		}
	}
	stem := strings.TrimRight(strings.TrimSuffix(name, ending), ". ")
	if stem == "" {
		stem, ending = i18n.T(ctx, "File"), ""
	}
	if ending == "" {
		if known := path.Ext(stem); k.picture() && sniffable(known) {
			stem = strings.TrimSuffix(stem, known) // a picture that became one of another kind
		}
		ending = k.endings()[0]
	}
	return cut(stem, MaxName-len(ending)) + ending
}

// sniffable tells endings of pictures.
func sniffable(ending string) bool {
	switch strings.ToLower(ending) {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp":
		return true
	}
	return false
}

// Clean returns the name without folders, without signs that cannot be seen or
// turn the reading around, and without those that systems do not allow.
func Clean(name string) string {
	name = strings.ToValidUTF8(strings.ReplaceAll(name, `\`, "/"), "")
	name = norm.NFC.String(name[strings.LastIndexByte(name, '/')+1:])
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r) || strings.ContainsRune(`<>:"|?*`, r):
			return -1
		}
		return r
	}, name)
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	if reserved(name) {
		name = "_" + name
	}
	return cut(name, MaxName)
}

// reserved tells names that Windows keeps for devices.
func reserved(name string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	switch stem {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(stem) == 4 && (strings.HasPrefix(stem, "COM") || strings.HasPrefix(stem, "LPT")) && stem[3] >= '0' && stem[3] <= '9'
}

func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return strings.TrimRight(string([]rune(s)[:most]), ". ")
}

// Rename returns the name that somebody gave a file, clean and with the ending
// it must have; empty if nothing is left of it.
func Rename(name, ending string) string {
	name = Clean(name)
	if strings.HasSuffix(strings.ToLower(name), strings.ToLower(ending)) {
		name = name[:len(name)-len(ending)]
	}
	if name = cut(strings.TrimRight(name, ". "), MaxName-len(ending)); name == "" {
		return ""
	}
	return name + ending
}
