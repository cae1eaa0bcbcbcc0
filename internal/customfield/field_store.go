package customfield

import (
	"context"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/jobs"
)

// Fields is the shelf of custom fields.
type Fields struct {
	db    *db.DB
	queue *jobs.Queue
	cache *cache
}

// Of returns the fields of a kind of record in the actor's workspace, as lists
// need them: a change that another process made may be unknown for some
// seconds.
func (s *Fields) Of(ctx context.Context, actor account.Actor, record string) (*Set, error) {
	return s.of(ctx, actor.Workspace, record)
}

func (s *Fields) of(ctx context.Context, ws db.WorkspaceID, record string) (*Set, error) {
	k, now := cacheKey{ws, record}, time.Now()
	set, stamp := s.cache.get(k, now)
	if set != nil {
		return set, nil
	}
	set, err := Load(ctx, s.db, ws, record)
	if err != nil {
		return nil, err
	}
	if set.list, err = (builder{set.holder, s.db.Engine}).fields(set.all); err != nil {
		return nil, err
	}
	s.cache.put(k, set, now, stamp)
	return set, nil
}

// OfWorkspace is Of where there is no actor, as in a line of history.
func (s *Fields) OfWorkspace(ctx context.Context, ws db.WorkspaceID, record string) (*Set, error) {
	return s.of(ctx, ws, record)
}
