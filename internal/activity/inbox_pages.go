package activity

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

func (d *Domain) inboxRoutes(r *web.Router) {
	r.Handle("GET /inbox", d.showInbox)
	r.Handle("GET /inbox/count", d.countInbox)
	r.Handle("POST /inbox/read", d.readInbox)
	r.Handle("POST /inbox/{id}/open", d.openNotification)
	r.Handle("POST /inbox/{id}/read", d.readNotification)
	r.Handle("GET /settings/notifications", d.showWishes)
	r.Handle("POST /settings/notifications", d.saveWishes)
}

func (d *Domain) showInbox(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	before, _ := db.ParseID(q.Get("before")) // what is none is the beginning
	v := inboxView{Unread: q.Get("show") != "all", Now: time.Now()}
	var err error
	if v.All, err = d.Inbox.List(ctx, account.Of(r), v.Unread, before, inboxPage+1); err != nil {
		return err
	}
	if len(v.All) > inboxPage {
		v.All = v.All[:inboxPage]
		v.Next = v.All[inboxPage-1].ID.String()
	}
	return web.Render(w, r, http.StatusOK, d.shell(w, r, i18n.T(ctx, "Inbox"), v.page()))
}

// countInbox answers how many are unread, as the menu shows it.
func (d *Domain) countInbox(w http.ResponseWriter, r *http.Request) error {
	n, err := d.Inbox.Unread(r.Context(), account.Of(r))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err = w.Write([]byte(strconv.Itoa(n)))
	return err
}

func (d *Domain) readInbox(w http.ResponseWriter, r *http.Request) error {
	n, err := d.Inbox.ReadAll(r.Context(), account.Of(r))
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.N(r.Context(), "%s notification read", "%s notifications read", int(n))})
	return web.Redirect(w, r, "/inbox")
}

func (d *Domain) openNotification(w http.ResponseWriter, r *http.Request) error {
	id, err := PathID(r)
	if err != nil {
		return err
	}
	n, err := d.Inbox.Read(r.Context(), account.Of(r), id, true)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, n.Subject().Path())
}

func (d *Domain) readNotification(w http.ResponseWriter, r *http.Request) error {
	id, err := PathID(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	if _, err := d.Inbox.Read(r.Context(), account.Of(r), id, form.Get("read") != ""); err != nil {
		return err
	}
	return web.Redirect(w, r, "/inbox")
}

func (d *Domain) showWishes(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	all, err := d.Inbox.Wishes(ctx, account.Of(r))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, d.shell(w, r, i18n.T(ctx, "Notifications"), wishesView(all).page()))
}

func (d *Domain) saveWishes(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	var all []Wish
	for _, event := range Events() {
		all = append(all, Wish{event, slices.Contains(form.All("inbox"), event), slices.Contains(form.All("digest"), event)})
	}
	if err := d.Inbox.SetWishes(r.Context(), account.Of(r), all); err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Saved")})
	return web.Redirect(w, r, "/settings/notifications")
}
