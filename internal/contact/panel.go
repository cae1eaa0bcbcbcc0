package contact

import (
	"context"
	"fmt"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
)

// Panel is a part of the page of a contact or company that a domain above
// fills: what of its own belongs to the record.
type Panel func(ctx context.Context, actor account.Actor, on activity.Subject) (templ.Component, error)

// panels asks every domain above for its part of a record's page.
func (d *Domain) panels(ctx context.Context, actor account.Actor, on activity.Subject) ([]templ.Component, error) {
	all := make([]templ.Component, 0, len(d.Panels))
	for _, p := range d.Panels {
		part, err := p(ctx, actor, on)
		if err != nil {
			return nil, fmt.Errorf("read panel: %w", err)
		}
		all = append(all, part)
	}
	return all, nil
}

// Searched says how records of another kind are found: they stand in the
// search index under Kind.
type Searched struct {
	Kind  string
	Title func(ctx context.Context) string
	Hits  func(ctx context.Context, actor account.Actor, ids []db.ID) ([]Hit, error) // those the actor sees, in any order
	New   func(ctx context.Context, actor account.Actor, words string) (title, href string)
}

// Hit is a record that a search found.
type Hit struct {
	ID                    db.ID
	Name, Sub, Side, Href string
	Icon                  string
}

// hitsOf are the hits of one kind.
type hitsOf struct {
	title string
	hits  []Hit
}

// others are the hits of the kinds that domains above keep.
func (d *Domain) others(ctx context.Context, actor account.Actor, hits []search.Hit) ([]hitsOf, error) {
	var all []hitsOf
	for _, s := range d.Searched {
		ids := idsOf(hits, s.Kind)
		if len(ids) == 0 {
			continue
		}
		found, err := s.Hits(ctx, actor, ids)
		if err != nil {
			return nil, fmt.Errorf("read what a search found: %w", err)
		}
		if len(found) > 0 {
			all = append(all, hitsOf{s.Title(ctx), inOrder(found, hits, func(h Hit) db.ID { return h.ID })})
		}
	}
	return all, nil
}

// searchedKinds are all kinds of record that can be found.
func (d *Domain) searchedKinds() []string {
	kinds := []string{"contact", "company"}
	for _, s := range d.Searched {
		kinds = append(kinds, s.Kind)
	}
	return kinds
}
