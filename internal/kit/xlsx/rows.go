package xlsx

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
)

// MostColumns is how many columns of a sheet are read; MostCell is how many
// bytes a cell may have.
const (
	MostColumns = 2000
	MostCell    = mostText
	mostRow     = 1 << 20 // number of the last row of a sheet
	rowBytes    = 4 << 20
)

// Row is one row of a sheet.
type Row struct {
	Number  int // as the spreadsheet shows it
	Hidden  bool
	Cells   []string // up to the last one with a value
	Wide    bool     // there are values beyond MostColumns
	TooLong bool     // there is more text than can be read; Cells is not whole
}

// Rows are the rows of a sheet, one after the other.
type Rows struct {
	book *Workbook
	part *part
	t    *tokens
	row  int
	text []byte
	size int64
	done bool
}

// Rows begins to read the i-th of the sheets. Close it.
func (b *Workbook) Rows(i int) (*Rows, error) {
	f := b.file(b.parts[i])
	p, err := b.unpack(f, mostUnpacked)
	if err != nil {
		return nil, err
	}
	return &Rows{book: b, part: p, t: newTokens(p), size: int64(f.UncompressedSize64)}, nil
}

// Close ends reading.
func (r *Rows) Close() { r.part.end() }

// Next returns the next row that has a cell with a value, or io.EOF after the
// last.
func (r *Rows) Next() (Row, error) {
	for !r.done {
		err := r.t.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Row{}, damaged(err)
		}
		switch {
		case r.t.kind == elementEnd && r.t.is("sheetData"):
			r.done = true
		case r.t.kind == elementStart && r.t.is("row"):
			row, err := r.readRow()
			if err != nil {
				return Row{}, damaged(err)
			}
			if len(row.Cells) > 0 || row.TooLong || row.Wide {
				return row, nil
			}
		}
	}
	if !r.done {
		return Row{}, &Fault{Damaged} // a sheet ends with its data, a torn one before
	}
	return Row{}, io.EOF
}

func (r *Rows) readRow() (Row, error) {
	row := Row{Number: r.row + 1, Hidden: r.t.flag("hidden")}
	if n, err := strconv.Atoi(string(r.t.attr("r"))); err == nil && n > r.row {
		row.Number = n
	}
	if row.Number > mostRow {
		return row, &Fault{Damaged}
	}
	r.row = row.Number
	column, size := 0, 0
	for {
		if err := r.t.next(); err != nil {
			return row, whole(err)
		}
		switch {
		case r.t.kind == elementEnd && r.t.is("row"):
			return row, nil
		case r.t.kind == elementStart && r.t.is("c"):
			if n, ok := columnOf(r.t.attr("r")); ok {
				column = n
			}
			text, err := r.cell()
			if err != nil {
				return row, err
			}
			size += len(text)
			row.put(column, text, size)
			column++
		case r.t.kind == elementStart:
			if err := r.t.skip(); err != nil {
				return row, err
			}
		}
	}
}

func (row *Row) put(column int, text string, size int) {
	switch {
	case text == "":
	case size > rowBytes || len(text) >= mostText:
		row.TooLong = true
	case column >= MostColumns:
		row.Wide = true
	default:
		if missing := column - len(row.Cells); missing >= 0 {
			row.Cells = slices.Grow(row.Cells, max(8, missing+1))
		}
		for len(row.Cells) <= column {
			row.Cells = append(row.Cells, "")
		}
		row.Cells[column] = text
	}
}

// columnOf reads the letters of a reference such as AB12: 27.
func columnOf(ref []byte) (int, bool) {
	n, i := 0, 0
	for ; i < len(ref) && i < 4; i++ {
		c := ref[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	return n - 1, i > 0 && i < 4
}

// cell reads the value of the cell that has just started.
func (r *Rows) cell() (string, error) {
	kind := cellKind(r.t.attr("t"))
	f := number
	if kind == kindNumber {
		if s, err := strconv.Atoi(string(r.t.attr("s"))); err == nil && s >= 0 && s < len(r.book.formats) {
			f = r.book.formats[s]
		}
	}
	r.text = r.text[:0]
	if r.t.empty {
		return "", r.t.next()
	}
	for {
		if err := r.t.next(); err != nil {
			return "", whole(err)
		}
		var err error
		switch {
		case r.t.kind == elementEnd:
			return r.value(kind, f)
		case r.t.kind == characters:
		case r.t.is("v") && kind != kindInline:
			r.text, err = content(r.t, r.text)
		case r.t.is("is") && kind == kindInline:
			r.text, err = richText(r.t, r.text)
		default:
			err = r.t.skip() // a formula: its value stands beside it
		}
		if err != nil {
			return "", err
		}
	}
}

type kindOfCell int

const (
	kindNumber kindOfCell = iota
	kindShared
	kindInline
	kindText
	kindBool
	kindError
)

func cellKind(t []byte) kindOfCell {
	switch string(t) {
	case "s":
		return kindShared
	case "inlineStr":
		return kindInline
	case "str", "d":
		return kindText
	case "b":
		return kindBool
	case "e":
		return kindError
	}
	return kindNumber
}

// value turns what stands in a cell into text. What Excel shows as an error,
// such as #N/A, is no value.
func (r *Rows) value(kind kindOfCell, f format) (string, error) {
	if len(r.text) == 0 || kind == kindError {
		return "", nil
	}
	switch kind {
	case kindShared:
		n, err := strconv.Atoi(strings.TrimSpace(string(r.text)))
		if err != nil {
			return "", errMalformed
		}
		text, ok, err := r.book.strings.get(n)
		if !ok && err == nil {
			return "", errMalformed
		}
		return text, err
	case kindBool:
		if r.text[0] == '1' || r.text[0] == 't' {
			return "TRUE", nil
		}
		return "FALSE", nil
	case kindText:
		return string(controls(r.text, 0)), nil
	case kindNumber:
		return r.book.text(string(r.text), f), nil
	}
	return string(r.text), nil
}

// Merge is a range of cells that are shown as one: from the first to the last
// row (as the spreadsheet numbers them) and column (from 0).
type Merge struct{ FirstRow, LastRow, FirstColumn, LastColumn int }

// Merges returns the merged ranges that begin in the first rows, down to the
// given one; they stand after the cells, so the whole sheet is passed over.
// What is wrong below the cells is none of theirs.
func (b *Workbook) Merges(i, lastRow int) ([]Merge, error) {
	p, err := b.unpack(b.file(b.parts[i]), mostUnpacked)
	if err != nil {
		return nil, err
	}
	defer p.end()
	var all []Merge
	for t := newTokens(p); ; {
		if t.next() != nil {
			return all, nil
		}
		if t.kind == elementStart && t.is("mergeCell") {
			if m, ok := mergeOf(string(t.attr("ref"))); ok && m.FirstRow <= lastRow && len(all) < mostMerges {
				all = append(all, m)
			}
		}
	}
}

const mostMerges = 1000

func mergeOf(ref string) (m Merge, ok bool) {
	from, to, _ := strings.Cut(ref, ":")
	a, okA := columnOf([]byte(from))
	b, okB := columnOf([]byte(to))
	first, errA := strconv.Atoi(strings.TrimLeft(from, "ABCDEFGHIJKLMNOPQRSTUVWXYZ$"))
	last, errB := strconv.Atoi(strings.TrimLeft(to, "ABCDEFGHIJKLMNOPQRSTUVWXYZ$"))
	return Merge{first, last, a, b}, okA && okB && errA == nil && errB == nil && a <= b && first <= last
}
