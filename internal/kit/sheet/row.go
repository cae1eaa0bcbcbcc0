package sheet

import (
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// Problem says what is wrong with the form of a row; empty if nothing is.
type Problem string

// The problems a row can have.
const (
	TooManyCells  Problem = "too many cells"
	UnclosedQuote Problem = "unclosed quote"
	NulByte       Problem = "nul byte"
	BadText       Problem = "bad text"
	TooLong       Problem = "too long"
)

// read takes the next record that is not an empty line; apart tells that an empty line stands before it.
func (s *Sheet) read() (r Row, apart bool, err error) {
	for {
		rec, err := s.src.next()
		if err != nil {
			return Row{}, false, err
		}
		apart = s.count(rec) || apart
		if !rec.blank {
			return s.asRow(rec), apart, nil
		}
		apart = true
	}
}

// count numbers a record as a spreadsheet does; gap tells that rows without cells stand before it.
func (s *Sheet) count(rec record) (gap bool) {
	before := s.row
	s.row++
	if rec.row > 0 {
		s.row = rec.row
	}
	return s.row > before+1
}

func (s *Sheet) asRow(rec record) Row {
	r := Row{Number: s.row, Line: rec.line, Cells: rec.cells, Problem: rec.problem}
	if r.Problem == "" {
		r.Problem = textProblem(r.Cells)
	}
	for i, c := range r.Cells {
		r.Cells[i] = Plain(c)
	}
	s.fit(&r)
	return r
}

// fit gives a row as many cells as there are columns: the missing ones are empty, empty ones too many are dropped.
func (s *Sheet) fit(r *Row) {
	for len(r.Cells) > len(s.Header) && strings.TrimSpace(r.Cells[len(r.Cells)-1]) == "" {
		r.Cells = r.Cells[:len(r.Cells)-1]
	}
	if len(r.Cells) > len(s.Header) && r.Problem == "" {
		r.Problem = TooManyCells
	}
	for len(r.Cells) < len(s.Header) {
		r.Cells = append(r.Cells, "")
	}
}

func textProblem(cells []string) Problem {
	for _, c := range cells {
		if strings.IndexByte(c, 0) >= 0 {
			return NulByte
		}
		if !utf8.ValidString(c) {
			return BadText
		}
	}
	return ""
}

// readHeader skips title lines and takes the column names, or names the columns A, B, C… if the first row is data. all
// are the first records, which are still to be read.
func (s *Sheet) readHeader(all []record, opt Options) error {
	skip, width := shape(all)
	for range skip {
		rec, err := s.src.next()
		if err != nil {
			return err
		}
		s.count(rec)
	}
	first, _, err := s.read()
	if errors.Is(err, io.EOF) {
		return nil
	} else if err != nil {
		return err
	}
	s.HasHeader = !opt.NoHeader && !looksLikeData(first.Cells)
	if s.HasHeader {
		s.Header = trimmed(first.Cells)
		return nil
	}
	for i := range max(width, len(first.Cells)) {
		s.Header = append(s.Header, Letter(i))
	}
	first.Problem = textProblem(first.Cells)
	s.fit(&first)
	s.held = append(s.held, held{Row: first, n: 1})
	return nil
}

func trimmed(cells []string) []string {
	names := make([]string, len(cells))
	for i, c := range cells {
		names[i] = strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(c, "\x00", ""), "�"))
	}
	for len(names) > 1 && names[len(names)-1] == "" {
		names = names[:len(names)-1]
	}
	return names
}

// Letter names the i-th column as a spreadsheet does: A, B, … Z, AA.
func Letter(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return Letter(i/26-1) + string(rune('A'+i%26))
}
