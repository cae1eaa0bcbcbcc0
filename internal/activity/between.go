package activity

import (
	"context"
	"fmt"

	"kontor/internal/account"
	"kontor/internal/kit/db"
)

// maxBetween is how many meetings a calendar shows.
const maxBetween = 1000

// Meetings returns the meetings that begin in a span of time, from up to but
// not including to, on records the actor sees; only those they noted or
// take part in if own is true.
func (s *Notes) Meetings(ctx context.Context, actor account.Actor, from, to int64, own bool) ([]Note, error) {
	var q db.SQL
	q.S(selectNote).P(actor.Workspace).S(" AND a.kind = 'meeting' AND a.deleted_at IS NULL AND a.at >= ").P(from).S(" AND a.at < ").P(to)
	if own {
		q.S(" AND (a.member_id = ").P(actor.Member).S(" OR EXISTS (SELECT 1 FROM activity_attendees x WHERE x.workspace_id = a.workspace_id AND x.activity_id = a.id")
		q.S(" AND x.member_id = ").P(actor.Member).S("))")
	}
	q.S(" AND ")
	WhereSeen(&q, actor)
	q.S(" ORDER BY a.at, a.id LIMIT ").P(maxBetween)
	all, err := db.Select[Note](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read meetings: %w", err)
	}
	return all, nil
}
