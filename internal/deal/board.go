package deal

import (
	"context"
	"fmt"

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
	month    string // such as "2026-11": what closed before is not shown
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
	hits, err := search.Find(ctx, s.db, actor.Workspace, []string{"deal"}, b.Query, actor.Widen(300, "deal"))
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

// column appends the query for the ids of the next cards of a column. Of closed
// deals it holds those of the month, and of the next where somebody further
// east is in it already.
func (b board) column(q *db.SQL, actor account.Actor, stage Stage, after *spot) {
	if stage.Kind == Open {
		b.cut(q, actor, stage, after, "")
		return
	}
	q.S("SELECT id FROM (SELECT id, place FROM (")
	b.cut(q, actor, stage, after, b.month)
	q.S(") AS now UNION ALL SELECT id, place FROM (")
	b.cut(q, actor, stage, after, nextMonth(b.month))
	q.S(") AS soon) AS d ORDER BY place, id LIMIT ").P(laneSize + 1)
}

// cut appends the query for the next cards of a column, those closed in a month
// alone unless it is empty.
func (b board) cut(q *db.SQL, actor account.Actor, stage Stage, after *spot, month string) {
	q.S("SELECT d.id, d.place FROM deals d WHERE d.workspace_id = ").P(actor.Workspace).S(" AND d.stage_id = ").P(stage.ID)
	if month != "" {
		q.S(" AND substr(d.actual_close_date, 1, 7) = ").P(month)
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
	q.S(selectCards).P(actor.Workspace).S(" AND d.id IN (SELECT id FROM (")
	b.column(&q, actor, stage, &after)
	q.S(") AS x) ORDER BY d.place, d.id")
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
	q.S(" AND (d.status = 'open' OR substr(d.actual_close_date, 1, 7) IN ")
	db.In(&q, b.closings())
	q.S(")")
	b.where(&q, actor)
	all, err := db.Select[card](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read changed cards: %w", err)
	}
	return all, nil
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
