package activity

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
)

// Routes adds the pages of the timeline to r, behind sign-in.
func (d *Domain) Routes(r *web.Router) {
	for _, kind := range []string{"contact", "company", "deal", "task"} {
		root := Subject{Kind: kind}.Root()
		r.Handle("POST "+root+"/{id}/notes", d.on(kind, d.createNote))
		r.Handle("GET "+root+"/{id}/timeline", d.on(kind, d.showTimeline))
	}
	d.inboxRoutes(r)
	r.Handle("GET /notes/{id}/edit", d.editNote)
	r.Handle("POST /notes/{id}", d.saveNote)
	r.Handle("POST /notes/{id}/pin", d.pinNote)
	r.Handle("POST /notes/{id}/delete", d.deleteNote)
	r.Handle("POST /notes/{id}/restore", d.restoreNote)
}

// on reads which record of a kind a request is about.
func (d *Domain) on(kind string, h func(http.ResponseWriter, *http.Request, Subject) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, err := PathID(r)
		if err != nil {
			return err
		}
		return h(w, r, Subject{kind, id})
	}
}

// PathID reads the {id} of the address; what is none is not found.
func PathID(r *http.Request) (db.ID, error) {
	id, err := db.ParseID(r.PathValue("id"))
	if err != nil {
		return id, fault.NotFound{}
	}
	return id, nil
}

func (d *Domain) showTimeline(w http.ResponseWriter, r *http.Request, on Subject) error {
	query := r.URL.Query()
	if !web.IsPartial(r) {
		// Asked for what is not theirs, people are not sent on but told so.
		if _, err := d.History.Story(r.Context(), account.Of(r), on, narrowed(query.Get("show")), ""); err != nil {
			return err
		}
		return web.Redirect(w, r, Timeline{Story: Story{Subject: on}}.path(narrowed(query.Get("show")), ""))
	}
	if write := query.Get("write"); write != "" {
		return d.renderWriting(w, r, on, write)
	}
	return d.render(w, r, on, narrowed(query.Get("show")), query.Get("cursor"), nil)
}

// narrowed reads what a timeline shows; an unknown word shows all.
func narrowed(show string) string {
	if slices.Contains([]string{ShowNotes, ShowCalls, ShowMeetings, ShowChanges}, show) {
		return show
	}
	return ShowAll
}

// render answers with the timeline, and a toast below it.
func (d *Domain) render(w http.ResponseWriter, r *http.Request, on Subject, show, cursor string, toast *ui.Toast) error {
	actor := account.Of(r)
	story, err := d.History.Story(r.Context(), actor, on, show, cursor)
	if err != nil {
		return err
	}
	view := d.Timeline(actor, story).View()
	if toast != nil {
		view = templ.Join(view, ui.ToastPartial(*toast))
	}
	return web.Render(w, r, http.StatusOK, view)
}

// answer shows the timeline after a change: as a part for htmx, as the page of
// the record else.
func (d *Domain) answer(w http.ResponseWriter, r *http.Request, on Subject, flash web.Flash) error {
	if web.IsPartial(r) {
		return d.render(w, r, on, ShowAll, "", toastOf(flash))
	}
	if flash.Text != "" {
		web.SetFlash(w, r, flash)
	}
	return web.Redirect(w, r, on.Path())
}

func toastOf(f web.Flash) *ui.Toast {
	if f.Text == "" {
		return nil
	}
	return &ui.Toast{Text: f.Text, Tone: f.Tone, Action: ui.ToastAction{Label: f.Action, URL: f.Post}}
}

func (d *Domain) createNote(w http.ResponseWriter, r *http.Request, on Subject) error {
	if err := on.MustNote(r.Context(), d.db, account.Of(r)); err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	var in NoteInput
	if err := form.Decode(r.Context(), &in); err != nil {
		return err
	}
	_, err = d.Notes.Create(r.Context(), account.Of(r), on, in)
	if form, invalid := form.Fail(err); invalid {
		return d.keepDraft(w, r, on, form)
	}
	if err != nil {
		return err
	}
	return d.answer(w, r, on, web.Flash{})
}

