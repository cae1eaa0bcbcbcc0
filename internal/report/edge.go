package report

import (
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
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

// rows are where the records of a subject lie, and their columns by the names
// that tallies have.
func rows(subject string) (from, at db.Expr, columns map[db.Expr]db.Expr) {
	switch subject {
	case "move":
		return `deal_moves AS r JOIN deals AS d ON d.workspace_id = r.workspace_id AND d.id = r.deal_id AND d.deleted_at IS NULL`, "r.at",
			map[db.Expr]db.Expr{"state": "r.status", "stage_id": "r.to_id", "from_id": "r.from_id", "owner_id": "r.member_id", "team_id": "CAST(NULL AS uuid)", "span": "r.stood"}
	case "task":
		return "tasks AS r", "r.completed_at", map[db.Expr]db.Expr{"state": "r.status", "owner_id": "r.owner_id", "team_id": "r.team_id", "span": "0"}
	}
	return "activities AS r", "r.at", map[db.Expr]db.Expr{"state": "r.kind", "owner_id": "r.member_id", "team_id": "CAST(NULL AS uuid)", "span": "0"}
}

func (a ask) edge(q *db.SQL, actor account.Actor, whose Whose, e edge) {
	from, at, columns := rows(a.subject)
	q.S("SELECT ")
	for _, c := range a.by {
		q.S(columns[c]).S(", ")
	}
	q.S(e.sign).S(", 0, 0, ").S(e.sign).S(" * ").S(columns["span"]).S(" FROM ").S(from)
	q.S(" WHERE r.workspace_id = ").P(actor.Workspace).S(" AND ").S(at).S(" >= ").P(e.from).S(" AND ").S(at).S(" < ").P(e.until)
	if a.subject != "move" {
		q.S(" AND r.deleted_at IS NULL")
	}
	if len(a.states) > 0 {
		q.S(" AND ").S(columns["state"]).S(" IN ")
		db.In(q, a.states)
	}
	q.S(" AND ")
	whose.in(q, a.subject, columns["owner_id"], columns["team_id"])
	q.S(" AND ")
	actor.Scope(seenAs(a.subject)).Sees(q, columns["owner_id"], columns["team_id"])
}
