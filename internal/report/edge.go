package report

import (
	"math"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/list"
)

// edge is the part of a period's first or last days by which months in the
// reader's zone differ from those of UTC, by which moments are tallied: it is
// counted row by row and added, or taken away.
type edge struct {
	sign        db.Expr
	from, until int64
}

// edges are none where the reader's months are those of UTC.
func (p Period) edges() []edge {
	var all []edge
	add := func(sign db.Expr, from, until time.Time) {
		if from.Before(until) {
			all = append(all, edge{sign, from.UnixMilli(), until.UnixMilli()})
		}
	}
	begin, end := p.start(p.From), p.start(p.Until)
	first, last := utc(p.From), utc(p.Until)
	add("1", begin, first)
	add("-1", first, begin)
	add("-1", end, last)
	add("1", last, end)
	return all
}

func utc(month string) time.Time {
	t, _ := time.Parse("2006-01", month) // made by this package
	return t
}

// isKept tells whether tallies can say what the actor sees. They know who owns
// a record; what happened to it has no owner, and is seen with the record.
func (a ask) isKept(actor account.Actor) bool {
	switch a.subject {
	case "move":
		return actor.Scope("deal").See == list.All
	case "activity":
		return activity.SeesAll(actor)
	}
	return true
}

// counted appends what happened to the records that the actor sees, row by row:
// for whoever does not see all of them.
func (a ask) counted(q *db.SQL, actor account.Actor, whose Whose) {
	e := edge{"1", 0, math.MaxInt64}
	switch {
	case a.within != nil:
		e.from, e.until = a.within.start(a.within.From).UnixMilli(), a.within.start(a.within.Until).UnixMilli()
	default:
		if a.from != "" {
			e.from = utc(a.from).UnixMilli()
		}
		if a.until != "" {
			e.until = utc(a.until).UnixMilli()
		}
	}
	a.edge(q, actor, whose, e)
}

// rows are where the records of a subject lie, and their columns by the names
// that tallies have.
func rows(subject string, engine db.Engine) (from, at db.Expr, columns map[db.Expr]db.Expr) {
	switch subject {
	case "move":
		return `deal_moves AS a JOIN deals AS d ON d.workspace_id = a.workspace_id AND d.id = a.deal_id AND d.deleted_at IS NULL`, "a.at",
			map[db.Expr]db.Expr{"state": "a.status", "stage_id": "a.to_id", "from_id": "a.from_id", "owner_id": "a.member_id", "team_id": "CAST(NULL AS uuid)", "span": "a.stood", "month": db.MonthOf(engine, "a.at")}
	case "task":
		return "tasks AS a", "a.completed_at", map[db.Expr]db.Expr{"state": "a.status", "owner_id": "a.owner_id", "team_id": "a.team_id", "span": "0"}
	}
	return "activities AS a", "a.at", map[db.Expr]db.Expr{"state": "a.kind", "owner_id": "a.member_id", "team_id": "CAST(NULL AS uuid)", "span": "0"}
}

func (a ask) edge(q *db.SQL, actor account.Actor, whose Whose, e edge) {
	from, at, columns := rows(a.subject, a.engine)
	q.S("SELECT ")
	for _, c := range a.by {
		q.S(columns[c]).S(" AS ").S(c).S(", ")
	}
	q.S(e.sign).S(" AS n, 0 AS value, 0 AS weighted, ").S(e.sign).S(" * ").S(columns["span"]).S(" AS span FROM ").S(from)
	q.S(" WHERE a.workspace_id = ").P(actor.Workspace).S(" AND ").S(at).S(" >= ").P(e.from).S(" AND ").S(at).S(" < ").P(e.until)
	if a.subject != "move" {
		q.S(" AND a.deleted_at IS NULL")
	}
	if len(a.states) > 0 {
		q.S(" AND ").S(columns["state"]).S(" IN ")
		db.In(q, a.states)
	}
	q.S(" AND ")
	whose.in(q, a.subject, columns["owner_id"], columns["team_id"])
	q.S(" AND ")
	a.seen(q, actor)
}

// seen appends the condition that the actor sees a row of rows.
func (a ask) seen(q *db.SQL, actor account.Actor) {
	switch a.subject {
	case "move":
		actor.Scope("deal").Sees(q, "d.owner_id", "d.team_id")
	case "task":
		actor.Scope("task").Sees(q, "a.owner_id", "a.team_id")
	default:
		if activity.SeesAll(actor) {
			q.S("1=1")
			return
		}
		activity.WhereSeen(q, actor)
	}
}
