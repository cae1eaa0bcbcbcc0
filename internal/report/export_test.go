package report

import (
	"context"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
)

// ReadDeals and ReadWithin let tests read tallies.
func (s *Tallies) ReadDeals(ctx context.Context, actor account.Actor) ([]Tally, error) {
	return s.read(ctx, actor, Whose{}, ask{subject: "deal", by: []db.Expr{"month", "state", "pipeline_id", "stage_id", "reason_id", "owner_id", "currency"}})
}

func (s *Tallies) ReadWithin(ctx context.Context, actor account.Actor, subject, key string, now time.Time) ([]Tally, Period, error) {
	p, _ := periodOf(key, now, actor.Zone)
	all, err := s.read(ctx, actor, Whose{}, ask{subject: subject, within: &p, by: []db.Expr{"state", "owner_id"}})
	return all, p, err
}

// Ends are the moments at which the period begins and ends.
func (p Period) Ends() (from, until int64) {
	return p.start(p.From).UnixMilli(), p.start(p.Until).UnixMilli()
}
