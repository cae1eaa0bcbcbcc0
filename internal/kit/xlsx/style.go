package xlsx

import "strings"

// format is what a cell's number stands for.
type format int

const (
	number format = iota
	date
	clock
	dateAndClock
	padded // padded+n: a whole number of at least n digits
)

// readStyles learns which styles show dates.
func (b *Workbook) readStyles(name string) ([]format, error) {
	codes := map[string]format{}
	var styles []format
	inside := ""
	err := b.each(name, func(t *tokens) error {
		switch {
		case t.is("cellXfs"), t.is("cellStyleXfs"), t.is("dxfs"):
			inside = string(t.name)
		case t.is("numFmt") && inside != "dxfs":
			codes[string(t.attr("numFmtId"))] = formatOf(t.attrText("formatCode"))
		case t.is("xf") && inside == "cellXfs":
			id := string(t.attr("numFmtId"))
			f, own := codes[id]
			if !own {
				f = builtIn(id)
			}
			styles = append(styles, f)
		}
		return nil
	})
	return styles, err
}

// builtIn is what the formats stand for that every program knows by number.
func builtIn(id string) format {
	if len(id) != 2 {
		return number
	}
	switch n := int(id[0]-'0')*10 + int(id[1]-'0'); {
	case n >= 14 && n <= 17, n >= 27 && n <= 31, n == 36, n >= 50 && n <= 54, n >= 57 && n <= 58:
		return date
	case n >= 18 && n <= 21, n >= 32 && n <= 35, n >= 45 && n <= 47, n == 55, n == 56:
		return clock
	case n == 22:
		return dateAndClock
	}
	return number
}

// formatOf reads a format code: "dd.mm.yyyy г." is a date, "00000" a number
// with zeros in front.
func formatOf(code string) format {
	code, _, _ = strings.Cut(code, ";")
	letters := formatLetters(code)
	if len(letters) > 1 && strings.Trim(letters, "0") == "" && letters == code {
		return padded + format(min(len(letters), 30))
	}
	days := strings.ContainsAny(letters, "dy")
	hours := strings.ContainsAny(letters, "hs")
	switch {
	case days && hours:
		return dateAndClock
	case days:
		return date
	case hours:
		return clock
	case strings.Contains(letters, "mmm"):
		return date
	}
	return number
}

// formatLetters leaves out what a format code only shows: quoted text, escaped
// characters, colours and languages in brackets.
func formatLetters(code string) string {
	code = strings.ToLower(code)
	if strings.HasPrefix(code, "general") {
		return ""
	}
	var out []byte
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '\\', '_', '*':
			i++
		case '"':
			if n := strings.IndexByte(code[i+1:], '"'); n >= 0 {
				i += n + 1
			}
		case '[':
			n := strings.IndexByte(code[i:], ']')
			if n < 0 {
				continue
			}
			if inside := code[i+1 : i+n]; inside != "" && strings.Trim(inside, inside[:1]) == "" && strings.Contains("hms", inside[:1]) {
				out = append(out, inside...) // hours beyond 24
			}
			i += n
		default:
			out = append(out, c)
		}
	}
	return string(out)
}
