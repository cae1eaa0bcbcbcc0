package backup

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"kontor/internal/kit/db"
)

// postgres copies a database of a PostgreSQL server with the server's own
// tools.
type postgres struct {
	url      string // without the password
	password string
	full     string
	name     string // of the database
}

func newPostgres(address string) (postgres, error) {
	u, err := url.Parse(address)
	cfg, cfgErr := pgx.ParseConfig(address)
	if err != nil || cfgErr != nil {
		return postgres{}, errors.New("DATABASE_URL is not a valid postgres:// address")
	}
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	q := u.Query()
	q.Del("password")
	u.RawQuery = q.Encode()
	return postgres{url: u.String(), password: cfg.Password, full: address, name: cfg.Database}, nil
}

// at is the address of another database of the server, with the password.
func (p postgres) at(name string) string {
	u, err := url.Parse(p.full)
	if err != nil {
		return p.full // newPostgres has parsed it
	}
	u.Path = "/" + name
	return u.String()
}

// settle makes values look the same whatever the database was told.
const settle = `SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'iso_8601'; SET bytea_output = 'hex'; SET extra_float_digits = 3`

func connect(ctx context.Context, address string) (*pgx.Conn, error) {
	c, err := pgx.Connect(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	if _, err := c.Exec(ctx, settle); err != nil {
		c.Close(ctx)
		return nil, fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	return c, nil
}

// snapshot sums up the very state that pg_dump writes.
func (p postgres) snapshot(ctx context.Context, _ *db.DB, path string) (Tables, error) {
	c, err := connect(ctx, p.full)
	if err != nil {
		return nil, err
	}
	defer c.Close(context.WithoutCancel(ctx))
	tx, err := c.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return nil, fmt.Errorf("copy database: %w", err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }() // it only reads
	var state string
	if err := tx.QueryRow(ctx, "SELECT pg_export_snapshot()").Scan(&state); err != nil {
		return nil, fmt.Errorf("copy database: %w", err)
	}
	err = p.run(ctx, c, "pg_dump", "--format=custom", "--compress=0", "--no-owner", "--no-privileges",
		"--snapshot="+state, "--file="+path, "--dbname="+p.url)
	if err != nil {
		return nil, err
	}
	return digestConn(ctx, c)
}

func (p postgres) scratch(ctx context.Context, path string) (Tables, func() error, error) {
	name := "kontor_scratch_" + strings.ReplaceAll(db.NewID().String(), "-", "")
	if err := p.fill(ctx, name, path); err != nil {
		return nil, nil, errors.Join(err, p.drop(ctx, name))
	}
	c, err := connect(ctx, p.at(name))
	if err != nil {
		return nil, nil, errors.Join(err, p.drop(ctx, name))
	}
	found, err := digestConn(ctx, c)
	c.Close(context.WithoutCancel(ctx))
	if err != nil {
		return nil, nil, errors.Join(err, p.drop(ctx, name))
	}
	return found, func() error { return p.drop(ctx, name) }, nil
}

// fill makes a new database and restores the dump into it.
func (p postgres) fill(ctx context.Context, name, path string) error {
	c, err := connect(ctx, p.full)
	if err != nil {
		if c, err = connect(ctx, p.at("postgres")); err != nil { // the configured one may be gone
			return err
		}
	}
	defer c.Close(context.WithoutCancel(ctx))
	_, err = c.Exec(ctx, "CREATE DATABASE "+quoted(name)+" TEMPLATE template0 ENCODING 'UTF8'")
	if err != nil {
		return fmt.Errorf("make a scratch database: %w (the role of DATABASE_URL needs it: ALTER ROLE … CREATEDB)", err)
	}
	to, err := newPostgres(p.at(name))
	if err != nil {
		return err
	}
	return to.run(ctx, c, "pg_restore", "--exit-on-error", "--no-owner", "--no-privileges", "--dbname="+to.url, path)
}

// drop removes a database even when the work was stopped.
func (p postgres) drop(ctx context.Context, name string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	c, err := connect(ctx, p.full)
	if err != nil {
		if c, err = connect(ctx, p.at("postgres")); err != nil {
			return err
		}
	}
	defer c.Close(ctx)
	if _, err := c.Exec(ctx, "DROP DATABASE IF EXISTS "+quoted(name)+" WITH (FORCE)"); err != nil {
		return fmt.Errorf("remove scratch database %s: %w", name, err)
	}
	return nil
}

func digestConn(ctx context.Context, c *pgx.Conn) (Tables, error) {
	rows, err := c.Query(ctx, `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind = 'r' AND n.nspname = current_schema() ORDER BY 1`)
	if err != nil {
		return nil, fmt.Errorf("read tables: %w", err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("read tables: %w", err)
	}
	all := Tables{}
	for _, name := range names {
		var l lines
		if _, err := c.PgConn().CopyTo(ctx, &l, "COPY "+quoted(name)+" TO STDOUT"); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		all[name] = l.digest()
	}
	return all, nil
}
