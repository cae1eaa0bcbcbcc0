package deal

import (
	"context"
	"fmt"
	"slices"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
)

// sum is what the deals of a column come to in one currency.
type sum struct {
	StageID  db.ID  `db:"stage_id"`
	Currency string `db:"currency"`
	Count    int64  `db:"n"`
	Value    int64  `db:"value"`
	Weighted int64  `db:"weighted"`
}

// closings are the months whose closed deals are shown.
func (b board) closings() []string { return []string{b.month, nextMonth(b.month)} }

// sums adds up every column, each currency by itself: one query. It reads what
// triggers tally (docs/decisions/0040-tallies.md) unless words are looked for.
func (s *Deals) sums(ctx context.Context, actor account.Actor, b board) ([]sum, error) {
	var q db.SQL
	q.S(`SELECT d.stage_id, d.currency, CAST(sum(d.n) AS BIGINT) AS n, CAST(sum(d.value) AS BIGINT) AS value,
		CAST(sum(d.weighted) AS BIGINT) AS weighted FROM (`)
	if b.Query == "" {
		b.tallied(&q, actor)
	} else {
		b.counted(&q, actor)
	}
	q.S(") AS d GROUP BY d.stage_id, d.currency HAVING sum(d.n) <> 0 ORDER BY 4 DESC, 2")
	all, err := db.Select[sum](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("add up columns: %w", err)
	}
	return all, nil
}

// tallied appends the query for the tallies of the board's deals.
func (b board) tallied(q *db.SQL, actor account.Actor) {
	q.S("SELECT t.stage_id, t.currency, t.n, t.value, t.weighted FROM tallies t WHERE t.workspace_id = ").P(actor.Workspace)
	q.S(" AND t.subject = 'deal' AND t.pipeline_id = ").P(b.Pipeline.ID).S(" AND (t.state = 'open' OR t.month IN ")
	db.In(q, b.closings())
	q.S(")")
	if !b.Owner.IsZero() {
		q.S(" AND t.owner_id = ").P(b.Owner)
	}
	q.S(" AND ")
	actor.Scope("deal").Sees(q, "t.owner_id", "t.team_id")
}

// counted appends the query for the deals that were found by their words.
func (b board) counted(q *db.SQL, actor account.Actor) {
	q.S("SELECT d.stage_id, d.currency, 1 AS n, d.value, d.weighted FROM deals d WHERE d.workspace_id = ").P(actor.Workspace)
	q.S(" AND d.pipeline_id = ").P(b.Pipeline.ID).S(" AND (d.status = 'open' OR substr(d.actual_close_date, 1, 7) IN ")
	db.In(q, b.closings())
	q.S(")")
	b.where(q, actor)
}

// figures are what the strip above the columns says beside their sums.
type figures struct {
	Closing []sum // what is to close this month, by currency
	Stale   int64 // open deals that stand in their stage too long
}

func (s *Deals) figures(ctx context.Context, actor account.Actor, b board, now time.Time) (f figures, err error) {
	var q db.SQL
	q.S(`SELECT d.currency, count(*) AS n, CAST(sum(d.value) AS BIGINT) AS value, CAST(sum(d.weighted) AS BIGINT) AS weighted
		FROM deals d WHERE d.workspace_id = `).P(actor.Workspace).S(" AND d.status = 'open' AND d.expected_close_date >= ").P(b.month + "-01")
	q.S(" AND d.expected_close_date < ").P(nextMonth(b.month) + "-01").S(" AND d.pipeline_id = ").P(b.Pipeline.ID)
	b.where(&q, actor)
	q.S(" GROUP BY d.currency ORDER BY 3 DESC")
	if f.Closing, err = db.Select[sum](ctx, s.db, q.Text(), q.Args()...); err != nil {
		return f, fmt.Errorf("add up what closes: %w", err)
	}
	q = db.SQL{}
	q.S("SELECT count(*) FROM deals d WHERE d.workspace_id = ").P(actor.Workspace).S(" AND d.status = 'open' AND d.pipeline_id = ").P(b.Pipeline.ID)
	b.where(&q, actor)
	q.S(" AND (1=0")
	for _, stage := range b.Pipeline.Stages {
		if stage.RottingDays != nil && stage.Kind == Open {
			q.S(" OR d.stage_id = ").P(stage.ID).S(" AND d.stage_at < ").P(now.UnixMilli() - *stage.RottingDays*day)
		}
	}
	q.S(")")
	if !slices.ContainsFunc(b.Pipeline.Stages, func(s Stage) bool { return s.RottingDays != nil }) {
		return f, nil
	}
	f.Stale, err = db.Value[int64](ctx, s.db, q.Text(), q.Args()...)
	return f, err
}

func nextMonth(month string) string {
	t, err := time.Parse("2006-01", month)
	if err != nil {
		return month
	}
	return t.AddDate(0, 1, 0).Format("2006-01")
}
