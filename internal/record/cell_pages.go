package record

import (
	"context"
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
)

func (d *Domain) cellRoutes(r *web.Router, k Kind) {
	r.Handle("GET "+k.path()+"/{id}/cell/{field}", d.on(k, d.showCell))
	r.Handle("PATCH "+k.path()+"/{id}", d.on(k, d.saveCell))
}

// on hands a handler the kind that its address is about.
func (d *Domain) on(k Kind, handle func(http.ResponseWriter, *http.Request, Kind) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error { return handle(w, r, k) }
}

// Where a cell stands.
const (
	atList   = "list"
	atRecord = "record"
	atBulk   = "bulk" // in no record: one value for many
)

// showCell answers with a field as a form, or with its value if that is all
// that is asked for. Without script it leads to the form of the record.
func (d *Domain) showCell(w http.ResponseWriter, r *http.Request, k Kind) error {
	ctx, actor := r.Context(), account.Of(r)
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	l, err := k.list(ctx, actor)
	if err != nil {
		return err
	}
	f, err := editableField(l, r.PathValue("field"))
	if err != nil {
		return err
	}
	e, err := k.Entry(ctx, d.db, actor, id)
	if err != nil {
		return err
	}
	at := r.URL.Query().Get("at")
	if r.URL.Query().Get("value") != "" {
		return d.answerCell(w, r, k, l, f, e, at)
	}
	if !e.Writable {
		return mustWriteEntry(e)
	}
	if !web.IsPartial(r) {
		return web.Redirect(w, r, e.Path+"/edit")
	}
	return web.Render(w, r, http.StatusOK, cellOf(ctx, f, e, at).form())
}

// saveCell writes one field. What cannot be taken comes back as it was typed,
// with the reason; another value that somebody saved meanwhile is shown beside
// it.
func (d *Domain) saveCell(w http.ResponseWriter, r *http.Request, k Kind) error {
	ctx, actor := r.Context(), account.Of(r)
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	l, err := k.list(ctx, actor)
	if err != nil {
		return err
	}
	f, err := editableField(l, form.Get("field"))
	if err != nil {
		return err
	}
	edit := readCell(form, f)
	err = d.set(ctx, actor, k, id, edit)
	e, readErr := k.Entry(ctx, d.db, actor, id)
	if readErr != nil {
		return readErr
	}
	v := cellOf(ctx, f, e, form.Get("at")).typed(form, edit)
	if invalid, ok := asInvalid(err); ok {
		v.Problem = OneMessage(invalid)
		return web.Render(w, r, http.StatusUnprocessableEntity, v.form())
	}
	if _, clash := errors.AsType[cellClash](err); clash {
		return d.showCellClash(w, r, v, e)
	}
	if err != nil {
		return err
	}
	return d.answerCell(w, r, k, l, f, e, v.At)
}

// showCellClash shows both values; the next save is based on the other one.
func (d *Domain) showCellClash(w http.ResponseWriter, r *http.Request, v cellView, e Entry) error {
	since, err := d.activity.History.Last(r.Context(), account.Of(r), activity.Subject{Kind: e.Kind, ID: e.ID}, e.Manner.traced(v.Field.Key))
	if err != nil {
		return err
	}
	v.Clash, v.By = true, since.MemberName
	v.Theirs, v.Was, v.Version = e.Words(r.Context(), v.Field.Key), e.In.Text(v.Field.Key), e.Version
	return web.Render(w, r, http.StatusConflict, v.form())
}

// answerCell answers with the value as it is now.
func (d *Domain) answerCell(w http.ResponseWriter, r *http.Request, k Kind, l *list.List, f *list.Field, e Entry, at string) error {
	ctx := r.Context()
	if !web.IsPartial(r) {
		return web.Redirect(w, r, e.Path)
	}
	if at == atRecord {
		around, err := d.around(r, k, &e)
		if err != nil {
			return err
		}
		return web.Render(w, r, http.StatusOK, cellAnswer(Prop(e, f), around))
	}
	page, err := l.Records(ctx, list.Query{Cols: []string{f.Key}}, []db.ID{e.ID})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, list.Cell(l, page, f.Key))
}

// around is what else of a record's page shows a field: its head and its
// timeline.
func (d *Domain) around(r *http.Request, k Kind, e *Entry) (templ.Component, error) {
	ctx, actor := r.Context(), account.Of(r)
	story, err := d.activity.History.Story(ctx, actor, activity.Subject{Kind: e.Kind, ID: e.ID}, "", "")
	if err != nil {
		return nil, err
	}
	var head templ.Component = templ.NopComponent
	if k.Head != nil {
		if head, err = k.Head(r, e); err != nil {
			return nil, err
		}
	}
	return recordAround(head, d.activity.Timeline(actor, story)), nil
}

func mustWriteEntry(e Entry) error {
	if e.Writable {
		return nil
	}
	return fault.Forbidden{}
}

// cellOf is the cell of a record as it stands.
func cellOf(ctx context.Context, f *list.Field, e Entry, at string) cellView {
	if at != atRecord {
		at = atList
	}
	value := e.In.Text(f.Key)
	return cellView{Field: f, Manner: e.Manner, Path: e.Path, At: at, Version: e.Version, Was: value, Value: value, Text: e.Words(ctx, f.Key), Tags: e.Tags}
}
