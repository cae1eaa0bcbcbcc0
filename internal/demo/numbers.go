package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// The numbers below have the right form and check digits; whether a firm with
// one exists is chance.

// weighted adds up the digits of body times their weights.
func weighted(body string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += int(body[i]-'0') * w
	}
	return sum
}

// checked makes numbers from the pattern until check accepts one, and appends
// the digit it returned; a check of 10 means that no digit fits.
func checked(r *rand.Rand, pattern string, check func(body string) int) string {
	for {
		body := digits(r, pattern)
		if c := check(body); c < 10 {
			return body + string(rune('0'+c))
		}
	}
}

// luhn returns the check digit of a number of bank-card kind.
func luhn(body string) int {
	sum := 0
	for i := range len(body) {
		d := int(body[len(body)-1-i] - '0')
		if i%2 == 0 {
			d = d*2/10 + d*2%10
		}
		sum += d
	}
	return (10 - sum%10) % 10
}

func bulgarianNumbers(r *rand.Rand) (vat, registration string) {
	eik := checked(r, "2%######", func(b string) int {
		c := weighted(b, 1, 2, 3, 4, 5, 6, 7, 8) % 11
		if c == 10 {
			c = weighted(b, 3, 4, 5, 6, 7, 8, 9, 10) % 11 % 10
		}
		return c
	})
	return "BG" + eik, eik
}

func germanNumbers(r *rand.Rand) (vat, registration string) {
	n := checked(r, "%#######", func(b string) int {
		p := 10
		for i := range len(b) {
			s := (int(b[i]-'0') + p) % 10
			if s == 0 {
				s = 10
			}
			p = 2 * s % 11
		}
		return (11 - p) % 10
	})
	return "DE" + n, "HRB " + digits(r, "%####")
}

func austrianNumbers(r *rand.Rand) (vat, registration string) {
	n := checked(r, "%######", func(b string) int {
		sum := 4
		for i := range len(b) {
			d := int(b[i] - '0')
			if i%2 == 1 {
				d = d/5 + 2*d%10
			}
			sum += d
		}
		return (10 - sum%10) % 10
	})
	return "ATU" + n, "FN " + digits(r, "%#####") + string("abdfghikmpstvwxyz"[r.IntN(17)])
}

func frenchNumbers(r *rand.Rand) (vat, registration string) {
	siren := checked(r, "%#######", luhn)
	n := 0
	for i := range len(siren) {
		n = (n*10 + int(siren[i]-'0')) % 97
	}
	return fmt.Sprintf("FR%02d%s", (12+3*n)%97, siren), siren
}

func polishNumbers(r *rand.Rand) (vat, registration string) {
	nip := checked(r, "%########", func(b string) int { return weighted(b, 6, 5, 7, 2, 3, 4, 5, 6, 7) % 11 })
	return "PL" + nip, "0000" + digits(r, "%#####")
}

func czechNumbers(r *rand.Rand) (vat, registration string) {
	ico := checked(r, "%######", func(b string) int { return (11 - weighted(b, 8, 7, 6, 5, 4, 3, 2)%11) % 10 })
	return "CZ" + ico, ico
}

func romanianNumbers(r *rand.Rand) (vat, registration string) {
	cui := checked(r, "%######", func(b string) int { return weighted(b, 3, 2, 1, 7, 5, 3, 2) * 10 % 11 % 10 })
	return "RO" + cui, fmt.Sprintf("J%02d/%s/%d", 1+r.IntN(40), digits(r, "%###"), 1998+r.IntN(26))
}

func italianNumbers(r *rand.Rand) (vat, registration string) {
	province := fmt.Sprintf("%03d", 1+r.IntN(100))
	iva := checked(r, "0%#####"+province, luhn)
	return "IT" + iva, "REA " + pick(r, words("MI TO BO VR BG PD MO RM")) + "-" + digits(r, "%######")
}

func dutchNumbers(r *rand.Rand) (vat, registration string) {
	n := checked(r, "8#######", func(b string) int { return weighted(b, 9, 8, 7, 6, 5, 4, 3, 2) % 11 })
	return "NL" + n + "B01", digits(r, "%#######")
}

func swedishNumbers(r *rand.Rand) (vat, registration string) {
	n := checked(r, "556######", luhn)
	return "SE" + n + "01", n[:6] + "-" + n[6:]
}

func norwegianNumbers(r *rand.Rand) (vat, registration string) {
	n := checked(r, "9#######", func(b string) int { return (11 - weighted(b, 3, 2, 7, 6, 5, 4, 3, 2)%11) % 11 })
	return "NO" + n + "MVA", n
}

func danishNumbers(r *rand.Rand) (vat, registration string) {
	n := checked(r, "%######", func(b string) int { return (11 - weighted(b, 2, 7, 6, 5, 4, 3, 2)%11) % 11 })
	return "DK" + n, n
}

func finnishNumbers(r *rand.Rand) (vat, registration string) {
	n := checked(r, "%######", func(b string) int { return (11 - weighted(b, 7, 9, 10, 5, 8, 4, 2)%11) % 11 })
	return "FI" + n, n[:7] + "-" + n[7:]
}

func portugueseNumbers(r *rand.Rand) (vat, registration string) {
	n := checked(r, "5#######", func(b string) int {
		if c := 11 - weighted(b, 9, 8, 7, 6, 5, 4, 3, 2)%11; c < 10 {
			return c
		}
		return 0
	})
	return "PT" + n, n
}

// slug is text as part of an internet address: folded, words joined by "-".
func slug(folded string) string {
	var b strings.Builder
	for _, c := range []byte(folded) {
		switch {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			b.WriteByte(c)
		case (c == ' ' || c == '-') && b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.TrimSuffix(b.String(), "-")
}
