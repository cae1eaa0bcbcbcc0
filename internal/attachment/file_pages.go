package attachment

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
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
	"kontor/internal/kit/storage"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/upload"
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
		web.SetFlash(w, flash)
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

// addFiles keeps the good ones of the files of a form. A script sends one at a
// time and gets what is wrong with it as a text.
func (d *Domain) addFiles(w http.ResponseWriter, r *http.Request, on activity.Subject) error {
	ctx := r.Context()
	if err := on.MustWrite(ctx, d.Attachments.db, account.Of(r)); err != nil {
		return err
	}
	added, refused, err := d.take(r, on)
	if err != nil {
		return err
	}
	if web.IsPartial(r) {
		if len(refused) > 0 {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.WriteHeader(http.StatusUnprocessableEntity)
			_, err := io.WriteString(w, strings.Join(refused, "\n"))
			return err
		}
		return d.answer(w, r, on, web.Flash{})
	}
	flash := web.Flash{Text: strings.Join(refused, " "), Tone: "bad"}
	if len(refused) == 0 {
		flash = web.Flash{Text: i18n.N(ctx, "%s file added", "%s files added", added)}
	}
	return d.answer(w, r, on, flash)
}

// take reads the files of a form one after the other.
func (d *Domain) take(r *http.Request, on activity.Subject) (added int, refused []string, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return 0, nil, fault.Malformed{Text: i18n.T(r.Context(), "The form could not be read. Reload the page and send it again.")}
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return added, refused, formFault(r.Context(), err)
		}
		if part.FormName() != "file" || part.FileName() == "" {
			continue
		}
		problem, err := d.takeOne(r, on, part)
		if err != nil {
			return added, refused, formFault(r.Context(), err)
		}
		if problem == "" {
			added++
		} else {
			refused = append(refused, upload.Clean(part.FileName())+": "+problem)
		}
	}
	if added+len(refused) == 0 {
		refused = []string{i18n.T(r.Context(), "Choose a file first.")}
	}
	return added, refused, nil
}

// takeOne keeps a file, or says what is wrong with it.
func (d *Domain) takeOne(r *http.Request, on activity.Subject, part *multipart.Part) (problem string, err error) {
	ctx, actor := r.Context(), account.Of(r)
	if err := d.mayUpload(ctx, actor); err != nil {
		return "", err
	}
	_, err = d.Attachments.Add(ctx, actor, on, part.FileName(), part)
	if invalid, ok := errors.AsType[fault.Invalid](err); ok {
		return invalid["file"], nil
	}
	return "", err
}

// mayUpload counts one file of the actor.
func (d *Domain) mayUpload(ctx context.Context, actor account.Actor) error {
	if got := d.limits.Take(ctx, "upload:"+actor.User.String(), uploadRate); !got.Allowed {
		return fault.TooMany{After: got.Retry}
	}
	return nil
}

// formFault says that a form is too large; what else goes wrong while it is
// read is the sender's line.
func formFault(ctx context.Context, err error) error {
	if web.Status(err) == http.StatusRequestEntityTooLarge {
		return fault.TooLarge{Limit: MaxForm}
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, multipart.ErrMessageTooLarge) {
		return fault.Malformed{Text: i18n.T(ctx, "The form could not be read. Reload the page and send it again.")}
	}
	return err
}

// download answers with the bytes. What is no picture, or not asked for to be
// looked at, is saved and never shown.
func (d *Domain) download(w http.ResponseWriter, r *http.Request) error {
	return d.serve(w, r, false)
}

func (d *Domain) showSmall(w http.ResponseWriter, r *http.Request) error {
	return d.serve(w, r, true)
}

func (d *Domain) serve(w http.ResponseWriter, r *http.Request, small bool) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	a, f, err := d.Attachments.Open(r.Context(), account.Of(r), id, small)
	if err != nil {
		return err
	}
	defer f.Close()
	a.send(w, r, f, small)
	return nil
}

// send writes the bytes with headers under which nothing in them can run. Parts
// of them and what has not changed are handled by the standard library.
func (a Attachment) send(w http.ResponseWriter, r *http.Request, f storage.File, small bool) {
	h := w.Header()
	h.Set("Content-Type", a.Media)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("ETag", `"`+a.Key+`"`)
	show := small || a.IsPicture() && r.URL.Query().Get("show") != ""
	if small {
		h.Set("Content-Type", "image/"+smallType(f))
		h.Set("ETag", `"`+*a.SmallKey+`"`)
		h.Set("Cache-Control", "private, max-age=3600")
	}
	h.Set("Content-Disposition", mime.FormatMediaType(map[bool]string{true: "inline", false: "attachment"}[show], map[string]string{"filename": a.Name}))
	http.ServeContent(w, r, "", time.Time{}, f)
}

// smallType tells the two kinds of small pictures apart.
func smallType(f io.ReaderAt) string {
	head := make([]byte, 1)
	if _, err := f.ReadAt(head, 0); err == nil && head[0] == 0xFF {
		return "jpeg"
	}
	return "png"
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
