package list

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// edits tells whether the reader may try to edit a field in its cell; whose
// record it is, is decided when they do.
func (l *List) edits(f *Field) bool {
	return f.can(Edit) && f.Key != l.e.Title && !l.bin && min(l.sc.See, l.sc.Write) != None
}

// Cell shows one value of the first row of a page: what is put back into the
// cell that was edited. A page without rows shows nothing.
func Cell(l *List, page Page, key string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		r := newRenderer(ctx, l, Query{}, page)
		for i, f := range page.Cols {
			if f.Key == key && len(page.Rows) > 0 {
				_, err := w.Write(r.inside(nil, &page.Rows[0], i, f))
				return err
			}
		}
		return nil
	})
}

// Name is how a key of the field's choices is shown.
func (f *Field) Name(ctx context.Context, key string) string { return f.name(ctx, key) }
