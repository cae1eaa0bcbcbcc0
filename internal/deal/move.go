package deal

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// Move says where a card goes on the board.
type Move struct {
	From  db.ID // the stage it was taken from; zero if that does not matter
	To    db.ID
	After db.ID // the card above its new place; zero is the top
	Keep  bool  // it stays at its place in the column

	ReasonID      db.ID
	LostReason    string
	ExpectedClose string // set when the stage asks for it
}

// gap is how far apart cards are put, so that there is room between them.
const gap = 1 << 20

// Move puts a deal the actor may change into a stage, below another card.
// Somebody who moved it to another stage meanwhile was faster: fault.Conflict,
// with their name. What the stage requires is a fault.Invalid.
func (s *Deals) Move(ctx context.Context, actor account.Actor, id db.ID, m Move) (Deal, error) {
	var d *draft
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		old, err := bareDeal(ctx, tx, actor, id, " AND d.deleted_at IS NULL")
		if err != nil {
			return err
		}
		if !actor.Scope("deal").MayWrite(old.OwnerID, old.TeamID) {
			return fault.Forbidden{}
		}
		if !m.From.IsZero() && m.From != old.StageID && m.To != old.StageID {
			return overtaken(ctx, tx, old)
		}
		if d, err = m.draft(ctx, tx, actor, old); err != nil {
			return err
		}
		return d.moveTo(ctx, tx, actor, m)
	})
	if err != nil {
		return Deal{}, err
	}
	return d.Deal, nil
}

// overtaken says who moved the deal, and where to.
func overtaken(ctx context.Context, tx *db.Tx, d Deal) error {
	names, err := db.Values[string](ctx, tx, `SELECT m.name FROM deal_moves v JOIN members m ON m.workspace_id = v.workspace_id AND m.id = v.member_id
		WHERE v.workspace_id = $1 AND v.deal_id = $2 ORDER BY v.id DESC LIMIT 1`, d.Workspace, d.ID)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return fault.Conflict{Text: i18n.T(ctx, "This deal was moved to “%s” meanwhile.", d.StageName)}
	}
	return fault.Conflict{Text: i18n.T(ctx, "%s moved this deal to “%s” meanwhile.", names[0], d.StageName)}
}

// draft is the deal as the move makes it.
func (m Move) draft(ctx context.Context, tx *db.Tx, actor account.Actor, old Deal) (*draft, error) {
	if err := loadRequired(ctx, tx, &old); err != nil {
		return nil, err
	}
	in := old.Input()
	in.Status, in.StageID, in.PipelineID = "", m.To, db.ID{}
	if m.ExpectedClose != "" {
		in.ExpectedClose = m.ExpectedClose
	}
	if !m.ReasonID.IsZero() || m.LostReason != "" {
		in.ReasonID, in.LostReason = m.ReasonID, m.LostReason
	}
	d := prepare(ctx, actor, in, old)
	all, err := pipelinesOf(ctx, tx, actor)
	if err != nil {
		return nil, err
	}
	d.choose(ctx, all, db.ID{})
	if err := d.referReason(ctx, tx); err != nil {
		return nil, err
	}
	d.OwnerName, d.TeamName, d.ContactName, d.CompanyName = old.OwnerName, old.TeamName, old.ContactName, old.CompanyName
	d.Parties, d.Lines, d.Tags = old.Parties, old.Lines, old.Tags
	if d.StageID.IsZero() {
		return d, d.invalid.OrNil()
	}
	now := time.Now()
	d.settle(ctx, now, today(actor, now))
	d.require(ctx)
	d.UpdatedAt = now.UnixMilli()
	return d, d.invalid.OrNil()
}

// loadRequired reads the lines, which a stage may require and the value hangs
// on. Contacts and tags stay as they are in a move.
func loadRequired(ctx context.Context, tx *db.Tx, d *Deal) (err error) {
	d.Lines, err = db.Select[Line](ctx, tx, `SELECT workspace_id, deal_id, position, product_id, name, quantity, price, discount, total
		FROM deal_lines WHERE workspace_id = $1 AND deal_id = $2 ORDER BY position`, d.Workspace, d.ID)
	if err != nil {
		return fmt.Errorf("read lines of deal: %w", err)
	}
	return nil
}

