package task

import (
	"bytes"
	"net/http"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

func (d *Domain) calendarRoutes(r *web.Router) {
	r.Handle("GET /calendar", d.showCalendar)
	r.Handle("POST /calendar/feed", d.accounts.Confirmed(d.createFeed))
	r.Handle("POST /calendar/feed/revoke", d.revokeFeed)
}

// PublicRoutes adds what programs read by a secret link, without sign-in.
func (d *Domain) PublicRoutes(r *web.Router) {
	r.Handle("GET /calendar/feed/{token}", d.readFeed)
}

func (d *Domain) showCalendar(w http.ResponseWriter, r *http.Request) error {
	ctx, actor, q := r.Context(), account.Of(r), r.URL.Query()
	now := time.Now().In(actor.Zone)
	day := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, actor.Zone)
	if said, ok := readDay(q.Get("day"), actor.Zone); ok && said != nil {
		day = *said
	}
	v := calendarView{Span: spanOf(day, q.Get("view") == "week"), All: q.Get("who") == "all", Now: now, Zone: actor.Zone}
	var err error
	if v.Days, err = d.entries(ctx, actor, v.Span, !v.All); err != nil {
		return err
	}
	if v.FeedSince, err = d.Feeds.Since(ctx, actor); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, d.shell(w, r, i18n.T(ctx, "Calendar"), v.page()))
}

// createFeed answers with the link, this once.
func (d *Domain) createFeed(w http.ResponseWriter, r *http.Request) error {
	token, err := d.Feeds.Create(r.Context(), account.Of(r))
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, http.StatusOK, d.shell(w, r, i18n.T(r.Context(), "Calendar link"), feedPage(web.Origin(r)+"/calendar/feed/"+token+".ics")))
}

func (d *Domain) revokeFeed(w http.ResponseWriter, r *http.Request) error {
	if err := d.Feeds.Revoke(r.Context(), account.Of(r)); err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "The link no longer works")})
	return web.Redirect(w, r, "/calendar")
}

// readFeed answers a program that knows the secret of a link.
func (d *Domain) readFeed(w http.ResponseWriter, r *http.Request) error {
	token := strings.TrimSuffix(r.PathValue("token"), ".ics")
	row, err := d.Feeds.find(r.Context(), token)
	if err != nil {
		return fault.NotFound{}
	}
	actor, err := d.accounts.Members.Acting(r.Context(), row.Workspace, row.Member)
	if err != nil || actor.Unproven {
		return fault.NotFound{} // the link proves one thing, the workspace wants two
	}
	var b bytes.Buffer
	if err := d.writeFeed(r.Context(), actor, &b, time.Now()); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Cache-Control", "private, no-store")
	_, err = w.Write(b.Bytes())
	return err
}
