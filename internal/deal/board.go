package deal

import (
	"context"
	"fmt"
	"slices"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
)

// laneSize is how many cards of a column are shown at once.
const laneSize = 25

// board says which deals a board shows.
type board struct {
	Pipeline Pipeline
	Owner    db.ID  // zero is everybody
	Query    string // words that the deals have
	found    []db.ID
	month    string // the first day of the month: what closed before is not shown
	today    string
}

// card is a deal as the board shows it.
type card struct {
	ID            db.ID   `db:"id"`
	Name          string  `db:"name"`
	StageID       db.ID   `db:"stage_id"`
	Status        string  `db:"status"`
	Value         int64   `db:"value"`
	Currency      string  `db:"currency"`
	Place         int64   `db:"place"`
	StageAt       int64   `db:"stage_at"`
	ExpectedClose *string `db:"expected_close_date"`
	OwnerID       db.ID   `db:"owner_id"`
	TeamID        db.ID   `db:"team_id"`
	OwnerName     string  `db:"owner_name"`
	CompanyName   string  `db:"company_name"`
	ContactName   string  `db:"contact_name"`
}

const selectCards = `SELECT d.id, d.name, d.stage_id, d.status, d.value, d.currency, d.place, d.stage_at, d.expected_close_date, d.owner_id, d.team_id,
	coalesce(m.name, '') AS owner_name, coalesce(o.name, '') AS company_name, coalesce(c.name, '') AS contact_name
	FROM deals d
	LEFT JOIN members m ON m.workspace_id = d.workspace_id AND m.id = d.owner_id
	LEFT JOIN companies o ON o.workspace_id = d.workspace_id AND o.id = d.company_id
	LEFT JOIN contacts c ON c.workspace_id = d.workspace_id AND c.id = d.contact_id
	WHERE d.workspace_id = `

// where appends the conditions that every deal of the board meets, behind the
// workspace.
func (b board) where(q *db.SQL, actor account.Actor) {
	q.S(" AND d.deleted_at IS NULL")
	if !b.Owner.IsZero() {
		q.S(" AND d.owner_id = ").P(b.Owner)
	}
	if b.Query != "" && len(b.found) == 0 {
		q.S(" AND 1=0")
	} else if b.Query != "" {
		q.S(" AND d.id IN ")
		db.In(q, b.found)
	}
	if scope := actor.Scope("deal"); scope.See != allRecords {
		q.S(" AND ")
		scope.Sees(q, "d.owner_id", "d.team_id")
	}
}

// find looks up what the words of the board name.
func (s *Deals) find(ctx context.Context, actor account.Actor, b *board) error {
	if b.Query == "" {
		return nil
	}
	hits, err := search.Find(ctx, s.db, actor.Workspace, []string{"deal"}, b.Query, 300)
	for _, h := range hits {
		b.found = append(b.found, h.ID)
	}
	return err
}

// cards returns the first cards of every column, one more than are shown where
// there are more: one query.
func (s *Deals) cards(ctx context.Context, actor account.Actor, b board) ([]card, error) {
	var q db.SQL
	q.S(selectCards).P(actor.Workspace).S(" AND d.id IN (")
	for i, stage := range b.Pipeline.Stages {
		if i > 0 {
			q.S(" UNION ALL ")
		}
		q.S("SELECT id FROM (")
		b.column(&q, actor, stage, nil)
		q.S(") AS x")
	}
	q.S(") ORDER BY d.place, d.id")
	all, err := db.Select[card](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read cards: %w", err)
	}
	return all, nil
}

// column appends the query for the ids of the next cards of a column.
func (b board) column(q *db.SQL, actor account.Actor, stage Stage, after *spot) {
	q.S("SELECT d.id FROM deals d WHERE d.workspace_id = ").P(actor.Workspace).S(" AND d.stage_id = ").P(stage.ID)
	if stage.Kind != Open {
		q.S(" AND d.status = ").P(stage.Kind).S(" AND d.actual_close_date >= ").P(b.month)
	}
	b.where(q, actor)
	if after != nil {
		q.S(" AND (d.place, d.id) > (").P(after.place).S(", ").P(after.id).S(")")
	}
	q.S(" ORDER BY d.place, d.id LIMIT ").P(laneSize + 1)
}

