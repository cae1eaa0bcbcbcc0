package importing

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/sheet"
	"kontor/internal/kit/textfile"
	"kontor/internal/kit/vcard"
	"kontor/internal/kit/xlsx"
	"kontor/internal/record"
)

// importSource reads a file row by row, whatever it is: its content decides,
// not its name.
type importSource struct {
	format string // csv, xlsx or vcard
	sheet  *sheet.Sheet
	cards  *vcard.Reader
	file   *textfile.File
	ctx    context.Context
}

// openSource finds out what a file is. One that cannot be imported is a
// fault.Invalid with one sentence about it.
// Close it.
func openSource(ctx context.Context, f sheet.File, size int64, opt ImportOptions) (*importSource, error) {
	head := make([]byte, 4096)
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("rewind file: %w", err)
	}
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("read file: %w", err)
	}
	src := &importSource{format: "csv", ctx: ctx}
	if vcard.Sniff(head[:n]) {
		src.format = "vcard"
		src.file, err = textfile.Open(f, size, textfile.Options{Limit: MaxImport, Encoding: opt.Encoding})
		if err == nil {
			src.cards = vcard.NewReader(src.file)
		}
		return src, fileFault(ctx, err)
	}
	src.sheet, err = sheet.Open(f, size, opt.sheet())
	if err == nil && src.sheet.Workbook {
		src.format = record.FormatXLSX
	}
	return src, fileFault(ctx, err)
}

// close gives back what reading keeps: a file that is removed anyway.
func (s *importSource) close() {
	if s.sheet != nil {
		_ = s.sheet.Close()
	}
}

// fileFault says in the reader's language what is wrong with a file.
func fileFault(ctx context.Context, err error) error {
	if f, ok := errors.AsType[*xlsx.Fault](err); ok {
		return fault.Invalid{"file": said(ctx, f.Error())}
	}
	f, ok := errors.AsType[*textfile.Fault](err)
	if !ok {
		return err
	}
	if f.Kind == textfile.TooLarge {
		return fault.Invalid{"file": tooLargeText(ctx)}
	}
	return fault.Invalid{"file": said(ctx, f.Error())}
}

func tooLargeText(ctx context.Context) string {
	return i18n.T(ctx, "The file is larger than %s MB. Split it into smaller ones.", i18n.Int(ctx, MaxImport>>20))
}

// next returns the next row, or io.EOF after the last.
func (s *importSource) next() (Row, error) {
	if s.cards != nil {
		return s.nextCard()
	}
	r, err := s.sheet.Next()
	if err != nil {
		return Row{}, fileFault(s.ctx, err)
	}
	return Row{Number: r.Number, Cells: r.Cells, problem: s.rowProblem(r)}, nil
}

func (s *importSource) rowProblem(r sheet.Row) string {
	switch r.Problem {
	case "":
		if emptyCells(r.Cells) {
			return i18n.T(s.ctx, "The row is empty.")
		}
		return ""
	case sheet.TooManyCells:
		return i18n.T(s.ctx, "The row has %s cells, but there are %s columns.", i18n.Int(s.ctx, int64(len(r.Cells))), i18n.Int(s.ctx, int64(len(s.sheet.Header))))
	case sheet.UnclosedQuote:
		return i18n.T(s.ctx, "A quotation mark is opened and never closed.")
	case sheet.NulByte:
		return i18n.T(s.ctx, "The row holds a character that cannot be stored (NUL).")
	case sheet.BadText:
		return i18n.T(s.ctx, "The row holds letters that are broken in the file.")
	}
	return i18n.T(s.ctx, "The row is too long.")
}

func (s *importSource) nextCard() (Row, error) {
	for {
		c, err := s.cards.Next()
		if err != nil {
			return Row{}, err
		}
		if !c.Group {
			return Row{Number: c.Number, Cells: cardCells(&c), Card: &c, problem: s.cardProblem(&c)}, nil
		}
	}
}

func (s *importSource) cardProblem(c *vcard.Card) string {
	switch c.Problem {
	case "":
		return ""
	case vcard.NotEnded:
		return i18n.T(s.ctx, "The card is not complete: its end is missing.")
	case vcard.NulByte:
		return i18n.T(s.ctx, "The card holds a character that cannot be stored (NUL).")
	case vcard.BadText:
		return i18n.T(s.ctx, "The card holds letters that are broken in the file.")
	}
	return i18n.T(s.ctx, "The card is too long.")
}

// header names the columns, those of a table or those that cards are shown in.
func (s *importSource) header() []string {
	if s.sheet != nil {
		return s.sheet.Header
	}
	return cardHeader()
}

func (s *importSource) details() ImportDetails {
	if s.sheet == nil {
		return ImportDetails{Encoding: s.file.Encoding, HasHeader: true}
	}
	if s.sheet.Workbook {
		return ImportDetails{Sheets: s.sheet.Sheets, Sheet: s.sheet.Name, Date1904: s.sheet.Date1904, HasHeader: s.sheet.HasHeader}
	}
	return ImportDetails{Encoding: s.sheet.Encoding, Separator: string(rune(s.sheet.Separator)), HasHeader: s.sheet.HasHeader}
}

func cardHeader() []string {
	return []string{"Name", "Company", "Title", "E-mail", "Phone", "Address", "Birthday", "Categories", "Note"}
}

// cardCells shows a card as a row, for the preview and for the file of rows
// that failed.
func cardCells(c *vcard.Card) []string {
	var address string
	if len(c.Addresses) > 0 {
		a := c.Addresses[0]
		address = strings.Join(Filled(a.Street, a.PostalCode, a.City, a.Region, a.Country), ", ")
	}
	return []string{c.FullName, c.Company, c.Title, values(c.Emails), values(c.Phones), address, c.Birthday, strings.Join(c.Categories, ", "), c.Note}
}

func values(items []vcard.Item) string {
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = item.Value
	}
	return strings.Join(out, "; ")
}

// Filled are the values that are not blank.
func Filled(values ...string) []string {
	var out []string
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// emptyCells tells a row that says nothing at all.
func emptyCells(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}
