package account

import (
	"context"
	"slices"

	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
)

// Team is a group of members inside a workspace.
type Team struct {
	Workspace db.WorkspaceID `db:"workspace_id" json:"-"`
	ID        db.ID          `db:"id"`
	Name      string         `db:"name"`
	NameKey   string         `db:"name_key" json:"-"`
	Version   int64          `db:"version"`
	CreatedAt int64          `db:"created_at"`
	UpdatedAt int64          `db:"updated_at"`

	Members []db.ID // filled by List and Get
}

// teamForm is what is typed of a team.
type teamForm struct {
	Name    string  `json:"name"`
	Version int64   `json:"version"`
	Members []db.ID `json:"members"`
}

func (in *teamForm) clean(ctx context.Context) error {
	c := check(ctx)
	c.text("name", &in.Name, 100)
	c.required("name", in.Name, i18n.T(ctx, "Enter a name for the team."))
	return c.err()
}

// teamLink says that a member is in a team.
type teamLink struct {
	Team   db.ID `db:"team_id"`
	Member db.ID `db:"member_id"`
}

type links []teamLink

func teamLinks(ctx context.Context, q db.Querier, ws db.WorkspaceID) (links, error) {
	return db.Select[teamLink](ctx, q, "SELECT team_id, member_id FROM team_members WHERE workspace_id = $1 ORDER BY team_id, member_id", ws)
}

func (all links) ofMember(id db.ID) (teams []db.ID) {
	for _, l := range all {
		if l.Member == id {
			teams = append(teams, l.Team)
		}
	}
	return teams
}

func (all links) ofTeam(id db.ID) (members []db.ID) {
	for _, l := range all {
		if l.Team == id {
			members = append(members, l.Member)
		}
	}
	return members
}

// Has tells whether a member is in the team.
func (t Team) Has(member db.ID) bool { return slices.Contains(t.Members, member) }
