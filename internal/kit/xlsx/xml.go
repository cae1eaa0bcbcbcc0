package xlsx

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

// tokens cuts a part of a workbook into XML tokens without building anything:
// what is read stays valid until the next call of next. It knows what parts of
// workbooks consist of, and refuses the rest, such as document types.
type tokens struct {
	r          io.Reader
	buf        []byte
	start, end int
	eof        bool

	kind  tokenKind
	name  []byte // local name of an element
	attrs []byte // of its start, as written
	text  []byte // of a text, as written
	raw   bool   // the text is not escaped
	empty bool   // the element that started has ended too
	owed  bool   // that end is still to be told
}

type tokenKind int

const (
	elementStart tokenKind = iota
	elementEnd
	characters
)

const (
	tokenBuffer = 64 << 10
	mostTag     = tokenBuffer - 1 // bytes of one tag
)

var errMalformed = errors.New("malformed XML")

func newTokens(r io.Reader) *tokens {
	t := &tokens{r: r, buf: make([]byte, tokenBuffer)}
	return t
}

// next steps to the next token; io.EOF after the last.
func (t *tokens) next() error {
	if t.owed {
		t.owed, t.kind = false, elementEnd
		return nil
	}
	for {
		if err := t.need(1); err != nil {
			return err
		}
		if t.buf[t.start] != '<' {
			return t.characters()
		}
		done, err := t.markup()
		if done || err != nil {
			return err
		}
	}
}

// need makes n bytes available, or as many as there are; io.EOF if there is
// none.
func (t *tokens) need(n int) error {
	for t.end-t.start < n && !t.eof {
		if t.start > 0 {
			t.end = copy(t.buf, t.buf[t.start:t.end])
			t.start = 0
		}
		got, err := t.r.Read(t.buf[t.end:])
		t.end += got
		if errors.Is(err, io.EOF) {
			t.eof = true
		} else if err != nil {
			return err
		}
	}
	if t.start == t.end {
		return io.EOF
	}
	return nil
}

// find returns the place of what after the first skip bytes, reading on as far
// as the buffer goes; -1 without it.
func (t *tokens) find(what string, skip int) (int, error) {
	for {
		if b := t.buf[t.start:t.end]; len(b) > skip {
			if i := bytes.Index(b[skip:], []byte(what)); i >= 0 {
				return skip + i, nil
			}
		}
		held := t.end - t.start
		if t.eof || held >= mostTag {
			return -1, nil
		}
		if err := t.need(held + 1); err != nil {
			return -1, err
		}
	}
}

// characters takes text up to the next tag, or a part of it.
func (t *tokens) characters() error {
	i, err := t.find("<", 0)
	if err != nil {
		return err
	}
	if i < 0 {
		i = t.end - t.start
		if amp := bytes.LastIndexByte(t.buf[t.start:t.end], '&'); amp > i-12 && amp > 0 {
			i = amp // do not cut an escape
		}
	}
	t.kind, t.raw = characters, false
	t.text = t.buf[t.start : t.start+i]
	t.start += i
	return nil
}

// markup takes what begins with "<"; done tells that it is a token.
func (t *tokens) markup() (done bool, err error) {
	if err := t.need(9); err != nil {
		return false, err
	}
	head := t.buf[t.start:min(t.end, t.start+9)]
	switch {
	case bytes.HasPrefix(head, []byte("<![CDATA[")):
		return t.cdata()
	case bytes.HasPrefix(head, []byte("<!--")):
		return false, t.skipTo("-->", 4)
	case bytes.HasPrefix(head, []byte("<?")):
		return false, t.skipTo("?>", 2)
	case bytes.HasPrefix(head, []byte("<!")):
		return false, errMalformed // a document type: no workbook has one
	}
	return true, t.tag()
}

func (t *tokens) cdata() (bool, error) {
	i, err := t.find("]]>", 9)
	if err != nil {
		return false, err
	}
	if i < 0 {
		return false, errMalformed
	}
	t.kind, t.raw = characters, true
	t.text = t.buf[t.start+9 : t.start+i]
	t.start += i + 3
	return true, nil
}

