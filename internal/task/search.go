package task

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"kontor/internal/account"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
)

// searched says how the palette finds tasks, and makes them.
func (d *Domain) searched() contact.Searched {
	return contact.Searched{
		Kind:  Kind,
		Title: func(ctx context.Context) string { return i18n.T(ctx, "Tasks") },
		Hits:  d.hits,
		New: func(ctx context.Context, actor account.Actor, words string) (title, href string) {
			if !actor.May(account.Create, Kind) {
				return "", ""
			}
			return i18n.T(ctx, "New task “%s”", words), "/tasks/new?title=" + url.QueryEscape(words)
		},
	}
}

func (d *Domain) hits(ctx context.Context, actor account.Actor, ids []db.ID) ([]contact.Hit, error) {
	sql := query(actor, here)
	sql.S(" AND t.id IN ")
	db.In(sql, ids)
	all, err := db.Select[Task](ctx, d.db, sql.Text(), sql.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read tasks that were found: %w", err)
	}
	hits, now := make([]contact.Hit, len(all)), time.Now()
	for i, t := range all {
		hits[i] = contact.Hit{ID: t.ID, Name: t.Title, Sub: t.about(), Side: dueText(ctx, t, now), Href: taskPath(t.ID), Icon: typeIcon(t.TaskType)}
	}
	return hits, nil
}
