package record

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
)

func (d *Domain) bulkRoutes(r *web.Router, k Kind) {
	r.Handle("GET "+k.path()+"/bulk/matching", d.on(k, d.countMatching))
	r.Handle("POST "+k.path()+"/bulk/form", d.on(k, d.askBulk))
	r.Handle("POST "+k.path()+"/bulk/export", d.accounts.Confirmed(d.on(k, d.exportChosen)))
	r.Handle("POST "+k.path()+"/bulk", d.on(k, d.startBulk))
}

// runRoutes adds the pages of the changes themselves.
func (d *Domain) runRoutes(r *web.Router) {
	r.Handle("GET /bulks/{id}", d.showBulk)
	r.Handle("GET /bulks/{id}/progress", d.showBulkProgress)
	r.Handle("GET /bulks/{id}/failures.csv", d.downloadBulkFailures)
	r.Handle("POST /bulks/{id}/undo", d.undoBulk)
	r.Handle("POST /bulks/{id}/cancel", d.cancelBulk)
}

// matching says how many records a list has at a moment; what comes later, or is
// changed to match later, is not among them.
type matching struct {
	Count int    `json:"count"`
	Text  string `json:"text"`
	At    int64  `json:"at"`
}

// countMatching chooses them: the moment is the name of what was chosen.
func (d *Domain) countMatching(w http.ResponseWriter, r *http.Request, k Kind) error {
	ctx, q := r.Context(), r.URL.Query()
	in := BulkInput{Kind: k.Kind, Query: q.Get("list"), AskedAt: time.Now()}
	if q.Has("bin") {
		in.Action = BulkRestore
	}
	n, err := d.Bulks.Choose(ctx, account.Of(r), in)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(matching{n, i18n.N(ctx, "All %s selected", "All %s selected", n), in.AskedAt.UnixMilli()})
}

// askBulk asks what is to be done to the selection: as a dialog on its page, or
// without script as a page.
func (d *Domain) askBulk(w http.ResponseWriter, r *http.Request, k Kind) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	sel, err := readSelection(r, form, k)
	if err != nil {
		return err
	}
	if err := account.Of(r).Must(account.Bulk, k.Kind); err != nil {
		return err
	}
	return d.showBulkForm(w, r, http.StatusOK, form, sel, nil)
}

func (d *Domain) showBulkForm(w http.ResponseWriter, r *http.Request, status int, form web.Form, sel selection, invalid fault.Invalid) error {
	ctx := r.Context()
	v, err := d.bulkForm(ctx, account.Of(r), form, sel)
	if err != nil {
		return err
	}
	v.Asked = v.asked(form, invalid)
	if len(invalid) > 0 && !slices.ContainsFunc(v.Asked, func(c cellView) bool { return c.Problem != "" }) {
		v.Problem = OneMessage(invalid)
		v.Cell.Problem = v.Problem
	}
	switch {
	case !web.IsPartial(r):
		return web.Render(w, r, status, d.shell(w, r, v.title(ctx), v.page()))
	case r.URL.Query().Get("part") == "value":
		return web.Render(w, r, status, v.value())
	}
	return web.Render(w, r, status, v.dialog())
}

// startBulk does what a form says. Few records are changed at once and the
// reader is back on the list; of more, the page shows how far it is.
func (d *Domain) startBulk(w http.ResponseWriter, r *http.Request, k Kind) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	sel, err := readSelection(r, form, k)
	if err != nil {
		return err
	}
	ctx, actor := r.Context(), account.Of(r)
	l, err := k.list(ctx, actor)
	if err != nil {
		return err
	}
	b, err := d.Bulks.Start(ctx, actor, readBulk(form, sel, l))
	if invalid, ok := errors.AsType[fault.Invalid](err); ok && form.Get("do") != "" {
		return d.showBulkForm(w, r, http.StatusUnprocessableEntity, form, sel, invalid)
	}
	if err != nil {
		return err
	}
	return d.told(w, r, b, sel.back)
}

