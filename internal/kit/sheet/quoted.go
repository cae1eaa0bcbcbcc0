package sheet

import "bytes"

// quoted reads a record that has quotes in its first line. Quotes doubled inside quotes are one quote; a lone quote
// inside a quoted cell stays a quote as long as the cell has not left its line; one that goes wrong later is unclosed.
func (s *scanner) quoted(b, line []byte, n int, final bool) (record, int) {
	c := cutter{scanner: s, b: b, final: final, out: s.cell[:0], ends: s.ends[:0]}
	state := c.record()
	s.cell, s.ends = c.out[:0], c.ends[:0]
	switch {
	case state == cutShort:
		return record{}, 0
	case state == astray, c.lines > 0 && c.swallowed(b[:c.i]):
		return s.unclosed(line, n)
	}
	return record{lines: c.lines + 1, cells: c.cells()}, c.i
}

type outcome int

const (
	finished outcome = iota
	cutShort         // needs more of the file
	astray           // a quote is not closed where it should be
)

type cutter struct {
	*scanner
	b     []byte
	final bool
	i     int
	lines int // line ends inside quotes
	out   []byte
	ends  []int
}

func (c *cutter) record() outcome {
	for {
		var last bool
		var state outcome
		if at := c.openingQuote(); at >= 0 {
			c.i = at + 1
			last, state = c.quotedCell()
		} else {
			last, state = c.plainCell()
		}
		if state != finished {
			return state
		}
		c.ends = append(c.ends, len(c.out))
		if last {
			return finished
		}
	}
}

// openingQuote is the place of a quote that begins the cell, which spaces may precede; -1 without one.
func (c *cutter) openingQuote() int {
	j := c.i
	for j < len(c.b) && c.b[j] == ' ' {
		j++
	}
	if j < len(c.b) && c.b[j] == '"' {
		return j
	}
	return -1
}

func (c *cutter) plainCell() (last bool, state outcome) {
	from := c.i
	for ; c.i < len(c.b); c.i++ {
		switch c.b[c.i] {
		case c.sep:
			c.out = append(c.out, c.b[from:c.i]...)
			c.i++
			return false, finished
		case c.newline:
			c.out = append(c.out, bytes.TrimSuffix(c.b[from:c.i], []byte{'\r'})...)
			c.i++
			return true, finished
		}
	}
	if !c.eof {
		return false, c.shortOrAstray()
	}
	c.out = append(c.out, bytes.TrimSuffix(c.b[from:], []byte{'\r'})...)
	return true, finished
}

func (c *cutter) shortOrAstray() outcome {
	if c.final {
		return astray
	}
	return cutShort
}

func (c *cutter) quotedCell() (last bool, state outcome) {
	began := c.lines
	for {
		k := bytes.IndexByte(c.b[c.i:], '"')
		if k < 0 {
			return false, c.shortOrAstray()
		}
		chunk := c.b[c.i : c.i+k]
		c.lines += bytes.Count(chunk, []byte{c.newline})
		c.out = append(c.out, chunk...)
		c.i += k + 1
		if c.i < len(c.b) && c.b[c.i] == '"' {
			c.out = append(c.out, '"')
			c.i++
			continue
		}
		closed, last, state := c.afterQuote()
		if closed || state != finished {
			return last, state
		}
		if c.lines > began {
			return false, astray
		}
		c.out = append(c.out, '"')
	}
}

// afterQuote tells whether the quote just passed closes its cell, and steps over what ends the cell.
func (c *cutter) afterQuote() (closed, last bool, state outcome) {
	j := c.i
	for j < len(c.b) && (c.b[j] == ' ' || c.b[j] == '\r' && c.newline != '\r') {
		j++
	}
	switch {
	case j == len(c.b) && !c.eof:
		return false, false, c.shortOrAstray()
	case j == len(c.b):
		c.i = j
		return true, true, finished
	case c.b[j] == c.sep:
		c.i = j + 1
		return true, false, finished
	case c.b[j] == c.newline:
		c.i = j + 1
		return true, true, finished
	}
	return false, false, finished
}

// swallowed tells a record that ran over the line ends of other rows: it has the wrong number of cells, and a line
// inside it has as many separators as a row.
func (c *cutter) swallowed(b []byte) bool {
	if c.width < 3 || len(c.ends) == c.width {
		return false
	}
	for _, line := range bytes.Split(b, []byte{c.newline}) {
		if bytes.Count(line, []byte{c.sep}) >= c.width-1 {
			return true
		}
	}
	return false
}

func (c *cutter) cells() []string {
	text, from := string(c.out), 0
	cells := make([]string, len(c.ends), max(len(c.ends), c.width))
	for i, end := range c.ends {
		cells[i] = text[from:end]
		from = end
	}
	return cells
}
