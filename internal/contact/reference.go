package contact

import (
	"context"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// References are what records of other domains refer to as contacts do: an
// owner, a team and tags. Tags are ids or names; a name without a tag becomes
// one.
type References struct {
	Owner, Team db.ID
	KeepOwner   db.ID // stays valid when the member has left
	KeepTeam    db.ID
	Tags        []string
	Invalid     fault.Invalid // what is wrong is added to it
	OwnerName   string
	TeamName    string
	Tagged      []Tag
}

// Refer looks up what records refer to, one statement a kind however many
// records there are, and fills in names and tags.
func Refer(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, all ...*References) error {
	l := &lookup{ctx: ctx, tx: tx, actor: actor, batch: batch}
	shared := make([]refs, len(all))
	ids := make([][]db.ID, len(all))
	for i, r := range all {
		shared[i] = refs{r.Owner, r.Team, &r.OwnerName, &r.TeamName, r.KeepOwner, r.KeepTeam, r.Tags, &ids[i], &r.Tagged, custom{}, r.Invalid.Add}
	}
	return l.people(shared)
}
