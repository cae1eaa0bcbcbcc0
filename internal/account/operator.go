package account

import (
	"context"
	"errors"
	"fmt"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// Operator returns the owner of the workspace with the slug, as whom commands
// on the server act. Without a slug it is the only workspace; if there are
// several, the error says to name one.
func (d *Domain) Operator(ctx context.Context, slug string) (Actor, error) {
	slugs, err := db.Values[string](ctx, d.db, `SELECT slug FROM workspaces ORDER BY id LIMIT 20`)
	if err != nil {
		return Actor{}, err
	}
	switch {
	case len(slugs) == 0:
		return Actor{}, errors.New("there is no workspace yet: start `kontor serve` and set one up in the browser")
	case slug == "" && len(slugs) > 1:
		return Actor{}, fmt.Errorf("there are several workspaces: name one with --workspace, such as %s", slugs[0])
	case slug == "":
		slug = slugs[0]
	}
	p, err := db.Get[actorRow](ctx, d.db, `SELECT `+actorColumns+`, m.id AS credential_id, u.last_login_at AS last_seen_at, '' AS scope
		FROM workspaces w
		JOIN members m ON m.workspace_id = w.id AND m.role = 'owner' AND m.active
		JOIN users u ON u.id = m.user_id
		WHERE w.slug = $1 ORDER BY m.id LIMIT 1`, slug)
	if fault.IsNotFound(err) {
		return Actor{}, fmt.Errorf("there is no workspace %q", slug)
	}
	if err != nil {
		return Actor{}, err
	}
	a, err := d.Sessions.actor(ctx, p, "command")
	if err != nil {
		return Actor{}, err
	}
	return *a, nil
}
