package sheet

import (
	"archive/zip"
	"errors"
	"io"
	"slices"
	"strings"

	"kontor/internal/kit/textfile"
	"kontor/internal/kit/xlsx"
)

// openWorkbook opens a file that is a workbook; nil if it is something else.
func openWorkbook(src File, size int64) (*xlsx.Workbook, error) {
	head := make([]byte, 64<<10)
	n, err := src.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch kind := textfile.Sniff(head[:n]); {
	case kind == textfile.Workbook, kind == textfile.Archive && holdsWorkbook(src, size):
		return xlsx.Open(src, size)
	case kind == textfile.OldOffice && xlsx.Locked(src):
		return nil, &xlsx.Fault{Kind: xlsx.Password}
	}
	return nil, nil
}

// holdsWorkbook looks into the directory of an archive whose first bytes do not tell.
func holdsWorkbook(src io.ReaderAt, size int64) bool {
	archive, err := zip.NewReader(src, size)
	return err == nil && slices.ContainsFunc(archive.File, func(f *zip.File) bool { return strings.HasPrefix(f.Name, "xl/") })
}

// bookRows are the rows of a sheet as records; those read ahead come first.
type bookRows struct {
	sheet *Sheet
	rows  *xlsx.Rows
	ahead []record
	opt   Options
}

func (b *bookRows) next() (record, error) {
	if len(b.ahead) > 0 {
		rec := b.ahead[0]
		b.ahead = b.ahead[1:]
		return rec, nil
	}
	for {
		row, err := b.rows.Next()
		if err != nil {
			return record{}, err
		}
		if row.Hidden {
			b.sheet.Hidden++
			if b.opt.NoHidden {
				continue
			}
		}
		return bookRecord(row), nil
	}
}

func bookRecord(row xlsx.Row) record {
	rec := record{row: row.Number, line: row.Number, lines: 1, cells: row.Cells}
	switch {
	case row.TooLong:
		rec.problem = TooLong
	case row.Wide:
		rec.problem = TooManyCells
	}
	return rec
}

// openSheet stands before the first row of the sheet that was asked for, or of the first that has any.
func openSheet(book *xlsx.Workbook, opt Options) (*Sheet, error) {
	s, err := beginSheet(book, opt)
	if err != nil {
		return nil, errors.Join(err, book.Close())
	}
	return s, nil
}

func beginSheet(book *xlsx.Workbook, opt Options) (*Sheet, error) {
	at, err := chooseSheet(book, opt.Sheet)
	if err != nil {
		return nil, err
	}
	rows, err := book.Rows(at)
	if err != nil {
		return nil, err
	}
	s := &Sheet{Workbook: true, Sheets: book.Sheets, Name: book.Sheets[at], Date1904: book.Date1904}
	s.close = func() error {
		rows.Close()
		return book.Close()
	}
	src := &bookRows{sheet: s, rows: rows, opt: opt}
	s.src = src
	if err := src.begin(book, at); err != nil {
		rows.Close()
		return nil, err
	}
	return s, nil
}

// begin reads the names of the columns of the sheet.
func (b *bookRows) begin(book *xlsx.Workbook, at int) error {
	first, err := b.peek()
	if err != nil {
		return err
	}
	if err := b.sheet.readHeader(first, b.opt); err != nil || !b.sheet.HasHeader {
		return err
	}
	b.sheet.widen(first)
	return b.sheet.mergedHeader(book, at, b)
}

// chooseSheet finds a sheet by name, or the first that has a row.
func chooseSheet(book *xlsx.Workbook, name string) (int, error) {
	if name != "" {
		if at := slices.Index(book.Sheets, name); at >= 0 {
			return at, nil
		}
		return 0, &xlsx.Fault{Kind: xlsx.NoSuchSheet}
	}
	for i := range book.Sheets {
		rows, err := book.Rows(i)
		if err != nil {
			return 0, err
		}
		_, err = rows.Next()
		rows.Close()
		if !errors.Is(err, io.EOF) {
			return i, err
		}
	}
	return 0, &xlsx.Fault{Kind: xlsx.NoSheet}
}

// peek reads the first records and keeps them to be read again.
func (b *bookRows) peek() ([]record, error) {
	var all []record
	for len(all) < sampleRows {
		rec, err := b.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		all = append(all, rec)
	}
	b.ahead = all
	copies := make([]record, len(all))
	for i, rec := range all {
		rec.cells = slices.Clone(rec.cells)
		copies[i] = rec
	}
	return copies, nil
}

// widen gives columns that have values but no name one without letters, as wide as the first rows are.
func (s *Sheet) widen(first []record) {
	for _, rec := range first {
		if rec.row <= s.row || rec.problem != "" {
			continue
		}
		for len(s.Header) < len(rec.cells) {
			s.Header = append(s.Header, "")
		}
	}
}

// mergedHeader gives the name of a merged cell to all columns below it. Where a second row of names stands below, as in
// "Phone" over "Office" and "Mobile", the names are put together.
func (s *Sheet) mergedHeader(book *xlsx.Workbook, at int, src *bookRows) error {
	if !slices.Contains(s.Header, "") {
		return nil
	}
	merges, err := book.Merges(at, s.row)
	if err != nil {
		return err
	}
	across := make([]bool, len(s.Header))
	for _, m := range merges {
		if m.LastRow < s.row || m.FirstColumn >= len(s.Header) || m.FirstColumn == m.LastColumn {
			continue
		}
		for i := m.FirstColumn; i <= min(m.LastColumn, len(s.Header)-1); i++ {
			across[i], s.Header[i] = true, s.Header[m.FirstColumn]
		}
	}
	if slices.Contains(across, true) && len(src.ahead) > 0 && src.ahead[0].row == s.row+1 && secondNames(src.ahead[0].cells, across) {
		second := src.ahead[0]
		src.ahead, s.row = src.ahead[1:], second.row
		for i, name := range trimmed(second.cells) {
			if i < len(s.Header) && name != "" {
				s.Header[i] = strings.TrimSpace(s.Header[i] + " " + name)
			}
		}
	}
	return nil
}

// secondNames tells a second row of names: it names columns below merged cells, and no others.
func secondNames(cells []string, across []bool) bool {
	for i, c := range cells {
		if strings.TrimSpace(c) != "" && (i >= len(across) || !across[i]) {
			return false
		}
	}
	return filledCells(cells) > 0 && !looksLikeData(cells)
}
