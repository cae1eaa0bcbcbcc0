package contact

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"kontor/internal/kit/search"
)

// dateOrder says which number of a date written in numbers is the day.
type dateOrder string

const (
	dayFirst   dateOrder = "dmy"
	monthFirst dateOrder = "mdy"
)

// findDateOrder looks for a number above 12 in the column. sure is false when
// no value decides, or values contradict each other.
func findDateOrder(values []string, atHome dateOrder) (order dateOrder, sure bool) {
	day, month, dots := 0, 0, 0
	for _, v := range values {
		parts, sep := numericDate(v)
		if len(parts) < 2 || len(parts[0]) == 4 {
			continue
		}
		a, _ := strconv.Atoi(parts[0])
		b, _ := strconv.Atoi(parts[1])
		switch {
		case a > 12 && b <= 12:
			day++
		case b > 12 && a <= 12:
			month++
		case sep == '.':
			dots++
		}
	}
	switch {
	case day > 0 || month > 0:
		if month > day {
			return monthFirst, day == 0
		}
		return dayFirst, month == 0
	case dots > 0:
		return dayFirst, true // nobody writes the month first with dots
	}
	return atHome, !hasNumericDate(values)
}

func hasNumericDate(values []string) bool {
	for _, v := range values {
		if parts, _ := numericDate(v); len(parts) >= 2 && len(parts[0]) < 4 {
			return true
		}
	}
	return false
}

// orderAt is how dates are written in a country where the numbers do not tell.
func orderAt(country string) dateOrder {
	if country == "US" {
		return monthFirst
	}
	return dayFirst
}

// numericDate cuts a date of numbers into them; nil if it is none.
func numericDate(v string) (parts []string, sep byte) {
	v = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(v), "г."))
	v = strings.TrimSuffix(v, ".")
	i := strings.IndexAny(v, "./-")
	if i < 1 {
		return nil, 0
	}
	sep = v[i]
	parts = strings.Split(v, string(sep))
	for j, p := range parts {
		p = strings.TrimSpace(p)
		if p == "" || len(p) > 4 || strings.Trim(p, "0123456789") != "" {
			return nil, 0
		}
		parts[j] = p
	}
	if len(parts) > 3 {
		return nil, 0
	}
	return parts, sep
}

// readDate reads a birthday in any layout that address books write, and
// returns it as 1985-04-12, or --04-12 where the year is not known.
func readDate(v string, order dateOrder) (iso string, ok bool) {
	v = strings.TrimSpace(v)
	if i := strings.IndexAny(v, "T "); i == 10 && v[4] == '-' {
		v = v[:10] // a time of day follows
	}
	if rest, found := strings.CutPrefix(v, "--"); found {
		return yearless(strings.Replace(rest, "-", "", 1))
	}
	if len(v) == 8 && strings.Trim(v, "0123456789") == "" {
		return dateOf(v[:4], v[4:6], v[6:])
	}
	if parts, _ := numericDate(v); len(parts) >= 2 {
		return fromNumbers(parts, order)
	}
	return fromWords(v)
}

func yearless(digits string) (string, bool) {
	if len(digits) != 4 || strings.Trim(digits, "0123456789") != "" {
		return "", false
	}
	return dateOf("", digits[:2], digits[2:])
}

func fromNumbers(parts []string, order dateOrder) (string, bool) {
	if len(parts) == 3 && len(parts[0]) == 4 {
		return dateOf(parts[0], parts[1], parts[2])
	}
	day, month, year := parts[0], parts[1], ""
	if order == monthFirst {
		day, month = month, day
	}
	if len(parts) == 3 {
		year = parts[2]
	}
	return dateOf(year, month, day)
}

// fromWords reads "12 April 1985", "April 12, 1985", "12 апр. 1985 г.".
func fromWords(v string) (string, bool) {
	var numbers []string
	month := 0
	for _, w := range strings.FieldsFunc(search.Fold(v), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		digits := strings.TrimRight(w, "abcdefghijklmnopqrstuvwxyz")
		switch {
		case digits != "" && len(w)-len(digits) <= 2:
			numbers = append(numbers, digits)
		case month == 0 && monthOf(w) > 0:
			month = monthOf(w)
		case w != "g" && w != "de" && w != "of":
			return "", false
		}
	}
	if month == 0 || len(numbers) == 0 || len(numbers) > 2 {
		return "", false
	}
	day, year := numbers[0], ""
	if len(numbers) == 2 {
		year = numbers[1]
		if len(day) == 4 {
			day, year = year, day
		}
	}
	return dateOf(year, strconv.Itoa(month), day)
}

// monthOf finds a month by its name, or the beginning of it, in folded
// English, German or Bulgarian.
func monthOf(word string) int {
	if len(word) < 3 {
		return 0
	}
	for i, names := range [...]string{"january januar yanuari", "february februar fevruari", "march marz mart", "april april april", "may mai mai", "june juni yuni",
		"july juli yuli", "august august avgust", "september september septemvri", "october oktober oktomvri", "november november noemvri", "december dezember dekemvri"} {
		for _, name := range strings.Fields(names) {
			if strings.HasPrefix(name, word) {
				return i + 1
			}
		}
	}
	return 0
}

// dateOf puts a date together if there is such a day. A year of two digits
// lies in the last hundred years.
func dateOf(year, month, day string) (string, bool) {
	y, m, d := 2000, intOf(month), intOf(day) // a leap year, so that 29 February has a place
	if year != "" {
		if y = intOf(year); len(year) <= 2 {
			y += time.Now().Year() / 100 * 100
			if y > time.Now().Year() {
				y -= 100
			}
		} else if len(year) == 3 {
			return "", false
		}
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d || int(t.Month()) != m || t.Year() != y {
		return "", false
	}
	// 1604 is how some address books write "no year".
	if year == "" || y == 1604 {
		return t.Format("--01-02"), true
	}
	return t.Format(time.DateOnly), true
}

func intOf(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}
