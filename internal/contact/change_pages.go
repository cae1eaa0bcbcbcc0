package contact

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

func (d *Domain) changeRoutes(r *web.Router) {
	r.Handle("POST /contacts/{id}/changes/{change}/restore", func(w http.ResponseWriter, r *http.Request) error {
		return d.restoreValue(w, r, "contact")
	})
	r.Handle("POST /companies/{id}/changes/{change}/restore", func(w http.ResponseWriter, r *http.Request) error {
		return d.restoreValue(w, r, "company")
	})
}

// changedSince says that a field has another value than the change gave it.
type changedSince struct{ field, now string }

func (changedSince) Error() string { return "the field was changed again" }

// RestoreValue gives a field of a record the value that it had before a change
// that history kept. Where the field was changed again since, it is a
// fault.Conflict unless anyway says so: then that value goes.
func (d *Domain) RestoreValue(ctx context.Context, actor account.Actor, kind string, id, change db.ID, anyway bool) error {
	err := d.restore(ctx, actor, kind, id, change, anyway)
	if since, ok := errors.AsType[changedSince](err); ok {
		return fault.Conflict{Text: i18n.T(ctx, "%s was changed again since. It is “%s” now.", since.field, since.now)}
	}
	return err
}

func (d *Domain) restore(ctx context.Context, actor account.Actor, kind string, id, change db.ID, anyway bool) error {
	c, err := d.activity.History.Get(ctx, actor, activity.Subject{Kind: kind, ID: id}, change)
	if err != nil {
		return err
	}
	if c.Action != activity.Updated {
		return fault.NotFound{}
	}
	actor.Via = "restore"
	return d.db.InTx(ctx, func(tx *db.Tx) error {
		outs, err := shelfOf(kind).change(ctx, tx, actor, db.ID{}, []db.ID{id}, func(_ db.ID, _ int64, in editable) error {
			switch {
			case takeBack(ctx, in, c):
				return nil
			case anyway:
				return in.Set(ctx, c.Field, c.Old)
			}
			e, err := d.entryIn(ctx, tx, actor, kind, id)
			if err != nil {
				return err
			}
			name := label(ctx, c.Field)
			if own, ok := customLabel(e.extra.Set(), c.Field); ok {
				name = own
			}
			return changedSince{name, e.text(ctx, c.Field)}
		})
		if err != nil {
			return err
		}
		return outs[0].Err
	})
}

// entryIn is entry within a transaction.
func (d *Domain) entryIn(ctx context.Context, tx *db.Tx, actor account.Actor, kind string, id db.ID) (entry, error) {
	if kind == "company" {
		c, err := getCompany(ctx, tx, actor, id, "")
		return companyEntry(actor, c), err
	}
	c, err := getContact(ctx, tx, actor, id, "")
	return contactEntry(actor, c), err
}

// restoreValue answers with the page of the record; where the field was
// changed again it says so and offers to restore the value all the same.
func (d *Domain) restoreValue(w http.ResponseWriter, r *http.Request, kind string) error {
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
	path := map[string]string{"contact": contactPath(id), "company": companyPath(id)}[kind]
	err = d.restore(ctx, actor, kind, id, change, form.Get("anyway") != "")
	if since, ok := errors.AsType[changedSince](err); ok {
		v := restoreView{Path: path, Change: change, Field: since.field, Now: since.now}
		return web.Render(w, r, http.StatusConflict, d.shell(w, r, i18n.T(ctx, "Restore a value"), v.page()))
	}
	if invalid, ok := asInvalidRow(err); ok {
		return fault.Conflict{Text: i18n.T(ctx, "This value cannot be restored: %s", oneMessage(invalid))}
	}
	if err != nil {
		return err
	}
	web.SetFlash(w, web.Flash{Text: i18n.T(ctx, "Value restored")})
	return web.Redirect(w, r, path)
}
