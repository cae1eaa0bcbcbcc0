package admin

import (
	"context"
	"fmt"

	"kontor/internal/account"
	"kontor/internal/kit/db"
)

// Workspace is a tenant as the server sees it: how much there is, never what.
type Workspace struct {
	Name      string `db:"name"`
	Slug      string `db:"slug"`
	Country   string `db:"country"`
	CreatedAt int64  `db:"created_at"`
	Members   int64  `db:"members"`
	Contacts  int64  `db:"contacts"`
	LastSeen  *int64 `db:"last_seen_at"`
}

// Workspaces are all workspaces of the server.
type Workspaces struct{ db *db.DB }

// countedTo is how far the contacts of a workspace are counted.
const countedTo = 10_000

// List returns workspaces by slug, after the one given; at most one more than
// a page shows.
func (s *Workspaces) List(ctx context.Context, actor account.Actor, after string) ([]Workspace, error) {
	if err := mayAdminister(actor); err != nil {
		return nil, err
	}
	all, err := db.Select[Workspace](ctx, s.db, `SELECT w.name, w.slug, w.country, w.created_at,
		(SELECT count(*) FROM members m WHERE m.workspace_id = w.id AND m.active) AS members,
		(SELECT count(*) FROM (SELECT 1 FROM contacts c WHERE c.workspace_id = w.id AND c.deleted_at IS NULL LIMIT $1) AS counted) AS contacts,
		(SELECT max(s.last_seen_at) FROM sessions s WHERE s.workspace_id = w.id) AS last_seen_at
		FROM workspaces w WHERE w.slug > $2 ORDER BY w.slug LIMIT $3`, countedTo+1, after, perPage+1)
	if err != nil {
		return nil, fmt.Errorf("list workspaces: %w", err)
	}
	return all, nil
}
