package task

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/web"
)

// shownTasks is how many open tasks the page of a record shows.
const shownTasks = 10

// Panel returns the open tasks of a record, for its page.
func (d *Domain) Panel(ctx context.Context, actor account.Actor, on activity.Subject) (templ.Component, error) {
	v := panelView{On: on, Writable: actor.May(account.Create, Kind), Now: time.Now()}
	sql := query(actor, here)
	switch on.Kind {
	case "contact":
		sql.S(" AND t.contact_id = ").P(on.ID)
	case "company":
		sql.S(" AND t.company_id = ").P(on.ID)
	case "deal":
		sql.S(" AND t.deal_id = ").P(on.ID)
	default:
		return nil, fault.NotFound{}
	}
	sql.S(" ORDER BY CASE WHEN t.status = 'done' THEN 1 ELSE 0 END, t.due_date IS NULL, t.due_date, t.id LIMIT ").P(shownTasks + 1)
	all, err := db.Select[Task](ctx, d.db, sql.Text(), sql.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read tasks of record: %w", err)
	}
	for _, t := range all {
		if t.IsDone() {
			v.Done++
		} else if len(v.Tasks) < shownTasks {
			v.Tasks = append(v.Tasks, t)
		}
	}
	return v.section(), nil
}

// quickTask answers with the short form in front of a page.
func (d *Domain) quickTask(w http.ResponseWriter, r *http.Request) error {
	if !web.IsPartial(r) {
		return web.Redirect(w, r, "/tasks/new?"+r.URL.RawQuery)
	}
	form, err := d.prefilled(r.Context(), account.Of(r), r.URL.Query())
	if err != nil {
		return err
	}
	return d.renderForm(w, r, http.StatusOK, formView{Form: form.form(), Quick: true})
}
