package task

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
	"kontor/internal/record"
)

// Routes adds the pages of tasks to r, behind sign-in.
func (d *Domain) Routes(r *web.Router) {
	d.calendarRoutes(r)
	r.Handle("GET /tasks/new", d.newTask)
	r.Handle("GET /tasks/quick", d.quickTask)
	r.Handle("POST /tasks/new", d.createTask)
	r.Handle("POST /tasks/complete", d.records.Does(Kind, "status", Done))
	r.Handle("GET /tasks/{id}", d.showTask)
	r.Handle("GET /tasks/{id}/peek", d.peekTask)
	r.Handle("GET /tasks/{id}/edit", d.editTask)
	r.Handle("POST /tasks/{id}/edit", d.saveTask)
	r.Handle("POST /tasks/{id}/complete", d.completeTask)
	r.Handle("GET /tasks/{id}/next", d.nextStep)
	r.Handle("POST /tasks/{id}/delete", d.deleteTask)
	r.Handle("POST /tasks/{id}/restore", d.restoreTask)
}

func taskPath(id db.ID) string { return "/tasks/" + id.String() }

// taskForm is a task as its form shows it.
type taskForm struct {
	Title        string `json:"title"`
	Description  string `json:"description"`
	TaskType     string `json:"task_type"`
	Priority     string `json:"priority"`
	Status       string `json:"status"`
	DueDate      string `json:"due_date"`
	DueTime      string `json:"due_time"`
	Repeat       string `json:"repeat"`
	RemindBefore *int64 `json:"remind_before"`
	AssignedTo   db.ID  `json:"assigned_to"`
	AssigneeName string `json:"assigned_to_text"`
	TeamID       db.ID  `json:"team_id"`
	ContactID    db.ID  `json:"contact_id"`
	ContactName  string `json:"contact_id_text"`
	CompanyID    db.ID  `json:"company_id"`
	CompanyName  string `json:"company_id_text"`
	DealID       db.ID  `json:"deal_id"`
	DealName     string `json:"deal_id_text"`
	Version      int64  `json:"version"`
	UpdatedAt    int64  `json:"updated_at"`
	Back         string `json:"back"`

	Custom map[string]string  `json:"-"` // what is said about custom fields
	extra  customfield.Values // as the record holds them
}

func formOf(in TaskInput, t Task) taskForm {
	return taskForm{
		Title: in.Title, Description: in.Description, TaskType: in.TaskType, Priority: in.Priority, Status: in.Status,
		DueDate: in.DueDate, DueTime: in.DueTime, Repeat: in.Repeat, RemindBefore: in.RemindBefore,
		AssignedTo: in.AssignedTo, AssigneeName: t.AssigneeName, TeamID: in.TeamID,
		ContactID: in.ContactID, ContactName: t.ContactName, CompanyID: in.CompanyID, CompanyName: t.CompanyName,
		DealID: in.DealID, DealName: t.DealName, Version: t.Version, UpdatedAt: t.UpdatedAt, extra: t.Extra,
	}
}

func (f taskForm) input() TaskInput {
	in := TaskInput{
		Title: f.Title, Description: f.Description, TaskType: f.TaskType, Priority: f.Priority, Status: f.Status,
		DueDate: f.DueDate, DueTime: f.DueTime, Repeat: f.Repeat, RemindBefore: f.RemindBefore,
		AssignedTo: f.AssignedTo, TeamID: f.TeamID, ContactID: f.ContactID, CompanyID: f.CompanyID, DealID: f.DealID, Version: f.Version, Custom: f.Custom,
	}
	return in
}

// cleared drops what somebody emptied in a box that searches: the text is gone
// and the id is still there.
func (f *taskForm) cleared(form web.Form, was taskForm) {
	for _, box := range []struct {
		name    string
		id, old *db.ID
	}{
		{"assigned_to", &f.AssignedTo, &was.AssignedTo}, {"contact_id", &f.ContactID, &was.ContactID},
		{"company_id", &f.CompanyID, &was.CompanyID}, {"deal_id", &f.DealID, &was.DealID},
	} {
		if texts, said := form.Values[box.name+"_text"]; said && strings.TrimSpace(strings.Join(texts, "")) == "" && *box.id == *box.old {
			*box.id = db.ID{}
		}
	}
}

// form is what the page of the form shows.
func (f taskForm) form() web.Form {
	form := web.FormOf(&f)
	f.extra.Fill(form)
	return form
}

