package live

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"kontor/internal/kit/db"
)

// channel is where nodes hear each other.
const channel = "kontor_live"

// postgres is the line over the database's own LISTEN and NOTIFY: a change is
// told if and when its transaction is committed, by whichever process.
type postgres struct {
	d      *db.DB
	once   sync.Once
	outbox *outbox
}

// notify tells of changes within their transaction.
func notify(ctx context.Context, tx *db.Tx, all []db.Notice) error {
	for _, m := range messagesOf(all) {
		if _, err := tx.Exec(ctx, "SELECT pg_notify($1, $2)", channel, m.text()); err != nil {
			return fmt.Errorf("notify of changes: %w", err)
		}
	}
	return nil
}

// listenFor is how long silence lasts before the connection is tried.
const listenFor = 30 * time.Second

func (p *postgres) run(ctx context.Context, heard func([]byte), up func()) error {
	cfg, err := pgx.ParseConfig(p.d.URL)
	if err != nil {
		return fmt.Errorf("DATABASE_URL is not a valid postgres:// address")
	}
	cfg.ConnectTimeout = 10 * time.Second
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return fmt.Errorf("connect to listen: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	up()
	for {
		if err := p.hear(ctx, conn, heard); err != nil {
			return err
		}
	}
}

// hear waits for one message, or makes sure that the connection still stands.
func (p *postgres) hear(ctx context.Context, conn *pgx.Conn, heard func([]byte)) error {
	soon, cancel := context.WithTimeout(ctx, listenFor)
	defer cancel()
	n, err := conn.WaitForNotification(soon)
	if err == nil {
		heard([]byte(n.Payload))
		return nil
	}
	if ctx.Err() != nil || soon.Err() == nil {
		return fmt.Errorf("hear: %w", err)
	}
	ping, stop := context.WithTimeout(ctx, 10*time.Second)
	defer stop()
	return conn.Ping(ping)
}

func (p *postgres) send(m message) {
	p.once.Do(func() { p.outbox = newOutbox(p.post) })
	p.outbox.send(m)
}

func (p *postgres) post(ctx context.Context, text string) error {
	_, err := p.d.Writer().ExecContext(ctx, "SELECT pg_notify($1, $2)", channel, text)
	return err
}

func (p *postgres) close() {
	p.once.Do(func() {}) // nothing was sent, and nothing will be
	if p.outbox != nil {
		p.outbox.close()
	}
}
