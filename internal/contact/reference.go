package contact

import (
	"context"

	"kontor/internal/account"
	"kontor/internal/customfield"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// References are what records of other domains refer to as contacts do: an
// owner, a team and tags, and the custom fields of their Kind. Tags are ids or names; a name without a tag becomes
// one.
type References struct {
	Owner, Team db.ID
	KeepOwner   db.ID // stays valid when the member has left
	KeepTeam    db.ID
	Tags        []string
	Kind        string // empty where there are no custom fields
	Said        map[string]string
	Had         customfield.Values
	IsNew       bool
	Invalid     fault.Invalid // what is wrong is added to it
	OwnerName   string
	TeamName    string
	Tagged      []Tag
	Extra       customfield.Values
}

// Refer looks up what records refer to, one statement a kind however many
// records there are, and fills in names and tags.
func Refer(ctx context.Context, tx *db.Tx, actor account.Actor, batch db.ID, all ...*References) error {
	l := &lookup{ctx: ctx, tx: tx, actor: actor, batch: batch}
	if len(all) > 0 {
		l.kind = all[0].Kind
	}
	shared := make([]refs, len(all))
	ids := make([][]db.ID, len(all))
	for i, r := range all {
		shared[i] = refs{r.Owner, r.Team, &r.OwnerName, &r.TeamName, r.KeepOwner, r.KeepTeam, r.Tags, &ids[i], &r.Tagged, custom{r.Said, r.Had, r.IsNew, &r.Extra}, r.Invalid.Add}
	}
	return l.people(shared)
}
