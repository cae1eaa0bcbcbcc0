package deal

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
)

// Stale is an open deal that stands in its stage longer than the stage allows.
type Stale struct {
	ID          db.ID  `db:"id"`
	Name        string `db:"name"`
	StageID     db.ID  `db:"stage_id"`
	StageName   string `db:"stage_name"`
	CompanyName string `db:"company_name"`
	Value       int64  `db:"value"`
	Currency    string `db:"currency"`
	StageAt     int64  `db:"stage_at"`
}

// Rot is how many deals are stale in a stage: those that came into it before
// the day Since, in the reader's zone.
type Rot struct {
	Stage Stage
	Since string
	Count int
}

// Stale returns the deals that stand still the longest, at most most of them,
// and how many there are in each stage. owner and team narrow it, unless zero.
// A stage that does not say when a deal is stale has none: two queries.
func (s *Deals) Stale(ctx context.Context, actor account.Actor, stages []Stage, owner, team db.ID, now time.Time, most int) ([]Stale, []Rot, error) {
	var rots []Rot
	for _, stage := range stages {
		if stage.Kind == Open && stage.RottingDays != nil {
			rots = append(rots, Rot{Stage: stage, Since: now.In(actor.Zone).AddDate(0, 0, -int(*stage.RottingDays)).Format(time.DateOnly)})
		}
	}
	if len(rots) == 0 {
		return nil, nil, nil
	}
	where := func(q *db.SQL, r Rot) {
		q.S(" FROM deals d WHERE d.workspace_id = ").P(actor.Workspace).S(" AND d.deleted_at IS NULL AND d.status = 'open' AND d.stage_id = ").P(r.Stage.ID)
		q.S(" AND d.stage_at < ").P(midnight(r.Since, actor.Zone)).S(" AND ")
		actor.Scope("deal").Sees(q, "d.owner_id", "d.team_id")
		if !owner.IsZero() {
			q.S(" AND d.owner_id = ").P(owner)
		}
		if !team.IsZero() {
			q.S(" AND d.team_id = ").P(team)
		}
	}
	if err := s.countStale(ctx, rots, where); err != nil {
		return nil, nil, err
	}
	all, err := s.stalest(ctx, rots, where, most)
	return all, rots, err
}

// midnight is when a day begins in a zone.
func midnight(day string, zone *time.Location) int64 {
	t, _ := time.ParseInLocation(time.DateOnly, day, zone) // made by us
	return t.UnixMilli()
}

func (s *Deals) countStale(ctx context.Context, rots []Rot, where func(*db.SQL, Rot)) error {
	var q db.SQL
	for i, r := range rots {
		if i > 0 {
			q.S(" UNION ALL ")
		}
		q.S("SELECT CAST(").P(i).S(" AS BIGINT) AS at, count(*) AS n")
		where(&q, r)
	}
	found, err := db.Select[struct {
		At int `db:"at"`
		N  int `db:"n"`
	}](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return fmt.Errorf("count stale deals: %w", err)
	}
	for _, f := range found {
		rots[f.At].Count = f.N
	}
	return nil
}

func (s *Deals) stalest(ctx context.Context, rots []Rot, where func(*db.SQL, Rot), most int) ([]Stale, error) {
	var q db.SQL
	q.S(`SELECT d.id, d.name, d.stage_id, s.name AS stage_name, coalesce(o.name, '') AS company_name, d.value, d.currency, d.stage_at FROM deals d
		JOIN stages s ON s.workspace_id = d.workspace_id AND s.id = d.stage_id
		LEFT JOIN companies o ON o.workspace_id = d.workspace_id AND o.id = d.company_id
		WHERE d.workspace_id = `).P(rots[0].Stage.Workspace).S(" AND d.id IN (")
	for i, r := range rots {
		if i > 0 {
			q.S(" UNION ALL ")
		}
		q.S("SELECT id FROM (SELECT d.id")
		where(&q, r)
		q.S(" ORDER BY d.stage_at LIMIT ").P(most).S(") AS x")
	}
	q.S(") ORDER BY d.stage_at, d.id LIMIT ").P(most)
	all, err := db.Select[Stale](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read stale deals: %w", err)
	}
	return all, nil
}
