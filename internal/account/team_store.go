package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
)

// Teams is the shelf of teams.
type Teams struct{ store }

const teamColumns = "workspace_id, id, name, name_key, version, created_at, updated_at"

// List returns the teams of the actor's workspace by name, with the ids of
// their members.
func (s *Teams) List(ctx context.Context, actor Actor) ([]Team, error) {
	all, err := db.Select[Team](ctx, s.db, "SELECT "+teamColumns+" FROM teams WHERE workspace_id = $1 ORDER BY name_key, id LIMIT 500", actor.Workspace)
	if err != nil {
		return nil, err
	}
	links, err := teamLinks(ctx, s.db, actor.Workspace)
	for i := range all {
		all[i].Members = links.ofTeam(all[i].ID)
	}
	return all, err
}

// Get returns a team of the actor's workspace with the ids of its members.
func (s *Teams) Get(ctx context.Context, actor Actor, id db.ID) (Team, error) {
	t, err := db.Get[Team](ctx, s.db, "SELECT "+teamColumns+" FROM teams WHERE workspace_id = $1 AND id = $2", actor.Workspace, id)
	if err != nil {
		return Team{}, err
	}
	t.Members, err = db.Values[db.ID](ctx, s.db,
		"SELECT member_id FROM team_members WHERE workspace_id = $1 AND team_id = $2 ORDER BY member_id", actor.Workspace, id)
	return t, err
}

// Create adds a team with these members and returns its id.
func (s *Teams) Create(ctx context.Context, actor Actor, name string, members []db.ID) (db.ID, error) {
	if err := canManage(ctx, actor, ManageMembers); err != nil {
		return db.ID{}, err
	}
	in := teamForm{Name: name}
	if err := in.clean(ctx); err != nil {
		return db.ID{}, err
	}
	now := time.Now().UnixMilli()
	t := Team{Workspace: actor.Workspace, ID: db.NewID(), Name: in.Name, NameKey: search.Fold(in.Name), Version: 1, CreatedAt: now, UpdatedAt: now}
	err := s.write(ctx, func(tx *db.Tx) error {
		if err := db.Insert(ctx, tx, "teams", &t); err != nil {
			return nameTaken(ctx, err)
		}
		if err := joinAll(ctx, tx, t, members); err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "create", Kind: "team", Record: t.ID, Name: t.Name})
	})
	return t.ID, err
}

// Update saves the name and the members of a team as read at version.
func (s *Teams) Update(ctx context.Context, actor Actor, id db.ID, name string, members []db.ID, version int64) error {
	if err := canManage(ctx, actor, ManageMembers); err != nil {
		return err
	}
	if _, err := s.Get(ctx, actor, id); err != nil {
		return err
	}
	in := teamForm{Name: name}
	if err := in.clean(ctx); err != nil {
		return err
	}
	t := Team{Workspace: actor.Workspace, ID: id, Name: in.Name, NameKey: search.Fold(in.Name), Version: version, UpdatedAt: time.Now().UnixMilli()}
	return s.write(ctx, func(tx *db.Tx) error {
		if err := db.Update(ctx, tx, "teams", &t, "name", "name_key", "updated_at"); err != nil {
			return nameTaken(ctx, err)
		}
		if _, err := tx.Exec(ctx, "DELETE FROM team_members WHERE workspace_id = $1 AND team_id = $2", t.Workspace, t.ID); err != nil {
			return err
		}
		if err := joinAll(ctx, tx, t, members); err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "update", Kind: "team", Record: t.ID, Name: t.Name})
	})
}

// Delete removes a team that has no members and that nothing refers to; else
// it returns fault.Conflict.
func (s *Teams) Delete(ctx context.Context, actor Actor, id db.ID) error {
	if err := canManage(ctx, actor, ManageMembers); err != nil {
		return err
	}
	err := s.write(ctx, func(tx *db.Tx) error {
		members, err := db.Value[int](ctx, tx, "SELECT count(*) FROM team_members WHERE workspace_id = $1 AND team_id = $2", actor.Workspace, id)
		if err != nil {
			return err
		}
		if members > 0 {
			return fault.Conflict{Text: i18n.N(ctx, "The team still has one member. Take them out first.", "The team still has %s members. Take them out first.", members)}
		}
		name, err := db.Value[string](ctx, tx, "DELETE FROM teams WHERE workspace_id = $1 AND id = $2 RETURNING name", actor.Workspace, id)
		if err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "delete", Kind: "team", Record: id, Name: name})
	})
	if errors.Is(err, db.ErrInUse) {
		return fault.Conflict{Text: i18n.T(ctx, "Records still belong to this team. Give them to another one first.")}
	}
	return err
}

func joinAll(ctx context.Context, tx *db.Tx, t Team, members []db.ID) error {
	for _, m := range members {
		if m.IsZero() {
			continue // the empty choice of a form
		}
		if err := joinTeam(ctx, tx, t.Workspace, t.ID, m); err != nil {
			return err
		}
	}
	return nil
}

// joinTeam puts a member into a team; both must be of the workspace.
func joinTeam(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, team, member db.ID) error {
	known, err := db.Values[int64](ctx, tx, `SELECT 1 FROM teams t JOIN members m ON m.workspace_id = t.workspace_id
		WHERE t.workspace_id = $1 AND t.id = $2 AND m.id = $3`, ws, team, member)
	if err != nil {
		return err
	}
	if len(known) == 0 {
		return fault.Invalid{"members": i18n.T(ctx, "Choose members and teams of this workspace.")}
	}
	_, err = tx.Exec(ctx, "INSERT INTO team_members (workspace_id, team_id, member_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", ws, team, member)
	if err != nil {
		return fmt.Errorf("insert team member: %w", err)
	}
	return nil
}

func nameTaken(ctx context.Context, err error) error {
	if errors.Is(err, db.ErrExists) {
		return fault.Invalid{"name": i18n.T(ctx, "There is a team of this name already.")}
	}
	return err
}
