package contact

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

func (d *Domain) cellRoutes(r *web.Router) {
	for _, kind := range []string{"contact", "company"} {
		path := map[string]string{"contact": "/contacts", "company": "/companies"}[kind]
		r.Handle("GET "+path+"/{id}/cell/{field}", func(w http.ResponseWriter, r *http.Request) error { return d.showCell(w, r, kind) })
		r.Handle("PATCH "+path+"/{id}", func(w http.ResponseWriter, r *http.Request) error { return d.saveCell(w, r, kind) })
	}
}

// Where a cell stands.
const (
	atList   = "list"
	atRecord = "record"
	atBulk   = "bulk" // in no record: one value for many
)

// showCell answers with a field as a form, or with its value if that is all
// that is asked for. Without script it leads to the form of the record.
func (d *Domain) showCell(w http.ResponseWriter, r *http.Request, kind string) error {
	ctx, actor := r.Context(), account.Of(r)
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	l, err := d.listOfKind(ctx, actor, kind)
	if err != nil {
		return err
	}
	f, err := editableField(l, r.PathValue("field"))
	if err != nil {
		return err
	}
	e, err := d.entry(ctx, actor, kind, id)
	if err != nil {
		return err
	}
	at := r.URL.Query().Get("at")
	if r.URL.Query().Get("value") != "" {
		return d.answerCell(w, r, l, f, e, at)
	}
	if !e.writable {
		return mustWriteEntry(e)
	}
	if !web.IsPartial(r) {
		return web.Redirect(w, r, e.path()+"/edit")
	}
	return web.Render(w, r, http.StatusOK, cellOf(ctx, f, e, at).form())
}

// saveCell writes one field. What cannot be taken comes back as it was typed,
// with the reason; another value that somebody saved meanwhile is shown beside
// it.
func (d *Domain) saveCell(w http.ResponseWriter, r *http.Request, kind string) error {
	ctx, actor := r.Context(), account.Of(r)
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	l, err := d.listOfKind(ctx, actor, kind)
	if err != nil {
		return err
	}
	f, err := editableField(l, form.Get("field"))
	if err != nil {
		return err
	}
	edit := readCell(form, f)
	err = d.set(ctx, actor, kind, id, edit)
	e, readErr := d.entry(ctx, actor, kind, id)
	if readErr != nil {
		return readErr
	}
	v := cellOf(ctx, f, e, form.Get("at")).typed(form, edit)
	if invalid, ok := asInvalidRow(err); ok {
		v.Problem = oneMessage(invalid)
		return web.Render(w, r, http.StatusUnprocessableEntity, v.form())
	}
	if _, clash := errors.AsType[cellClash](err); clash {
		return d.showCellClash(w, r, v, e)
	}
	if err != nil {
		return err
	}
	return d.answerCell(w, r, l, f, e, v.At)
}

// showCellClash shows both values; the next save is based on the other one.
func (d *Domain) showCellClash(w http.ResponseWriter, r *http.Request, v cellView, e entry) error {
	since, err := d.activity.History.Last(r.Context(), account.Of(r), activity.Subject{Kind: e.kind, ID: e.id}, tracedAs(v.Field.Key))
	if err != nil {
		return err
	}
	v.Clash, v.By = true, since.MemberName
	v.Theirs, v.Was, v.Version = e.text(r.Context(), v.Field.Key), e.in.Text(v.Field.Key), e.version
	return web.Render(w, r, http.StatusConflict, v.form())
}

// tracedAs is the name by which history knows a field.
func tracedAs(field string) string {
	switch field {
	case "email":
		return "emails"
	case "phone", "mobile":
		return "phones"
	}
	return field
}

// answerCell answers with the value as it is now.
func (d *Domain) answerCell(w http.ResponseWriter, r *http.Request, l *list.List, f *list.Field, e entry, at string) error {
	ctx := r.Context()
	if !web.IsPartial(r) {
		return web.Redirect(w, r, e.path())
	}
	if at == atRecord {
		around, err := d.around(r, &e)
		if err != nil {
			return err
		}
		return web.Render(w, r, http.StatusOK, cellAnswer(propOf(e, f), around))
	}
	page, err := l.Records(ctx, list.Query{Cols: []string{f.Key}}, []db.ID{e.id})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, list.Cell(l, page, f.Key))
}

// around is what else of a record's page shows a field: its head and its
// timeline.
func (d *Domain) around(r *http.Request, e *entry) (templ.Component, error) {
	ctx, actor := r.Context(), account.Of(r)
	story, err := d.activity.History.Story(ctx, actor, activity.Subject{Kind: e.kind, ID: e.id}, "", "")
	if err != nil {
		return nil, err
	}
	timeline := d.activity.Timeline(actor, story)
	if e.kind == "company" {
		c, err := d.Companies.Get(ctx, actor, e.id)
		return recordAround(companyView{Company: c, Writable: e.writable}.hero(), timeline), err
	}
	v := contactView{Writable: e.writable}
	if v.Contact, err = d.Contacts.Get(ctx, actor, e.id); err != nil {
		return nil, err
	}
	v.Company, err = d.Companies.Brief(ctx, actor, v.Contact.CompanyID)
	e.company = v.Company.ID
	return recordAround(v.hero(), timeline), found(err)
}

func mustWriteEntry(e entry) error {
	if e.writable {
		return nil
	}
	return fault.Forbidden{}
}

// cellOf is the cell of a record as it stands.
func cellOf(ctx context.Context, f *list.Field, e entry, at string) cellView {
	if at != atRecord {
		at = atList
	}
	value := e.in.Text(f.Key)
	return cellView{Field: f, Path: e.path(), At: at, Version: e.version, Was: value, Value: value, Text: e.text(ctx, f.Key), Tags: e.tags}
}