// keepDraft shows the timeline with the note that could not be saved.
func (d *Domain) keepDraft(w http.ResponseWriter, r *http.Request, on Subject, form web.Form) error {
	if !web.IsPartial(r) {
		return form.Errors
	}
	actor := account.Of(r)
	story, err := d.History.Story(r.Context(), actor, on, ShowAll, "")
	if err != nil {
		return err
	}
	t := d.Timeline(actor, story)
	t.Form, t.Write = form, form.Get("kind")
	return web.Render(w, r, http.StatusUnprocessableEntity, t.View())
}

// renderWriting answers with the timeline and the form for another kind of
// entry in it.
func (d *Domain) renderWriting(w http.ResponseWriter, r *http.Request, on Subject, write string) error {
	story, err := d.History.Story(r.Context(), account.Of(r), on, ShowAll, "")
	if err != nil {
		return err
	}
	t := d.Timeline(account.Of(r), story)
	t.Write = write
	return web.Render(w, r, http.StatusOK, t.View())
}

// note returns the note of the address.
func (d *Domain) note(r *http.Request) (Note, error) {
	id, err := PathID(r)
	if err != nil {
		return Note{}, err
	}
	return d.Notes.Get(r.Context(), account.Of(r), id)
}

func (d *Domain) editNote(w http.ResponseWriter, r *http.Request) error {
	n, err := d.note(r)
	if err != nil {
		return err
	}
	if !n.MayEdit(account.Of(r)) {
		return fault.Forbidden{}
	}
	in := n.Input(account.Of(r).Zone)
	return d.renderForm(w, r, http.StatusOK, n, web.FormOf(&in))
}

func (d *Domain) renderForm(w http.ResponseWriter, r *http.Request, status int, n Note, form web.Form) error {
	if web.IsPartial(r) {
		return web.Render(w, r, status, noteForm(n, form, false))
	}
	return web.Render(w, r, status, d.shell(w, r, i18n.T(r.Context(), "Edit note"), notePage(n, form)))
}

func (d *Domain) saveNote(w http.ResponseWriter, r *http.Request) error {
	n, err := d.note(r)
	if err != nil {
		return err
	}
	if !n.MayEdit(account.Of(r)) {
		return fault.Forbidden{}
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	in := n.Input(account.Of(r).Zone)
	if err := form.Decode(r.Context(), &in); err != nil {
		return err
	}
	_, err = d.Notes.Update(r.Context(), account.Of(r), n.ID, in)
	if form, invalid := form.Fail(err); invalid {
		return d.renderForm(w, r, http.StatusUnprocessableEntity, n, form)
	}
	if fault.IsStale(err) {
		form.Errors = fault.Invalid{"body": i18n.T(r.Context(), "Somebody changed this note meanwhile. It now reads: %s. Save again to replace it.", excerpt(n.Body))}
		return d.renderForm(w, r, http.StatusConflict, n, form)
	}
	if err != nil {
		return err
	}
	return d.answer(w, r, n.Subject(), web.Flash{})
}

func (d *Domain) pinNote(w http.ResponseWriter, r *http.Request) error {
	id, err := PathID(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	n, err := d.Notes.Pin(r.Context(), account.Of(r), id, form.Get("pinned") != "")
	if err != nil {
		return err
	}
	return d.answer(w, r, n.Subject(), web.Flash{})
}

func (d *Domain) deleteNote(w http.ResponseWriter, r *http.Request) error {
	id, err := PathID(r)
	if err != nil {
		return err
	}
	n, err := d.Notes.Delete(r.Context(), account.Of(r), id, 0)
	if err != nil {
		return err
	}
	ctx := r.Context()
	return d.answer(w, r, n.Subject(), web.Flash{Text: i18n.T(ctx, "Note deleted"), Action: i18n.T(ctx, "Undo"), Post: notePath(n, "/restore")})
}

func (d *Domain) restoreNote(w http.ResponseWriter, r *http.Request) error {
	id, err := PathID(r)
	if err != nil {
		return err
	}
	n, err := d.Notes.Restore(r.Context(), account.Of(r), id)
	if err != nil {
		return err
	}
	return d.answer(w, r, n.Subject(), web.Flash{Text: i18n.T(r.Context(), "Note restored")})
}
