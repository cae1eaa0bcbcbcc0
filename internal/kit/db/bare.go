package db

import (
	"context"
	"fmt"
)

// Bare drops the indexes of a table, but not those that keep values unique,
// until the transaction ends: making an index of many rows at once takes a
// fraction of the time that keeping it up row by row does. On PostgreSQL
// nobody else can use the table meanwhile, so it is for tables that hold
// little before.
func (l *Loader) Bare(ctx context.Context, table Expr) error {
	find := `SELECT '"' || name || '"' AS name, sql AS made FROM sqlite_master
		WHERE type = 'index' AND tbl_name = $1 AND sql NOT LIKE 'CREATE UNIQUE%'`
	if l.Engine() == Postgres {
		find = `SELECT CAST(CAST(indexrelid AS regclass) AS TEXT) AS name, pg_get_indexdef(indexrelid) AS made
			FROM pg_index WHERE indrelid = CAST($1 AS regclass) AND NOT indisunique`
	}
	found, err := Select[index](ctx, l, find, string(table))
	if err != nil {
		return fmt.Errorf("read indexes of %s: %w", table, err)
	}
	for _, i := range found {
		if _, err := l.Exec(ctx, "DROP INDEX "+i.Name); err != nil {
			return fmt.Errorf("drop index %s: %w", i.Name, err)
		}
		l.indexes = append(l.indexes, i.Made)
	}
	return nil
}

type index struct {
	Name string `db:"name"`
	Made string `db:"made"`
}

func (l *Loader) makeIndexes(ctx context.Context) error {
	if len(l.indexes) > 0 && l.Engine() == Postgres {
		if _, err := l.Exec(ctx, "SET LOCAL maintenance_work_mem = '256MB'"); err != nil {
			return fmt.Errorf("make room: %w", err)
		}
	}
	for _, statement := range l.indexes {
		if _, err := l.Exec(ctx, statement); err != nil {
			return fmt.Errorf("make index again: %w", err)
		}
	}
	return nil
}

// Roomy gives SQLite a large cache while f runs, for work on very many rows.
func (d *DB) Roomy(ctx context.Context, f func() error) error {
	if d.Engine != SQLite {
		return f()
	}
	const large, usual = "PRAGMA cache_size = -400000", "PRAGMA cache_size = -50000"
	if _, err := d.write.ExecContext(ctx, large); err != nil {
		return fmt.Errorf("make room: %w", err)
	}
	defer func() {
		_, _ = d.write.ExecContext(context.WithoutCancel(ctx), usual) // a cache that stays large harms nothing
	}()
	return f()
}
