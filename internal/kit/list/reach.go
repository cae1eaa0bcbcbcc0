package list

import (
	"slices"

	"kontor/internal/kit/db"
)

// Sees appends the condition that the scope may see a record with these
// columns of owner and team.
func (sc Scope) Sees(q *db.SQL, owner, team db.Expr) { sc.reach(q, sc.See, owner, team) }

// Writes appends the condition that the scope may change such a record; what
// it cannot see it cannot change.
func (sc Scope) Writes(q *db.SQL, owner, team db.Expr) {
	sc.reach(q, min(sc.See, sc.Write), owner, team)
}

func (sc Scope) reach(q *db.SQL, r Reach, owner, team db.Expr) {
	switch r {
	case All:
		q.S("1=1")
	case Own:
		q.S(owner).S(" = ").P(sc.Member)
	case Team:
		q.S("(").S(owner).S(" = ").P(sc.Member).S(" OR ")
		if len(sc.Teams) > 0 {
			q.S(team).S(" IN ")
			db.In(q, sc.Teams)
			q.S(" OR ")
		}
		q.S("(").S(owner).S(" IS NULL AND ").S(team).S(" IS NULL))")
	default:
		q.S("1=0")
	}
}

// MayWrite tells the same of one record at hand.
func (sc Scope) MayWrite(owner, team db.ID) bool { return sc.reaches(sc.Write, owner, team) }

// MaySee tells whether the record at hand is seen.
func (sc Scope) MaySee(owner, team db.ID) bool { return sc.reaches(sc.See, owner, team) }

// MayDelete tells whether the record at hand may go to the recycle bin, and
// come back.
func (sc Scope) MayDelete(owner, team db.ID) bool { return sc.reaches(sc.Delete, owner, team) }

func (sc Scope) reaches(r Reach, owner, team db.ID) bool {
	switch min(sc.See, r) {
	case All:
		return true
	case Own:
		return owner == sc.Member
	case Team:
		return owner == sc.Member || owner.IsZero() && team.IsZero() || !team.IsZero() && slices.Contains(sc.Teams, team)
	}
	return false
}
