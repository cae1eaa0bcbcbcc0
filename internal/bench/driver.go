package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"kontor/internal/kit/db"
)

// written are the tables that an import of contacts fills, each behind those
// it refers to. Triggers fill the index of searches and the tallies.
func written() []string {
	return []string{"companies", "contacts", "contact_emails", "contact_phones", "changes", "search"}
}

// atOnce and inOne are how many rows a statement and a transaction write.
const (
	atOnce = 16
	inOne  = 10_000
)

// copied is a table with all of its rows, in the order they were written.
type copied struct {
	name    string
	columns []string
	rows    [][]any
}

// driven is how long the driver alone takes to write what an import has
// written: nothing is read, checked or compared, so no import gets there. The
// rows are taken out of the database before.
func driven(ctx context.Context, d *db.DB) (time.Duration, error) {
	var all []copied
	for _, name := range written() {
		c := copied{name: name}
		if err := c.read(ctx, d); err != nil {
			return 0, fmt.Errorf("read %s: %w", name, err)
		}
		all = append(all, c)
	}
	if err := empty(ctx, d, all); err != nil {
		return 0, err
	}
	begin := time.Now()
	for _, c := range all {
		if err := c.write(ctx, d); err != nil {
			return 0, fmt.Errorf("write %s: %w", c.name, err)
		}
	}
	return time.Since(begin), nil
}

func (c *copied) read(ctx context.Context, d *db.DB) (err error) {
	if c.columns, err = db.Values[string](ctx, d, "SELECT name FROM pragma_table_info($1) ORDER BY cid", c.name); err != nil {
		return err
	}
	rows, err := d.Query(ctx, "SELECT "+strings.Join(c.columns, ", ")+" FROM "+c.name+" ORDER BY rowid")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		row, dest := make([]any, len(c.columns)), make([]any, len(c.columns))
		for i := range row {
			dest[i] = &row[i]
		}
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		c.rows = append(c.rows, row)
	}
	return rows.Err()
}

// empty takes the rows away, the tables that others refer to last.
func empty(ctx context.Context, d *db.DB, all []copied) error {
	err := d.InTx(ctx, func(tx *db.Tx) error {
		for i := range all {
			if _, err := tx.Exec(ctx, "DELETE FROM "+all[len(all)-1-i].name); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, "DELETE FROM tallies")
		return err
	})
	if err != nil {
		return fmt.Errorf("take the rows away: %w", err)
	}
	return d.Settle(ctx)
}

func (c *copied) write(ctx context.Context, d *db.DB) error {
	for rows := c.rows; len(rows) > 0; {
		part := rows[:min(inOne, len(rows))]
		if err := d.InLoad(ctx, func(l *db.Loader) error { return c.writePart(ctx, l, part) }); err != nil {
			return err
		}
		rows = rows[len(part):]
	}
	return nil
}

func (c *copied) writePart(ctx context.Context, l *db.Loader, rows [][]any) error {
	many, err := l.PrepareContext(ctx, c.statement(atOnce))
	if err != nil {
		return err
	}
	defer many.Close()
	for len(rows) >= atOnce {
		if err := insert(ctx, many, rows[:atOnce]); err != nil {
			return err
		}
		rows = rows[atOnce:]
	}
	if len(rows) == 0 {
		return nil
	}
	rest, err := l.PrepareContext(ctx, c.statement(len(rows)))
	if err != nil {
		return err
	}
	defer rest.Close()
	return insert(ctx, rest, rows)
}

func (c *copied) statement(rows int) string {
	row := "(" + strings.TrimSuffix(strings.Repeat("?, ", len(c.columns)), ", ") + ")"
	return "INSERT INTO " + c.name + " (" + strings.Join(c.columns, ", ") + ") VALUES " + strings.TrimSuffix(strings.Repeat(row+", ", rows), ", ")
}

func insert(ctx context.Context, s *sql.Stmt, rows [][]any) error {
	var args []any
	for _, row := range rows {
		args = append(args, row...)
	}
	_, err := s.ExecContext(ctx, args...)
	return err
}
