package task

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
	"kontor/internal/record"
)

// shelf is where tasks lie; who made one may always change it.
func shelf() record.Table {
	return record.Table{Kind: Kind, Name: "tasks", Title: "title", Maker: "created_by"}
}

// kind describes tasks to what all kinds of record can.
func (d *Domain) kind() record.Kind {
	return record.Kind{
		Table: shelf(), Source: d.source(), Manner: manner(),
		Entry: readEntry, Head: d.head, Change: changeTasks, Try: try,
		Bin: binTasks, Restore: restoreTasks, Actions: completeTicked,
		DeleteTicked: func(ctx context.Context) string { return i18n.T(ctx, "Delete the selected tasks") },
	}
}

// manner is how the fields of tasks are named, written and edited.
var manner = sync.OnceValue(func() record.Manner { return record.Manner{Label: label, Shown: shown} })

func readEntry(ctx context.Context, q db.Querier, actor account.Actor, id db.ID) (record.Entry, error) {
	t, err := getTask(ctx, q, actor, id, here)
	return entryOf(actor, t), err
}

func entryOf(actor account.Actor, t Task) record.Entry {
	in := t.Input(actor.Zone)
	e := record.Entry{Kind: Kind, ID: t.ID, Path: taskPath(t.ID), Version: t.Version, Writable: t.MayChange(actor),
		In: &in, Manner: manner(), Extra: t.Extra, Links: map[string]string{},
		Labels: map[string]string{"assigned_to": t.AssigneeName, "team": t.TeamName, "contact": t.ContactName, "company": t.CompanyName, "deal": t.DealName}}
	for _, b := range t.belongings() {
		e.Links[b.field] = b.on.Path()
	}
	return e
}

// head is the head of a task's page.
func (d *Domain) head(r *http.Request, e *record.Entry) (templ.Component, error) {
	t, err := d.Tasks.Get(r.Context(), account.Of(r), e.ID)
	return taskView{Task: t, Now: time.Now(), Writable: e.Writable}.hero(), err
}

func changeTasks(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID, edit record.Edit) ([]record.Outcome, error) {
	return record.OneByOne(ids, func(id db.ID) (string, bool, error) {
		version, title := int64(0), ""
		t, _, err := update(ctx, tx, actor, batch, id, func(old Task) (TaskInput, error) {
			version, title = old.Version, old.Title
			in := old.Input(actor.Zone)
			err := edit(old.ID, old.Version, &in)
			return in, err
		})
		return title, err == nil && t.Version != version, err
	})
}

// try tells what is wrong with a value on a task that has nothing else.
func try(ctx context.Context, actor account.Actor, field, text string) error {
	blank := NewInput(actor)
	blank.Title = "x"
	if err := blank.Set(ctx, field, text); err != nil {
		return err
	}
	return prepare(ctx, actor, blank).invalid.OrNil()
}

// binTasks moves tasks to the recycle bin; pages that show them are told.
func binTasks(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID) error {
	all, err := someTasks(ctx, tx, actor.Workspace, ids)
	if err != nil {
		return err
	}
	for _, t := range all {
		t.tellRecords(tx)
	}
	return shelf().ToBin(ctx, tx, actor, batch, ids)
}

// restoreTasks takes tasks out of the recycle bin and lets them be found.
func restoreTasks(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, ids []db.ID) error {
	back, err := shelf().FromBin(ctx, tx, actor, batch, ids)
	if err != nil || len(back) == 0 {
		return err
	}
	return reindex(ctx, tx, actor, back)
}

// reindex makes tasks findable by what they hold now.
func reindex(ctx context.Context, tx *db.Tx, actor account.Actor, ids []db.ID) error {
	all, err := someTasks(ctx, tx, actor.Workspace, ids)
	if err != nil {
		return err
	}
	entries := make([]search.Entry, len(all))
	for i, t := range all {
		entries[i] = search.Entry{ID: t.ID, Texts: t.SearchTexts()}
		t.tellRecords(tx)
	}
	return search.PutMany(ctx, tx, actor.Workspace, Kind, entries)
}

// someTasks reads tasks whoever they belong to.
func someTasks(ctx context.Context, q db.Querier, ws db.WorkspaceID, ids []db.ID) ([]Task, error) {
	var sql db.SQL
	sql.S(selectTask()).P(ws).S(" AND t.id IN ")
	db.In(&sql, ids)
	all, err := db.Select[Task](ctx, q, sql.Text(), sql.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read tasks: %w", err)
	}
	return all, loadExtra(ctx, q, ws, all)
}

// loadExtra fills the values of the custom fields of tasks.
func loadExtra(ctx context.Context, q db.Querier, ws db.WorkspaceID, tasks []Task) error {
	return record.LoadExtra(ctx, q, ws, customfield.Task, tasks,
		func(t Task) customfield.Doc { return customfield.Doc{ID: t.ID, Custom: t.Custom} }, func(t *Task, v customfield.Values) { t.Extra = v })
}

// Reindex makes tasks findable by what they hold now.
func (s *Tasks) Reindex(ctx context.Context, tx *db.Tx, actor account.Actor, ids []db.ID) error {
	return reindex(ctx, tx, actor, ids)
}
