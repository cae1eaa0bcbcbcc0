package report

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// Whose says whose records count: everybody's, a member's or a team's.
type Whose struct {
	Member db.ID
	Team   db.ID

	members []db.ID // of the team
}

// in appends the condition that a row counts. What belongs to no team counts
// by who did it: whether that is a member of the team.
func (w Whose) in(q *db.SQL, subject string, owner, team db.Expr) {
	switch {
	case !w.Member.IsZero():
		q.S(owner).S(" = ").P(w.Member)
	case w.Team.IsZero():
		q.S("1=1")
	case subject != "move" && subject != "activity":
		q.S(team).S(" = ").P(w.Team)
	case len(w.members) == 0:
		q.S("1=0")
	default:
		q.S(owner).S(" IN ")
		db.In(q, w.members)
	}
}

// filter is the same in the address of a list, where owner is the name of the
// field for members.
func (w Whose) filter(owner string) string {
	switch {
	case !w.Member.IsZero():
		return "&" + owner + "=" + w.Member.String()
	case !w.Team.IsZero():
		return "&team=" + w.Team.String()
	}
	return ""
}

// String is "", "me" is read too: "member:ID" or "team:ID".
func (w Whose) String() string {
	switch {
	case !w.Member.IsZero():
		return "member:" + w.Member.String()
	case !w.Team.IsZero():
		return "team:" + w.Team.String()
	}
	return ""
}

// group is a team, to choose from.
type group struct {
	ID   db.ID  `db:"id"`
	Name string `db:"name"`
}

// choices are whose records can be asked for: two queries.
type choices struct {
	Members []group
	Teams   []group
}

func (d *Domain) choices(ctx context.Context, actor account.Actor) (c choices, err error) {
	if c.Members, err = db.Select[group](ctx, d.db, `SELECT id, name FROM members WHERE workspace_id = $1 AND active ORDER BY name_key LIMIT 200`, actor.Workspace); err != nil {
		return c, fmt.Errorf("read members: %w", err)
	}
	if c.Teams, err = db.Select[group](ctx, d.db, `SELECT id, name FROM teams WHERE workspace_id = $1 ORDER BY name_key LIMIT 200`, actor.Workspace); err != nil {
		return c, fmt.Errorf("read teams: %w", err)
	}
	return c, nil
}

// readWhose reads "me", "member:ID" and "team:ID"; one that is not of the
// workspace is fault.NotFound.
func (d *Domain) readWhose(ctx context.Context, actor account.Actor, text string) (w Whose, err error) {
	switch {
	case text == "":
		return w, nil
	case text == "me":
		return Whose{Member: actor.Member}, nil
	case len(text) > 7 && text[:7] == "member:":
		w.Member, err = db.ParseID(text[7:])
	case len(text) > 5 && text[:5] == "team:":
		if w.Team, err = db.ParseID(text[5:]); err == nil {
			w.members, err = db.Values[db.ID](ctx, d.db, `SELECT member_id FROM team_members WHERE workspace_id = $1 AND team_id = $2`, actor.Workspace, w.Team)
		}
	default:
		err = fault.NotFound{}
	}
	if err != nil {
		return w, fault.NotFound{}
	}
	return w, nil
}

// named is the name of whose records count; "" for everybody's.
func (c choices) named(w Whose) string {
	for _, all := range [][]group{c.Members, c.Teams} {
		if i := slices.IndexFunc(all, func(g group) bool { return g.ID == w.Member || g.ID == w.Team }); i >= 0 {
			return all[i].Name
		}
	}
	return ""
}

// query appends what an address says of whose records count.
func (w Whose) query(q url.Values) {
	if s := w.String(); s != "" {
		q.Set("whose", s)
	}
}
