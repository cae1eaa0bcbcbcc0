// Package vat knows how the VAT numbers of European countries are written. It
// asks no register: a number that is well written may still belong to nobody.
package vat

import (
	"context"
	"strings"

	"kontor/internal/kit/i18n"
)

// Check returns the number as it is printed (capitals, the country's letters
// in front, no spaces) and what is wrong with it, in the reader's language;
// the problem is "" for a number that is fine and for one that is empty.
// Numbers of countries whose form is not known here pass if they are plain.
func Check(ctx context.Context, country, number string) (clean, problem string) {
	clean = strings.ToUpper(strings.Map(squeeze, number))
	if clean == "" {
		return "", ""
	}
	f, known := forms[country]
	if !known {
		if len(clean) > 20 || strings.Trim(clean, alphanumeric) != "" {
			return clean, i18n.T(ctx, "Use letters and digits only, 20 at most.")
		}
		return clean, ""
	}
	body := strings.TrimPrefix(clean, f.prefix)
	// A body may itself begin with the prefix, as French keys do.
	if !f.fits(body) && f.fits(clean) {
		body = clean
	}
	if f.fits(body) {
		return f.prefix + body, ""
	}
	return clean, f.problem(ctx, body)
}

const alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

func squeeze(r rune) rune {
	if strings.ContainsRune(" .-/\u00a0\t\r\n", r) {
		return -1
	}
	return r
}

// form says how the numbers of a country look behind the prefix: 9 stands for
// a digit, A for a letter, X for either; any other sign for itself.
type form struct {
	prefix   string
	patterns []string
	example  string
}

func (f form) fits(body string) bool {
	for _, p := range f.patterns {
		if fits(p, body) {
			return true
		}
	}
	return false
}

func fits(pattern, body string) bool {
	if len(pattern) != len(body) {
		return false
	}
	for i := range len(pattern) {
		if !fitsSign(pattern[i], body[i]) {
			return false
		}
	}
	return true
}

func fitsSign(sign, c byte) bool {
	digit, letter := c >= '0' && c <= '9', c >= 'A' && c <= 'Z'
	switch sign {
	case '9':
		return digit
	case 'A':
		return letter
	case 'X':
		return digit || letter
	}
	return sign == c
}

// problem says what is missing or too much. Only forms of digits alone can be
// counted; for the others an example says it best.
func (f form) problem(ctx context.Context, body string) string {
	lengths, counted := f.lengths()
	if !counted {
		return i18n.T(ctx, "This is not how VAT numbers of this country look: %s is one.", f.example)
	}
	rule := i18n.T(ctx, "%s and %s digits", f.prefix, or(ctx, lengths))
	if strings.Trim(body, "0123456789") != "" || body == "" {
		return i18n.T(ctx, "Write it as %s", rule)
	}
	if missing := lengths[0] - len(body); missing > 0 {
		return i18n.N(ctx, "One digit is missing: %[2]s", "%[1]s digits are missing: %[2]s", missing, rule)
	}
	if extra := len(body) - lengths[len(lengths)-1]; extra > 0 {
		return i18n.N(ctx, "One digit too many: %[2]s", "%[1]s digits too many: %[2]s", extra, rule)
	}
	return i18n.T(ctx, "Write it as %s", rule)
}

// lengths are the numbers of digits the patterns allow, if they are only
// digits.
func (f form) lengths() (all []int, counted bool) {
	for _, p := range f.patterns {
		if strings.Trim(p, "9") != "" {
			return nil, false
		}
		all = append(all, len(p))
	}
	return all, true
}

func or(ctx context.Context, numbers []int) string {
	var b strings.Builder
	for i, n := range numbers {
		switch {
		case i > 0 && i == len(numbers)-1:
			b.WriteString(" " + i18n.T(ctx, "or") + " ")
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(i18n.Int(ctx, int64(n)))
	}
	return b.String()
}
