package backup

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"kontor/internal/kit/db"
)

// occupied tells whether there are tables. It asks nobody to leave.
func (p postgres) occupied(ctx context.Context) (bool, error) {
	c, err := connect(ctx, p.full)
	if err != nil {
		return false, err
	}
	defer c.Close(ctx)
	var others int
	if err := c.QueryRow(ctx, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
		AND backend_type = 'client backend'`).Scan(&others); err != nil {
		return false, fmt.Errorf("look who is connected: %w", err)
	}
	if others > 0 {
		return true, fmt.Errorf("%d connections use the database %s: stop every server and worker first", others, p.name)
	}
	found, err := countTables(ctx, c)
	return found > 0, err
}

func countTables(ctx context.Context, c *pgx.Conn) (n int, err error) {
	err = c.QueryRow(ctx, `SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()`).Scan(&n)
	return n, err
}

// replace restores beside the configured database and then swaps the names, so
// that a failure leaves everything as it was.
func (p postgres) replace(ctx context.Context, path, kept string) (string, error) {
	fresh := "kontor_restore_" + strings.ReplaceAll(db.NewID().String(), "-", "")
	if err := p.fill(ctx, fresh, path); err != nil {
		return "", errors.Join(err, p.drop(ctx, fresh))
	}
	old := p.name + "_" + strings.ReplaceAll(kept, "-", "_")
	c, err := connect(ctx, p.at(fresh))
	if err != nil {
		return "", errors.Join(err, p.drop(ctx, fresh))
	}
	_, err = c.Exec(ctx, "ALTER DATABASE "+quoted(p.name)+" RENAME TO "+quoted(old))
	c.Close(ctx)
	if err != nil {
		return "", errors.Join(fmt.Errorf("put the old database aside: %w", err), p.drop(ctx, fresh))
	}
	if c, err = connect(ctx, p.at(old)); err != nil {
		return "", fmt.Errorf("%w (the old database is %s, the restored one %s)", err, old, fresh)
	}
	defer c.Close(ctx)
	if _, err := c.Exec(ctx, "ALTER DATABASE "+quoted(fresh)+" RENAME TO "+quoted(p.name)); err != nil {
		return "", fmt.Errorf("put the database in place: %w (the old one is %s, the restored one %s)", err, old, fresh)
	}
	return "database " + old, nil
}
