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

func eikCheck(b string) int {
	c := weighted(b, 1, 2, 3, 4, 5, 6, 7, 8) % 11
	if c == 10 {
		c = weighted(b, 3, 4, 5, 6, 7, 8, 9, 10) % 11 % 10
	}
	return c
}

func bulgarianNumbers(r *rand.Rand) (vat, registration string) {
	eik := checked(r, "2%######", eikCheck)
	return "BG" + eik, eik
}

func germanCheck(b string) int {
	p := 10
	for i := range len(b) {
		s := (int(b[i]-'0') + p) % 10
		if s == 0 {
			s = 10
		}
		p = 2 * s % 11
	}
	return (11 - p) % 10
}

func germanNumbers(r *rand.Rand) (vat, registration string) {
	return "DE" + checked(r, "%#######", germanCheck), "HRB " + digits(r, "%####")
}

func austrianCheck(b string) int {
	sum := 4
	for i := range len(b) {
		d := int(b[i] - '0')
		if i%2 == 1 {
			d = d/5 + 2*d%10
		}
		sum += d
	}
	return (10 - sum%10) % 10
}

func austrianNumbers(r *rand.Rand) (vat, registration string) {
	return "ATU" + checked(r, "%######", austrianCheck), "FN " + digits(r, "%#####") + string("abdfghikmpstvwxyz"[r.IntN(17)])
}

// frenchKey is the two digits between the country and the number of a firm.
func frenchKey(siren string) string {
	n := 0
	for i := range len(siren) {
		n = (n*10 + int(siren[i]-'0')) % 97
	}
	return fmt.Sprintf("%02d", (12+3*n)%97)
}

func frenchNumbers(r *rand.Rand) (vat, registration string) {
	siren := checked(r, "%#######", luhn)
	return "FR" + frenchKey(siren) + siren, siren
}

func polishCheck(b string) int { return weighted(b, 6, 5, 7, 2, 3, 4, 5, 6, 7) % 11 }

func polishNumbers(r *rand.Rand) (vat, registration string) {
	return "PL" + checked(r, "%########", polishCheck), "0000" + digits(r, "%#####")
}

func czechCheck(b string) int { return (11 - weighted(b, 8, 7, 6, 5, 4, 3, 2)%11) % 10 }

func czechNumbers(r *rand.Rand) (vat, registration string) {
	ico := checked(r, "%######", czechCheck)
	return "CZ" + ico, ico
}

func romanianCheck(b string) int { return weighted(b, 3, 2, 1, 7, 5, 3, 2) * 10 % 11 % 10 }

func romanianNumbers(r *rand.Rand) (vat, registration string) {
	return "RO" + checked(r, "%######", romanianCheck), fmt.Sprintf("J%02d/%s/%d", 1+r.IntN(40), digits(r, "%###"), 1998+r.IntN(26))
}

func italianNumbers(r *rand.Rand) (vat, registration string) {
	province := fmt.Sprintf("%03d", 1+r.IntN(100))
	return "IT" + checked(r, "0%#####"+province, luhn), "REA " + pick(r, words("MI TO BO VR BG PD MO RM")) + "-" + digits(r, "%######")
}

func dutchCheck(b string) int { return weighted(b, 9, 8, 7, 6, 5, 4, 3, 2) % 11 }

func dutchNumbers(r *rand.Rand) (vat, registration string) {
	return "NL" + checked(r, "8#######", dutchCheck) + "B01", digits(r, "%#######")
}

func swedishNumbers(r *rand.Rand) (vat, registration string) {
	n := checked(r, "556######", luhn)
	return "SE" + n + "01", n[:6] + "-" + n[6:]
}

func norwegianCheck(b string) int { return (11 - weighted(b, 3, 2, 7, 6, 5, 4, 3, 2)%11) % 11 }

func norwegianNumbers(r *rand.Rand) (vat, registration string) {
	n := checked(r, "9#######", norwegianCheck)
	return "NO" + n + "MVA", n
}

func danishCheck(b string) int { return (11 - weighted(b, 2, 7, 6, 5, 4, 3, 2)%11) % 11 }

func danishNumbers(r *rand.Rand) (vat, registration string) {
	n := checked(r, "%######", danishCheck)
	return "DK" + n, n
}

func finnishCheck(b string) int { return (11 - weighted(b, 7, 9, 10, 5, 8, 4, 2)%11) % 11 }

func finnishNumbers(r *rand.Rand) (vat, registration string) {
	n := checked(r, "%######", finnishCheck)
	return "FI" + n, n[:7] + "-" + n[7:]
}

func portugueseCheck(b string) int {
	if c := 11 - weighted(b, 9, 8, 7, 6, 5, 4, 3, 2)%11; c < 10 {
		return c
	}
	return 0
}

func portugueseNumbers(r *rand.Rand) (vat, registration string) {
	n := checked(r, "5#######", portugueseCheck)
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
