package list

import (
	"context"
	"io"
	"strconv"

	"github.com/a-h/templ"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
)

// Table shows a page as a whole table: head with links that sort (they replace
// the element with the id "table"), rows, and at the end the way to the next
// page.
func Table(l *List, q Query, page Page) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		r := newRenderer(ctx, l, q, page)
		b := make([]byte, 0, 4096+rowSize*len(page.Rows))
		b = r.table(b)
		_, err := w.Write(b)
		return err
	})
}

// rowSize is what most rows take, so that the buffer need not grow.
const rowSize = 1400

// Rows shows the rows of a page and the way to the next one: what is put at
// the end of a table that is there already.
func Rows(l *List, q Query, page Page) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		r := newRenderer(ctx, l, q, page)
		_, err := w.Write(r.rows(make([]byte, 0, 1024+rowSize*len(page.Rows))))
		return err
	})
}

// renderer writes the rows of a page; what is the same in all of them is
// translated once.
type renderer struct {
	ctx     context.Context
	l       *List
	q       Query
	page    Page
	locale  i18n.Locale
	labels  []string // of the columns
	choose  [2]string
	yes, no string
	choices []map[string]string // for each column of choices, the words of its keys
}

func newRenderer(ctx context.Context, l *List, q Query, page Page) *renderer {
	r := &renderer{ctx: ctx, l: l, q: q, page: page, locale: i18n.From(ctx), yes: yesNo(ctx, true), no: yesNo(ctx, false)}
	r.labels = make([]string, len(page.Cols))
	r.choices = make([]map[string]string, len(page.Cols))
	for i, f := range page.Cols {
		r.labels[i] = f.Title(ctx)
		if f.Kind == Choice || f.Kind == Choices {
			r.choices[i] = map[string]string{}
		}
	}
	r.choose = halves(say(ctx, l.e.Select))
	return r
}

func (r *renderer) table(b []byte) []byte {
	b = append(b, `<table class="table" data-stack role="table"><colgroup><col class="c-check">`...)
	for _, f := range r.page.Cols {
		b = append(b, `<col`...)
		if class := f.wide(); class != "" {
			b = append(append(append(b, ` class="`...), class...), '"')
		}
		b = append(b, '>')
	}
	b = append(b, `</colgroup><thead role="rowgroup"><tr role="row">`...)
	b = r.head(b)
	b = append(b, `</tr></thead><tbody role="rowgroup" id="`...)
	b = append(append(b, r.l.e.Name...), `-rows">`...)
	b = r.rows(b)
	return append(b, `</tbody></table>`...)
}

func (r *renderer) head(b []byte) []byte {
	b = append(b, `<th role="columnheader"><input class="check" type="checkbox" data-select-all aria-label="`...)
	b = append(esc(b, i18n.T(r.ctx, "Select all")), `"></th>`...)
	for i, f := range r.page.Cols {
		b = append(b, `<th role="columnheader" data-col="`...)
		b = append(append(b, f.Key...), '"')
		if f.atEnd() {
			b = append(b, ` class="end"`...)
		}
		order, sorted := r.q.sortedBy(f.Key)
		if sorted && r.q.Sort[0].Field == f.Key {
			b = append(append(append(b, ` aria-sort="`...), direction(order.Desc)...), '"')
		}
		b = append(b, '>')
		b = r.sorter(b, f, r.labels[i], order, sorted)
		b = append(b, `</th>`...)
	}
	return b
}

func direction(desc bool) string {
	if desc {
		return "descending"
	}
	return "ascending"
}

// sorter writes a column's name, as a link if the list can be sorted by it.
func (r *renderer) sorter(b []byte, f *Field, label string, order Order, sorted bool) []byte {
	if !f.can(Sort) {
		return esc(b, label)
	}
	url := r.l.SortURL(r.q, f.Key)
	b = append(b, `<a href="`...)
	b = esc(b, url)
	b = append(b, `" hx-get="`...)
	b = esc(b, url)
	b = append(b, `" hx-target="#table" hx-swap="outerMorph" hx-push-url="true">`...)
	b = esc(b, label)
	switch {
	case sorted && order.Desc:
		b = ui.AppendIcon(b, "arrow-down")
	case sorted:
		b = ui.AppendIcon(b, "arrow-up")
	}
	return append(b, `</a>`...)
}

func (r *renderer) rows(b []byte) []byte {
	for i := range r.page.Rows {
		b = r.row(b, &r.page.Rows[i])
	}
	return r.next(b)
}

// next writes the row that loads the next page when it comes into view, and is
// a link to it without script.
func (r *renderer) next(b []byte) []byte {
	if r.page.Next == "" {
		return b
	}
	url := r.l.PageURL(r.q, r.page.Next)
	b = append(b, `<tr role="row" class="more" hx-get="`...)
	b = esc(b, url)
	b = append(b, `" hx-trigger="intersect once" hx-target="this" hx-swap="outerHTML"><td role="cell" data-m="a" colspan="`...)
	b = strconv.AppendInt(b, int64(len(r.page.Cols)+1), 10)
	b = append(b, `"><a class="link" href="`...)
	b = esc(b, url)
	b = append(b, `">`...)
	b = esc(b, i18n.T(r.ctx, "Next page"))
	return append(b, `</a></td></tr>`...)
}

// wide is the class of the column; what is left is for the texts.
func (f *Field) wide() string {
	if f.Wide != "" {
		return f.Wide
	}
	switch f.Kind {
	case Time, Date, Number, Money, Phone:
		return "col-120"
	case Bool:
		return "col-88"
	case Choice:
		return "col-140"
	case Person:
		return "col-160"
	}
	return "col-180"
}

// atEnd tells whether values stand at the right.
func (f *Field) atEnd() bool { return f.Kind == Number || f.Kind == Money || f.Kind == Time }
