package db

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Loader is a transaction that can also write very many rows at once.
type Loader struct {
	*Tx
	conn    *sql.Conn
	indexes []string // statements that make dropped indexes again
}

// InLoad is InTx with a Loader: for thousands of rows, where InsertAll would
// spend most of its time on the statements. Within it InsertAll is Load.
func (d *DB) InLoad(ctx context.Context, f func(l *Loader) error) error {
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close()
	t, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	defer t.Rollback() // a no-op after Commit
	l := &Loader{Tx: &Tx{Tx: t, db: d}, conn: conn}
	l.bulk = l
	err = f(l)
	if err == nil {
		err = l.makeIndexes(ctx)
	}
	if err == nil {
		err = l.beforeCommit(ctx)
	}
	if err != nil {
		return asFault(err)
	}
	if err := t.Commit(); err != nil {
		return asFault(fmt.Errorf("commit: %w", err))
	}
	l.committed()
	d.settler.wrote()
	d.known.learn(d.write, l.wrote)
	return nil
}

// Load writes every row into table like InsertAll, by COPY on PostgreSQL and
// by prepared statements of many rows on SQLite.
func Load[T any](ctx context.Context, l *Loader, table Expr, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	names := writable(reflect.TypeFor[T]())
	value := func(i int, into []any) []any {
		v := reflect.ValueOf(&rows[i]).Elem()
		c := columnsOf(v.Type())
		for _, name := range names {
			into = append(into, v.FieldByIndex(c.byName[name]).Interface())
		}
		return into
	}
	err := l.load(ctx, string(table), names, len(rows), value)
	if err != nil {
		return fmt.Errorf("load %s: %w", table, err)
	}
	return nil
}

type rowValues func(i int, into []any) []any

func (l *Loader) load(ctx context.Context, table string, names []string, n int, value rowValues) error {
	if l.Engine() == SQLite {
		return l.prepared(ctx, table, names, n, value)
	}
	return l.conn.Raw(func(driver any) error {
		source := pgx.CopyFromSlice(n, func(i int) ([]any, error) { return value(i, nil), nil })
		_, err := driver.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{table}, names, source)
		return err
	})
}

// rowsAtOnce is how many rows one statement writes: enough that the way to the
// database is no longer what it costs, few enough that the text is kept.
const rowsAtOnce = 16

// prepared writes rowsAtOnce rows at a time, then the rest row by row: two
// statements however many rows there are.
func (l *Loader) prepared(ctx context.Context, table string, names []string, n int, value rowValues) error {
	for i, size := 0, rowsAtOnce; i < n; size = 1 {
		until := i + (n-i)/size*size
		if i == until {
			continue
		}
		if err := l.write(ctx, insertStatement(table, names, size), size, i, until, value); err != nil {
			return err
		}
		i = until
	}
	return nil
}

// write runs the text, of size rows, for the rows from i on.
func (l *Loader) write(ctx context.Context, text string, size, i, until int, value rowValues) error {
	stmt := l.Tx.prepared(ctx, text)
	if stmt == nil {
		own, err := l.PrepareContext(ctx, text)
		if err != nil {
			return err
		}
		defer own.Close()
		stmt = own
	}
	var args []any
	for ; i < until; i += size {
		args = args[:0]
		for j := range size {
			args = value(i+j, args)
		}
		if _, err := stmt.ExecContext(ctx, args...); err != nil {
			return err
		}
	}
	return nil
}

func insertStatement(table string, names []string, rows int) string {
	row := "(" + strings.TrimSuffix(strings.Repeat("?,", len(names)), ",") + "),"
	return "INSERT INTO " + table + " (" + strings.Join(names, ", ") + ") VALUES " + strings.TrimSuffix(strings.Repeat(row, rows), ",")
}

// Analyze lets the database count what it holds, so that it plans well after
// very many rows came or went.
func (d *DB) Analyze(ctx context.Context) error {
	// SQLite looks at a part of every index only, which takes no time.
	statement := "PRAGMA analysis_limit = 1000; ANALYZE"
	if d.Engine == Postgres {
		statement = "ANALYZE"
	}
	if _, err := d.write.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("analyze: %w", err)
	}
	return nil
}
