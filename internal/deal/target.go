package deal

import (
	"context"
	"fmt"
	"regexp"
	"sync"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// Target is what a member is to win in a quarter such as "2026-q2", in minor
// units of Currency.
type Target struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Member    db.ID          `db:"member_id"`
	Quarter   string         `db:"quarter"`
	Currency  string         `db:"currency"`
	Amount    int64          `db:"amount"`

	MemberName string `db:"member_name,ro"`
}

// Targets keeps targets.
type Targets struct{ db *db.DB }

var quarterForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[12][0-9]{3}-q[1-4]$`) })

// List returns the targets of some quarters, by member.
func (s *Targets) List(ctx context.Context, actor account.Actor, quarters ...string) ([]Target, error) {
	if len(quarters) == 0 {
		return nil, nil
	}
	var q db.SQL
	q.S(`SELECT t.workspace_id, t.member_id, t.quarter, t.currency, t.amount, m.name AS member_name FROM targets t
		JOIN members m ON m.workspace_id = t.workspace_id AND m.id = t.member_id WHERE t.workspace_id = `).P(actor.Workspace).S(" AND t.quarter IN ")
	db.In(&q, quarters)
	q.S(" ORDER BY t.quarter, m.name_key, t.currency")
	all, err := db.Select[Target](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read targets: %w", err)
	}
	return all, nil
}

// Set says what a member is to win in a quarter, in the currency of the
// workspace; nothing or 0 takes the target away.
func (s *Targets) Set(ctx context.Context, actor account.Actor, member db.ID, quarter, text string) error {
	if err := actor.Require(account.ManagePipelines); err != nil {
		return err
	}
	c := &checker{ctx, actor, fault.Invalid{}}
	if !quarterForm().MatchString(quarter) {
		c.invalid.Add("quarter", i18n.T(ctx, "There is no such quarter. Write it as 2026-q2."))
	}
	var value Deal
	if text != "" {
		c.value(&value, amountIn(text, actor.Currency))
		if message, bad := c.invalid["value"]; bad {
			delete(c.invalid, "value")
			c.invalid.Add("amount", message)
		}
	}
	if err := c.invalid.OrNil(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		n, err := db.Value[int](ctx, tx, `SELECT count(*) FROM members WHERE workspace_id = $1 AND id = $2`, actor.Workspace, member)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.NotFound{}
		}
		_, err = tx.Exec(ctx, `DELETE FROM targets WHERE workspace_id = $1 AND member_id = $2 AND quarter = $3 AND currency = $4`,
			actor.Workspace, member, quarter, actor.Currency)
		if err != nil || value.Value == 0 {
			return err
		}
		return db.Insert(ctx, tx, "targets", &Target{Workspace: actor.Workspace, Member: member, Quarter: quarter, Currency: actor.Currency, Amount: value.Value})
	})
}
