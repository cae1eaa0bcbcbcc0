package db

import (
	"context"
	"database/sql"
	"time"
)

// settler moves what SQLite's log holds into the database file, a moment after
// it was written and on a connection of its own: a page that is written often
// is moved once, and nobody who writes waits for it. What it cannot keep up
// with, the writing connection moves itself (wal_autocheckpoint).
type settler struct {
	conn  *sql.DB
	wake  chan struct{}
	stop  context.CancelFunc
	ended chan struct{}
}

// settleAfter is how long what was written stays in the log alone, which is as
// safe there.
const settleAfter = time.Second

func newSettler(address string) (*settler, error) {
	conn, err := sql.Open("sqlite", address)
	if err != nil {
		return nil, err
	}
	conn.SetMaxOpenConns(1)
	ctx, stop := context.WithCancel(context.Background())
	s := &settler{conn: conn, wake: make(chan struct{}, 1), stop: stop, ended: make(chan struct{})}
	go s.run(ctx)
	return s, nil
}

// wrote says that there is something to move; nil has nothing to do.
func (s *settler) wrote() {
	if s == nil {
		return
	}
	select {
	case s.wake <- struct{}{}:
	default: // it is known already
	}
}

func (s *settler) run(ctx context.Context) {
	defer close(s.ended)
	for {
		select {
		case <-s.wake:
		case <-ctx.Done():
			return
		}
		select {
		case <-time.After(settleAfter):
		case <-ctx.Done():
			return
		}
		// It waits for nobody; what is in use is moved the next time.
		_, _ = s.conn.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)")
	}
}

func (s *settler) close() {
	s.stop()
	<-s.ended
	s.conn.Close()
}

// Wipe lets what the transaction deletes be overwritten in the file of SQLite,
// whole pages too, until done is called. PostgreSQL has VACUUM for that.
func (t *Tx) Wipe(ctx context.Context) (done func(), err error) {
	if t.Engine() != SQLite {
		return func() {}, nil
	}
	if _, err := t.ExecContext(ctx, "PRAGMA secure_delete = ON"); err != nil {
		return nil, err
	}
	return func() { _, _ = t.ExecContext(context.WithoutCancel(ctx), "PRAGMA secure_delete = FAST") }, nil
}

// Settle empties the log of SQLite into the database file, so that it holds
// nothing that was overwritten there. What others read just now waits for the
// next time.
func (d *DB) Settle(ctx context.Context) error {
	if d.Engine != SQLite {
		return nil
	}
	_, err := d.write.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return err
}
