package vcard

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	maxLine = 1 << 20 // of one property that is kept
	maxCard = 4 << 20
)

// Reader reads the cards of a text one after the other.
type Reader struct {
	r      *bufio.Reader
	line   int
	ahead  []string // physical lines already read, the next one last
	number int
}

// NewReader reads from text, which is UTF-8 but for what its cards declare otherwise.
func NewReader(text io.Reader) *Reader {
	return &Reader{r: bufio.NewReaderSize(text, 64<<10)}
}

// Next returns the next card, or io.EOF after the last. Text outside of cards is passed over.
func (r *Reader) Next() (Card, error) {
	for {
		p, _, err := r.property("")
		if err != nil {
			return Card{}, err
		}
		if p.name == "BEGIN" && strings.EqualFold(strings.TrimSpace(p.value), "VCARD") {
			return r.card()
		}
	}
}

// card reads up to END; a BEGIN on the way belongs to a card inside (AGENT) or tells that this one was never ended.
func (r *Reader) card() (Card, error) {
	r.number++
	c := Card{Line: r.line, Number: r.number}
	b := builder{card: &c}
	size, depth := 0, 0
	for {
		p, n, err := r.property(c.Version)
		if errors.Is(err, io.EOF) {
			c.Problem = NotEnded
			b.finish()
			return c, nil
		}
		if err != nil {
			return c, err
		}
		switch {
		case p.name == "BEGIN" && b.agent:
			depth++
			b.agent = false
		case p.name == "BEGIN":
			r.unread("BEGIN:VCARD")
			c.Problem = NotEnded
			b.finish()
			return c, nil
		case p.name == "END" && depth > 0:
			depth--
		case p.name == "END":
			b.finish()
			return c, nil
		case depth == 0:
			if size += n; size > maxCard || n > maxLine && kept(p.name) {
				c.Problem = TooLong
				continue
			}
			b.add(p)
		}
	}
}

// property reads one logical line: folded lines joined, quoted-printable continued, base64 passed over.
func (r *Reader) property(version string) (property, int, error) {
	line, err := r.physical()
	if err != nil {
		return property{}, 0, err
	}
	p := parseHead(line)
	if p.binary() {
		return p, 0, r.skipBinary()
	}
	text := []byte(p.value)
	for more := true; more; {
		if text, more, err = r.continued(text, p.quoted(), version); err != nil {
			return p, 0, err
		}
	}
	p.value = string(text)
	return p, len(text), nil
}

// continued adds the next physical line to text if it belongs to the same property.
func (r *Reader) continued(text []byte, quoted bool, version string) ([]byte, bool, error) {
	soft := quoted && len(text) > 0 && text[len(text)-1] == '='
	next, err := r.physical()
	if errors.Is(err, io.EOF) {
		return text, false, nil
	}
	if err != nil {
		return text, false, err
	}
	folded := next != "" && (next[0] == ' ' || next[0] == '\t')
	if !soft && !folded || soft && isEnd(next) {
		r.unread(next)
		return text, false, nil
	}
	if len(text) > maxLine {
		return text, true, nil
	}
	if soft {
		text = text[:len(text)-1]
	} else if version != "2.1" {
		next = next[1:]
	}
	return append(text, next...), true, nil
}

func isEnd(line string) bool {
	return strings.EqualFold(strings.TrimSpace(line), "END:VCARD")
}

// skipBinary passes over the lines of base64 below a property: indented ones, or such as have no colon.
func (r *Reader) skipBinary() error {
	for {
		next, err := r.physical()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		indented := next != "" && (next[0] == ' ' || next[0] == '\t')
		if !indented && (next == "" || strings.Contains(next, ":")) {
			if next != "" {
				r.unread(next)
			}
			return nil
		}
	}
}

func (r *Reader) unread(line string) {
	r.line--
	r.ahead = append(r.ahead, line)
}

// physical reads one line without its end; of a line longer than any property only the beginning is kept.
func (r *Reader) physical() (string, error) {
	r.line++
	if n := len(r.ahead); n > 0 {
		line := r.ahead[n-1]
		r.ahead = r.ahead[:n-1]
		return line, nil
	}
	var line []byte
	for {
		part, err := r.r.ReadSlice('\n')
		if len(line) <= maxLine {
			line = append(line, part...)
		}
		switch {
		case err == nil, errors.Is(err, io.EOF) && len(line) > 0:
			return strings.TrimRight(string(line), "\r\n"), nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF):
			return "", io.EOF
		default:
			return "", fmt.Errorf("read card: %w", err)
		}
	}
}

func textProblem(s string) Problem {
	if strings.IndexByte(s, 0) >= 0 {
		return NulByte
	}
	if !utf8.ValidString(s) {
		return BadText
	}
	return ""
}