// spot is a place in a column.
type spot struct {
	place int64
	id    db.ID
}

// more returns the cards of a column after a mark.
func (s *Deals) more(ctx context.Context, actor account.Actor, b board, stage Stage, after spot) ([]card, error) {
	var q db.SQL
	q.S(selectCards).P(actor.Workspace).S(" AND d.id IN (")
	b.column(&q, actor, stage, &after)
	q.S(") ORDER BY d.place, d.id")
	all, err := db.Select[card](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read more cards: %w", err)
	}
	return all, nil
}

// some returns those of the deals that the board shows.
func (s *Deals) some(ctx context.Context, actor account.Actor, b board, ids []db.ID) ([]card, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var q db.SQL
	q.S(selectCards).P(actor.Workspace).S(" AND d.pipeline_id = ").P(b.Pipeline.ID).S(" AND d.id IN ")
	db.In(&q, ids)
	q.S(" AND (d.status = 'open' OR d.actual_close_date >= ").P(b.month).S(")")
	b.where(&q, actor)
	all, err := db.Select[card](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read changed cards: %w", err)
	}
	return all, nil
}

// sum is what the deals of a column come to in one currency.
type sum struct {
	StageID  db.ID  `db:"stage_id"`
	Currency string `db:"currency"`
	Count    int64  `db:"n"`
	Value    int64  `db:"value"`
	Weighted int64  `db:"weighted"`
}

// sums adds up every column, each currency by itself: one query.
func (s *Deals) sums(ctx context.Context, actor account.Actor, b board) ([]sum, error) {
	var q db.SQL
	for i, status := range []string{Open, Won, Lost} {
		if i > 0 {
			q.S(" UNION ALL ")
		}
		q.S(`SELECT d.stage_id, d.currency, count(*) AS n, CAST(sum(d.value) AS BIGINT) AS value, CAST(sum(d.weighted) AS BIGINT) AS weighted
			FROM deals d WHERE d.workspace_id = `).P(actor.Workspace).S(" AND d.pipeline_id = ").P(b.Pipeline.ID).S(" AND d.status = ").P(status)
		if status != Open {
			q.S(" AND d.actual_close_date >= ").P(b.month)
		}
		b.where(&q, actor)
		q.S(" GROUP BY d.stage_id, d.currency")
	}
	q.S(" ORDER BY 4 DESC, 2")
	all, err := db.Select[sum](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("add up columns: %w", err)
	}
	return all, nil
}

// figures are what the strip above the columns says beside their sums.
type figures struct {
	Closing []sum // what is to close this month, by currency
	Stale   int64 // open deals that stand in their stage too long
}

func (s *Deals) figures(ctx context.Context, actor account.Actor, b board, now time.Time) (f figures, err error) {
	var q db.SQL
	q.S(`SELECT d.currency, count(*) AS n, CAST(sum(d.value) AS BIGINT) AS value, CAST(sum(d.weighted) AS BIGINT) AS weighted
		FROM deals d WHERE d.workspace_id = `).P(actor.Workspace).S(" AND d.status = 'open' AND d.expected_close_date >= ").P(b.month)
	q.S(" AND d.expected_close_date < ").P(nextMonth(b.month)).S(" AND d.pipeline_id = ").P(b.Pipeline.ID)
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

func nextMonth(first string) string {
	t, err := time.Parse(time.DateOnly, first)
	if err != nil {
		return first
	}
	return t.AddDate(0, 1, 0).Format(time.DateOnly)
}

// rot tells how stale a card is: "warn" past the days of its stage, "bad" past
// twice as many.
func rot(c card, stage Stage, now int64) string {
	if stage.RottingDays == nil || stage.Kind != Open {
		return ""
	}
	switch stood := (now - c.StageAt) / day; {
	case stood > 2**stage.RottingDays:
		return "bad"
	case stood > *stage.RottingDays:
		return "warn"
	}
	return ""
}
