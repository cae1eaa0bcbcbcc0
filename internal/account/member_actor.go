package account

import (
	"context"

	"kontor/internal/kit/db"
)

// Acting returns the member as an actor, for background work begun in their
// name: with the rights they have now. It returns fault.NotFound when they
// have left.
func (s *Members) Acting(ctx context.Context, ws db.WorkspaceID, member db.ID) (Actor, error) {
	p, err := db.Get[actorRow](ctx, s.db, `SELECT `+actorColumns+`, m.id AS credential_id, m.last_seen_at, '' AS scope
		FROM members m JOIN users u ON u.id = m.user_id JOIN workspaces w ON w.id = m.workspace_id
		WHERE m.workspace_id = $1 AND m.id = $2 AND m.active AND u.active`, ws, member)
	if err != nil {
		return Actor{}, err
	}
	a, err := s.actor(ctx, p, "job")
	if err != nil {
		return Actor{}, err
	}
	return *a, nil
}
