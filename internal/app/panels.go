package app

import (
	"context"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/deal"
	"kontor/internal/task"
)

// panels puts what one domain keeps of a record on the page that another shows.
func (a *App) panels() {
	a.Contacts.Panels = append(a.Contacts.Panels, a.Files.Panel)
	a.Deals.Related = func(ctx context.Context, actor account.Actor, d deal.Deal) (templ.Component, error) {
		on := activity.Subject{Kind: "deal", ID: d.ID}
		tasks, err := a.Tasks.Panel(ctx, actor, on)
		if err != nil {
			return nil, err
		}
		files, err := a.Files.Panel(ctx, actor, on)
		return templ.Join(tasks, files), err
	}
	a.Tasks.Related = func(ctx context.Context, actor account.Actor, t task.Task) (templ.Component, error) {
		return a.Files.Panel(ctx, actor, activity.Subject{Kind: task.Kind, ID: t.ID})
	}
}