// readTask reads a posted form over what the task is.
func readTask(w http.ResponseWriter, r *http.Request, was taskForm) (form web.Form, typed taskForm, err error) {
	typed = was
	if form, err = web.ReadForm(w, r); err != nil {
		return form, typed, err
	}
	set := was.extra.Set()
	typed.Custom = set.Said(form)
	if err = form.Decode(r.Context(), &typed, append(record.Takes(trackedWith(set)), set.FormNames()...)...); err == nil {
		typed.cleared(form, was)
	}
	return form, typed, err
}

// prefilled is what a new task starts from: what its address says, by the
// names of the form's fields.
func (d *Domain) prefilled(ctx context.Context, actor account.Actor, q url.Values) (taskForm, error) {
	in := NewInput(actor)
	in.Title, in.DueDate, in.Description = q.Get("title"), q.Get("due_date"), q.Get("description")
	if kind := q.Get("task_type"); kind != "" {
		in.TaskType = kind
	}
	for name, id := range map[string]*db.ID{"contact_id": &in.ContactID, "company_id": &in.CompanyID, "deal_id": &in.DealID} {
		*id, _ = db.ParseID(q.Get(name)) // an address that names nothing means nothing
	}
	probe := prepare(ctx, actor, in)
	err := d.db.InTx(ctx, func(tx *db.Tx) error { return probe.resolve(ctx, tx, actor) })
	set, setErr := d.fields.Of(ctx, actor, customfield.Task)
	probe.Extra = set.Defaults()
	form := formOf(in, probe.Task)
	form.AssigneeName, form.Back = actor.Name, localBack(q.Get("back"))
	return form, cmp.Or(err, setErr)
}

func localBack(path string) string {
	if web.IsLocalPath(path) {
		return path
	}
	return ""
}

func (d *Domain) newTask(w http.ResponseWriter, r *http.Request) error {
	form, err := d.prefilled(r.Context(), account.Of(r), r.URL.Query())
	if err != nil {
		return err
	}
	return d.renderForm(w, r, http.StatusOK, formView{Form: form.form(), Fields: form.extra.Set()})
}

func (d *Domain) renderForm(w http.ResponseWriter, r *http.Request, status int, v formView) error {
	ctx, actor := r.Context(), account.Of(r)
	if v.isNew() {
		if err := actor.Must(account.Create, Kind); err != nil {
			return err
		}
	}
	if v.Quick {
		return web.Render(w, r, status, v.quick())
	}
	teams, err := db.Select[choice](ctx, d.db, `SELECT id, name FROM teams WHERE workspace_id = $1 ORDER BY name_key LIMIT 200`, actor.Workspace)
	if err != nil {
		return err
	}
	for _, t := range teams {
		v.Teams = append(v.Teams, ui.Option{Value: t.ID.String(), Label: t.Name})
	}
	return web.Render(w, r, status, d.shell(w, r, v.title(ctx), v.page()))
}

type choice struct {
	ID   db.ID  `db:"id"`
	Name string `db:"name"`
}

func (d *Domain) createTask(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	in := NewInput(actor)
	set, err := d.fields.Of(ctx, actor, customfield.Task)
	if err != nil {
		return err
	}
	form, typed, err := readTask(w, r, formOf(in, Task{AssigneeName: actor.Name, Extra: set.Defaults()}))
	var t Task
	if err == nil {
		t, err = d.Tasks.Create(ctx, actor, typed.input())
	}
	if form, invalid := form.Fail(err); invalid {
		return d.renderForm(w, r, http.StatusUnprocessableEntity, formView{Form: form, Fields: set, Quick: web.IsPartial(r)})
	}
	if err != nil {
		return err
	}
	flash := t.saved().Added(ctx, actor)
	if web.IsPartial(r) {
		return web.Render(w, r, http.StatusOK, toast(flash))
	}
	web.SetFlash(w, r, flash)
	if back := localBack(typed.Back); back != "" {
		return web.Redirect(w, r, back)
	}
	return web.Redirect(w, r, t.saved().Leads(actor))
}

func (t Task) saved() record.Saved {
	return record.Saved{Kind: Kind, Name: t.Title, Path: taskPath(t.ID), List: "/tasks", Owner: t.AssignedTo, Team: t.TeamID}
}

// ours returns the task of the address if the actor may change it.
func (d *Domain) ours(r *http.Request) (Task, error) {
	id, err := activity.PathID(r)
	if err != nil {
		return Task{}, err
	}
	t, err := d.Tasks.Get(r.Context(), account.Of(r), id)
	if err == nil && !t.MayChange(account.Of(r)) {
		err = fault.Forbidden{}
	}
	return t, err
}

