package db

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"kontor/internal/kit/fault"
)

// Insert writes every tagged field of row (a pointer to a struct) into table.
// A tag `db:"name,ro"` marks a column that is only read.
func Insert(ctx context.Context, tx *Tx, table Expr, row any) error {
	v := reflect.ValueOf(row).Elem()
	var q SQL
	q.S("INSERT INTO ").S(table).S(" (")
	names := writable(v.Type())
	for i, name := range names {
		if i > 0 {
			q.S(", ")
		}
		q.S(Expr(name))
	}
	q.S(") VALUES (")
	c := columnsOf(v.Type())
	for i, name := range names {
		if i > 0 {
			q.S(", ")
		}
		q.P(v.FieldByIndex(c.byName[name]).Interface())
	}
	q.S(")")
	_, err := tx.Exec(ctx, q.Text(), q.Args()...)
	return err
}

// Update writes the named columns of row, which must have the columns
// workspace_id, id and version: the row is changed only if it still has that
// version, which then counts one up, in the database and in row. It returns a
// stale fault.Conflict when somebody was faster, fault.NotFound when the row
// is gone.
func Update(ctx context.Context, tx *Tx, table Expr, row any, names ...string) error {
	v := reflect.ValueOf(row).Elem()
	c := columnsOf(v.Type())
	value := func(name string) any { return v.FieldByIndex(c.byName[name]).Interface() }
	var q SQL
	q.S("UPDATE ").S(table).S(" SET ")
	for _, name := range names {
		if _, ok := c.byName[name]; !ok {
			return fmt.Errorf("%s has no field for column %q", v.Type(), name)
		}
		q.S(Expr(name)).S(" = ").P(value(name)).S(", ")
	}
	q.S("version = version + 1 WHERE workspace_id = ").P(value("workspace_id"))
	q.S(" AND id = ").P(value("id")).S(" AND version = ").P(value("version"))
	n, err := tx.Exec(ctx, q.Text(), q.Args()...)
	if err != nil {
		return err
	}
	if n == 0 {
		return staleOrGone(ctx, tx, table, value("workspace_id"), value("id"))
	}
	version := v.FieldByIndex(c.byName["version"])
	version.SetInt(version.Int() + 1)
	return nil
}

// Different returns those of the named columns in which two rows of a table
// differ: an UPDATE of the others would only rewrite their indexes.
func Different[T any](old, row *T, names []string) []string {
	was, is := reflect.ValueOf(old).Elem(), reflect.ValueOf(row).Elem()
	c := columnsOf(is.Type())
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		at := c.byName[name]
		return reflect.DeepEqual(was.FieldByIndex(at).Interface(), is.FieldByIndex(at).Interface())
	})
}

func staleOrGone(ctx context.Context, tx *Tx, table Expr, workspace, id any) error {
	var q SQL
	q.S("SELECT count(*) FROM ").S(table).S(" WHERE workspace_id = ").P(workspace).S(" AND id = ").P(id)
	n, err := Value[int64](ctx, tx, q.Text(), q.Args()...)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.NotFound{}
	}
	return fault.Conflict{Stale: true}
}

// Columns lists the columns of T that are its own, for a SELECT from a table of
// that alias.
func Columns[T any](alias Expr) Expr {
	names := writable(reflect.TypeFor[T]())
	return alias + "." + Expr(strings.Join(names, ", "+string(alias)+"."))
}

// Names returns the names of the columns of T that are its own, without some.
func Names[T any](except ...string) []string {
	return slices.DeleteFunc(writable(reflect.TypeFor[T]()), func(name string) bool { return slices.Contains(except, name) })
}

// writable are the columns of t that Insert writes.
func writable(t reflect.Type) []string {
	c := columnsOf(t)
	return slices.DeleteFunc(slices.Clone(c.names), func(name string) bool {
		tag := t.FieldByIndex(c.byName[name]).Tag.Get("db")
		return len(tag) > 3 && tag[len(tag)-3:] == ",ro"
	})
}
