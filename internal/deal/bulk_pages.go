package deal

import (
	"net/http"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
	"kontor/internal/view"
)

func (d *Domain) deleteTicked(w http.ResponseWriter, r *http.Request) error {
	ids, err := view.Ticked(w, r)
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
	ids, err := view.Ticked(w, r)
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
