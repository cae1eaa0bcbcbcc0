package db

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5"
)

// ByValue reads through d, with a plan for the values at hand each time: for
// statements of which the best plan depends on what is asked for, as those of
// lists, searches and reports do. PostgreSQL keeps one plan for all values of
// the others once it costs no more: making one anew takes a record's page
// three quarters of its time.
func ByValue(d *DB) Querier {
	if d.Engine != Postgres {
		return d
	}
	return byValue{d}
}

type byValue struct{ *DB }

func (v byValue) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	// A statement without a name is planned when its values are known.
	return v.DB.Query(ctx, query, append([]any{pgx.QueryExecModeCacheDescribe}, args...)...)
}
