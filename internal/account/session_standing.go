package account

import (
	"context"
	"strconv"
	"time"

	"kontor/internal/kit/db"
)

// Standing names what the session may reach: the workspace and the role there,
// and which decision about what the roles may. It changes when the session
// moves or the member's rights do.
func (a Actor) Standing() string { return standing(a.Workspace, string(a.Role), a.Decided) }

func standing(ws db.WorkspaceID, role string, decided int64) string {
	return strconv.FormatInt(int64(ws), 36) + "." + role + "." + strconv.FormatInt(decided, 36)
}

// Standing returns how those of the sessions stand that have not ended, and
// whose members have not been removed; at most 500 can be asked for at once.
func (s *Sessions) Standing(ctx context.Context, sessions []db.ID) (map[db.ID]string, error) {
	type row struct {
		Session   db.ID          `db:"public_id"`
		Workspace db.WorkspaceID `db:"workspace_id"`
		Role      string         `db:"role"`
		Decided   int64          `db:"rights_version"`
	}
	var q db.SQL
	q.S(`SELECT s.public_id, s.workspace_id, m.role, w.rights_version FROM sessions s JOIN users u ON u.id = s.user_id
		JOIN members m ON m.workspace_id = s.workspace_id AND m.user_id = s.user_id JOIN workspaces w ON w.id = s.workspace_id
		WHERE u.active AND m.active AND `).S(byTheRightDoor).S(` AND s.expires_at > `).P(time.Now().UnixMilli()).S(" AND s.public_id IN ")
	db.In(&q, sessions)
	all, err := db.Select[row](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, err
	}
	standings := make(map[db.ID]string, len(all))
	for _, r := range all {
		standings[r.Session] = standing(r.Workspace, r.Role, r.Decided)
	}
	return standings, nil
}
