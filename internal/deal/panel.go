package deal

import (
	"context"
	"fmt"
	"net/url"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
)

// shownDeals is how many deals the page of a contact or company shows.
const shownDeals = 8

// Panel returns the deals of a contact or company, for its page: the open ones
// first.
func (d *Domain) Panel(ctx context.Context, actor account.Actor, on activity.Subject) (templ.Component, error) {
	var q db.SQL
	q.S(selectDeal()).P(actor.Workspace).S(" AND d.deleted_at IS NULL AND ")
	if on.Kind == "company" {
		q.S("d.company_id = ").P(on.ID)
	} else {
		begin, end := db.Expr("IN ("), db.Expr(")")
		if d.db.Engine == db.Postgres { // it joins all the tables of a deal before it looks at an IN beside them
			begin, end = "= ANY (ARRAY(", "))"
		}
		q.S("d.id ").S(begin).S("SELECT x.deal_id FROM deal_contacts x WHERE x.workspace_id = ").P(actor.Workspace).S(" AND x.contact_id = ").P(on.ID).S(end)
	}
	q.S(" AND ")
	actor.Scope("deal").Sees(&q, "d.owner_id", "d.team_id")
	q.S(" ORDER BY CASE d.status WHEN 'open' THEN 0 ELSE 1 END, d.id DESC LIMIT ").P(shownDeals + 1)
	all, err := db.Select[Deal](ctx, d.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read deals of record: %w", err)
	}
	v := panelView{On: on, Deals: all[:min(len(all), shownDeals)], More: len(all) > shownDeals, Writable: actor.May(account.Create, "deal")}
	return v.section(), nil
}

// searched says how the palette finds deals, and makes them.
func (d *Domain) searched() contact.Searched {
	return contact.Searched{
		Kind:  "deal",
		Title: func(ctx context.Context) string { return i18n.T(ctx, "Deals") },
		Hits:  d.hits,
		New: func(ctx context.Context, actor account.Actor, words string) (title, href string) {
			if !actor.May(account.Create, "deal") {
				return "", ""
			}
			return i18n.T(ctx, "New deal “%s”", words), "/deals/new?name=" + url.QueryEscape(words)
		},
	}
}

func (d *Domain) hits(ctx context.Context, actor account.Actor, ids []db.ID) ([]contact.Hit, error) {
	var q db.SQL
	q.S(selectDeal()).P(actor.Workspace).S(" AND d.deleted_at IS NULL AND d.id IN ")
	db.In(&q, ids)
	q.S(" AND ")
	actor.Scope("deal").Sees(&q, "d.owner_id", "d.team_id")
	all, err := db.Select[Deal](ctx, d.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read deals that were found: %w", err)
	}
	hits := make([]contact.Hit, len(all))
	for i, found := range all {
		hits[i] = contact.Hit{ID: found.ID, Name: found.Name, Sub: firstOf(found.CompanyName, found.ContactName, found.StageName),
			Side: roundText(ctx, found.Value, found.Currency), Href: path(found.ID), Icon: "handshake"}
	}
	return hits, nil
}
