package view

import (
	"context"
	"net/http"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
)

// patience is how long a list adds up and counts on its own account, and
// endurance how long when somebody asked for it.
const (
	patience  = time.Second
	endurance = time.Minute
)

// showShape answers with what one of the popovers is for.
func (d *Domain) showShape(w http.ResponseWriter, r *http.Request, s Source, l *list.List) error {
	ctx, asked := r.Context(), r.URL.Query()
	if asked.Get("bin") != "" {
		l = l.Bin()
	}
	bar, q, _, err := d.Open(ctx, account.Of(r), l, asked.Get("list")) // as below
	if err != nil {
		return err
	}
	v := s.view(ctx, l, q)
	v.Look = bar.Look()
	body := v.shapeBody(asked.Get("of"))
	switch {
	case body == nil:
		return fault.NotFound{}
	case web.IsPartial(r):
		return web.Render(w, r, http.StatusOK, body)
	}
	return web.Render(w, r, http.StatusOK, d.shell(w, r, i18n.T(ctx, "Look of the list"), v.shapePage(body)))
}

// showTotals answers what the list adds up to. What takes too long is left to
// be asked for.
func (d *Domain) showTotals(w http.ResponseWriter, r *http.Request, s Source, l *list.List) error {
	ctx := r.Context()
	q, _ := l.Parse(ctx, r.URL.RawQuery) // what is wrong in it is told on the list itself
	wait := patience
	if r.URL.Query().Get("wait") != "" {
		wait = endurance
	}
	limited, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	totals, err := l.Totals(limited, q)
	switch {
	case limited.Err() != nil && ctx.Err() == nil:
		return web.Render(w, r, http.StatusOK, s.view(ctx, l, q).unadded(totalLabels(ctx, l, q)))
	case err != nil:
		return err
	}
	return web.Render(w, r, http.StatusOK, added(totalLines(ctx, q, totals)))
}

func totalLabels(ctx context.Context, l *list.List, q list.Query) []string {
	var labels []string
	for _, key := range q.Sum {
		labels = append(labels, i18n.T(ctx, "%s, total", list.Label(ctx, l.Field(key))))
	}
	for _, key := range q.Avg {
		labels = append(labels, i18n.T(ctx, "%s, average", list.Label(ctx, l.Field(key))))
	}
	return labels
}

// showGroups answers how many records some groups of a list have. What takes
// too long stays unsaid.
func (d *Domain) showGroups(w http.ResponseWriter, r *http.Request, _ Source, l *list.List) error {
	ctx := r.Context()
	asked := r.URL.Query()
	q, _ := l.Parse(ctx, asked.Get("list")) // as above
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	sizes, err := l.GroupSizes(limited, q, asked.Get("of"))
	if err != nil && (limited.Err() == nil || ctx.Err() != nil) {
		return err
	}
	return web.Render(w, r, http.StatusOK, groupSizes(sizes))
}