// Does is a handler that gives a field of the chosen records a value, for a
// button of its own.
func (d *Domain) Does(kind, field, value string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		k, err := d.kinds.of(kind)
		if err != nil {
			return err
		}
		form, err := web.ReadForm(w, r)
		if err != nil {
			return err
		}
		sel, err := readSelection(r, form, k)
		if err != nil {
			return err
		}
		in := sel.input()
		in.Action, in.Field, in.Value = BulkSet, field, value
		b, err := d.Bulks.Start(r.Context(), account.Of(r), in)
		if err != nil {
			return err
		}
		return d.told(w, r, b, sel.back)
	}
}

// readBulk reads what is to be done.
func readBulk(form web.Form, sel selection, l *list.List) BulkInput {
	in := sel.input()
	in.Action, in.Field = form.Get("action"), form.Get("field")
	switch in.Action {
	case BulkTag:
		in.Value = strings.Join(append(form.All("tag"), form.Get("new")), ",")
	case BulkUntag:
		in.Value = strings.Join(form.All("tag"), ",")
	case BulkSet:
		if f := l.Field(in.Field); f != nil {
			in.Value, in.Besides = readCell(form, f).text, readBesides(form)
		}
	}
	return in
}

// told leads to what came of a bulk: back with a line about it, or to its page
// while it is not done.
func (d *Domain) told(w http.ResponseWriter, r *http.Request, b Bulk, back string) error {
	if !b.Ended() || back == "" {
		return web.Redirect(w, r, b.path())
	}
	web.SetFlash(w, r, b.flash(r.Context(), back))
	return web.Redirect(w, r, back)
}

// theBulk returns the one that the address names.
func (d *Domain) theBulk(r *http.Request) (Bulk, error) {
	id, err := activity.PathID(r)
	if err != nil {
		return Bulk{}, err
	}
	return d.Bulks.Get(r.Context(), account.Of(r), id)
}

// shownFailures is how many failures a page shows; the file has them all.
const shownFailures = 50

func (d *Domain) bulkView(r *http.Request) (bulkView, error) {
	b, err := d.theBulk(r)
	if err != nil {
		return bulkView{}, err
	}
	v := bulkView{Bulk: b}
	if v.Of, err = d.kinds.of(b.Kind); err != nil {
		return v, err
	}
	v.Failures, err = d.Bulks.Failures(r.Context(), account.Of(r), b.ID, db.ID{}, shownFailures)
	return v, err
}

func (d *Domain) showBulk(w http.ResponseWriter, r *http.Request) error {
	v, err := d.bulkView(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, d.shell(w, r, v.title(r.Context(), v.Of.Manner), v.page()))
}

func (d *Domain) showBulkProgress(w http.ResponseWriter, r *http.Request) error {
	v, err := d.bulkView(r)
	if err != nil {
		return err
	}
	if !web.IsPartial(r) {
		return web.Redirect(w, r, v.path())
	}
	return web.Render(w, r, http.StatusOK, v.parts())
}

func (d *Domain) undoBulk(w http.ResponseWriter, r *http.Request) error {
	b, err := d.theBulk(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	undo, err := d.Bulks.Undo(r.Context(), account.Of(r), b.ID)
	if err != nil {
		return err
	}
	back := form.Get("back")
	if !web.IsLocalPath(back) {
		back = ""
	}
	return d.told(w, r, undo, back)
}

func (d *Domain) cancelBulk(w http.ResponseWriter, r *http.Request) error {
	b, err := d.theBulk(r)
	if err != nil {
		return err
	}
	if b, err = d.Bulks.Cancel(r.Context(), account.Of(r), b.ID); err != nil {
		return err
	}
	return web.Redirect(w, r, b.path())
}

func (d *Domain) downloadBulkFailures(w http.ResponseWriter, r *http.Request) error {
	b, err := d.theBulk(r)
	if err != nil {
		return err
	}
	Attach(w, "text/csv; charset=utf-8", "failures-"+time.UnixMilli(b.CreatedAt).Format(time.DateOnly)+".csv")
	return d.Bulks.WriteFailures(r.Context(), account.Of(r), b, w)
}
