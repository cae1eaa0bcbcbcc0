package contact

import (
	"context"
	"net/http"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
	"kontor/internal/view"
)

// ListPage is the page of a list of other records than contacts and companies:
// a domain above describes them, and its list can what theirs can.
type ListPage struct {
	Kind, Path string
	Words      func(ctx context.Context) ListWords
	List       func(ctx context.Context, actor account.Actor) (*list.List, error)
	Views      func(ctx context.Context) []view.BuiltIn // the whole list first
	Follows    []string                                 // kinds of records that its rows name
}

// ListWords are what a list page says.
type ListWords struct {
	Title, New            string
	EmptyTitle, EmptyText string
	Delete, Bin           string // what deletes the selected, and the recycle bin
	Count                 func(ctx context.Context, n int, more bool) string
}

func (p ListPage) words(ctx context.Context) listKind {
	w := p.Words(ctx)
	return listKind{
		kind: p.Kind, path: p.Path, title: w.Title, newLabel: w.New, emptyTitle: w.EmptyTitle, emptyText: w.EmptyText,
		deleteText: w.Delete, bin: w.Bin, count: w.Count, other: true, follows: p.Follows,
	}
}

// ListRoutes adds the pages of the list: its rows, their number, sums, groups,
// the recycle bin, live rows, the forms of its filter and files.
func (d *Domain) ListRoutes(r *web.Router, p ListPage) {
	on := func(path string, h func(w http.ResponseWriter, r *http.Request, k listKind, of lister) error) {
		r.Handle("GET "+p.Path+path, func(w http.ResponseWriter, r *http.Request) error {
			return h(w, r, p.words(r.Context()), p.List)
		})
	}
	on("", func(w http.ResponseWriter, r *http.Request, k listKind, of lister) error {
		return d.showList(w, r, k, of, false)
	})
	on("/bin", func(w http.ResponseWriter, r *http.Request, k listKind, of lister) error {
		return d.showList(w, r, k, of, true)
	})
	on("/count", showCount)
	on("/totals", d.showTotals)
	on("/filter", d.showFilter)
	on("/groups", func(w http.ResponseWriter, r *http.Request, _ listKind, of lister) error { return showGroups(w, r, of) })
	on("/live", func(w http.ResponseWriter, r *http.Request, _ listKind, of lister) error { return showLive(w, r, of) })
	on("/export", exportList)
}

// ListViews is the list that e describes as views know it.
func (p ListPage) ListViews(e *list.Entity) view.Source {
	return view.Source{
		Label:  func(ctx context.Context) string { return p.Words(ctx).Title },
		Entity: e, List: p.List, BuiltIn: p.Views,
	}
}

// exportList streams every record of a list as a file.
func exportList(w http.ResponseWriter, r *http.Request, k listKind, of lister) error {
	ctx, actor := r.Context(), account.Of(r)
	if err := actor.Require(account.Export); err != nil {
		return err
	}
	l, err := of(ctx, actor)
	if err != nil {
		return err
	}
	format, query := cutFormat(r.URL.RawQuery)
	content, ext, err := exportType(ctx, k.kind, &format)
	if err != nil {
		return err
	}
	q, problems := l.Parse(ctx, query)
	if len(problems) > 0 {
		return list.Invalid(problems)
	}
	out := &lateFile{w: w, kind: content, name: l.Name() + "-" + time.Now().Format(time.DateOnly) + ext}
	err = exportTable(ctx, l, q, out, format, k.title, actor.Zone, func(int) {})
	if err != nil && out.begun {
		panic(http.ErrAbortHandler)
	}
	return err
}
