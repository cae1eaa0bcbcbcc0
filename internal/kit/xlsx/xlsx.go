// Package xlsx reads and writes Excel workbooks row by row, in bounded memory
// whatever their size. Cells are read as the text a person sees: numbers
// without rounding noise, dates as 2006-01-02, formulas as the value that was
// saved with them.
package xlsx

import (
	"archive/zip"
	"errors"
	"io"
	"os"
	"strings"
)

// Workbook is an opened workbook. Close it.
type Workbook struct {
	// Sheets are the worksheets in the order of their tabs. Those that are
	// hidden come only where no other is there.
	Sheets []string
	// Date1904 says that numbers of days count from 1904.
	Date1904 bool

	free    int64 // see freeUnpacked
	files   map[string]*zip.File
	parts   []string // where the sheets lie
	formats []format // of the cells, by style
	strings *table
	temp    *os.File
}

// Open reads what a workbook consists of, but no cell. One that cannot be read
// is a *Fault.
func Open(r io.ReaderAt, size int64) (*Workbook, error) { return open(r, size, freeUnpacked) }

func open(r io.ReaderAt, size, free int64) (*Workbook, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, &Fault{Damaged}
	}
	b := &Workbook{free: free, files: make(map[string]*zip.File, len(archive.File))}
	for _, f := range archive.File {
		b.files[strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))] = f
	}
	if err := b.read(); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

func (b *Workbook) read() error {
	if err := b.refuse(); err != nil {
		return err
	}
	_, byType, err := b.relations("")
	if err != nil {
		return err
	}
	main := byType["officeDocument"]
	if main == "" {
		main = "xl/workbook.xml"
	}
	if strings.HasSuffix(main, ".bin") {
		return &Fault{Binary}
	}
	if b.file(main) == nil {
		return &Fault{Damaged}
	}
	byID, byType, err := b.relations(main)
	if err != nil {
		return err
	}
	if err := b.sheets(main, byID); err != nil {
		return err
	}
	if b.formats, err = b.readStyles(byType["styles"]); err != nil {
		return err
	}
	return b.readStrings(byType["sharedStrings"])
}

// refuse tells workbooks that are not read: those with macros, and binary ones.
func (b *Workbook) refuse() error {
	for name, f := range b.files {
		switch {
		case f.Flags&1 != 0:
			return &Fault{Password}
		case strings.HasSuffix(name, "vbaproject.bin"), strings.HasPrefix(name, "xl/macrosheets/"):
			return &Fault{Macros}
		}
	}
	macros := false
	err := b.each("[Content_Types].xml", func(t *tokens) error {
		macros = macros || strings.Contains(t.attrText("ContentType"), "macroEnabled")
		return nil
	})
	if err == nil && macros {
		return &Fault{Macros}
	}
	return err
}

// sheets reads names and places of the worksheets.
func (b *Workbook) sheets(main string, byID map[string]string) error {
	var hidden, hiddenParts []string
	err := b.each(main, func(t *tokens) error {
		switch {
		case t.is("workbookPr"):
			b.Date1904 = t.flag("date1904")
		case t.is("sheet"):
			name, at := strings.ToValidUTF8(t.attrText("name"), "\uFFFD"), byID[t.attrText("id")]
			if b.file(at) == nil || strings.Contains(at, "chartsheets/") || strings.Contains(at, "dialogsheets/") {
				return nil
			}
			if state := string(t.attr("state")); state == "hidden" || state == "veryHidden" {
				hidden, hiddenParts = append(hidden, name), append(hiddenParts, at)
			} else {
				b.Sheets, b.parts = append(b.Sheets, name), append(b.parts, at)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(b.Sheets) == 0 {
		b.Sheets, b.parts = hidden, hiddenParts
	}
	if len(b.Sheets) == 0 {
		return &Fault{NoSheet}
	}
	return nil
}

// Close gives back what a large workbook keeps on the disk.
func (b *Workbook) Close() error {
	if b.temp == nil {
		return nil
	}
	err := errors.Join(b.temp.Close(), removed(os.Remove(b.temp.Name())))
	b.temp = nil
	return err
}

func removed(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}
