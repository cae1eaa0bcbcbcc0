package task

import (
	"net/http"
	"net/url"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// completeTask marks a task as done, or as open again, and asks for the next
// step. The form says done=1, done= or done=toggle.
func (d *Domain) completeTask(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	done := form.Get("done") != ""
	if form.Get("done") == "toggle" {
		t, err := d.Tasks.Get(ctx, actor, id)
		if err != nil {
			return err
		}
		done = !t.IsDone()
	}
	t, following, err := d.Tasks.Complete(ctx, actor, id, done)
	if err != nil {
		return err
	}
	flash := web.Flash{Text: i18n.T(ctx, "%s is open again", t.Title)}
	if done {
		flash = web.Flash{Text: i18n.T(ctx, "Done: %s", t.Title), Action: i18n.T(ctx, "Undo"), Post: taskPath(id) + "/complete", Fields: map[string]string{"done": ""}}
	}
	asks := done && following.ID.IsZero()
	if !following.ID.IsZero() {
		flash.Text = i18n.T(ctx, "Done: %s. It comes again: %s.", t.Title, dueText(ctx, following, time.Now()))
	}
	return d.completed(w, r, t, flash, asks)
}

// completed answers where the task was completed: with a question in front of
// the page, or on a page of its own.
func (d *Domain) completed(w http.ResponseWriter, r *http.Request, t Task, flash web.Flash, asks bool) error {
	ctx, actor := r.Context(), account.Of(r)
	back := cameFrom(r)
	if web.IsPartial(r) {
		form, err := d.prefilled(ctx, actor, following(t))
		if err != nil {
			return err
		}
		v := formView{Form: form.form(), Quick: true, After: t.Title}
		return web.Render(w, r, http.StatusOK, v.answer(flash, asks))
	}
	web.SetFlash(w, r, flash)
	if asks {
		return web.Redirect(w, r, taskPath(t.ID)+"/next?back="+url.QueryEscape(back))
	}
	return web.Redirect(w, r, back)
}

// cameFrom is the page of ours that a request was made on.
func cameFrom(r *http.Request) string {
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host != r.Host || !web.IsLocalPath(from.RequestURI()) {
		return "/tasks"
	}
	return from.RequestURI()
}

// following is what the step after a task starts from, as an address says it.
func following(t Task) url.Values {
	q := url.Values{}
	for name, id := range map[string]db.ID{"contact_id": t.ContactID, "company_id": t.CompanyID, "deal_id": t.DealID} {
		if !id.IsZero() {
			q.Set(name, id.String())
		}
	}
	return q
}

// nextStep asks on a page of its own what comes after a task.
func (d *Domain) nextStep(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), account.Of(r)
	id, err := activity.PathID(r)
	if err != nil {
		return err
	}
	t, err := d.Tasks.Get(ctx, actor, id)
	if err != nil {
		return err
	}
	q := following(t)
	q.Set("back", r.URL.Query().Get("back"))
	form, err := d.prefilled(ctx, actor, q)
	if err != nil {
		return err
	}
	return d.renderForm(w, r, http.StatusOK, formView{Form: form.form(), After: t.Title})
}
