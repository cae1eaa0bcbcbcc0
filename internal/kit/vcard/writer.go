package vcard

import (
	"bufio"
	"io"
	"strings"
	"unicode/utf8"
)

// Writer writes cards as vCard 3.0 or 4.0.
type Writer struct {
	w       *bufio.Writer
	version string
}

// NewWriter writes cards of the given version: "4.0", or anything else for 3.0, which every address book reads.
func NewWriter(w io.Writer, version string) *Writer {
	if version != "4.0" {
		version = "3.0"
	}
	return &Writer{w: bufio.NewWriterSize(w, 32<<10), version: version}
}

// Write writes one card; the error of any write before is returned too.
func (w *Writer) Write(c *Card) error {
	w.line("BEGIN", "", "VCARD")
	w.line("VERSION", "", w.version)
	if c.UID != "" {
		w.line("UID", "", escape(c.UID))
	}
	w.line("N", "", join(";", c.Last, c.First, c.Middle, c.Prefix, c.Suffix))
	w.line("FN", "", escape(w.fullName(c)))
	if c.Company != "" || c.Department != "" {
		w.line("ORG", "", strings.TrimSuffix(join(";", c.Company, c.Department), ";"))
	}
	w.optional("NICKNAME", c.Nickname)
	w.optional("TITLE", c.Title)
	w.optional("ROLE", c.Role)
	w.items("EMAIL", c.Emails)
	w.items("TEL", c.Phones)
	for _, a := range c.Addresses {
		w.line("ADR", w.params(a.Type, a.Preferred), ";;"+join(";", a.Street, a.City, a.Region, a.PostalCode, a.Country))
	}
	w.items("URL", c.URLs)
	w.profiles(c.Profiles)
	w.optional("BDAY", c.Birthday)
	w.optional("NOTE", c.Note)
	if len(c.Categories) > 0 {
		w.line("CATEGORIES", "", join(",", c.Categories...))
	}
	w.line("END", "", "VCARD")
	_, err := w.w.WriteString("") // a bufio.Writer keeps its first error
	return err
}

// Flush hands everything written so far to the writer below.
func (w *Writer) Flush() error { return w.w.Flush() }

func (w *Writer) fullName(c *Card) string {
	if c.FullName != "" {
		return c.FullName
	}
	if name := strings.Join(filled([]string{c.First, c.Middle, c.Last}), " "); name != "" {
		return name
	}
	if c.Company != "" {
		return c.Company
	}
	if len(c.Emails) > 0 {
		return c.Emails[0].Value
	}
	return "?"
}

func (w *Writer) optional(name, value string) {
	if value != "" {
		w.line(name, "", escape(value))
	}
}

func (w *Writer) items(name string, items []Item) {
	for _, i := range items {
		w.line(name, w.params(i.Type, i.Preferred), escape(i.Value))
	}
}

func (w *Writer) profiles(items []Item) {
	for _, i := range items {
		w.line("X-SOCIALPROFILE", w.params(i.Type, false), escape(i.Value))
	}
}

func (w *Writer) params(kind string, preferred bool) string {
	if kind == "mobile" {
		kind = "cell"
	}
	s := ""
	if kind = token(kind); kind != "" {
		s = ";TYPE=" + kind
	}
	if preferred && w.version == "4.0" {
		s += ";PREF=1"
	} else if preferred {
		s += ";TYPE=pref"
	}
	return s
}

// token keeps what may stand in a parameter without quotes.
func token(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
			return r
		}
		return -1
	}, s)
}

func join(sep string, values ...string) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = escape(v)
	}
	return strings.Join(out, sep)
}

func escape(s string) string {
	return escaper.Replace(newlines.Replace(strings.ReplaceAll(s, "\x00", "")))
}

var escaper = strings.NewReplacer(`\`, `\\`, "\n", `\n`, ",", `\,`, ";", `\;`)

const foldAt = 75

// line folds at 75 bytes, never inside a character.
func (w *Writer) line(name, params, value string) {
	s := name + params + ":" + value
	for limit := foldAt; len(s) > limit; limit = foldAt - 1 {
		cut := limit
		for cut > 1 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		w.w.WriteString(s[:cut])
		w.w.WriteString("\r\n ")
		s = s[cut:]
	}
	w.w.WriteString(s)
	w.w.WriteString("\r\n")
}
