package deal

import (
	"context"
	"fmt"
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

// figures are what the strip above the columns says beside their sums.
type figures struct {
	Closing []sum // what is to close this month, by currency
	Stale   int64 // open deals that stand in their stage too long
}

// closings are the months whose closed deals are shown.
func (b board) closings() []string { return []string{b.month, nextMonth(b.month)} }

// sums adds up every column, each currency by itself: one query.
func (s *Deals) sums(ctx context.Context, actor account.Actor, b board) ([]sum, error) {
	return s.add(ctx, actor, b, "d.stage_id, d.currency", func(q *db.SQL, state, month, _ db.Expr) {
		q.S(" AND (").S(state).S(" = 'open' OR ").S(month).S(" IN ")
		db.In(q, b.closings())
		q.S(")")
	})
}

func (s *Deals) figures(ctx context.Context, actor account.Actor, b board, now time.Time) (f figures, err error) {
	f.Closing, err = s.add(ctx, actor, b, "d.currency", func(q *db.SQL, state, _, due db.Expr) {
		q.S(" AND ").S(state).S(" = 'open' AND ").S(due).S(" = ").P(b.month)
	})
	if err != nil {
		return f, err
	}
	f.Stale, err = s.stale(ctx, actor, b, now)
	return f, err
}

// add adds up deals of the board, those that which appends the condition for.
// It reads what triggers tally of deals (docs/decisions/0040-tallies.md), whose
// month is that of the end; the deals themselves if words are looked for.
func (s *Deals) add(ctx context.Context, actor account.Actor, b board, by db.Expr, which func(q *db.SQL, state, closed, due db.Expr)) ([]sum, error) {
	var q db.SQL
	q.S("SELECT ").S(by).S(`, CAST(sum(d.n) AS BIGINT) AS n, CAST(sum(d.value) AS BIGINT) AS value, CAST(sum(d.weighted) AS BIGINT) AS weighted FROM (`)
	if b.Query == "" {
		b.tallies(&q, actor)
		which(&q, "t.state", "t.month", "t.month")
	} else {
		q.S("SELECT d.stage_id, d.currency, 1 AS n, d.value, d.weighted FROM deals d WHERE d.workspace_id = ").P(actor.Workspace)
		q.S(" AND d.pipeline_id = ").P(b.Pipeline.ID)
		b.where(&q, actor)
		which(&q, "d.status", "substr(d.actual_close_date, 1, 7)", "substr(d.expected_close_date, 1, 7)")
	}
	q.S(") AS d GROUP BY ").S(by).S(" HAVING sum(d.n) <> 0 ORDER BY value DESC, d.currency")
	all, err := db.Select[sum](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("add up the board: %w", err)
	}
	return all, nil
}

// tallies appends the query for the tallies of the board's deals.
func (b board) tallies(q *db.SQL, actor account.Actor) {
	q.S("SELECT t.stage_id, t.currency, t.n, t.value, t.weighted FROM tallies t WHERE t.workspace_id = ").P(actor.Workspace)
	q.S(" AND t.subject = 'deal' AND t.pipeline_id = ").P(b.Pipeline.ID)
	if !b.Owner.IsZero() {
		q.S(" AND t.owner_id = ").P(b.Owner)
	}
	q.S(" AND ")
	actor.Scope("deal").Sees(q, "t.owner_id", "t.team_id")
}

// stale counts the open deals that stand in their stage too long.
func (s *Deals) stale(ctx context.Context, actor account.Actor, b board, now time.Time) (n int64, err error) {
	var q db.SQL
	q.S("SELECT CAST(coalesce(sum(n), 0) AS BIGINT) FROM (SELECT 0 AS n")
	for _, stage := range b.Pipeline.Stages {
		if stage.RottingDays == nil || stage.Kind != Open {
			continue
		}
		q.S(" UNION ALL SELECT count(*) FROM deals d WHERE d.workspace_id = ").P(actor.Workspace).S(" AND d.status = 'open' AND d.stage_id = ").P(stage.ID)
		q.S(" AND d.stage_at < ").P(now.UnixMilli() - *stage.RottingDays*day)
		b.where(&q, actor)
	}
	q.S(") AS x")
	if n, err = db.Value[int64](ctx, s.db, q.Text(), q.Args()...); err != nil {
		return 0, fmt.Errorf("count stale deals: %w", err)
	}
	return n, nil
}

func nextMonth(month string) string {
	t, err := time.Parse("2006-01", month)
	if err != nil {
		return month
	}
	return t.AddDate(0, 1, 0).Format("2006-01")
}
