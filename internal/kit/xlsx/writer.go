package xlsx

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Column is how a column of a written sheet is called and shown.
type Column struct {
	Name  string
	Width int // in characters; 0 is the program's own
}

// Writer writes a workbook row by row: the names of columns in bold, in a row
// that stays in sight. What does not fit into one sheet goes on in the next.
type Writer struct {
	zip     *zip.Writer
	out     *bufio.Writer // of the sheet that is written
	title   string
	columns []Column
	sheets  int
	row     int
	column  int
	err     error
	most    int // rows a sheet may have
}

// NewWriter begins a workbook whose sheets are named after title.
func NewWriter(w io.Writer, title string, columns []Column) (*Writer, error) {
	out := &Writer{zip: zip.NewWriter(w), title: sheetTitle(title), columns: columns, most: mostRow}
	if err := out.part("xl/styles.xml", stylesXML()); err != nil {
		return nil, err
	}
	return out, out.begin()
}

// sheetTitle leaves out what Excel refuses in the name of a sheet.
func sheetTitle(title string) string {
	title = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) || r < ' ' {
			return ' '
		}
		return r
	}, title), " '")
	if r := []rune(title); len(r) > 25 {
		title = string(r[:25])
	}
	if title == "" {
		return "Sheet"
	}
	return title
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

func (w *Writer) part(name, text string) error {
	f, err := w.zip.Create(name)
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	if _, err := io.WriteString(f, text); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// begin starts a sheet with its names of columns.
func (w *Writer) begin() error {
	w.sheets++
	f, err := w.zip.Create("xl/worksheets/sheet" + strconv.Itoa(w.sheets) + ".xml")
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	w.out, w.row = bufio.NewWriterSize(f, 64<<10), 0
	w.text(xmlHead + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"`)
	if w.sheets == 1 {
		w.text(` tabSelected="1"`)
	}
	w.text(`><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`)
	w.widths()
	w.text(`<sheetData>`)
	w.startRow()
	for _, c := range w.columns {
		w.cellText(c.Name, styleHead)
	}
	w.endRow()
	return w.err
}

func (w *Writer) widths() {
	if len(w.columns) == 0 {
		return
	}
	w.text(`<cols>`)
	for i, c := range w.columns {
		width := c.Width
		if width == 0 {
			width = 16
		}
		n := strconv.Itoa(i + 1)
		w.text(`<col min="` + n + `" max="` + n + `" width="` + strconv.Itoa(width) + `" customWidth="1"/>`)
	}
	w.text(`</cols>`)
}

func (w *Writer) text(s string) {
	if w.err == nil {
		_, w.err = w.out.WriteString(s)
	}
}

func (w *Writer) startRow() {
	w.row++
	w.column = 0
	w.text(`<row r="` + strconv.Itoa(w.row) + `">`)
}

func (w *Writer) endRow() { w.text(`</row>`) }

// Row begins the next row; cells are added to it from left to right.
func (w *Writer) Row() error {
	if w.row > 1 {
		w.endRow()
	}
	if w.row >= w.most {
		if err := w.end(); err != nil {
			return err
		}
		if err := w.begin(); err != nil {
			return err
		}
	}
	w.startRow()
	return w.err
}

// cell opens a cell.
func (w *Writer) cell(kind string, s style) {
	w.text(`<c r="` + letters(w.column) + strconv.Itoa(w.row) + `"`)
	w.column++
	if s != stylePlain {
		w.text(` s="` + strconv.Itoa(int(s)) + `"`)
	}
	if kind != "" {
		w.text(` t="` + kind + `"`)
	}
	w.text(`>`)
}

// Empty leaves a cell out.
func (w *Writer) Empty() { w.column++ }

// Text adds a text. One that a spreadsheet could take for a formula carries
// the mark by which it stays a text, even when it is edited.
func (w *Writer) Text(s string) {
	st := stylePlain
	if s != "" && strings.IndexByte("=+-@\t\r\n", s[0]) >= 0 {
		st = styleQuoted
	}
	w.cellText(s, st)
}

// mostWritten is how many characters Excel allows a cell.
const mostWritten = 32767

func (w *Writer) cellText(s string, st style) {
	if s == "" {
		w.Empty()
		return
	}
	w.cell("inlineStr", st)
	w.text(`<is><t xml:space="preserve">`)
	w.escaped(fitting(s))
	w.text(`</t></is></c>`)
}

// fitting cuts what is longer than a cell may be: Excel counts UTF-16.
func fitting(s string) string {
	if len(s) <= mostWritten {
		return s
	}
	n := 0
	for i, r := range s {
		if n += len(string(r))/4 + 1; n >= mostWritten {
			return s[:i] + "…"
		}
	}
	return s
}

// escaped writes text as XML; what XML cannot hold is left out.
func (w *Writer) escaped(s string) {
	from := 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		as, special := escapeOf(r, n, s[i:])
		if special {
			w.text(s[from:i])
			w.text(as)
			from = i + n
		}
		i += n
	}
	w.text(s[from:])
}

func escapeOf(r rune, n int, rest string) (as string, special bool) {
	switch {
	case r == '&':
		return "&amp;", true
	case r == '<':
		return "&lt;", true
	case r == '>':
		return "&gt;", true
	case r == '\r':
		return "_x000D_", true
	case r == '_' && len(rest) > 6:
		if _, ok := escapedControl(rest); ok {
			return "_x005F_", true // else Excel would read an escape
		}
		return "", false
	case r == utf8.RuneError && n == 1, r < ' ' && r != '\n' && r != '\t', r == 0xFFFE, r == 0xFFFF:
		return "", true
	}
	return "", false
}

// Number adds a number, written as 123.45; any other text stays a text.
func (w *Writer) Number(text string) { w.numberCell(stylePlain, text) }

// Money is Number, shown with separators and as many decimals as it is written
// with.
func (w *Writer) Money(text string) {
	if strings.Contains(text, ".") {
		w.numberCell(styleMoney, text)
		return
	}
	w.numberCell(styleWhole, text)
}

func (w *Writer) numberCell(st style, text string) {
	if !isDecimal(text) {
		w.Text(text)
		return
	}
	w.cell("", st)
	w.text(`<v>` + text + `</v></c>`)
}

// isDecimal tells a number that loses nothing where only 15 digits are kept.
func isDecimal(text string) bool {
	whole, fraction, point := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	digits := whole + fraction
	return whole != "" && (fraction != "" || !point) && len(digits) <= 15 && strings.Trim(digits, "0123456789") == ""
}

// Bool adds a truth value.
func (w *Writer) Bool(v bool) {
	w.cell("b", stylePlain)
	if v {
		w.text(`<v>1</v></c>`)
		return
	}
	w.text(`<v>0</v></c>`)
}

// firstDay is the earliest date that a spreadsheet knows.
var firstDay = time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)

