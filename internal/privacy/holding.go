package privacy

import (
	"context"
	"fmt"

	"kontor/internal/account"
	"kontor/internal/kit/db"
)

// Holding counts what is kept about a person.
type Holding struct {
	Notes int64 `db:"notes" json:"notes" doc:"Notes, calls and meetings on the contact"`
	Files int64 `db:"files" json:"files" doc:"Files on the contact, those in the recycle bin too"`
	Tasks int64 `db:"tasks" json:"tasks" doc:"Tasks of the contact alone"`
	Deals int64 `db:"deals" json:"deals" doc:"Deals that name the contact"`
}

// holding counts what is kept about a person, and what of it an erasure takes.
func holding(ctx context.Context, q db.Querier, actor account.Actor, id db.ID) (Holding, error) {
	ws := actor.Workspace
	h, err := db.Get[Holding](ctx, q, `SELECT
		(SELECT count(*) FROM activity_contacts WHERE workspace_id = $1 AND contact_id = $2) AS notes,
		(SELECT count(*) FROM attachments WHERE workspace_id = $3 AND contact_id = $4) AS files,
		(SELECT count(*) FROM tasks WHERE workspace_id = $5 AND contact_id = $6 AND deal_id IS NULL AND company_id IS NULL) AS tasks,
		(SELECT count(*) FROM deals WHERE workspace_id = $7 AND contact_id = $8) AS deals`, ws, id, ws, id, ws, id, ws, id)
	if err != nil {
		return h, fmt.Errorf("count what is kept: %w", err)
	}
	return h, nil
}

// Get returns a person the actor sees, and what is kept about them.
func (s *People) Get(ctx context.Context, actor account.Actor, id db.ID) (Person, Holding, error) {
	p, err := person(ctx, s.db, actor, id)
	if err != nil {
		return p, Holding{}, err
	}
	h, err := holding(ctx, s.db, actor, id)
	return p, h, err
}
