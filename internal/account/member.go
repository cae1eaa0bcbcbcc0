package account

import (
	"context"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// Member is a user's place in a workspace.
type Member struct {
	Workspace  db.WorkspaceID `db:"workspace_id" json:"-"`
	ID         db.ID          `db:"id"`
	UserID     db.ID          `db:"user_id"`
	Name       string         `db:"name"`
	Email      string         `db:"email"`
	Role       Role           `db:"role"`
	Active     bool           `db:"active"`
	HasAvatar  bool           `db:"has_avatar"`
	LastSeenAt *int64         `db:"last_seen_at"`
	CreatedAt  int64          `db:"created_at"`

	Teams []db.ID // filled by List and Get
}

// mayTouch tells whether the actor may change the role or place of a member.
// Only owners decide about owners.
func mayTouch(ctx context.Context, actor Actor, m Member, to Role) error {
	if err := canManage(ctx, actor, ManageMembers); err != nil {
		return err
	}
	if actor.Role != Owner && (m.Role == Owner || to == Owner) {
		return fault.Forbidden{Text: i18n.T(ctx, "Only an owner can decide about owners. Ask one of them.")}
	}
	return nil
}

func lastOwner(ctx context.Context) error {
	return fault.Conflict{Text: i18n.T(ctx, "This is the last owner. Make somebody else an owner first.")}
}

// RoleName is what a role is called.
func RoleName(ctx context.Context, r Role) string {
	switch r {
	case Owner:
		return i18n.T(ctx, "Owner")
	case Admin:
		return i18n.T(ctx, "Administrator")
	case Manager:
		return i18n.T(ctx, "Manager")
	case User:
		return i18n.T(ctx, "User")
	}
	return string(r)
}

// rolesFor are the roles the actor may give.
func rolesFor(actor Actor) []Role {
	if actor.Role == Owner {
		return Roles()
	}
	return Roles()[1:]
}

func (r Role) known() bool {
	for _, one := range Roles() {
		if r == one {
			return true
		}
	}
	return false
}
