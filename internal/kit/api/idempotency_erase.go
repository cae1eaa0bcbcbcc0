package api

import (
	"context"
	"fmt"

	"kontor/internal/kit/db"
)

// Kept names an answer that is kept for a program.
type Kept struct {
	Member db.ID
	Name   string
}

// answersAtOnce is how many kept answers are read at once.
const answersAtOnce = 200

// Mentioning returns the answers that a workspace keeps since a moment and that
// speak of what mentions knows. It reads all of them.
func Mentioning(ctx context.Context, q db.Querier, ws db.WorkspaceID, since int64, mentions func(string) bool) (found []Kept, err error) {
	for last, more := (Kept{}), true; more; {
		all, err := answersAfter(ctx, q, ws, since, last)
		if err != nil {
			return nil, fmt.Errorf("read kept answers: %w", err)
		}
		for _, a := range all {
			last = Kept{a.Member, a.Name}
			if mentions(string(a.Body)) || mentions(string(a.Headers)) || mentions(a.Name) {
				found = append(found, last)
			}
		}
		more = len(all) == answersAtOnce
	}
	return found, nil
}

func answersAfter(ctx context.Context, q db.Querier, ws db.WorkspaceID, since int64, last Kept) ([]answer, error) {
	var sql db.SQL
	sql.S("SELECT member_id, name, headers, body FROM idempotency_keys WHERE workspace_id = ").P(ws).S(" AND created_at >= ").P(since)
	if !last.Member.IsZero() {
		sql.S(" AND (member_id > ").P(last.Member).S(" OR member_id = ").P(last.Member).S(" AND name > ").P(last.Name).S(")")
	}
	sql.S(" ORDER BY member_id, name LIMIT ").P(answersAtOnce)
	return db.Select[answer](ctx, q, sql.Text(), sql.Args()...)
}

// Drop forgets answers of a workspace.
func Drop(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, all []Kept) error {
	for _, a := range all {
		if _, err := tx.Exec(ctx, `DELETE FROM idempotency_keys WHERE workspace_id = $1 AND member_id = $2 AND name = $3`, ws, a.Member, a.Name); err != nil {
			return fmt.Errorf("drop kept answer: %w", err)
		}
	}
	return nil
}
