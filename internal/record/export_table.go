package record

import (
	"context"
	"fmt"
	"io"
	"time"

	"kontor/internal/kit/list"
	"kontor/internal/kit/sheet"
	"kontor/internal/kit/xlsx"
)

// tableFile is a file that the rows of a list are written to.
type tableFile interface {
	row(page list.Page, row list.Row) error
	flush() error
	end() error
}

// exportTable writes every field that may leave the house, whatever columns
// are shown, so that the file can be imported again.
func exportTable(ctx context.Context, l *list.List, q list.Query, w Writer, format, title string, zone *time.Location) error {
	q.Cols = nil
	var fields []*list.Field
	for _, f := range l.Fields() {
		if f.Can&list.Export != 0 {
			q.Cols, fields = append(q.Cols, f.Key), append(fields, f)
		}
	}
	out, err := newTableFile(ctx, l, w, format, title, zone, fields)
	if err != nil {
		return fmt.Errorf("write export: %w", err)
	}
	done := 0
	err = l.Each(ctx, q, func(page list.Page) error {
		for _, row := range page.Rows {
			if err := out.row(page, row); err != nil {
				return fmt.Errorf("write export: %w", err)
			}
		}
		done += len(page.Rows)
		w.Done(done)
		return out.flush()
	})
	if err != nil {
		return err
	}
	return out.end()
}

func newTableFile(ctx context.Context, l *list.List, w io.Writer, format, title string, zone *time.Location, fields []*list.Field) (tableFile, error) {
	if format == FormatXLSX {
		return newBookFile(ctx, l, w, title, zone, fields)
	}
	return newTextFile(ctx, l, w, fields)
}

// exportNames are the names of the columns; an amount has its currency beside
// it.
func exportNames(ctx context.Context, fields []*list.Field) []string {
	var names []string
	for _, f := range fields {
		names = append(names, f.Title(ctx))
		if f.Kind == list.Money {
			names = append(names, f.Title(ctx)+" ("+currencyName(ctx)+")")
		}
	}
	return names
}

// textFile is CSV.
type textFile struct {
	l   *list.List
	out *sheet.Writer
}

func newTextFile(ctx context.Context, l *list.List, w io.Writer, fields []*list.Field) (*textFile, error) {
	f := &textFile{l, sheet.NewWriter(w, ',', true)}
	return f, f.out.Write(exportNames(ctx, fields)...)
}

func (t *textFile) row(page list.Page, row list.Row) error {
	cells := make([]string, 0, len(page.Cols)+1)
	for i, f := range page.Cols {
		cells = append(cells, t.l.Text(page, row, i))
		if f.Kind == list.Money {
			cells = append(cells, row.Vals[i].With)
		}
	}
	return t.out.Write(cells...)
}

func (t *textFile) flush() error { return t.out.Flush() }
func (t *textFile) end() error   { return t.out.Flush() }

// bookFile is an Excel workbook: numbers, amounts, dates and yes or no are what
// they are, not texts that look like it.
type bookFile struct {
	l    *list.List
	out  *xlsx.Writer
	zone *time.Location
}

func newBookFile(ctx context.Context, l *list.List, w io.Writer, title string, zone *time.Location, fields []*list.Field) (*bookFile, error) {
	var columns []xlsx.Column
	for i, name := range exportNames(ctx, fields) {
		columns = append(columns, xlsx.Column{Name: name, Width: 16})
		if i == 0 {
			columns[i].Width = 28
		}
	}
	out, err := xlsx.NewWriter(w, title, columns)
	if zone == nil {
		zone = time.UTC
	}
	return &bookFile{l, out, zone}, err
}

func (b *bookFile) row(page list.Page, row list.Row) error {
	if err := b.out.Row(); err != nil {
		return err
	}
	for i, f := range page.Cols {
		b.cell(page, row, i, f)
		if f.Kind == list.Money {
			b.out.Text(row.Vals[i].With)
		}
	}
	return nil
}

func (b *bookFile) cell(page list.Page, row list.Row, i int, f *list.Field) {
	text := b.l.Text(page, row, i)
	switch {
	case text == "":
		b.out.Empty()
	case f.Kind == list.Number:
		b.out.Number(text)
	case f.Kind == list.Money:
		b.out.Money(text)
	case f.Kind == list.Date:
		b.out.Date(text)
	case f.Kind == list.Time:
		b.out.Time(time.UnixMilli(row.Vals[i].I).In(b.zone))
	case f.Kind == list.Bool:
		b.out.Bool(row.Vals[i].I != 0)
	default:
		b.out.Text(text)
	}
}

func (b *bookFile) flush() error { return b.out.Flush() }
func (b *bookFile) end() error   { return b.out.Close() }
