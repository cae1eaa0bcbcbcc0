// Package sheet reads and writes delimited text (CSV and its relatives) as people send it: any encoding, any separator,
// title lines before the header, footers after the rows. What is wrong with one row is a problem of that row; memory
// stays bounded whatever the file.
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
}

// Sheet is an opened file: what was found out about it, and its rows one after the other.
type Sheet struct {
	Encoding  string
	Separator byte
	Header    []string // column names as written; letters A, B, C… where the file has none
	HasHeader bool
	Footer    []string // lines after the rows that were left out, known at the end

	file  *textfile.File
	scan  *scanner
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

// held is a row, or n rows without content in a run.
type held struct {
	Row
	n int
}

// Open finds out encoding, separator and header, and stands before the first row. A file that is no table of text is a
// *textfile.Fault.
func Open(src io.ReadSeeker, size int64, opt Options) (*Sheet, error) {
	file, err := textfile.Open(src, size, textfile.Options{Limit: opt.Limit, Encoding: opt.Encoding})
	if err != nil {
		return nil, err
	}
	s := &Sheet{Encoding: file.Encoding, file: file, scan: &scanner{r: file}}
	if err := s.scan.more(); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	sample := s.scan.data()
	s.Separator = findSeparator(sample, s.scan.eof, opt.Separator)
	s.scan.begin(s.Separator)
	if err := s.readHeader(sample, opt); err != nil {
		return nil, err
	}
	if err := s.fill(); errors.Is(err, io.EOF) {
		return nil, &textfile.Fault{Kind: textfile.NoRows}
	} else if err != nil {
		return nil, err
	}
	return s, nil
}

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

// Offset says how many bytes of the file have been read: good enough for a progress bar.
func (s *Sheet) Offset() int64 { return s.file.Offset() }

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
