package account

import (
	"context"
	"net/http"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

const outboxPath = "/settings/outbox"

func outboxTitle(ctx context.Context) string { return i18n.T(ctx, "Outbox") }

func (d *Domain) outboxRoutes(r *web.Router) {
	r.Handle("GET "+outboxPath, d.listMails)
	r.Handle("GET "+outboxPath+"/{id}", d.Confirmed(d.showMail))
}

func (d *Domain) listMails(w http.ResponseWriter, r *http.Request) error {
	all, err := d.Outbox.List(r.Context(), Of(r))
	if err != nil {
		return err
	}
	return d.render(w, r, http.StatusOK, outboxTitle(r.Context()), outboxPage(all))
}

func (d *Domain) showMail(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	m, err := d.Outbox.Get(r.Context(), Of(r), id)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return d.render(w, r, http.StatusOK, m.Subject, mailPage(m))
}
