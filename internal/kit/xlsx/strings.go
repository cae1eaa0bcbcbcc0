package xlsx

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

// table is the texts that cells share, each told by its number. What does not
// fit into memory lies in a file, in blocks of a few texts.
type table struct {
	n      int
	whole  []byte // of all texts while they fit
	ends   []uint32
	file   io.ReaderAt
	blocks []int64 // where each block begins, and where the last ends
	cache  [cachedBlocks]block
}

type block struct {
	at    int // number of the block, counted from 1
	texts []string
}

const (
	heldTexts    = 24 << 20 // bytes of texts in memory
	heldCount    = 4 << 20
	blockTexts   = 32
	cachedBlocks = 1024
	mostText     = 1 << 20 // bytes of one text; a cell of Excel holds 32,767 characters
	mostTexts    = 64 << 20
)

// readStrings reads the shared texts.
func (b *Workbook) readStrings(name string) error {
	f := b.file(name)
	b.strings = &table{}
	if f == nil {
		return nil
	}
	p, err := b.unpack(f, mostUnpacked)
	if err != nil {
		return err
	}
	defer p.end()
	w := &tableWriter{book: b, t: b.strings}
	t := newTokens(p)
	for {
		err := t.next()
		if errors.Is(err, io.EOF) {
			return w.finish()
		}
		if err != nil {
			return damaged(err)
		}
		if t.kind != elementStart || !t.is("si") {
			continue
		}
		if w.text, err = richText(t, w.text[:0]); err != nil {
			return damaged(err)
		}
		if err := w.add(); err != nil {
			return err
		}
	}
}

// richText adds the text of an element made of <t>, alone or in runs; how it
// is pronounced is left out.
func richText(t *tokens, dst []byte) ([]byte, error) {
	if t.empty {
		return dst, t.skip()
	}
	begin := len(dst)
	for depth := 1; depth > 0; {
		if err := t.next(); err != nil {
			return dst, whole(err)
		}
		switch {
		case t.kind == elementEnd:
			depth--
		case t.kind == elementStart && (t.is("rPh") || t.is("phoneticPr")):
			if err := t.skip(); err != nil {
				return dst, err
			}
		case t.kind == elementStart && t.is("t"):
			var err error
			if dst, err = content(t, dst); err != nil {
				return dst, err
			}
		case t.kind == elementStart:
			depth++
		}
	}
	return controls(dst, begin), nil
}

// content adds the characters of the element that has just started.
func content(t *tokens, dst []byte) ([]byte, error) {
	for {
		if err := t.next(); err != nil {
			return dst, whole(err)
		}
		switch t.kind {
		case characters:
			if len(dst) < mostText {
				dst = t.appendText(dst)
			}
		case elementEnd:
			return dst, nil
		case elementStart:
			if err := t.skip(); err != nil {
				return dst, err
			}
		}
	}
}

// controls writes the characters that XML cannot hold and Excel escapes as
// _x000D_; the line ends among them become one.
func controls(b []byte, from int) []byte {
	s := string(b[from:])
	if !strings.Contains(s, "_x") {
		return b
	}
	b = b[:from]
	for {
		i := strings.Index(s, "_x")
		if i < 0 {
			return append(b, s...)
		}
		b = append(b, s[:i]...)
		s = s[i:]
		n, ok := escapedControl(s)
		if !ok {
			b, s = append(b, s[:2]...), s[2:]
			continue
		}
		if n != '\r' {
			b = append(b, string(n)...)
		}
		s = s[7:]
	}
}

func escapedControl(s string) (rune, bool) {
	if len(s) < 7 || s[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	if err != nil || n >= 0xD800 && n <= 0xDFFF {
		return 0, false
	}
	return rune(n), true
}

// tableWriter fills a table, going over to a file when it grows.
type tableWriter struct {
	book *Workbook
	t    *table
	text []byte
	out  *bufio.Writer
	at   int64
}

func (w *tableWriter) add() error {
	t := w.t
	if t.n >= mostTexts {
		return &Fault{Bomb}
	}
	if w.out == nil && (len(t.whole)+len(w.text) > heldTexts || t.n >= heldCount) {
		if err := w.spill(); err != nil {
			return err
		}
	}
	t.n++
	if w.out == nil {
		t.whole = append(t.whole, w.text...)
		t.ends = append(t.ends, uint32(len(t.whole)))
		return nil
	}
	return w.write(t.n-1, w.text)
}

func (w *tableWriter) write(n int, text []byte) error {
	if n%blockTexts == 0 {
		w.t.blocks = append(w.t.blocks, w.at)
	}
	var head [binary.MaxVarintLen64]byte
	h := binary.PutUvarint(head[:], uint64(len(text)))
	w.at += int64(h + len(text))
	if _, err := w.out.Write(head[:h]); err != nil {
		return fmt.Errorf("keep texts of workbook: %w", err)
	}
	if _, err := w.out.Write(text); err != nil {
		return fmt.Errorf("keep texts of workbook: %w", err)
	}
	return nil
}

// spill moves what is in memory to a file.
func (w *tableWriter) spill() error {
	f, err := os.CreateTemp("", "kontor-workbook-*")
	if err != nil {
		return fmt.Errorf("keep texts of workbook: %w", err)
	}
	w.book.temp = f
	_ = os.Remove(f.Name()) // where an open file cannot be removed, Close does it
	w.out, w.t.file = bufio.NewWriterSize(f, 256<<10), f
	begin := uint32(0)
	for i, end := range w.t.ends {
		if err := w.write(i, w.t.whole[begin:end]); err != nil {
			return err
		}
		begin = end
	}
	w.t.whole, w.t.ends = nil, nil
	return nil
}

func (w *tableWriter) finish() error {
	if w.out == nil {
		return nil
	}
	w.t.blocks = append(w.t.blocks, w.at)
	if err := w.out.Flush(); err != nil {
		return fmt.Errorf("keep texts of workbook: %w", err)
	}
	return nil
}

// get returns a shared text; ok is false for a number that none has.
func (t *table) get(i int) (text string, ok bool, err error) {
	if i < 0 || i >= t.n {
		return "", false, nil
	}
	if t.file == nil {
		begin := uint32(0)
		if i > 0 {
			begin = t.ends[i-1]
		}
		return string(t.whole[begin:t.ends[i]]), true, nil
	}
	n := i / blockTexts
	c := &t.cache[n%cachedBlocks]
	if c.at != n+1 {
		if c.texts, err = t.load(n); err != nil {
			return "", false, err
		}
		c.at = n + 1
	}
	return c.texts[i%blockTexts], true, nil
}

func (t *table) load(n int) ([]string, error) {
	raw := make([]byte, t.blocks[n+1]-t.blocks[n])
	if _, err := t.file.ReadAt(raw, t.blocks[n]); err != nil {
		return nil, fmt.Errorf("read texts of workbook: %w", err)
	}
	var texts []string
	for len(raw) > 0 {
		size, h := binary.Uvarint(raw)
		texts = append(texts, string(raw[h:h+int(size)]))
		raw = raw[h+int(size):]
	}
	return texts, nil
}
