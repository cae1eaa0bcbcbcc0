package db

import (
	"context"
	"reflect"
)

// maxParameters keeps a statement of many rows short: the SQLite driver binds
// parameters in quadratic time.
const maxParameters = 500

// InsertAll writes every row into table like Insert, many rows a statement.
func InsertAll[T any](ctx context.Context, tx *Tx, table Expr, rows []T) error {
	if tx.bulk != nil {
		return Load(ctx, tx.bulk, table, rows)
	}
	names := writable(reflect.TypeFor[T]())
	size := max(1, maxParameters/len(names))
	for len(rows) > 0 {
		part := rows[:min(size, len(rows))]
		if err := insertRows(ctx, tx, table, names, part); err != nil {
			return err
		}
		rows = rows[len(part):]
	}
	return nil
}

func insertRows[T any](ctx context.Context, tx *Tx, table Expr, names []string, rows []T) error {
	c := columnsOf(reflect.TypeFor[T]())
	var q SQL
	q.S("INSERT INTO ").S(table).S(" (")
	for i, name := range names {
		if i > 0 {
			q.S(", ")
		}
		q.S(Expr(name))
	}
	q.S(") VALUES ")
	for i := range rows {
		if i > 0 {
			q.S(", ")
		}
		v := reflect.ValueOf(&rows[i]).Elem()
		values := make([]any, len(names))
		for j, name := range names {
			values[j] = v.FieldByIndex(c.byName[name]).Interface()
		}
		In(&q, values)
	}
	_, err := tx.Exec(ctx, q.Text(), q.Args()...)
	return err
}
