package mutate

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// raw is text that stands in a body as it is.
type raw string

var hostileTexts = []string{
	"", " ", "\x00", "a\x00b", "'", `"`, "' OR 1=1 --", "%", "_", `\`, "../../etc/passwd", "<script>alert(1)</script>", "{{7*7}}", "${7*7}", "=1+1", "@SUM(1)", "null", "true", "-1", "0", "1e999", "NaN",
	"9223372036854775808", "-9223372036854775809", "0x10", "١٢٣", "ﬃ", "а́", "\u202egnp.exe", "🏴\u200d☠\ufe0f", "\ufeff", "\u2028", "\ud7ff", "İ", "ß", "2026-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "-0001-01-01",
	"2026-11-29T25:00:00Z", "24:00", "last.999999999999d", "between:1", "gt:", "any(", ")", strings.Repeat("(", 200), strings.Repeat("я", 300), strings.Repeat("a", 5000), "a@b", "@", "http://[::1", "javascript:alert(1)", "+359", "BGN", "ZZZ", "me",
}

var hostileValues = []any{
	nil, true, false, 0, -1, 1, 1 << 31, raw("9223372036854775807"), raw("9223372036854775808"), raw("-9223372036854775808"), raw("1e308"), raw("1e400"), raw("0.1"), raw("-0"), raw("1E-400"), raw("00"),
	raw("[]"), raw("{}"), raw("[null]"), raw("[[[]]]"), raw(`{"":null}`), raw(`{"amount":"1","currency":"XXX"}`), raw(`{"amount":"1e9","currency":"EUR"}`),
	raw(`{"amount":"-99999999999999999999","currency":"EUR"}`), raw(`{"amount":1}`), raw(`"\ud800"`), raw(`"\u0000"`), raw("\"\xff\""), raw(`"\x"`),
}

var files = [][]byte{
	nil, []byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"), []byte("GIF89a\xff\xff\xff\xff"), []byte("%PDF-1.4\n%%EOF"), []byte("PK\x03\x04"),
	[]byte("\x89PNG\r\n\x1a\n"), []byte("First name,E-mail\nAnna,anna@x.example\n"), []byte("Name;Phone\n\"a"), []byte("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna\r\nEND:VCARD\r\n"), []byte("BEGIN:VCARD\r\n"), []byte("\xff\xfea\x00,\x00"),
	[]byte(strings.Repeat(",", 5000)), []byte(strings.Repeat("a\n", 3000)), []byte("\x00\x01\x02"), []byte("<svg onload=x>"), []byte("plain text"),
}

var words = []string{"Иван", "Tundzha Metals", "O'Brien & Sons", "a", "Петрова-Стоянова", "email", "2026-11-29", "EUR", "contacts", "q=x", "12.50"}

// value is a value that the schema allows.
func (m *Maker) value(name string, s *Schema, depth int) any {
	s = m.doc.resolve(s)
	switch {
	case len(s.Enum) > 0:
		return pick(m, s.Enum)
	case len(s.Examples) > 0 && m.one(2) && s.kind() == "string":
		return pick(m, s.Examples)
	case depth > 6:
		return nil
	}
	switch s.kind() {
	case "object":
		return m.object(s, depth)
	case "array":
		all := []any{}
		for range m.dice.IntN(3) {
			all = append(all, m.value(strings.TrimSuffix(name, "s"), s.Items, depth+1))
		}
		return all
	case "boolean":
		return m.one(2)
	case "integer", "number":
		return m.number(s)
	case "string":
		return m.word(name, s)
	}
	return pick(m, []any{nil, "x", 1, map[string]any{"amount": "12.50", "currency": "EUR"}})
}

func (m *Maker) object(s *Schema, depth int) any {
	all := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		if slices.Contains(s.Required, name) || m.one(6) {
			all[name] = m.value(name, s.Properties[name], depth+1)
		}
	}
	return all
}

func (m *Maker) number(s *Schema) any {
	low, high := 0.0, 1000.0
	if s.Minimum != nil {
		low = *s.Minimum
	}
	if s.Maximum != nil {
		high = *s.Maximum
	}
	return int64(low) + m.dice.Int64N(max(1, int64(high-low)+1))
}

func (m *Maker) word(name string, s *Schema) any {
	switch {
	case s.Format == "date" || strings.HasSuffix(name, "_date") || name == "from" || name == "to" || name == "birthday":
		return pick(m, []string{"2026-11-29", "2024-02-29", "1970-01-01"})
	case s.Format == "date-time" || strings.HasSuffix(name, "_at"):
		return pick(m, []string{"2026-11-29T10:00:00Z", "2026-03-29T02:30:00+02:00"})
	case s.Format == "uuid" || strings.HasSuffix(name, "id") || name == "owner":
		return m.idNamed(name)
	case strings.Contains(name, "email"):
		return pick(m, []string{"anna@x.example", "ANNA@X.EXAMPLE"})
	case name == "amount":
		return pick(m, []string{"12.50", "0", "-1.00", "99999999.99"})
	case name == "currency":
		return "EUR"
	}
	text := pick(m, words)
	if s.MaxLength > 0 && len(text) > s.MaxLength {
		return text[:0]
	}
	return text
}

// harm changes one place of a value.
func (m *Maker) harm(v any) any {
	switch t := v.(type) {
	case map[string]any:
		names := slices.Sorted(maps.Keys(t))
		if len(names) == 0 || m.one(6) {
			t[pick(m, append([]string{"id", "workspace_id", "version", "deleted_at", "custom"}, hostileTexts...))] = m.bad()
			return t
		}
		name := pick(m, names)
		if m.one(8) {
			delete(t, name)
			return t
		}
		t[name] = m.harm(t[name])
		return t
	case []any:
		if len(t) == 0 || m.one(3) {
			return slices.Repeat([]any{m.bad()}, pick(m, []int{1, 2, 30}))
		}
		at := m.dice.IntN(len(t))
		t[at] = m.harm(t[at])
		return t
	}
	return m.bad()
}

func (m *Maker) bad() any {
	if m.one(2) {
		return pick(m, hostileTexts)
	}
	return pick(m, hostileValues)
}

// encode writes JSON that may be none: raw stands as it is.
func encode(v any) []byte {
	var b bytes.Buffer
	write(&b, v)
	return b.Bytes()
}

func write(b *bytes.Buffer, v any) {
	switch t := v.(type) {
	case raw:
		b.WriteString(string(t))
	case map[string]any:
		b.WriteByte('{')
		for i, name := range slices.Sorted(maps.Keys(t)) {
			if i > 0 {
				b.WriteByte(',')
			}
			write(b, name)
			b.WriteByte(':')
			write(b, t[name])
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for i, one := range t {
			if i > 0 {
				b.WriteByte(',')
			}
			write(b, one)
		}
		b.WriteByte(']')
	default:
		text, err := json.Marshal(v)
		if err != nil {
			text = []byte("null")
		}
		b.Write(text)
	}
}
