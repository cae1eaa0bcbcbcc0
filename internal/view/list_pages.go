package view

import (
	"errors"
	"net/http"

	"kontor/internal/account"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
)

// countedTo is how far a list is counted; more is shown as 10,000+.
const countedTo = 10_000

// listRoutes adds the pages of a list to r: the list itself, its recycle bin,
// and what they ask for later.
func (d *Domain) listRoutes(r *web.Router, s Source) {
	path := s.Entity.Path
	r.Handle("GET "+path, d.listed(s, d.showList))
	r.Handle("GET "+path+"/bin", d.listed(s, d.showBin))
	r.Handle("GET "+path+"/count", d.listed(s, d.showCount))
	r.Handle("GET "+path+"/totals", d.listed(s, d.showTotals))
	r.Handle("GET "+path+"/groups", d.listed(s, d.showGroups))
	r.Handle("GET "+path+"/filter", d.listed(s, d.showFilter))
	r.Handle("GET "+path+"/shape", d.listed(s, d.showShape))
	r.Handle("GET "+path+"/live", d.listed(s, d.showLive))
}

// listed hands a handler the list as the actor sees it.
func (d *Domain) listed(s Source, show func(http.ResponseWriter, *http.Request, Source, *list.List) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := account.Of(r).Must(account.See, s.Entity.Kind); err != nil {
			return err
		}
		l, err := s.List(r.Context(), account.Of(r))
		if err != nil {
			return err
		}
		return show(w, r, s, l)
	}
}

func (d *Domain) showBin(w http.ResponseWriter, r *http.Request, s Source, l *list.List) error {
	return d.showList(w, r, s, l.Bin())
}

// showList answers with a list page, with its parts for htmx, or with the next
// rows.
func (d *Domain) showList(w http.ResponseWriter, r *http.Request, s Source, l *list.List) error {
	ctx := r.Context()
	bar, q, problems, err := d.Open(ctx, account.Of(r), l, r.URL.RawQuery)
	if err != nil {
		return err
	}
	if l.IsBin() {
		bar.Trash = s.Words(ctx).Bin
	}
	if q.Added && !web.IsPartial(r) && len(problems) == 0 {
		return web.Redirect(w, r, l.URL(q))
	}
	page, err := l.Page(ctx, q)
	if _, old := errors.AsType[fault.Malformed](err); old && q.Cursor != "" {
		problems = append(problems, list.Problem{Param: "cursor", Text: i18n.T(ctx, "This page of the list is no longer there. This is its beginning.")})
		q.Cursor = ""
		page, err = l.Page(ctx, q)
	}
	if err != nil {
		return err
	}
	if q.Cursor != "" && web.IsPartial(r) {
		return web.Render(w, r, http.StatusOK, list.Rows(l, q, page))
	}
	v := s.view(ctx, l, q)
	v.Page, v.Problems, v.Actor, v.Views, v.Look = page, problems, account.Of(r), bar, bar.Look()
	if v.Chips, err = l.Chips(ctx, q); err != nil {
		return err
	}
	if v.Open = r.URL.Query().Get("open"); list.ShowsFilter(v.Open) {
		tree, err := l.Tree(ctx, q)
		if err != nil {
			return err
		}
		v.Tree = &tree
	}
	return d.renderList(w, r, v)
}

func (d *Domain) renderList(w http.ResponseWriter, r *http.Request, v ListView) error {
	if web.IsPartial(r) {
		w.Header().Set("HX-Push-Url", v.List.URL(v.Query)) // forms write the same state at greater length
		return web.Render(w, r, http.StatusOK, v.parts())
	}
	return web.Render(w, r, http.StatusOK, d.shell(w, r, v.words.Title, v.page()))
}

// showCount answers how many records a list has, counted up to countedTo.
func (d *Domain) showCount(w http.ResponseWriter, r *http.Request, s Source, l *list.List) error {
	ctx := r.Context()
	q, _ := l.Parse(ctx, r.URL.RawQuery) // what is wrong in it is told on the list itself
	n, err := l.Count(ctx, q, countedTo)
	if err != nil {
		return err
	}
	more := n > countedTo
	short := i18n.Int(ctx, int64(min(n, countedTo)))
	if more {
		short += "+"
	}
	return web.Render(w, r, http.StatusOK, total(short, s.Words(ctx).Count(ctx, min(n, countedTo), more)))
}

// showFilter answers with the form for one condition.
func (d *Domain) showFilter(w http.ResponseWriter, r *http.Request, s Source, l *list.List) error {
	ctx := r.Context()
	q, _ := l.Parse(ctx, r.URL.Query().Get("list")) // as above
	v := s.view(ctx, l, q)
	form, err := v.filterBar().Part(ctx, r.URL.Query())
	if err != nil {
		return err
	}
	if form == nil {
		return fault.NotFound{}
	}
	if web.IsPartial(r) {
		return web.Render(w, r, http.StatusOK, form)
	}
	return web.Render(w, r, http.StatusOK, d.shell(w, r, i18n.T(ctx, "Filter"), v.filterPage(form)))
}
