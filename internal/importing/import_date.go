package importing

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"kontor/internal/kit/search"
	"kontor/internal/kit/xlsx"
	"kontor/internal/record"
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

// Dates reads the dates of one file.
type Dates struct {
	order    dateOrder
	serials  bool // dates may be numbers of days
	date1904 bool
}

func (i *Import) dateReader() Dates {
	return Dates{order: dateOrder(i.dateOrder()), serials: i.Format == record.FormatXLSX, date1904: i.Details.Date1904}
}

// read reads a date as it is written, or as a workbook counts days; what is
// none stays as it is.
func (d Dates) read(cell string, as func(v string, order dateOrder) (string, bool)) string {
	if d.serials && len(cell) < 6 {
		if days, err := strconv.ParseFloat(cell, 64); err == nil {
			if iso, ok := xlsx.DateText(days, d.date1904, false); ok {
				return iso
			}
		}
	}
	if iso, ok := as(cell, d.order); ok {
		return iso
	}
	return cell
}

// Birthday reads a birthday with the day first; see readBirthday.
func Birthday(v string) (iso string, ok bool) { return readBirthday(v, dayFirst) }

// readBirthday reads a birthday in any layout that address books write, and
// returns it as 1985-04-12, or --04-12 where the year is not known. A year of
// two digits lies in the last hundred years.
func readBirthday(v string, order dateOrder) (iso string, ok bool) {
	return readDate(v, order, func(year int) int {
		if year > time.Now().Year() {
			return year - 100
		}
		return year
	})
}

// readDay reads a day of our time: one without a year is none, and a year of
// two digits is one of this century.
func readDay(v string, order dateOrder) (iso string, ok bool) {
	iso, ok = readDate(v, order, func(year int) int { return year })
	return iso, ok && !strings.HasPrefix(iso, "--")
}

// readDate reads a date; century says what a year of two digits means, given
// the one of this century.
func readDate(v string, order dateOrder, century func(int) int) (iso string, ok bool) {
	v = strings.TrimSpace(v)
	if i := strings.IndexAny(v, "T "); i == 10 && v[4] == '-' {
		v = v[:10] // a time of day follows
	}
	if rest, found := strings.CutPrefix(v, "--"); found {
		return yearless(strings.Replace(rest, "-", "", 1))
	}
	if len(v) == 8 && strings.Trim(v, "0123456789") == "" {
		return dateOf(v[:4], v[4:6], v[6:], century)
	}
	if parts, _ := numericDate(v); len(parts) >= 2 {
		return fromNumbers(parts, order, century)
	}
	return fromWords(v, century)
}

func yearless(digits string) (string, bool) {
	if len(digits) != 4 || strings.Trim(digits, "0123456789") != "" {
		return "", false
	}
	return dateOf("", digits[:2], digits[2:], nil)
}

func fromNumbers(parts []string, order dateOrder, century func(int) int) (string, bool) {
	if len(parts) == 3 && len(parts[0]) == 4 {
		return dateOf(parts[0], parts[1], parts[2], century)
	}
	day, month, year := parts[0], parts[1], ""
	if order == monthFirst {
		day, month = month, day
	}
	if len(parts) == 3 {
		year = parts[2]
	}
	return dateOf(year, month, day, century)
}

// fromWords reads "12 April 1985", "April 12, 1985", "12 апр. 1985 г.".
func fromWords(v string, century func(int) int) (string, bool) {
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
	return dateOf(year, strconv.Itoa(month), day, century)
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

// dateOf puts a date together if there is such a day.
func dateOf(year, month, day string, century func(int) int) (string, bool) {
	y, m, d := 2000, intOf(month), intOf(day) // a leap year, so that 29 February has a place
	if year != "" {
		if y = intOf(year); len(year) <= 2 {
			y = century(y + time.Now().Year()/100*100)
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
