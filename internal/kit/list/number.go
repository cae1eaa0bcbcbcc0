package list

import (
	"math"
	"strconv"
	"strings"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
)

var compared = map[string]db.Expr{"gt": " > ", "gte": " >= ", "lt": " < ", "lte": " <= "}

// numbers appends comparisons of a number or an amount: 12.5, 10..50, 1000EUR.
func (b *builder) numbers(f *Field, c *Cond) *issue {
	return b.each(f, c.Op == "not", c.Values, func(v string) *issue {
		low, high, isRange := strings.Cut(v, "..")
		from, currency, ok := b.l.readNumber(f, low)
		if !ok {
			return wrong(i18n.Mark("“%s” is not a number."), clip(v))
		}
		to := from
		if isRange {
			var other string
			if to, other, ok = b.l.readNumber(f, high); !ok || other != currency || c.Op != "is" && c.Op != "not" {
				return wrong(i18n.Mark("“%s” is not a number."), clip(v))
			}
		}
		b.number(f, c.Op, from, to)
		if currency != "" {
			b.q.S(" AND ").S(f.With).S(" = ").P(currency)
		}
		return nil
	})
}

func (b *builder) number(f *Field, op string, from, to int64) {
	switch word, ok := compared[op]; {
	case ok:
		b.q.S(f.Col).S(word).P(from)
	case from == to:
		b.q.S(f.Col).S(" = ").P(from)
	default:
		b.q.S(f.Col).S(" >= ").P(from).S(" AND ").S(f.Col).S(" <= ").P(to)
	}
}

// readNumber reads a number of the field's scale, for an amount with or
// without its currency behind it.
func (l *List) readNumber(f *Field, s string) (n int64, currency string, ok bool) {
	s = strings.TrimSpace(s)
	digits := f.Digits
	if f.Kind == Money {
		if len(s) > 3 && isCurrency(s[len(s)-3:]) {
			s, currency = strings.TrimSpace(s[:len(s)-3]), strings.ToUpper(s[len(s)-3:])
		}
		if digits = minorDigits(l.sc.Currency); currency != "" {
			digits = minorDigits(currency)
		}
	}
	n, ok = readScaled(s, digits)
	return n, currency, ok
}

func isCurrency(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

// minorDigits returns how many decimals amounts of a currency have (ISO 4217).
func minorDigits(currency string) int {
	switch currency {
	case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	}
	return 2
}

// readScaled reads 1234.5 as 123450 for two digits. Spaces group digits; a
// comma is taken for the decimal point if there is no other.
func readScaled(s string, digits int) (n int64, ok bool) {
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "−", "-").Replace(s)
	if strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		s = strings.Replace(s, ",", ".", 1)
	}
	whole, rest, _ := strings.Cut(s, ".")
	rest = strings.TrimRight(rest, "0")
	if len(rest) > digits || strings.ContainsAny(rest, "+-") || strings.TrimLeft(whole, "+-") == "" && rest == "" {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+rest+strings.Repeat("0", digits-len(rest)), 10, 64)
	return n, err == nil && n != math.MinInt64
}

// appendScaled writes 123450 of two digits as 1234.50.
func appendScaled(b []byte, n int64, digits int) []byte {
	if digits == 0 {
		return strconv.AppendInt(b, n, 10)
	}
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	unit := int64(1)
	for range digits {
		unit *= 10
	}
	b = append(strconv.AppendInt(b, n/unit, 10), '.')
	rest := n % unit
	for unit /= 10; unit > 0; unit /= 10 {
		b = append(b, byte('0'+rest/unit%10))
	}
	return b
}
