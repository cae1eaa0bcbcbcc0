package contact

import (
	"context"
	"fmt"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/search"
)

// hand points the noted rows from one record to another, as part of a batch of
// history, and returns how many.
func (t transfer) hand(ctx context.Context, tx *db.Tx, actor account.Actor, from, to refNamed, batch db.ID, at int64) (int64, error) {
	if t.name == "people" {
		return t.handPeople(ctx, tx, actor, from, to, batch, at)
	}
	return t.move(ctx, tx, from.ID, to.ID)
}

// handPeople gives contacts another company, with what they keep of its name,
// and with a line in the history of each.
func (t transfer) handPeople(ctx context.Context, tx *db.Tx, actor account.Actor, from, to refNamed, batch db.ID, at int64) (n int64, err error) {
	for {
		ids, err := db.Values[db.ID](ctx, tx, `SELECT c.id FROM contacts c JOIN merge_moves v ON v.workspace_id = c.workspace_id AND v.key_id = c.id
			WHERE c.workspace_id = $1 AND c.company_id = $2 AND v.merge_id = $3 AND v.reference = 'people' AND v.from_id = $4 ORDER BY c.id LIMIT 500`,
			t.ws, from.ID, t.merge, t.loser)
		if err != nil {
			return n, fmt.Errorf("read people of company: %w", err)
		}
		if len(ids) == 0 {
			return n, nil
		}
		if err := employ(ctx, tx, actor, ids, from, to, batch, at); err != nil {
			return n, err
		}
		n += int64(len(ids))
	}
}

func employ(ctx context.Context, tx *db.Tx, actor account.Actor, ids []db.ID, from, to refNamed, batch db.ID, at int64) error {
	var q db.SQL
	q.S("UPDATE contacts SET company_id = ").P(to.ID).S(", company_key = ").P(search.Key(to.Name)).S(", version = version + 1, updated_at = ").P(at)
	q.S(" WHERE workspace_id = ").P(actor.Workspace).S(" AND id IN ")
	db.In(&q, ids)
	if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
		return fmt.Errorf("move people of company: %w", err)
	}
	changes := make([]activity.Change, len(ids))
	for i, id := range ids {
		changes[i] = activity.Change{Kind: "contact", Record: id, Action: activity.Updated, Field: "company", Batch: batch, At: at,
			Old: from.ID.String(), OldLabel: from.Name, New: to.ID.String(), NewLabel: to.Name}
	}
	if err := activity.Record(ctx, tx, actor, changes...); err != nil {
		return err
	}
	return indexContacts(ctx, tx, actor.Workspace, ids)
}