func (t *tokens) skipTo(end string, skip int) error {
	for {
		i, err := t.find(end, skip)
		if err != nil {
			return err
		}
		if i >= 0 {
			t.start += i + len(end)
			return nil
		}
		if t.eof {
			return errMalformed
		}
		t.start, skip = t.end-len(end), 0
	}
}

func (t *tokens) tag() error {
	i, err := t.tagEnd()
	if err != nil {
		return err
	}
	tag := t.buf[t.start+1 : t.start+i]
	t.start += i + 1
	if len(tag) > 0 && tag[0] == '/' {
		t.kind, t.name = elementEnd, local(bytes.TrimRight(tag[1:], " \t\r\n"))
		return nil
	}
	t.kind, t.empty = elementStart, false
	if n := len(tag); n > 0 && tag[n-1] == '/' {
		tag, t.empty, t.owed = tag[:n-1], true, true
	}
	n := bytes.IndexAny(tag, " \t\r\n")
	if n < 0 {
		n = len(tag)
	}
	t.name, t.attrs = local(tag[:n]), tag[n:]
	if len(t.name) == 0 {
		return errMalformed
	}
	return nil
}

// tagEnd finds the ">" that ends a tag: one inside quotes does not.
func (t *tokens) tagEnd() (int, error) {
	quote, from := byte(0), 1
	for {
		b := t.buf[t.start:t.end]
		for i := from; i < len(b); i++ {
			switch c := b[i]; {
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '"' || c == '\'':
				quote = c
			case c == '>':
				return i, nil
			case c == '<':
				return 0, errMalformed
			}
		}
		from = len(b)
		if t.eof || from >= mostTag {
			return 0, errMalformed
		}
		if err := t.need(from + 1); err != nil {
			return 0, err
		}
	}
}

// local is a name without its prefix.
func local(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// is tells whether the element is called so.
func (t *tokens) is(name string) bool { return string(t.name) == name }

// attr returns the value of an attribute by its local name, as written.
func (t *tokens) attr(name string) []byte {
	for rest := t.attrs; ; {
		eq := bytes.IndexByte(rest, '=')
		if eq < 0 {
			return nil
		}
		key := local(bytes.TrimSpace(rest[:eq]))
		rest = bytes.TrimLeft(rest[eq+1:], " \t\r\n")
		if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
			return nil
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return nil
		}
		if string(key) == name {
			return rest[1 : 1+end]
		}
		rest = rest[end+2:]
	}
}

// attrText is attr, unescaped.
func (t *tokens) attrText(name string) string { return string(unescape(nil, t.attr(name))) }

// flag reads an attribute that is true or false.
func (t *tokens) flag(name string) bool {
	v := string(t.attr(name))
	return v == "1" || v == "true" || v == "on"
}

// appendText adds the text of the token to dst.
func (t *tokens) appendText(dst []byte) []byte {
	if t.raw {
		return append(dst, t.text...)
	}
	return unescape(dst, t.text)
}

// skip passes over the rest of the element that has just started.
func (t *tokens) skip() error {
	for depth := 1; depth > 0; {
		if err := t.next(); err != nil {
			return whole(err)
		}
		switch t.kind {
		case elementStart:
			depth++
		case elementEnd:
			depth--
		}
	}
	return nil
}

// whole makes an end inside of something an error.
func whole(err error) error {
	if errors.Is(err, io.EOF) {
		return errMalformed
	}
	return err
}

// unescape adds b to dst with its entities as characters; what is none stays
// as it is written.
func unescape(dst, b []byte) []byte {
	for {
		i := bytes.IndexByte(b, '&')
		if i < 0 {
			return append(dst, b...)
		}
		dst = append(dst, b[:i]...)
		b = b[i:]
		end := bytes.IndexByte(b[:min(len(b), 12)], ';')
		if end < 0 {
			dst, b = append(dst, '&'), b[1:]
			continue
		}
		if r, ok := entity(string(b[1:end])); ok {
			dst, b = utf8.AppendRune(dst, r), b[end+1:]
		} else {
			dst, b = append(dst, '&'), b[1:]
		}
	}
}

func entity(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
		return 0, false
	}
	return rune(n), true
}
