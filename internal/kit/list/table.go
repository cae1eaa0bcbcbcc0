package list

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
)

// Table shows a page as a whole table: head with links that sort (they replace
// the element with the id "table"), rows, and at the end the way to the next
// page.
func Table(l *List, q Query, page Page, look Look) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		r := newRenderer(ctx, l, q, page)
		r.look = look
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
		r.goesOn = true
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
	look    Look
	goesOn  bool // the rows are put behind those of the page before
	asked   bool // somebody asks for the sizes of groups already
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
	b = append(b, `<table class="table" data-stack role="table"`...)
	if len(r.look.Widths) > 0 {
		b = append(b, ` data-sized`...)
	}
	b = append(b, `><colgroup><col class="c-check">`...)
	b = r.cols(b)
	b = append(b, `</colgroup><thead role="rowgroup"><tr role="row">`...)
	b = r.head(b)
	b = append(b, `</tr></thead><tbody role="rowgroup" data-path="`...)
	b = append(append(b, r.l.e.Path...), `" id="`...)
	b = append(append(b, r.l.e.Name...), `-rows">`...)
	b = r.rows(b)
	return append(b, `</tbody></table>`...)
}

// cols writes how wide the columns are: what the reader made of them, or what
// the field says. Once the reader did, a last one takes what is left over.
func (r *renderer) cols(b []byte) []byte {
	for _, f := range r.page.Cols {
		if width, ok := r.look.Widths[f.Key]; ok {
			b = strconv.AppendInt(append(b, `<col width="`...), int64(width), 10)
		} else {
			b = append(append(b, `<col class="`...), f.wide()...)
		}
		b = append(b, `">`...)
	}
	if len(r.look.Widths) > 0 {
		b = append(b, `<col>`...)
	}
	return b
}

func (r *renderer) head(b []byte) []byte {
	b = append(b, `<th role="columnheader"><input class="check" type="checkbox" data-select-all aria-label="`...)
	b = append(esc(b, i18n.T(r.ctx, "Select all")), `"></th>`...)
	for i, f := range r.page.Cols {
		b = append(b, `<th role="columnheader" data-col="`...)
		b = append(append(b, f.Key...), '"')
		if r.l.edits(f) {
			b = append(b, ` data-edit`...)
		}
		if f.atEnd() {
			b = append(b, ` class="end"`...)
		}
		order, sorted := r.q.sortedBy(f.Key)
		if sorted && r.q.Sort[0].Field == f.Key {
			b = append(append(append(b, ` aria-sort="`...), direction(order.Desc)...), '"')
		}
		b = append(b, '>')
		b = r.sorter(b, f, r.labels[i], order, sorted)
		b = r.edge(b, f, r.labels[i])
		b = append(b, `</th>`...)
	}
	return b
}

// edge writes the handle that changes the width of a column.
func (r *renderer) edge(b []byte, f *Field, label string) []byte {
	width, ok := r.look.Widths[f.Key]
	if !ok {
		width, _ = strconv.Atoi(strings.TrimPrefix(f.wide(), "col-"))
	}
	b = append(b, `<span class="edge" data-edge tabindex="0" role="separator" aria-orientation="vertical" aria-valuemin="`...)
	b = append(strconv.AppendInt(b, Narrowest, 10), `" aria-valuemax="`...)
	b = append(strconv.AppendInt(b, Widest, 10), `" aria-valuenow="`...)
	b = append(strconv.AppendInt(b, int64(width), 10), `" aria-label="`...)
	b = esc(b, i18n.T(r.ctx, "Width of %s", label))
	return append(b, `"></span>`...)
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
	b = append(b, `" hx-target="#table" hx-swap="outerMorph" hx-push-url="true" data-add-sort="`...)
	b = esc(b, r.l.AddSortURL(r.q, f.Key))
	b = append(b, `"><span>`...)
	b = append(esc(b, label), `</span>`...)
	switch {
	case sorted && order.Desc:
		b = ui.AppendIcon(b, "arrow-down")
	case sorted:
		b = ui.AppendIcon(b, "arrow-up")
	}
	if at := slices.Index(r.q.Sort, order); sorted && len(r.q.Sort) > 1 {
		b = strconv.AppendInt(append(b, `<small>`...), int64(at+1), 10)
		b = append(b, `</small>`...)
	}
	return append(b, `</a>`...)
}

func (r *renderer) rows(b []byte) []byte {
	for i := range r.page.Rows {
		if r.beginsGroup(i) {
			b = r.groupHead(b, i)
		}
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
