package deal

import (
	"net/http"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// linkTo is the absolute address of a page, to be copied.
func linkTo(r *http.Request, path string) string {
	scheme := "http://"
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https://"
	}
	return scheme + r.Host + path
}

// ticked reads the ids that a list posts.
func ticked(w http.ResponseWriter, r *http.Request) ([]db.ID, error) {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return nil, err
	}
	var ids []db.ID
	for _, text := range form.All("id") {
		id, err := db.ParseID(text)
		if err != nil {
			return nil, fault.Invalid{"id": i18n.T(r.Context(), "This is not a valid value. Choose another one.")}
		}
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return nil, fault.Invalid{"id": i18n.T(r.Context(), "Tick at least one row first.")}
	}
	return ids, nil
}

func (d *Domain) deleteTicked(w http.ResponseWriter, r *http.Request) error {
	ids, err := ticked(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	batch, n, err := d.Deals.DeleteAll(ctx, account.Of(r), ids)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Forbidden{Text: i18n.T(ctx, "None of these records are yours to delete.")}
	}
	web.SetFlash(w, web.Flash{Text: i18n.N(ctx, "%s record deleted", "%s records deleted", n), Action: i18n.T(ctx, "Undo"), Post: "/deals/batches/" + batch.String() + "/restore"})
	return web.Redirect(w, r, "/deals")
}

func (d *Domain) restoreTicked(w http.ResponseWriter, r *http.Request) error {
	batch, err := activity.PathID(r)
	if err != nil {
		return err
	}
	n, err := d.Deals.RestoreBatch(r.Context(), account.Of(r), batch)
	if err != nil {
		return err
	}
	web.SetFlash(w, web.Flash{Text: i18n.N(r.Context(), "%s record restored", "%s records restored", n)})
	return web.Redirect(w, r, "/deals")
}

func (d *Domain) restoreChosen(w http.ResponseWriter, r *http.Request) error {
	ids, err := ticked(w, r)
	if err != nil {
		return err
	}
	n, err := d.Deals.RestoreAll(r.Context(), account.Of(r), ids)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Forbidden{Text: i18n.T(r.Context(), "None of these records are yours to restore.")}
	}
	web.SetFlash(w, web.Flash{Text: i18n.N(r.Context(), "%s record restored", "%s records restored", n)})
	return web.Redirect(w, r, "/deals/bin")
}
