package contact

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/search"
)

// shownPeople is how many people of a company a record shows.
const shownPeople = 8

// Brief is what another record shows of a company.
type Brief struct {
	ID        db.ID  `db:"id"`
	Name      string `db:"name"`
	Industry  string `db:"industry"`
	Employees *int64 `db:"employees"`
	City      string `db:"city"`
}

// Brief returns a company the actor sees in short; fault.NotFound too when it
// is in the recycle bin.
func (s *Companies) Brief(ctx context.Context, actor account.Actor, id db.ID) (Brief, error) {
	var q db.SQL
	q.S("SELECT o.id, o.name, o.industry, o.employees, o.city FROM companies o WHERE o.workspace_id = ").P(actor.Workspace)
	q.S(" AND o.id = ").P(id).S(" AND o.deleted_at IS NULL AND ")
	actor.Scope("company").Sees(&q, "o.owner_id", "o.team_id")
	return db.Get[Brief](ctx, s.db, q.Text(), q.Args()...)
}

// Person is what another record shows of a contact.
type Person struct {
	ID       db.ID  `db:"id"`
	Name     string `db:"name"`
	Position string `db:"position"`
	Email    string `db:"email"`
}

// At returns people of a company by name, without one of them, at most limit.
func (s *Contacts) At(ctx context.Context, actor account.Actor, company, without db.ID, limit int) ([]Person, error) {
	if company.IsZero() {
		return nil, nil
	}
	var q db.SQL
	q.S("SELECT c.id, c.name, c.position, c.email FROM contacts c WHERE c.workspace_id = ").P(actor.Workspace)
	q.S(" AND c.company_id = ").P(company).S(" AND c.deleted_at IS NULL AND c.id <> ").P(without[:]).S(" AND ")
	actor.Scope("contact").Sees(&q, "c.owner_id", "c.team_id")
	q.S(" ORDER BY c.name_key, c.id LIMIT ").P(limit)
	people, err := db.Select[Person](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read people of company: %w", err)
	}
	return people, nil
}

// Option is a record to choose in a box that searches.
type Option struct {
	ID    db.ID  `db:"id" json:"id"`
	Label string `db:"name" json:"label"`
	Sub   string `db:"sub" json:"sub,omitempty"`
}

// Options returns companies to choose from: those that a search finds, the
// best first, or the newest when nothing is typed.
func (s *Companies) Options(ctx context.Context, actor account.Actor, query string, limit int) ([]Option, error) {
	var q db.SQL
	q.S("SELECT o.id, o.name, o.city AS sub FROM companies o WHERE o.workspace_id = ").P(actor.Workspace).S(" AND o.deleted_at IS NULL AND ")
	actor.Scope("company").Sees(&q, "o.owner_id", "o.team_id")
	if strings.TrimSpace(query) == "" {
		q.S(" ORDER BY o.id DESC LIMIT ").P(limit)
		return db.Select[Option](ctx, s.db, q.Text(), q.Args()...)
	}
	hits, err := search.Find(ctx, s.db, actor.Workspace, []string{"company"}, query, actor.Widen(limit, "company"))
	if err != nil || len(hits) == 0 {
		return nil, err
	}
	q.S(" AND o.id IN ")
	db.In(&q, idsOf(hits, "company"))
	all, err := db.Select[Option](ctx, s.db, q.Text(), q.Args()...)
	return inOrder(all, hits, func(o Option) db.ID { return o.ID }), err
}

func idsOf(hits []search.Hit, kind string) []db.ID {
	var ids []db.ID
	for _, h := range hits {
		if h.Kind == kind {
			ids = append(ids, h.ID)
		}
	}
	return ids
}

// inOrder puts rows into the order of the hits.
func inOrder[T any](rows []T, hits []search.Hit, id func(T) db.ID) []T {
	place := map[db.ID]int{}
	for i, h := range hits {
		place[h.ID] = i
	}
	slices.SortFunc(rows, func(a, b T) int { return place[id(a)] - place[id(b)] })
	return rows
}

// found drops what is not there: a related record may be out of sight.
func found(err error) error {
	if fault.IsNotFound(err) {
		return nil
	}
	return err
}
