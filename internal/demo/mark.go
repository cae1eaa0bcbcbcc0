package demo

import (
	"time"

	"kontor/internal/kit/db"
)

// sign ends the id of every sample record, so that they can be told from what
// people add whatever is changed in them: by chance a real id ends so once in
// 281 million million.
const sign = "sample"

// newID returns an id for something that happened at the time at.
func newID(at time.Time) db.ID {
	id := new(db.IDs).New(at)
	copy(id[len(id)-len(sign):], sign)
	return id
}

// signed appends the condition that the column holds the id of a sample record.
func signed(q *db.SQL, engine db.Engine, column db.Expr) {
	if engine == db.Postgres {
		q.S("substr(CAST(").S(column).S(" AS TEXT), 25) = ").P("73616d706c65")
		return
	}
	q.S("substr(").S(column).S(", 11) = ").P([]byte(sign))
}
