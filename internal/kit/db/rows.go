package db

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"

	"kontor/internal/kit/fault"
)

// Select returns every row of the query as a T, matching columns to the `db`
// tags of T's fields (embedded structs included). A column without a field is
// an error.
func Select[T any](ctx context.Context, q Querier, query string, args ...any) ([]T, error) {
	defer q.ended(ctx, query, time.Now())
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	plan, err := planFor(reflect.TypeFor[T](), rows)
	if err != nil {
		return nil, err
	}
	var all []T
	dest := make([]any, len(plan))
	for rows.Next() {
		var row T
		fill(dest, reflect.ValueOf(&row).Elem(), plan)
		if err := rows.Scan(dest...); err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, rows.Err()
}

// Get returns the one row of the query, or fault.NotFound.
func Get[T any](ctx context.Context, q Querier, query string, args ...any) (T, error) {
	all, err := Select[T](ctx, q, query, args...)
	if err != nil {
		return *new(T), err
	}
	if len(all) == 0 {
		return *new(T), fault.NotFound{}
	}
	return all[0], nil
}

// Values returns the one column of the query as a slice.
func Values[T any](ctx context.Context, q Querier, query string, args ...any) ([]T, error) {
	defer q.ended(ctx, query, time.Now())
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var v T
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

// Value returns the one value of the query, or fault.NotFound.
func Value[T any](ctx context.Context, q Querier, query string, args ...any) (T, error) {
	all, err := Values[T](ctx, q, query, args...)
	if err != nil {
		return *new(T), err
	}
	if len(all) == 0 {
		return *new(T), fault.NotFound{}
	}
	return all[0], nil
}

func planFor(t reflect.Type, rows *sql.Rows) ([][]int, error) {
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	fields := columnsOf(t)
	plan := make([][]int, len(names))
	for i, name := range names {
		index, ok := fields.byName[name]
		if !ok {
			return nil, fmt.Errorf("%s has no field for column %q", t, name)
		}
		plan[i] = index
	}
	return plan, nil
}

func fill(dest []any, row reflect.Value, plan [][]int) {
	for i, index := range plan {
		dest[i] = row.FieldByIndex(index).Addr().Interface()
	}
}

// columns are the `db` tags of a struct, in order.
type columns struct {
	names  []string
	byName map[string][]int
}

var columnCache sync.Map // reflect.Type to *columns: a cache of what the compiler knows

func columnsOf(t reflect.Type) *columns {
	if c, ok := columnCache.Load(t); ok {
		return c.(*columns)
	}
	c := &columns{byName: map[string][]int{}}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("db"), ",")
		if name == "" || name == "-" {
			continue
		}
		c.names = append(c.names, name)
		c.byName[name] = f.Index
	}
	columnCache.Store(t, c)
	return c
}
