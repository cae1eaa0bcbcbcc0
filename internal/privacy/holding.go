package privacy

import (
	"context"
	"fmt"

	"kontor/internal/account"
	"kontor/internal/kit/db"
)

// Holding counts what is kept about a person.
type Holding struct {
	Notes int64 `db:"notes"` // notes, calls and meetings on the contact
	Files int64 `db:"files"` // files on the contact, those in the recycle bin too
	Tasks int64 `db:"tasks"` // tasks of the contact alone
	Deals int64 `db:"deals"` // deals that name the contact
}

// holding counts it, of a contact.
func holding(ctx context.Context, q db.Querier, actor account.Actor, id db.ID) (Holding, error) {
	h, err := db.Get[Holding](ctx, q, `SELECT
		(SELECT count(*) FROM activity_contacts WHERE workspace_id = $1 AND contact_id = $2) AS notes,
		(SELECT count(*) FROM attachments WHERE workspace_id = $1 AND contact_id = $2) AS files,
		(SELECT count(*) FROM tasks WHERE workspace_id = $1 AND contact_id = $2 AND deal_id IS NULL AND company_id IS NULL) AS tasks,
		(SELECT count(*) FROM deals WHERE workspace_id = $1 AND contact_id = $2) AS deals`, actor.Workspace, id)
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
