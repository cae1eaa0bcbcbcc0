package report

import (
	"context"
	"fmt"

	"kontor/internal/account"
	"kontor/internal/kit/db"
)

// Tallies reads what triggers count of every write: docs/decisions/0040-tallies.md.
type Tallies struct{ db *db.DB }

// Tally says how many records of a kind there are of a month, a state, an
// owner and so on, and what they come to.
type Tally struct {
	Subject  string `db:"subject"`
	Month    string `db:"month"` // "2026-04"
	State    string `db:"state"`
	Pipeline db.ID  `db:"pipeline_id"`
	Stage    db.ID  `db:"stage_id"`
	From     db.ID  `db:"from_id"`
	Reason   db.ID  `db:"reason_id"`
	Owner    db.ID  `db:"owner_id"`
	Currency string `db:"currency"`
	N        int64  `db:"n"`
	Value    int64  `db:"value"` // in minor units of Currency
	Weighted int64  `db:"weighted"`
	Span     int64  `db:"span"` // milliseconds, of all together
}

// ask says what is read: of which months, and which columns are kept apart.
type ask struct {
	subject     string
	states      []string // none for any
	pipeline    db.ID    // zero for any
	from, until string   // months, the second left out; "" for no end
	within      *Period  // instead: moments from its beginning to its end in the reader's zone
	by          []db.Expr

	engine db.Engine
}

// read adds up what the actor may see and whose it is: one query.
func (s *Tallies) read(ctx context.Context, actor account.Actor, whose Whose, a ask) ([]Tally, error) {
	a.engine = s.db.Engine
	var q db.SQL
	q.S("SELECT ")
	a.keys(&q)
	q.S(`CAST(sum(x.n) AS BIGINT) AS n, CAST(sum(x.value) AS BIGINT) AS value, CAST(sum(x.weighted) AS BIGINT) AS weighted,
		CAST(sum(x.span) AS BIGINT) AS span FROM (`)
	if !a.isKept(actor) {
		a.counted(&q, actor, whose)
	} else if a.kept(&q, actor, whose); a.within != nil {
		for _, e := range a.within.edges() {
			q.S(" UNION ALL ")
			a.edge(&q, actor, whose, e)
		}
	}
	q.S(") AS x GROUP BY ")
	for i := range a.by {
		q.S("x.").S(a.by[i])
		if i < len(a.by)-1 {
			q.S(", ")
		}
	}
	q.S(" HAVING sum(x.n) <> 0 OR sum(x.value) <> 0")
	all, err := db.Select[Tally](ctx, db.ByValue(s.db), q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read tallies: %w", err)
	}
	return all, nil
}

func (a ask) keys(q *db.SQL) {
	for _, c := range a.by {
		q.S("x.").S(c).S(", ")
	}
}

// kept appends what is tallied of whole months.
func (a ask) kept(q *db.SQL, actor account.Actor, whose Whose) {
	from, until := a.from, a.until
	if a.within != nil {
		from, until = a.within.From, a.within.Until
	}
	q.S("SELECT ")
	for _, c := range a.by {
		q.S("t.").S(c).S(", ")
	}
	q.S("t.n, t.value, t.weighted, t.span FROM tallies AS t WHERE t.workspace_id = ").P(actor.Workspace).S(" AND t.subject = ").P(a.subject)
	if from != "" {
		q.S(" AND t.month >= ").P(from)
	}
	if until != "" {
		q.S(" AND t.month < ").P(until)
	}
	if len(a.states) > 0 {
		q.S(" AND t.state IN ")
		db.In(q, a.states)
	}
	if !a.pipeline.IsZero() {
		q.S(" AND t.pipeline_id = ").P(a.pipeline)
	}
	q.S(" AND ")
	whose.in(q, a.subject, "t.owner_id", "t.team_id")
	q.S(" AND ")
	actor.Scope(seenAs(a.subject)).Sees(q, "t.owner_id", "t.team_id")
}

// seenAs is the kind of record whose permission a tally falls under.
func seenAs(subject string) string {
	switch subject {
	case "move":
		return "deal"
	case "activity":
		return "contact"
	}
	return subject
}
