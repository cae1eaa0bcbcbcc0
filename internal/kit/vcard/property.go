package vcard

import (
	"io"
	"mime/quotedprintable"
	"strings"
	"unicode/utf8"

	"kontor/internal/kit/textfile"
)

// property is one logical line: group.NAME;param=value;TYPE:value.
type property struct {
	group, name string
	params      map[string]string // but TYPE; names in capitals
	types       []string          // in lower case, from TYPE= and from bare words of 2.1
	value       string
}

func parseHead(line string) property {
	colon := outside(line, ':')
	if colon < 0 {
		return property{value: line}
	}
	p := property{value: line[colon+1:], params: map[string]string{}}
	head := line[:colon]
	for first := true; head != "" || first; first = false {
		part := head
		if i := outside(head, ';'); i >= 0 {
			part, head = head[:i], head[i+1:]
		} else {
			head = ""
		}
		if first {
			p.setName(part)
		} else {
			p.addParam(part)
		}
	}
	return p
}

// outside is the place of the first c that no double quotes enclose, -1 without one.
func outside(s string, c byte) int {
	quoted := false
	for i := range len(s) {
		if s[i] == '"' {
			quoted = !quoted
		} else if s[i] == c && !quoted {
			return i
		}
	}
	return -1
}

func (p *property) setName(s string) {
	if i := strings.LastIndexByte(s, '.'); i >= 0 {
		p.group, s = strings.ToLower(strings.TrimSpace(s[:i])), s[i+1:]
	}
	p.name = strings.ToUpper(strings.TrimSpace(s))
}

func (p *property) addParam(s string) {
	name, value, named := strings.Cut(s, "=")
	name = strings.ToUpper(strings.TrimSpace(name))
	value = strings.Trim(strings.TrimSpace(value), `"`)
	switch {
	case named && name == "TYPE":
		p.addTypes(value)
	case named:
		p.params[name] = value
	case name == "QUOTED-PRINTABLE" || name == "BASE64":
		p.params["ENCODING"] = name
	default:
		p.addTypes(name)
	}
}

func (p *property) addTypes(list string) {
	for _, t := range strings.Split(list, ",") {
		if t = strings.ToLower(strings.Trim(strings.TrimSpace(t), `"`)); t != "" {
			p.types = append(p.types, t)
		}
	}
}

func (p *property) has(types ...string) bool {
	for _, t := range p.types {
		for _, want := range types {
			if t == want {
				return true
			}
		}
	}
	return false
}

func (p *property) preferred() bool {
	return p.has("pref") || p.params["PREF"] == "1"
}

func (p *property) quoted() bool {
	return strings.EqualFold(p.params["ENCODING"], "QUOTED-PRINTABLE")
}

// binary tells a property whose value is a picture, a sound or a key.
func (p *property) binary() bool {
	enc := strings.ToUpper(p.params["ENCODING"])
	switch p.name {
	case "PHOTO", "LOGO", "SOUND", "KEY":
		return true
	}
	return enc == "B" || enc == "BASE64"
}

// text is the value as UTF-8, whatever encoding and charset the property declares.
func (p *property) text() string {
	v := p.value
	if p.quoted() {
		if b, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(v))); err == nil || len(b) > 0 {
			v = string(b)
		}
	}
	if utf8.ValidString(v) {
		return v
	}
	charset := p.params["CHARSET"]
	if charset == "" || strings.EqualFold(charset, "utf-8") {
		charset = textfile.Guess([]byte(v))
	}
	if t, ok := textfile.Decode([]byte(v), strings.ToLower(strings.Replace(charset, "windows-", "cp", 1))); ok {
		return t
	}
	return v
}

// parts cuts a value at every sep that no backslash precedes, and takes the escapes off.
func parts(s string, sep byte) []string {
	var out []string
	from := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case sep:
			out = append(out, unescape(s[from:i]))
			from = i + 1
		}
	}
	return append(out, unescape(s[from:]))
}

var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n")

func unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return strings.TrimSpace(newlines.Replace(s))
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n', 'N':
			b.WriteByte('\n')
		case '\\', ',', ';', ':', '"':
			b.WriteByte(s[i])
		default:
			b.WriteByte('\\')
			b.WriteByte(s[i])
		}
	}
	return strings.TrimSpace(newlines.Replace(b.String()))
}
