// Package db owns the way to the database: one small helper over database/sql
// for SQLite and PostgreSQL, ids, the statement builder and the migrations.
package db

import (
	"context"
	"database/sql"
	"fmt"
	"sync/atomic"
	"time"
)

// Engine is the kind of database behind a DB.
type Engine string

// The two engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// DB reads through a pool and writes in transactions. On SQLite there is one
// writing connection: inside InTx only the Tx may be used, or the call waits
// for itself.
type DB struct {
	Engine Engine
	Path   string // of the SQLite file
	URL    string // of the PostgreSQL server; holds a password, never print it

	// OnQuery, set before the first statement, is told every one that reads
	// outside of a transaction, and what the driver gets: for tests that count
	// them.
	OnQuery func(query string, args []any)

	// OnStatement, set before the first statement, is told every one that
	// Select, Values or Exec ran.
	OnStatement func(ctx context.Context, s Statement)

	Notices Notices // where the notices of transactions go

	read, write *sql.DB
	settler     *settler    // of SQLite
	stmts       *statements // of the reading pool
	known       *knownTexts // of the writing connection
	commits     atomic.Uint64
}

// Querier reads: a DB, or a Tx inside a transaction.
type Querier interface {
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	engine() Engine
	ended(ctx context.Context, query string, began time.Time)
}

// Tx is one transaction.
type Tx struct {
	*sql.Tx
	db    *DB
	bulk  *Loader // inside InLoad
	told  []Notice
	wrote []string // texts that were not known yet
}

// Query runs a reading statement.
func (d *DB) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if d.OnQuery != nil {
		d.OnQuery(query, args)
	}
	if d.stmts == nil {
		return d.read.QueryContext(ctx, query, args...)
	}
	stmt, err := d.stmts.prepare(ctx, d.read, query)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

func (d *DB) engine() Engine { return d.Engine }

// Writer is the pool that writes, for libraries that bring their own SQL.
func (d *DB) Writer() *sql.DB { return d.write }

// Waits tells how often somebody has waited so far for a connection to write:
// on SQLite for whoever wrote just then.
func (d *DB) Waits() int64 { return d.write.Stats().WaitCount }

// Reader is the pool that reads, for libraries that bring their own SQL.
func (d *DB) Reader() *sql.DB { return d.read }

// InTx runs f in one transaction: committed when f returns nil, else rolled
// back. A constraint that failed comes back as the matching fault.
func (d *DB) InTx(ctx context.Context, f func(tx *Tx) error) error {
	t, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return asFault(fmt.Errorf("begin transaction: %w", err))
	}
	defer t.Rollback() // a no-op after Commit
	tx := &Tx{Tx: t, db: d}
	if err = f(tx); err == nil {
		err = tx.beforeCommit(ctx)
	}
	if err != nil {
		return asFault(err)
	}
	if err := t.Commit(); err != nil {
		return asFault(fmt.Errorf("commit: %w", err))
	}
	tx.committed()
	d.settler.wrote()
	d.known.learn(d.write, tx.wrote)
	return nil
}

// Query runs a reading statement, or one with RETURNING, in the transaction.
func (t *Tx) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if stmt := t.prepared(ctx, query); stmt != nil {
		return stmt.QueryContext(ctx, args...)
	}
	return t.QueryContext(ctx, query, args...)
}

func (t *Tx) engine() Engine { return t.db.Engine }

func (t *Tx) ended(ctx context.Context, query string, began time.Time) { t.db.ended(ctx, query, began) }

// Engine tells which database the transaction runs on.
func (t *Tx) Engine() Engine { return t.db.Engine }

// Lock ends a SELECT so that nobody else changes its rows before the
// transaction ends. References to the rows can still be added. On SQLite there
// is one writer anyway.
func Lock(q *SQL, tx *Tx) {
	if tx.Engine() == Postgres {
		q.S(" FOR NO KEY UPDATE")
	}
}

// Exec runs a writing statement and returns the number of rows it touched.
func (t *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	defer t.ended(ctx, query, time.Now())
	run := t.ExecContext
	if stmt := t.prepared(ctx, query); stmt != nil {
		run = func(ctx context.Context, _ string, args ...any) (sql.Result, error) {
			return stmt.ExecContext(ctx, args...)
		}
	}
	res, err := run(ctx, query, args...)
	if err != nil {
		return 0, asFault(err)
	}
	return res.RowsAffected()
}

// prepared returns the statement if it is known; it ends with the transaction.
func (t *Tx) prepared(ctx context.Context, query string) *sql.Stmt {
	if t.db.known == nil {
		return nil
	}
	if stmt := t.db.known.of(query); stmt != nil {
		return t.StmtContext(ctx, stmt)
	}
	t.wrote = append(t.wrote, query)
	return nil
}
