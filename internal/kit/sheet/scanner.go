package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	firstBuffer = 256 << 10
	maxRecord   = 4 << 20 // a longer row is not read but reported
)

// scanner cuts UTF-8 text into records. A quote that is never closed costs one row, not the rest of the file.
type scanner struct {
	r          io.Reader
	buf        []byte
	start, end int
	eof        bool
	sep        byte
	newline    byte
	line       int // of the next record
	width      int // columns, once known
	cell       []byte
	ends       []int
}

type record struct {
	row     int // as the file numbers it; 0 if it does not
	line    int
	lines   int // of the file
	cells   []string
	blank   bool
	problem Problem
}

func (s *scanner) data() []byte { return s.buf[s.start:s.end] }

// begin sets the separator, the kind of line ends, and steps over a line "sep=;".
func (s *scanner) begin(sep byte) {
	s.sep, s.line = sep, 1
	s.newline = newlineOf(s.data())
	if _, n := directive(s.data()); n > 0 {
		s.start += n
		s.line++
	}
}

func newlineOf(sample []byte) byte {
	if bytes.IndexByte(sample, '\n') < 0 && bytes.IndexByte(sample, '\r') >= 0 {
		return '\r'
	}
	return '\n'
}

func (s *scanner) next() (record, error) {
	for {
		full := len(s.data()) >= maxRecord
		if len(s.data()) == 0 && s.eof {
			return record{}, io.EOF
		}
		if len(s.data()) > 0 {
			if rec, n := s.parse(s.data(), s.eof || full); n > 0 {
				rec.line = s.line
				s.start += n
				s.line += rec.lines
				return rec, nil
			}
		}
		if full {
			return s.skipLong()
		}
		if err := s.more(); err != nil && !errors.Is(err, io.EOF) {
			return record{}, err
		}
	}
}

// more reads further, making room first.
func (s *scanner) more() error {
	if s.start > 0 {
		s.end = copy(s.buf, s.data())
		s.start = 0
	}
	if s.end == len(s.buf) {
		s.buf = append(s.buf, make([]byte, max(firstBuffer, len(s.buf)))...)
	}
	for s.end < len(s.buf) && !s.eof {
		n, err := s.r.Read(s.buf[s.end:])
		s.end += n
		if errors.Is(err, io.EOF) {
			s.eof = true
		} else if err != nil {
			return fmt.Errorf("read file: %w", err)
		}
	}
	return nil
}

// skipLong passes over a line that does not fit into the largest buffer.
func (s *scanner) skipLong() (record, error) {
	rec := record{line: s.line, lines: 1, problem: TooLong}
	for {
		if i := bytes.IndexByte(s.data(), s.newline); i >= 0 {
			s.start += i + 1
			break
		}
		s.start = s.end
		if s.eof {
			break
		}
		if err := s.more(); err != nil {
			return record{}, err
		}
	}
	s.line++
	return rec, nil
}

// parse takes one record from the front of b; n is 0 if it does not end in b, which final forbids.
func (s *scanner) parse(b []byte, final bool) (rec record, n int) {
	nl := bytes.IndexByte(b, s.newline)
	if nl < 0 && (!final || !s.eof) {
		return rec, 0
	}
	line, n := b, len(b)
	if nl >= 0 {
		line, n = b[:nl], nl+1
	}
	if bytes.IndexByte(line, '"') >= 0 {
		return s.quoted(b, line, n, final)
	}
	return s.plain(line), n
}

// plain splits a line without regard to quotes.
func (s *scanner) plain(line []byte) record {
	text := string(bytes.TrimSuffix(line, []byte{'\r'}))
	rec := record{lines: 1, blank: strings.TrimSpace(text) == "" && strings.IndexByte(text, s.sep) < 0}
	rec.cells = make([]string, 0, max(s.width, 8))
	for {
		i := strings.IndexByte(text, s.sep)
		if i < 0 {
			rec.cells = append(rec.cells, text)
			return rec
		}
		rec.cells = append(rec.cells, text[:i])
		text = text[i+1:]
	}
}

// unclosed is the first line alone, as the row whose quote runs away.
func (s *scanner) unclosed(line []byte, n int) (record, int) {
	rec := s.plain(line)
	rec.problem = UnclosedQuote
	return rec, n
}
