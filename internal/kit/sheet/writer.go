package sheet

import (
	"bufio"
	"io"
	"strings"
)

// Writer writes CSV row by row. A text that a spreadsheet would run as a formula gets an apostrophe in front, which
// Plain, and so this package's reader, takes off again.
type Writer struct {
	w   *bufio.Writer
	sep byte
}

// NewWriter starts a CSV with the given separator; mark writes the byte order mark by which Excel knows UTF-8.
func NewWriter(w io.Writer, sep byte, mark bool) *Writer {
	out := &Writer{w: bufio.NewWriterSize(w, 32<<10), sep: sep}
	if mark {
		out.w.WriteString("\ufeff")
	}
	return out
}

// Write writes one row; the error of any write before is returned too.
func (w *Writer) Write(cells ...string) error {
	for i, c := range cells {
		if i > 0 {
			w.w.WriteByte(w.sep)
		}
		w.cell(c, len(cells) == 1)
	}
	_, err := w.w.WriteString("\r\n")
	return err
}

// Flush hands everything written so far to the writer below.
func (w *Writer) Flush() error { return w.w.Flush() }

func (w *Writer) cell(c string, alone bool) {
	c = Neutral(c)
	quote := strings.ContainsAny(c, "\"\r\n") || strings.IndexByte(c, w.sep) >= 0 || alone && strings.TrimSpace(c) == "" || edged(c)
	if !quote {
		w.w.WriteString(c)
		return
	}
	w.w.WriteByte('"')
	w.w.WriteString(strings.ReplaceAll(c, `"`, `""`))
	w.w.WriteByte('"')
}

func edged(c string) bool {
	return c != "" && (c[0] == ' ' || c[len(c)-1] == ' ' || c[0] == '\t')
}

// Neutral puts an apostrophe before a text that a spreadsheet would run as a formula.
func Neutral(c string) string {
	if formula(c) {
		return "'" + c
	}
	return c
}

// Plain takes the apostrophe off again that Neutral puts before a text.
func Plain(c string) string {
	if len(c) > 1 && c[0] == '\'' && formula(c[1:]) {
		return c[1:]
	}
	return c
}

// formula tells a text that begins, apostrophes apart, with a character that starts a formula.
func formula(c string) bool {
	c = strings.TrimLeft(c, "'")
	if c == "" {
		return false
	}
	if strings.IndexByte("=+-@\t\r\n", c[0]) >= 0 {
		return true
	}
	for _, wide := range []string{"＝", "＋", "－", "＠"} {
		if strings.HasPrefix(c, wide) {
			return true
		}
	}
	return false
}
