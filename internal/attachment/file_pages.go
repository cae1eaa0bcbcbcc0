package attachment

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
)

// Routes adds the pages of attachments to r, behind sign-in.
func (d *Domain) Routes(r *web.Router) {
	for _, kind := range []string{"contact", "company", "deal", "task"} {
		root := activity.Subject{Kind: kind}.Root()
		r.Handle("GET "+root+"/{id}/attachments", on(kind, d.showFiles))
		r.Handle("POST "+root+"/{id}/attachments", on(kind, d.addFiles))
	}
	r.Handle("GET /attachments/{id}", d.download)
	r.Handle("GET /attachments/{id}/small", d.showSmall)
	r.Handle("GET /attachments/{id}/edit", d.editName)
	r.Handle("POST /attachments/{id}", d.saveName)
	r.Handle("POST /attachments/{id}/delete", d.deleteFile)
	r.Handle("POST /attachments/{id}/restore", d.restoreFile)
}

// on reads which record of a kind a request is about.
func on(kind string, h func(http.ResponseWriter, *http.Request, activity.Subject) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, err := activity.PathID(r)
		if err != nil {
			return err
		}
		return h(w, r, activity.Subject{Kind: kind, ID: id})
	}
}

// Panel returns the attachments of a record, for its page.
func (d *Domain) Panel(ctx context.Context, actor account.Actor, on activity.Subject) (templ.Component, error) {
	v, err := d.panel(ctx, actor, on)
	return v.section(), err
}

func (d *Domain) panel(ctx context.Context, actor account.Actor, on activity.Subject) (panelView, error) {
	all, writable, err := d.Attachments.List(ctx, actor, on, db.ID{}, maxOnRecord)
	return panelView{on: on, all: all, writable: writable, actor: actor, now: time.Now()}, err
}

func (d *Domain) showFiles(w http.ResponseWriter, r *http.Request, on activity.Subject) error {
	v, err := d.panel(r.Context(), account.Of(r), on)
	if err != nil {
		return err
	}
	if !web.IsPartial(r) {
		return web.Redirect(w, r, on.Path()+"#files")
	}
	return web.Render(w, r, http.StatusOK, v.list())
}

// answer shows the attachments after a change: as a part for scripts, as the
// page of the record else.
func (d *Domain) answer(w http.ResponseWriter, r *http.Request, on activity.Subject, flash web.Flash) error {
	if !web.IsPartial(r) {
		web.SetFlash(w, r, flash)
		return web.Redirect(w, r, on.Path())
	}
	v, err := d.panel(r.Context(), account.Of(r), on)
	if err != nil {
		return err
	}
	list := v.list()
	if flash.Text != "" {
		list = templ.Join(list, ui.ToastPartial(ui.Toast{Text: flash.Text, Action: ui.ToastAction{Label: flash.Action, URL: flash.Post}}))
	}
	return web.Render(w, r, http.StatusOK, list)
}

// mine returns the attachment of the address if the actor may change it.
func (d *Domain) mine(r *http.Request) (Attachment, error) {
	id, err := activity.PathID(r)
	if err != nil {
		return Attachment{}, err
	}
	a, writable, err := get(r.Context(), d.Attachments.db, account.Of(r), id, " AND a.deleted_at IS NULL")
	if err == nil && !a.mayChange(account.Of(r), writable) {
		err = fault.Forbidden{}
	}
	return a, err
}

// nameForm is what a file is called, without the ending.
type nameForm struct {
	Name    string `json:"name"`
	Version int64  `json:"version"`
}

func (d *Domain) editName(w http.ResponseWriter, r *http.Request) error {
	a, err := d.mine(r)
	if err != nil {
		return err
	}
	return d.renderName(w, r, http.StatusOK, a, web.FormOf(&nameForm{strings.TrimSuffix(a.Name, a.ending()), a.Version}))
}

func (d *Domain) renderName(w http.ResponseWriter, r *http.Request, status int, a Attachment, form web.Form) error {
	if web.IsPartial(r) {
		return web.Render(w, r, status, nameRow(a, form))
	}
	return web.Render(w, r, status, d.shell(w, r, i18n.T(r.Context(), "Rename file"), namePage(a, form)))
}

func (d *Domain) saveName(w http.ResponseWriter, r *http.Request) error {
	a, err := d.mine(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	var in nameForm
	if err == nil {
		err = form.Decode(r.Context(), &in)
	}
	if err == nil {
		_, err = d.Attachments.Rename(r.Context(), account.Of(r), a.ID, in.Name, in.Version)
	}
	if fault.IsStale(err) {
		form.Values.Set("version", strconv.FormatInt(a.Version, 10))
		err = fault.Invalid{"name": i18n.T(r.Context(), "Somebody renamed this file meanwhile. It is %s now. Save again to replace the name.", a.Name)}
	}
	if form, invalid := form.Fail(err); invalid {
		return d.renderName(w, r, http.StatusUnprocessableEntity, a, form)
	}
	if err != nil {
		return err
	}
	return d.answer(w, r, a.Subject(), web.Flash{Text: i18n.T(r.Context(), "Saved")})
}

func (d *Domain) deleteFile(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	a, err := d.Attachments.Delete(r.Context(), account.Of(r), id, 0)
	if err != nil {
		return err
	}
	return d.answer(w, r, a.Subject(), web.Flash{Text: i18n.T(r.Context(), "%s deleted", a.Name), Action: i18n.T(r.Context(), "Undo"), Post: a.Path() + "/restore"})
}

func (d *Domain) restoreFile(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	a, err := d.Attachments.Restore(r.Context(), account.Of(r), id)
	if err != nil {
		return err
	}
	return d.answer(w, r, a.Subject(), web.Flash{Text: i18n.T(r.Context(), "%s restored", a.Name)})
}
