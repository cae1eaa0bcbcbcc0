package textfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// finding is what one look through the file told.
type finding struct {
	name      string
	bom       int
	truncated bool
}

// detect reads the whole file once: the one letter that decides may stand on its last line.
func detect(src io.ReadSeeker, head []byte) (*finding, error) {
	size, err := src.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, fmt.Errorf("find end of file: %w", err)
	}
	if f := byMark(head, size); f != nil {
		return f, nil
	}
	if f := wide(head, size); f != nil {
		return f, nil
	}
	if _, err := src.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("rewind file: %w", err)
	}
	var l look
	if err := l.through(src); err != nil {
		return nil, fmt.Errorf("read file: %w", err)
	}
	f := l.verdict()
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		f.bom = 3
	}
	return f, nil
}

func byMark(head []byte, size int64) *finding {
	for _, m := range []struct{ mark, name string }{{"\xff\xfe", utf16le}, {"\xfe\xff", utf16be}} {
		if bytes.HasPrefix(head, []byte(m.mark)) {
			return &finding{name: m.name, bom: 2, truncated: size%2 != 0}
		}
	}
	return nil
}

// wide finds UTF-16 without a mark: every other byte is one of a few block numbers (Latin, Greek, Cyrillic, punctuation).
func wide(head []byte, size int64) *finding {
	pairs := len(head) / 2
	if pairs < 4 {
		return nil
	}
	var even, odd, zero int
	for i := range pairs {
		even += block(head[2*i])
		odd += block(head[2*i+1])
		if head[2*i] == 0 || head[2*i+1] == 0 {
			zero++
		}
	}
	if zero*20 < pairs {
		return nil
	}
	if odd*10 >= pairs*9 && even*2 < pairs {
		return &finding{name: utf16le, truncated: size%2 != 0}
	}
	if even*10 >= pairs*9 && odd*2 < pairs {
		return &finding{name: utf16be, truncated: size%2 != 0}
	}
	return nil
}

func block(b byte) int {
	if b <= 0x05 || b == 0x20 || b == 0x21 {
		return 1
	}
	return 0
}

// look gathers what decides between UTF-8 and the encodings of one byte a letter.
type look struct {
	good, bad int    // sequences of UTF-8 of more than one byte, and bytes that belong to none
	cut       bool   // the last sequence is not complete
	tail      []byte // an unfinished sequence of the last chunk
	words     words
}

func (l *look) through(r io.Reader) error {
	buf := make([]byte, bufferSize)
	for {
		n, err := r.Read(buf[copy(buf, l.tail):])
		chunk := buf[:len(l.tail)+n]
		l.tail = l.tail[:0]
		l.chunk(chunk, errors.Is(err, io.EOF))
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (l *look) chunk(b []byte, last bool) {
	l.words.gather(b)
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		if !utf8.FullRune(b[i:]) {
			if !last {
				l.tail = append(l.tail, b[i:]...)
			}
			l.cut = last
			return
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			l.bad++
		} else {
			l.good++
		}
		i += n
	}
}

func (l *look) verdict() *finding {
	switch {
	case l.bad == 0 && l.good == 0 && !l.cut, l.good > 4*l.bad:
		return &finding{name: utf8name, truncated: l.cut && l.good > 0}
	}
	return &finding{name: l.words.encoding()}
}
