// Package money owns amounts: how many decimals a currency has, and how an
// amount is read and written.
package money

import (
	"math/big"
	"strings"

	"golang.org/x/text/currency"
)

// Digits returns how many decimals a currency (ISO 4217) has; ok is false if
// it is none.
func Digits(code string) (digits int, ok bool) {
	unit, err := currency.ParseISO(code)
	if err != nil {
		return 0, false
	}
	digits, _ = currency.Standard.Rounding(unit)
	return digits, true
}

// Format writes minor units as text with a decimal point.
func Format(minor int64, digits int) string {
	r := new(big.Rat).SetFrac(big.NewInt(minor), pow10(digits))
	return r.FloatString(digits)
}

func pow10(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// Parse reads an amount or a number as people write it, 851 802,60 or
// 851,802.60, as minor units; ok is false if it is none, or finer than digits.
func Parse(s string, digits int) (minor int64, ok bool) {
	plain, ok := plainAmount(s, digits)
	if !ok {
		return 0, false
	}
	r, ok := new(big.Rat).SetString(plain)
	if !ok {
		return 0, false
	}
	r.Mul(r, new(big.Rat).SetInt(pow10(digits)))
	if !r.IsInt() || !r.Num().IsInt64() {
		return 0, false
	}
	return r.Num().Int64(), true
}

// plainAmount drops what groups digits and makes the decimal mark a point. A
// single mark before exactly three digits groups when the amount would else be
// finer than its currency: 851,802 is a whole number of euros.
func plainAmount(s string, digits int) (string, bool) {
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", "’", "", "−", "-").Replace(strings.TrimSpace(s))
	if strings.Trim(s, "-0123456789.,") != "" {
		return "", false
	}
	point := strings.LastIndexAny(s, ".,")
	if point < 0 {
		return s, true
	}
	mark, other := s[point:point+1], "."
	if mark == "." {
		other = ","
	}
	grouping := strings.Count(s, mark) > 1 || !strings.Contains(s, other) && len(s)-point-1 == 3 && digits < 3
	if grouping {
		return ungroup(s, mark)
	}
	whole, ok := ungroup(s[:point], other)
	return whole + "." + s[point+1:], ok
}

// ungroup joins groups of three digits; ok is false if they are others.
func ungroup(s, mark string) (string, bool) {
	groups := strings.Split(s, mark)
	for _, g := range groups[1:] {
		if len(g) != 3 || strings.ContainsAny(g, ".,-") {
			return "", false
		}
	}
	return strings.Join(groups, ""), groups[0] != "" || len(groups) == 1
}
