package task

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
	batch, n, err := d.Tasks.DeleteAll(ctx, account.Of(r), ids)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Forbidden{Text: i18n.T(ctx, "None of these records are yours to delete.")}
	}
	flash := web.Flash{Text: i18n.N(ctx, "%s record deleted", "%s records deleted", n), Action: i18n.T(ctx, "Undo"), Post: "/tasks/batches/" + batch.String() + "/restore"}
	if left := len(ids) - n; left > 0 {
		flash.Text += ". " + i18n.N(ctx, "%s is not yours to delete", "%s are not yours to delete", left)
	}
	web.SetFlash(w, flash)
	return web.Redirect(w, r, cameFrom(r))
}

func (d *Domain) completeTicked(w http.ResponseWriter, r *http.Request) error {
	ids, err := view.Ticked(w, r)
	if err != nil {
		return err
	}
	ctx, n := r.Context(), 0
	for _, id := range ids {
		_, _, err := d.Tasks.Complete(ctx, account.Of(r), id, true)
		if web.Status(err) == http.StatusForbidden || fault.IsNotFound(err) {
			continue
		}
		if err != nil {
			return err
		}
		n++
	}
	if n == 0 {
		return fault.Forbidden{Text: i18n.T(ctx, "None of these tasks are yours to complete.")}
	}
	web.SetFlash(w, web.Flash{Text: i18n.N(ctx, "%s task done", "%s tasks done", n)})
	return web.Redirect(w, r, cameFrom(r))
}

func (d *Domain) restoreBatch(w http.ResponseWriter, r *http.Request) error {
	batch, err := activity.PathID(r)
	if err != nil {
		return err
	}
	n, err := d.Tasks.RestoreBatch(r.Context(), account.Of(r), batch)
	if err != nil {
		return err
	}
	web.SetFlash(w, web.Flash{Text: i18n.N(r.Context(), "%s record restored", "%s records restored", n)})
	return web.Redirect(w, r, "/tasks")
}

func (d *Domain) restoreTicked(w http.ResponseWriter, r *http.Request) error {
	ids, err := view.Ticked(w, r)
	if err != nil {
		return err
	}
	n, err := d.Tasks.RestoreAll(r.Context(), account.Of(r), ids)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Forbidden{Text: i18n.T(r.Context(), "None of these records are yours to restore.")}
	}
	web.SetFlash(w, web.Flash{Text: i18n.N(r.Context(), "%s record restored", "%s records restored", n)})
	return web.Redirect(w, r, "/tasks/bin")
}
