package view

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/kit/live"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
)

// mostLive is how many rows an open list asks for at once.
const mostLive = 200

// liveAsk is what an open list asks after somebody changed something.
type liveAsk struct {
	rows  []db.ID // shown, and changed: as they are now
	came  []db.ID // changed, and not shown: which of them belong into view
	all   bool    // more changed than can be named: how many belong into view
	shown int
	show  int // so many rows from the start, instead of all else
}

func readLive(r *http.Request, q url.Values) (ask liveAsk, err error) {
	ask.all = q.Get("new") == "all"
	ask.shown, _ = strconv.Atoi(q.Get("shown")) // what is no number is none
	ask.show, _ = strconv.Atoi(q.Get("show"))
	ask.shown, ask.show = min(max(ask.shown, 0), 10*mostLive), min(max(ask.show, 0), mostLive)
	if ask.rows, err = liveIDs(r, q["row"]); err != nil || ask.all {
		return ask, err
	}
	ask.came, err = liveIDs(r, q["new"])
	return ask, err
}

func liveIDs(r *http.Request, texts []string) ([]db.ID, error) {
	if len(texts) > mostLive {
		return nil, fault.Malformed{Text: i18n.N(r.Context(), "Ask for %s record at most.", "Ask for %s records at most.", mostLive)}
	}
	ids := make([]db.ID, len(texts))
	for i, text := range texts {
		var err error
		if ids[i], err = db.ParseID(text); err != nil {
			return nil, fault.Malformed{Text: i18n.T(r.Context(), "This is not a valid value. Choose another one.")}
		}
	}
	return ids, nil
}

// showLive answers an open list: the rows that changed, as they are now, and
// which records now belong between those that are shown.
func (d *Domain) showLive(w http.ResponseWriter, r *http.Request, _ Source, l *list.List) error {
	ctx, values := r.Context(), r.URL.Query()
	ask, err := readLive(r, values)
	if err != nil {
		return err
	}
	if values.Has("bin") {
		l = l.Bin()
	}
	q, _ := l.Parse(ctx, values.Get("list")) // what is wrong in it is told on the list itself
	q.Cursor = ""
	if ask.show > 0 {
		page, err := l.Page(ctx, limited(q, ask.show))
		if err != nil {
			return err
		}
		return web.Render(w, r, http.StatusOK, liveRows(list.Rows(l, q, page), nil, 0))
	}
	rows, err := changedRows(r, l, q, ask.rows)
	if err != nil {
		return err
	}
	q.Cursor = values.Get("until")
	came, ahead, err := belong(r, l, q, ask)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, liveRows(rows, came, ahead))
}

func limited(q list.Query, limit int) list.Query {
	q.Limit = limit
	return q
}

// changedRows renders those of the records that the list still has.
func changedRows(r *http.Request, l *list.List, q list.Query, ids []db.ID) (templ.Component, error) {
	if len(ids) == 0 {
		return templ.NopComponent, nil
	}
	page, err := l.Only(ids).Page(r.Context(), limited(q, mostLive))
	return list.Rows(l, q, page), err
}

// belong finds what belongs before the place where the next page begins: by
// name, or only how many where too many changed.
func belong(r *http.Request, l *list.List, q list.Query, ask liveAsk) (came []db.ID, ahead int, err error) {
	switch {
	case ask.all:
		came, err = l.Ahead(r.Context(), q, ask.shown+mostLive/2)
		ahead = len(came)
		if q.Cursor != "" {
			ahead++ // the row at the place itself
		}
		return nil, ahead, err
	case len(ask.came) > 0:
		came, err = l.Only(ask.came).Ahead(r.Context(), q, mostLive)
	}
	return came, 0, err
}

func spaced(ids []db.ID) string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = id.String()
	}
	return strings.Join(texts, " ")
}

// live are the attributes that let the rows follow what others change. What
// is named in a row by another record, and tags, change rows as well.
func (v ListView) live(ctx context.Context) templ.Attributes {
	p := ui.LiveProps{Member: v.Actor.Member.String(), Since: live.Since(ctx), Lists: append([]string{v.Kind(), "tag"}, v.source.Follows...)}
	at := v.Path() + "/live?list=" + url.QueryEscape(v.State())
	if v.Bin {
		return ui.LiveList(p, at+"&bin=1", "", "")
	}
	totals := ""
	if len(v.Query.Sum)+len(v.Query.Avg) > 0 {
		totals = v.lazyURL("/totals")
	}
	return ui.LiveList(p, at, v.lazyURL("/count"), totals)
}
