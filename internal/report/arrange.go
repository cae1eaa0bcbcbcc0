package report

import (
	"context"
	"fmt"
	"slices"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// Cards of home.
const (
	figuresCard  = "figures"
	pipelineCard = "pipeline"
	forecastCard = "forecast"
	tasksCard    = "tasks"
	feedCard     = "activity"
	staleCard    = "stale"
	totalsCard   = "totals"
)

// cards are all of them, in the order in which they come.
func cards() []string {
	return []string{figuresCard, pipelineCard, forecastCard, tasksCard, feedCard, staleCard, totalsCard}
}

func cardName(ctx context.Context, card string) string {
	switch card {
	case figuresCard:
		return i18n.T(ctx, "Key figures")
	case pipelineCard:
		return i18n.T(ctx, "Pipeline by stage")
	case forecastCard:
		return i18n.T(ctx, "Revenue forecast")
	case tasksCard:
		return i18n.T(ctx, "My tasks today")
	case feedCard:
		return i18n.T(ctx, "Recent activity")
	case staleCard:
		return i18n.T(ctx, "Stale deals")
	}
	return i18n.T(ctx, "Records in all")
}

// arrangement is how a member has home.
type arrangement struct {
	Order  []string `json:"order"`
	Hidden []string `json:"hidden"`
}

// tidy leaves out what is no card, and what is named twice; a card that is not
// named, as one that came later, stands at the end and is shown.
func (a arrangement) tidy() arrangement {
	var out arrangement
	for _, card := range append(slices.Clone(a.Order), cards()...) {
		if slices.Contains(cards(), card) && !slices.Contains(out.Order, card) {
			out.Order = append(out.Order, card)
			if slices.Contains(a.Hidden, card) {
				out.Hidden = append(out.Hidden, card)
			}
		}
	}
	return out
}

// shown are the cards that are shown, in order.
func (a arrangement) shown() []string {
	return slices.DeleteFunc(slices.Clone(a.Order), func(card string) bool { return slices.Contains(a.Hidden, card) })
}

// asItComes tells whether nothing was arranged.
func (a arrangement) asItComes() bool { return len(a.Hidden) == 0 && slices.Equal(a.Order, cards()) }

// raise moves a card one place up.
func (a arrangement) raise(card string) arrangement {
	a.Order = slices.Clone(a.Order)
	if i := slices.Index(a.Order, card); i > 0 {
		a.Order[i-1], a.Order[i] = a.Order[i], a.Order[i-1]
	}
	return a
}

// arranged returns how the actor has home.
func (d *Domain) arranged(ctx context.Context, actor account.Actor) (arrangement, error) {
	var a arrangement
	kept, err := db.Values[db.JSON](ctx, d.db, `SELECT cards FROM home_cards WHERE workspace_id = $1 AND member_id = $2`, actor.Workspace, actor.Member)
	if err == nil && len(kept) > 0 {
		err = kept[0].Decode(&a)
	}
	if err != nil {
		return a, fmt.Errorf("read how home is arranged: %w", err)
	}
	return a.tidy(), nil
}

// arrange keeps how the actor wants home.
func (d *Domain) arrange(ctx context.Context, actor account.Actor, a arrangement) error {
	if actor.ReadOnly {
		return fault.Forbidden{}
	}
	kept, err := db.ToJSON(a)
	if err != nil {
		return err
	}
	return d.db.InTx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM home_cards WHERE workspace_id = $1 AND member_id = $2`, actor.Workspace, actor.Member); err != nil || a.asItComes() {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO home_cards (workspace_id, member_id, cards) VALUES ($1, $2, $3)`, actor.Workspace, actor.Member, kept)
		return err
	})
}