func (d *Domain) editTask(w http.ResponseWriter, r *http.Request) error {
	t, err := d.ours(r)
	if err != nil {
		return err
	}
	form := formOf(t.Input(account.Of(r).Zone), t)
	return d.renderForm(w, r, http.StatusOK, formView{Form: form.form(), Task: t, Fields: t.Extra.Set()})
}

func (d *Domain) saveTask(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	t, err := d.ours(r)
	if err != nil {
		return err
	}
	was := formOf(t.Input(actor.Zone), t)
	form, typed, err := readTask(w, r, was)
	var saved Task
	if err == nil {
		form = typed.take(form, was)
		saved, err = d.Tasks.Update(ctx, actor, t.ID, typed.input())
	}
	if form, invalid := form.Fail(err); invalid {
		return d.renderForm(w, r, http.StatusUnprocessableEntity, formView{Form: form, Task: t, Fields: t.Extra.Set()})
	}
	if fault.IsStale(err) {
		return d.showClash(w, r, t, form, typed)
	}
	if err != nil {
		return err
	}
	if saved.Version != t.Version {
		web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "Saved")})
	}
	return web.Redirect(w, r, saved.saved().Leads(actor))
}

// showClash shows the form again with what somebody else saved meanwhile; the
// next save is based on that.
func (d *Domain) showClash(w http.ResponseWriter, r *http.Request, t Task, form web.Form, typed taskForm) error {
	ctx, actor := r.Context(), account.Of(r)
	since, err := d.activity.History.Since(ctx, actor, t.subject(), typed.UpdatedAt)
	if err != nil {
		return err
	}
	v := formView{Form: form, Stale: true, Task: t, Fields: t.Extra.Set()}
	v.Clashes = record.Clashes(ctx, manner(), trackedWith(v.Fields), typed.asTask(ctx, actor, t), t, since)
	record.BasedOn(form, t.Version, t.UpdatedAt)
	return d.renderForm(w, r, http.StatusConflict, v)
}

func (d *Domain) showTask(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	t, err := d.Tasks.Get(ctx, actor, id)
	if err != nil {
		return d.records.OrBinned(w, r, Kind, id, err)
	}
	v := taskView{Task: t, Now: time.Now(), Writable: t.MayChange(actor), Movable: t.MayDelete(actor), Link: web.Origin(r) + taskPath(id), Entry: entryOf(actor, t)}
	if v.List, err = d.list(ctx, actor); err != nil {
		return err
	}
	if v.Timeline, err = d.timeline(r, t.subject()); err != nil {
		return err
	}
	if d.Related != nil {
		if v.Related, err = d.Related(ctx, actor, t); err != nil {
			return err
		}
	}
	return web.Render(w, r, http.StatusOK, d.shell(w, r, t.Title, v.page()))
}

func (t Task) subject() activity.Subject { return activity.Subject{Kind: Kind, ID: t.ID} }

// timeline returns what the timeline of a task shows on its page.
func (d *Domain) timeline(r *http.Request, on activity.Subject) (activity.Timeline, error) {
	actor, q := account.Of(r), r.URL.Query()
	story, err := d.activity.History.Story(r.Context(), actor, on, q.Get("show"), q.Get("cursor"))
	return d.activity.Timeline(actor, story), err
}

// peekTask shows a task beside the list it is in.
func (d *Domain) peekTask(w http.ResponseWriter, r *http.Request) error {
	actor := account.Of(r)
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	t, err := d.Tasks.Get(r.Context(), actor, id)
	if err != nil {
		return err
	}
	v := taskView{Task: t, Now: time.Now(), Writable: t.MayChange(actor), Entry: entryOf(actor, t).ReadOnly()}
	if v.List, err = d.list(r.Context(), actor); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, v.peek())
}

func (d *Domain) deleteTask(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	version, _ := strconv.ParseInt(form.Get("version"), 10, 64) // without one, whatever is there
	ctx := r.Context()
	title, err := d.Tasks.Delete(ctx, account.Of(r), id, version)
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(ctx, "%s deleted", title), Action: i18n.T(ctx, "Undo"), Post: taskPath(id) + "/restore"})
	return web.Redirect(w, r, "/tasks")
}

func (d *Domain) restoreTask(w http.ResponseWriter, r *http.Request) error {
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	t, err := d.Tasks.Restore(r.Context(), account.Of(r), id)
	if err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "%s restored", t.Title)})
	return web.Redirect(w, r, taskPath(id))
}
