package attachment

import (
	"context"
	"fmt"

	"kontor/internal/account"
	"kontor/internal/kit/db"
)

// Erase forgets every file of records, those in the recycle bin too, and
// returns the keys of their bytes: Sink takes those when the transaction stands.
func (s *Attachments) Erase(ctx context.Context, tx *db.Tx, actor account.Actor, kind string, records []db.ID) (keys []string, err error) {
	column, ok := columnOf(kind)
	if !ok || len(records) == 0 {
		return nil, nil
	}
	var q db.SQL
	q.S("DELETE FROM attachments WHERE workspace_id = ").P(actor.Workspace).S(" AND ").S(column).S(" IN ")
	db.In(&q, records)
	q.S(" RETURNING file_key, coalesce(small_key, '') AS small_key")
	gone, err := db.Select[keyPair](ctx, tx, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("erase attachments: %w", err)
	}
	for _, p := range gone {
		if keys = append(keys, p.Key); p.Small != "" {
			keys = append(keys, p.Small)
		}
	}
	return keys, nil
}

type keyPair struct {
	Key   string `db:"file_key"`
	Small string `db:"small_key"`
}

// Sink deletes bytes that nothing points to any more. What it does not come to,
// the sweep does.
func (s *Attachments) Sink(ctx context.Context, actor account.Actor, keys []string) error {
	rows := make([]stored, len(keys))
	for i, key := range keys {
		if err := s.files.Delete(ctx, key); err != nil {
			return err
		}
		rows[i] = stored{Workspace: actor.Workspace, Key: key}
	}
	return s.forget(ctx, rows)
}
