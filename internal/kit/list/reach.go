package list

import (
	"slices"

	"kontor/internal/kit/db"
)

// Sees appends the condition that a record may be seen: owner and team are its
// columns.
func (s Scope) Sees(q *db.SQL, owner, team db.Expr) { s.within(q, s.See, owner, team) }

// Writes appends the condition that a record may be changed, which never
// reaches beyond what may be seen.
func (s Scope) Writes(q *db.SQL, owner, team db.Expr) {
	s.within(q, min(s.See, s.Write), owner, team)
}

// within appends a reach; None, and any unknown one, is a condition nothing
// meets.
func (s Scope) within(q *db.SQL, reach Reach, owner, team db.Expr) {
	switch reach {
	case All:
		q.S("1=1")
	case Team:
		q.S("(").S(owner).S(" = ").P(s.Member)
		if len(s.Teams) > 0 {
			q.S(" OR ").S(team).S(" IN ")
			db.In(q, s.Teams)
		}
		q.S(" OR (").S(owner).S(" IS NULL AND ").S(team).S(" IS NULL))")
	case Own:
		q.S("(").S(owner).S(" = ").P(s.Member).S(")")
	default:
		q.S("1=0")
	}
}

// MayWrite tells whether a record with this owner and team may be changed: it
// must be within both reaches, for what cannot be seen cannot be changed.
func (s Scope) MayWrite(owner, team db.ID) bool {
	switch min(s.See, s.Write) {
	case All:
		return true
	case Team:
		return owner == s.Member || slices.Contains(s.Teams, team) && !team.IsZero() || owner.IsZero() && team.IsZero()
	case Own:
		return owner == s.Member
	}
	return false
}
