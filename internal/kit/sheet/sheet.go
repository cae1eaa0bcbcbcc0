// Package sheet reads and writes tables as people send them, delimited text (CSV and its relatives) in any encoding and
// with any separator, and Excel workbooks: title lines before the header, footers after the rows. What is wrong with one
// row is a problem of that row; memory stays bounded whatever the file.
package sheet

import (
	"errors"
	"io"
	"strings"

	"kontor/internal/kit/textfile"
)

// Options says what the caller knows beforehand; the zero value finds out everything.
type Options struct {
	Limit     int64  // most bytes accepted; 0 is no limit
	Encoding  string // one of textfile.Encodings; empty detects
	Separator byte   // 0 detects
	NoHeader  bool   // the first row is data
	Sheet     string // of a workbook; empty is the first with cells
	NoHidden  bool   // leave out the rows that a workbook hides
}

// File is what a table is read from.
type File interface {
	io.ReadSeeker
	io.ReaderAt
}

// Sheet is an opened file: what was found out about it, and its rows one after the other.
type Sheet struct {
	Encoding  string   // empty for a workbook
	Separator byte     // 0 for a workbook
	Header    []string // column names as written; letters A, B, C… where the file has none
	HasHeader bool
	Footer    []string // lines after the rows that were left out, known at the end

	Workbook bool
	Sheets   []string // of a workbook, in order
	Name     string   // of the sheet that is read
	Date1904 bool     // dates of the workbook count from 1904
	Hidden   int64    // rows that the workbook hides, known at the end

	src   source
	close func() error
	row   int    // records read, numbered as a spreadsheet numbers its rows
	queue []held // rows read ahead, to be handed out
	held  []held // rows that come back only if another row follows
}

// Row is one row of the file.
type Row struct {
	Number  int      // the row a spreadsheet shows for it: the header counts, an empty line counts
	Line    int      // the line of the file where it begins
	Cells   []string // as many as there are columns; all that were found if Problem is TooManyCells
	Problem Problem
}

// source cuts a file into records, whatever it is.
type source interface {
	next() (record, error)
}

// held is a row, or n rows without content in a run.
type held struct {
	Row
	n int
}

// Open finds out what the file is, encoding, separator and header, and stands before the first row. A file that is no
// table is a *textfile.Fault, a workbook that cannot be read a *xlsx.Fault. Close it.
func Open(src File, size int64, opt Options) (*Sheet, error) {
	s, err := open(src, size, opt)
	if err != nil {
		return nil, err
	}
	if err := s.fill(); err != nil {
		if errors.Is(err, io.EOF) {
			err = &textfile.Fault{Kind: textfile.NoRows}
		}
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func open(src File, size int64, opt Options) (*Sheet, error) {
	if opt.Limit > 0 && size > opt.Limit {
		return nil, &textfile.Fault{Kind: textfile.TooLarge, Limit: opt.Limit}
	}
	book, err := openWorkbook(src, size)
	if err != nil {
		return nil, err
	}
	if book != nil {
		return openSheet(book, opt)
	}
	return openDelimited(src, size, opt)
}

func openDelimited(src io.ReadSeeker, size int64, opt Options) (*Sheet, error) {
	file, err := textfile.Open(src, size, textfile.Options{Limit: opt.Limit, Encoding: opt.Encoding})
	if err != nil {
		return nil, err
	}
	scan := &scanner{r: file}
	s := &Sheet{Encoding: file.Encoding, src: scan, close: func() error { return nil }}
	if err := scan.more(); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	sample := scan.data()
	s.Separator = findSeparator(sample, scan.eof, opt.Separator)
	first := rows(sample, s.Separator, scan.eof)
	scan.begin(s.Separator)
	err = s.readHeader(first, opt)
	scan.width = len(s.Header)
	return s, err
}

// Close gives back what reading keeps.
func (s *Sheet) Close() error { return s.close() }

// Next returns the next row, or io.EOF after the last. Rows of nothing but empty cells are returned only when another
// row follows; empty lines never.
func (s *Sheet) Next() (Row, error) {
	if len(s.queue) == 0 {
		if err := s.fill(); err != nil {
			return Row{}, err
		}
	}
	first := &s.queue[0]
	r := first.Row
	if first.n--; first.n > 0 {
		first.Number, first.Line = first.Number+1, first.Line+1
		return r, nil
	}
	s.queue = s.queue[1:]
	return r, nil
}

const mostHeld = 50

// fill reads until there is a row to hand out.
func (s *Sheet) fill() error {
	s.queue = s.queue[:0]
	for {
		r, apart, err := s.read()
		if errors.Is(err, io.EOF) {
			s.dropFooter()
			return err
		}
		if err != nil {
			return err
		}
		if s.holdBack(r, apart) && len(s.held) < mostHeld {
			continue
		}
		s.queue = append(s.queue, s.held...)
		if !s.lastHeld(r) {
			s.queue = append(s.queue, held{Row: r, n: 1})
		}
		s.held = s.held[:0]
		return nil
	}
}

func (s *Sheet) lastHeld(r Row) bool {
	n := len(s.held)
	return n > 0 && s.held[n-1].Number+s.held[n-1].n-1 == r.Number
}

// holdBack keeps rows without content, and single cells standing apart below the table, until another row follows.
func (s *Sheet) holdBack(r Row, apart bool) bool {
	filled := filledCells(r.Cells)
	if r.Problem != "" {
		return false
	}
	if n := len(s.held); filled == 0 && n > 0 && s.held[n-1].follows(r) {
		s.held[n-1].n++
		return true
	}
	if filled == 0 || filled == 1 && len(s.Header) > 2 && (apart || len(s.held) > 0) {
		s.held = append(s.held, held{Row: r, n: 1})
		return true
	}
	return false
}

func (h *held) follows(r Row) bool {
	return filledCells(h.Cells) == 0 && h.Number+h.n == r.Number && h.Line+h.n == r.Line
}

func (s *Sheet) dropFooter() {
	for _, h := range s.held {
		if text := strings.TrimSpace(strings.Join(h.Cells, " ")); text != "" {
			s.Footer = append(s.Footer, text)
		}
	}
	s.held = nil
}

func filledCells(cells []string) (n int) {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			n++
		}
	}
	return n
}
