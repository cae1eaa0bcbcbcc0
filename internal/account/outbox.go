package account

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/secret"
)

// Mail is a letter that waits to be sent, in plain text.
type Mail struct {
	Workspace db.WorkspaceID `db:"workspace_id"` // 0 is the server itself
	ID        db.ID          `db:"id"`
	Kind      string         `db:"kind"` // what it is for, such as reset
	To        string         `db:"address"`
	Subject   string         `db:"subject"`
	Body      string         `db:"body"`
	CreatedAt int64          `db:"created_at"`
	SentAt    *int64         `db:"sent_at"`
}

// Outbox is the shelf of mails that wait. Nothing sends them yet: who runs the
// server reads them on a page and hands the links on.
type Outbox struct {
	db  *db.DB
	box *secret.Box
}

const selectMail = "SELECT workspace_id, id, kind, address, subject, body, created_at, sent_at FROM outbox"

// about names a mail to the box.
func (m Mail) about() string { return "mail|" + m.ID.String() }

// Post puts a mail into the outbox in the transaction of what it tells. What
// it says is kept sealed.
func (s *Outbox) Post(ctx context.Context, tx *db.Tx, m Mail) error {
	m.ID, m.CreatedAt, m.SentAt = db.NewID(), time.Now().UnixMilli(), nil
	m.Body = s.box.Seal(m.about(), m.Body)
	if err := db.Insert(ctx, tx, "outbox", &m); err != nil {
		return fmt.Errorf("post mail: %w", err)
	}
	return nil
}

// outboxLife is how long a mail is kept, sent or not: no link in one works
// longer.
const outboxLife = 30 * 24 * time.Hour

// Forget removes mails that are older than a month.
func (s *Outbox) Forget(ctx context.Context, now time.Time) error {
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM outbox WHERE created_at < $1", now.Add(-outboxLife).UnixMilli())
		return err
	})
}

// List returns the newest mails of the server, for whoever runs it; what they
// say is left out.
func (s *Outbox) List(ctx context.Context, actor Actor) ([]Mail, error) {
	if err := actor.Require(ManageServer); err != nil {
		return nil, err
	}
	all, err := db.Select[Mail](ctx, s.db, selectMail+" WHERE workspace_id = 0 ORDER BY id DESC LIMIT 200")
	for i := range all {
		all[i].Body = ""
	}
	return all, err
}

// Get returns a mail of the server with what it says, for whoever runs it.
func (s *Outbox) Get(ctx context.Context, actor Actor, id db.ID) (Mail, error) {
	if err := actor.Require(ManageServer); err != nil {
		return Mail{}, err
	}
	m, err := db.Get[Mail](ctx, s.db, selectMail+" WHERE workspace_id = 0 AND id = $1", id)
	if err != nil {
		return m, err
	}
	if m.Body, err = s.box.Open(m.about(), m.Body); err != nil {
		err = fault.Conflict{Text: err.Error()}
	}
	return m, err
}
