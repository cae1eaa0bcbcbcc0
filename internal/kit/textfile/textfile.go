// Package textfile opens text as people send it: it refuses what is no text with one plain sentence, and finds the
// encoding of what is. It never unpacks anything and never holds more than a buffer of the file.
package textfile

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"golang.org/x/text/transform"
)

// Options says what the caller knows beforehand; the zero value finds out everything.
type Options struct {
	Limit    int64  // most bytes accepted; 0 is no limit
	Encoding string // one of Encodings; empty detects
}

// File is a text file read as UTF-8, without a byte order mark.
type File struct {
	Encoding string // the name people know it by, such as "Windows-1251"
	src      *counter
	text     io.Reader
}

const bufferSize = 256 << 10

// Open looks through the whole of src once, tells what it is, and rewinds it for reading. What cannot be read as text
// is a *Fault; size is the length of src in bytes.
func Open(src io.ReadSeeker, size int64, opt Options) (*File, error) {
	if opt.Limit > 0 && size > opt.Limit {
		return nil, &Fault{Kind: TooLarge, Limit: opt.Limit}
	}
	if opt.Encoding != "" && find(opt.Encoding) == nil {
		return nil, &Fault{Kind: UnknownEncoding}
	}
	head, err := peek(src, 64<<10)
	if err != nil {
		return nil, err
	}
	if kind := Sniff(head); kind != "" {
		return nil, &Fault{Kind: kind}
	}
	found, err := detect(src, head)
	if err != nil {
		return nil, err
	}
	return found.reader(src, opt)
}

// Read fills p with UTF-8 text.
func (f *File) Read(p []byte) (int, error) { return f.text.Read(p) }

// Offset says how many bytes of the file have been taken so far, buffers included: good enough for a progress bar.
func (f *File) Offset() int64 { return f.src.n }

func peek(src io.ReadSeeker, n int) ([]byte, error) {
	if _, err := src.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("rewind file: %w", err)
	}
	head := make([]byte, n)
	n, err := io.ReadFull(src, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, fmt.Errorf("read file: %w", err)
	}
	return head[:n], nil
}

func (fd *finding) reader(src io.ReadSeeker, opt Options) (*File, error) {
	name, skip := fd.name, fd.bom
	if opt.Encoding != "" && find(opt.Encoding).name != fd.name {
		name, skip = find(opt.Encoding).name, 0
	}
	if fd.truncated && name == fd.name {
		return nil, &Fault{Kind: Truncated}
	}
	if _, err := src.Seek(int64(skip), io.SeekStart); err != nil {
		return nil, fmt.Errorf("rewind file: %w", err)
	}
	f := &File{Encoding: name, src: &counter{r: src, n: int64(skip)}}
	f.text = bufio.NewReaderSize(f.src, bufferSize)
	if enc := find(name); enc.enc != nil {
		f.text = transform.NewReader(f.text, enc.enc.NewDecoder())
	}
	return f, f.refuseControls()
}

// refuseControls looks at the decoded beginning: text of any encoding has next to no control characters.
func (f *File) refuseControls() error {
	head := make([]byte, 32<<10)
	n, err := io.ReadFull(f.text, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return fmt.Errorf("read file: %w", err)
	}
	head = head[:n]
	if len(bytes.Trim(head, " \t\r\n\x00\ufeff")) == 0 && n < 32<<10 {
		return &Fault{Kind: Empty}
	}
	if c := controls(head); c > 8 && c*200 > n {
		return &Fault{Kind: Binary}
	}
	f.text = io.MultiReader(bytes.NewReader(head), f.text)
	return nil
}

func controls(b []byte) (n int) {
	for _, c := range b {
		if c < 0x20 && (c < '\t' || c > '\r') || c == 0x7f {
			n++
		}
	}
	return n
}

type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
