package account

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/search"
)

// Members is the shelf of the members of workspaces.
type Members struct{ store }

const memberColumns = `m.workspace_id, m.id, m.user_id, m.name, m.email, m.role, m.active AND u.active AS active,
	u.avatar <> '' AS has_avatar, m.last_seen_at, m.created_at`

const maxMembers = 1000

// List returns the members of the actor's workspace by name, the inactive ones
// last.
func (s *Members) List(ctx context.Context, actor Actor) ([]Member, error) {
	all, err := db.Select[Member](ctx, s.db, `SELECT `+memberColumns+` FROM members m JOIN users u ON u.id = m.user_id
		WHERE m.workspace_id = $1 ORDER BY m.active DESC, m.name_key, m.id LIMIT $2`, actor.Workspace, maxMembers)
	if err != nil {
		return nil, err
	}
	links, err := teamLinks(ctx, s.db, actor.Workspace)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Teams = links.ofMember(all[i].ID)
	}
	return all, nil
}

// Get returns a member of the actor's workspace.
func (s *Members) Get(ctx context.Context, actor Actor, id db.ID) (Member, error) {
	m, err := getMember(ctx, s.db, actor, id)
	if err != nil {
		return Member{}, err
	}
	m.Teams, err = db.Values[db.ID](ctx, s.db,
		"SELECT team_id FROM team_members WHERE workspace_id = $1 AND member_id = $2 ORDER BY team_id", actor.Workspace, id)
	return m, err
}

func getMember(ctx context.Context, q db.Querier, actor Actor, id db.ID) (Member, error) {
	return db.Get[Member](ctx, q, `SELECT `+memberColumns+` FROM members m JOIN users u ON u.id = m.user_id
		WHERE m.workspace_id = $1 AND m.id = $2`, actor.Workspace, id)
}

// Find returns the active members whose name or address holds the text, by
// name, at most limit.
func (s *Members) Find(ctx context.Context, actor Actor, text string, limit int) ([]Member, error) {
	q := membersLike(actor, text)
	q.S(" AND m.active AND u.active ORDER BY m.name_key, m.id LIMIT ").P(limit)
	return db.Select[Member](ctx, s.db, q.Text(), q.Args()...)
}

// Page returns up to limit members whose id comes after the one given, by id,
// and whether there are more.
func (s *Members) Page(ctx context.Context, actor Actor, text string, after db.ID, limit int) (page []Member, more bool, err error) {
	q := membersLike(actor, text)
	if !after.IsZero() {
		q.S(" AND m.id > ").P(after)
	}
	q.S(" ORDER BY m.id LIMIT ").P(limit + 1)
	page, err = db.Select[Member](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, false, err
	}
	links, err := teamLinks(ctx, s.db, actor.Workspace)
	for i := range page {
		page[i].Teams = links.ofMember(page[i].ID)
	}
	return page[:min(limit, len(page))], len(page) > limit, err
}

func membersLike(actor Actor, text string) *db.SQL {
	var q db.SQL
	q.S("SELECT ").S(memberColumns).S(" FROM members m JOIN users u ON u.id = m.user_id WHERE m.workspace_id = ").P(actor.Workspace)
	if key := search.Fold(text); key != "" {
		q.S(" AND (m.name_key LIKE ").P("%" + db.LikeText(key) + "%").S(" ESCAPE '!'")
		q.S(" OR lower(m.email) LIKE ").P("%" + db.LikeText(emailKey(text)) + "%").S(" ESCAPE '!')")
	}
	return &q
}

// SetRole gives a member another role. The last active owner keeps theirs.
func (s *Members) SetRole(ctx context.Context, actor Actor, id db.ID, role Role) error {
	if !role.known() {
		return fault.Invalid{"role": i18n.T(ctx, "Choose a role of the list.")}
	}
	return s.change(ctx, actor, id, role, func(tx *db.Tx, m Member) error {
		if m.Role == Owner && role != Owner {
			if err := keepAnOwner(ctx, tx, actor, id); err != nil {
				return err
			}
		}
		if err := s.set(ctx, tx, actor, id, "role", string(role)); err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "role", Kind: "member", Record: id, Name: m.Name, Details: Details{"from": string(m.Role), "to": string(role)}.String()})
	})
}

// Deactivate ends a member's access and sessions; what they own stays.
func (s *Members) Deactivate(ctx context.Context, actor Actor, id db.ID) error {
	if err := canManage(ctx, actor, ManageMembers); err != nil {
		return err
	}
	return s.change(ctx, actor, id, "", func(tx *db.Tx, m Member) error {
		if id == actor.Member {
			return fault.Conflict{Text: i18n.T(ctx, "You cannot deactivate yourself. Ask another administrator.")}
		}
		if m.Role == Owner {
			if err := keepAnOwner(ctx, tx, actor, id); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, "DELETE FROM sessions WHERE workspace_id = $1 AND user_id = $2", actor.Workspace, m.UserID); err != nil {
			return err
		}
		if err := s.set(ctx, tx, actor, id, "active", false); err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "deactivate", Kind: "member", Record: id, Name: m.Name})
	})
}

// Reactivate gives a member access again.
func (s *Members) Reactivate(ctx context.Context, actor Actor, id db.ID) error {
	return s.change(ctx, actor, id, "", func(tx *db.Tx, m Member) error {
		if err := s.set(ctx, tx, actor, id, "active", true); err != nil {
			return err
		}
		return Audit(ctx, tx, actor, Entry{Action: "reactivate", Kind: "member", Record: id, Name: m.Name})
	})
}

// change runs f on a member the actor may decide about. Changes of one
// workspace's members wait for each other, so that two cannot remove the last
// two owners at once.
func (s *Members) change(ctx context.Context, actor Actor, id db.ID, to Role, f func(*db.Tx, Member) error) error {
	return s.write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, "UPDATE workspaces SET updated_at = updated_at WHERE id = $1", actor.Workspace); err != nil {
			return fmt.Errorf("lock workspace: %w", err)
		}
		m, err := getMember(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		if err := mayTouch(ctx, actor, m, to); err != nil {
			return err
		}
		return f(tx, m)
	})
}

func (s *Members) set(ctx context.Context, tx *db.Tx, actor Actor, id db.ID, column db.Expr, value any) error {
	var q db.SQL
	q.S("UPDATE members SET ").S(column).S(" = ").P(value).S(", version = version + 1, updated_at = ").P(time.Now().UnixMilli())
	q.S(" WHERE workspace_id = ").P(actor.Workspace).S(" AND id = ").P(id)
	return db.Changed(tx.Exec(ctx, q.Text(), q.Args()...))
}

// keepAnOwner refuses when the member is the only active owner.
func keepAnOwner(ctx context.Context, tx *db.Tx, actor Actor, id db.ID) error {
	others, err := db.Value[int64](ctx, tx, `SELECT count(*) FROM members m JOIN users u ON u.id = m.user_id
		WHERE m.workspace_id = $1 AND m.role = 'owner' AND m.active AND u.active AND m.id <> $2`, actor.Workspace, id)
	if err == nil && others == 0 {
		err = lastOwner(ctx)
	}
	return err
}