// Date adds a date, written as 2006-01-02; any other text stays a text.
func (w *Writer) Date(iso string) {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil || t.Before(firstDay) {
		w.Text(iso)
		return
	}
	w.serial(styleDate, float64(daysOf(t)))
}

// Time adds a moment as the clock on the wall shows it in the zone of t.
func (w *Writer) Time(t time.Time) {
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	if day.Before(firstDay) {
		w.Text(t.Format(time.DateTime))
		return
	}
	seconds := t.Hour()*3600 + t.Minute()*60 + t.Second()
	w.serial(styleTime, float64(daysOf(day))+float64(seconds)/daySeconds)
}

func daysOf(t time.Time) int64 {
	return int64(math.Round(t.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24))
}

func (w *Writer) serial(st style, days float64) {
	w.cell("", st)
	w.text(`<v>` + strconv.FormatFloat(days, 'f', -1, 64) + `</v></c>`)
}

// letters name a column as a reference does.
func letters(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return letters(i/26-1) + string(rune('A'+i%26))
}

// end closes the sheet that is written.
func (w *Writer) end() error {
	w.text(`</sheetData>`)
	if len(w.columns) > 0 {
		w.text(`<autoFilter ref="A1:` + letters(len(w.columns)-1) + strconv.Itoa(w.row) + `"/>`)
	}
	w.text(`</worksheet>`)
	if w.err == nil {
		w.err = w.out.Flush()
	}
	if w.err != nil {
		return fmt.Errorf("write workbook: %w", w.err)
	}
	return nil
}

// Flush hands what is written to the writer below, as far as it is packed.
func (w *Writer) Flush() error {
	if w.err == nil {
		w.err = w.out.Flush()
	}
	return w.err
}

// Close ends the workbook; without it there is none.
func (w *Writer) Close() error {
	if w.row > 1 {
		w.endRow()
	}
	if err := w.end(); err != nil {
		return err
	}
	for _, p := range w.frame() {
		if err := w.part(p[0], p[1]); err != nil {
			return err
		}
	}
	if err := w.zip.Close(); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}
