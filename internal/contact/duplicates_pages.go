package contact

import (
	"context"
	"net/http"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// pairsShown is how many pairs a page has.
const pairsShown = 25

func (d *Domain) duplicateRoutes(r *web.Router) {
	for _, kind := range []string{"contact", "company"} {
		path := "/" + string(duplicatesOf(kind).Name) + "/duplicates"
		r.Handle("GET "+path, d.showDuplicates(kind))
		r.Handle("POST "+path+"/find", d.findNow(kind))
		r.Handle("POST "+path+"/distinguish", d.keepApart(kind, true))
		r.Handle("POST "+path+"/unite", d.keepApart(kind, false))
	}
}

func (d *Domain) showDuplicates(kind string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx, actor := r.Context(), account.Of(r)
		k := duplicatesOf(kind)
		v := duplicatesView{kind: k, Actor: actor, Cursor: r.URL.Query().Get("cursor")}
		var err error
		if v.Pairs, v.Next, err = duplicates(ctx, d.db, actor, k, v.Cursor, pairsShown); err != nil {
			return err
		}
		if v.Scan, err = scanOf(ctx, d.db, actor.Workspace, kind); err != nil {
			return err
		}
		if web.IsPartial(r) {
			return web.Render(w, r, http.StatusOK, v.region())
		}
		return web.Render(w, r, http.StatusOK, d.shell(w, r, i18n.T(ctx, "Duplicates"), v.page()))
	}
}

func (d *Domain) findNow(kind string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := d.FindDuplicates(r.Context(), account.Of(r), kind); err != nil {
			return err
		}
		return web.Redirect(w, r, duplicatesOf(kind).path())
	}
}

func (d *Domain) keepApart(kind string, apart bool) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx := r.Context()
		form, err := web.ReadForm(w, r)
		if err != nil {
			return err
		}
		a, errA := db.ParseID(form.Get("a"))
		b, errB := db.ParseID(form.Get("b"))
		if errA != nil || errB != nil {
			return fault.Invalid{"records": i18n.T(ctx, "Choose two different records.")}
		}
		k := duplicatesOf(kind)
		if err := k.distinguish(ctx, d.db, account.Of(r), a, b, apart); err != nil {
			return err
		}
		web.SetFlash(w, r, k.apartFlash(ctx, a, b, apart))
		return web.Redirect(w, r, k.path())
	}
}

func (k duplicateKind) apartFlash(ctx context.Context, a, b db.ID, apart bool) web.Flash {
	if !apart {
		return web.Flash{Text: i18n.T(ctx, "The pair is back")}
	}
	return web.Flash{Text: i18n.T(ctx, "Remembered: these are two"), Action: i18n.T(ctx, "Undo"), Post: k.path() + "/unite",
		Fields: map[string]string{"a": a.String(), "b": b.String()}}
}

func (k duplicateKind) path() string { return "/" + string(k.Name) + "/duplicates" }

// running tells whether the finder is at work; one that died is not.
func (s scan) running(now time.Time) bool {
	return s.Started != nil && s.Finished == nil && now.Sub(time.UnixMilli(*s.Started)) < 5*time.Minute
}