func (d *draft) moveTo(ctx context.Context, tx *db.Tx, actor account.Actor, m Move) error {
	if !m.Keep {
		place, err := placeAfter(ctx, tx, d.Deal, m.After)
		if err != nil {
			return err
		}
		d.Place = place
	}
	if !d.moves() && d.Place == d.old.Place && d.ExpectedClose == d.old.ExpectedClose {
		return nil
	}
	names := []string{"pipeline_id", "stage_id", "status", "probability", "weighted", "place", "stage_at", "expected_close_date", "actual_close_date",
		"lost_reason_id", "lost_reason", "updated_at"}
	if err := db.Update(ctx, tx, "deals", &d.Deal, names...); err != nil {
		return err
	}
	changes := d.differences()
	if len(changes) == 0 { // only the order within the column: told, not kept
		tx.Tell(noticeOf(ctx, d.Deal))
		return nil
	}
	if d.moves() {
		if err := d.noteMove(ctx, tx, actor); err != nil {
			return err
		}
	}
	return activity.Record(ctx, tx, actor, changes...)
}

// placeAfter returns a place below the card after, or at the top. Where there
// is no room left between two cards the column is spread out first.
func placeAfter(ctx context.Context, tx *db.Tx, d Deal, after db.ID) (int64, error) {
	for range 2 {
		above, below, err := neighbours(ctx, tx, d, after)
		if err != nil {
			return 0, err
		}
		switch {
		case above == nil && below == nil:
			return 0, nil
		case above == nil:
			return *below - gap, nil
		case below == nil:
			return *above + gap, nil
		case *below-*above > 1:
			return *above + (*below-*above)/2, nil
		}
		if err := spread(ctx, tx, d); err != nil {
			return 0, err
		}
	}
	return 0, nil
}

// neighbours are the places above and below the new place of a card; nil at an
// end of the column. A card that is no longer there is the top.
func neighbours(ctx context.Context, tx *db.Tx, d Deal, after db.ID) (above, below *int64, err error) {
	if !after.IsZero() {
		found, err := db.Values[int64](ctx, tx, `SELECT place FROM deals WHERE workspace_id = $1 AND id = $2 AND stage_id = $3 AND deleted_at IS NULL`,
			d.Workspace, after, d.StageID)
		if err != nil {
			return nil, nil, fmt.Errorf("read place of card: %w", err)
		}
		if len(found) > 0 {
			above = &found[0]
		}
	}
	var q db.SQL
	q.S("SELECT place FROM deals WHERE workspace_id = ").P(d.Workspace).S(" AND stage_id = ").P(d.StageID).S(" AND deleted_at IS NULL AND id <> ").P(d.ID)
	if above != nil {
		q.S(" AND (place, id) > (").P(*above).S(", ").P(after).S(")")
	}
	q.S(" ORDER BY place, id LIMIT 1")
	found, err := db.Values[int64](ctx, tx, q.Text(), q.Args()...)
	if err != nil {
		return nil, nil, fmt.Errorf("read place of card: %w", err)
	}
	if len(found) > 0 {
		below = &found[0]
	}
	return above, below, nil
}

// spread gives the cards of a column new places with room between them.
func spread(ctx context.Context, tx *db.Tx, d Deal) error {
	_, err := tx.Exec(ctx, `UPDATE deals AS t SET place = r.n * `+itoa(gap)+` FROM (SELECT id, row_number() OVER (ORDER BY place, id) AS n
		FROM deals WHERE workspace_id = $1 AND stage_id = $2 AND deleted_at IS NULL) AS r
		WHERE t.workspace_id = $3 AND t.id = r.id`, d.Workspace, d.StageID, d.Workspace)
	if err != nil {
		return fmt.Errorf("spread cards: %w", err)
	}
	return nil
}
