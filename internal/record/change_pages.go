package record

import (
	"context"
	"errors"
	"net/http"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

func (d *Domain) changeRoutes(r *web.Router, k Kind) {
	r.Handle("POST "+k.path()+"/{id}/changes/{change}/restore", d.on(k, d.restoreValue))
}

// changedSince says that a field has another value than the change gave it.
type changedSince struct{ field, now string }

func (changedSince) Error() string { return "the field was changed again" }

// RestoreValue gives a field of a record the value that it had before a change
// that history kept. Where the field was changed again since, it is a
// fault.Conflict unless anyway says so: then that value goes.
func (d *Domain) RestoreValue(ctx context.Context, actor account.Actor, kind string, id, change db.ID, anyway bool) error {
	k, err := d.kinds.of(kind)
	if err != nil {
		return err
	}
	err = d.restore(ctx, actor, k, id, change, anyway)
	if since, ok := errors.AsType[changedSince](err); ok {
		return fault.Conflict{Text: i18n.T(ctx, "%s was changed again since. It is “%s” now.", since.field, since.now)}
	}
	return err
}

func (d *Domain) restore(ctx context.Context, actor account.Actor, k Kind, id, change db.ID, anyway bool) error {
	c, err := d.activity.History.Get(ctx, actor, activity.Subject{Kind: k.Kind, ID: id}, change)
	if err != nil {
		return err
	}
	if c.Action != activity.Updated {
		return fault.NotFound{}
	}
	actor.Via = "restore"
	return d.db.InTx(ctx, func(tx *db.Tx) error {
		outs, err := k.Change(ctx, tx, actor, db.ID{}, []db.ID{id}, func(_ db.ID, _ int64, in Editable) error {
			switch {
			case takeBack(ctx, in, c):
				return nil
			case anyway:
				return in.Set(ctx, c.Field, c.Old)
			}
			return k.since(ctx, tx, actor, id, c.Field)
		})
		if err != nil {
			return err
		}
		return outs[0].Err
	})
}

// since says which value a field has by now.
func (k Kind) since(ctx context.Context, tx *db.Tx, actor account.Actor, id db.ID, field string) error {
	e, err := k.Entry(ctx, tx, actor, id)
	if err != nil {
		return err
	}
	name := k.Manner.Label(ctx, field)
	if own, ok := CustomLabel(e.Extra.Set(), field); ok {
		name = own
	}
	return changedSince{name, e.Words(ctx, field)}
}

// restoreValue answers with the page of the record; where the field was
// changed again it says so and offers to restore the value all the same.
func (d *Domain) restoreValue(w http.ResponseWriter, r *http.Request, k Kind) error {
	ctx, actor := r.Context(), account.Of(r)
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	change, err := db.ParseID(r.PathValue("change"))
	if err != nil {
		return fault.NotFound{}
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	path := k.path() + "/" + id.String()
	err = d.restore(ctx, actor, k, id, change, form.Get("anyway") != "")
	if since, ok := errors.AsType[changedSince](err); ok {
		v := restoreView{Path: path, Change: change, Field: since.field, Now: since.now}
		return web.Render(w, r, http.StatusConflict, d.shell(w, r, i18n.T(ctx, "Restore a value"), v.page()))
	}
	if invalid, ok := asInvalid(err); ok {
		return fault.Conflict{Text: i18n.T(ctx, "This value cannot be restored: %s", OneMessage(invalid))}
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "Value restored")})
	return web.Redirect(w, r, path)
}
