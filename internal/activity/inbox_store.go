package activity

import (
	"context"
	"fmt"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
)

// Inbox keeps what members are told, and what they want to hear. Everybody
// reaches their own only.
type Inbox struct{ db *db.DB }

// inboxPage is how many notifications a page shows.
const inboxPage = 50

// maxUnread is how far unread notifications are counted.
const maxUnread = 100

const selectNotification = `SELECT n.workspace_id, n.id, n.member_id, n.event, n.kind, n.record_id, n.title, n.body, n.actor_id, n.created_at, n.read_at,
	coalesce(m.name, '') AS actor_name FROM notifications n
	LEFT JOIN members m ON m.workspace_id = n.workspace_id AND m.id = n.actor_id
	WHERE n.workspace_id = `

// List returns the actor's notifications, the newest first, older than before
// if it is not zero, at most most; only those not read if unread is true.
func (s *Inbox) List(ctx context.Context, actor account.Actor, unread bool, before db.ID, most int) ([]Notification, error) {
	var q db.SQL
	q.S(selectNotification).P(actor.Workspace).S(" AND n.member_id = ").P(actor.Member)
	if unread {
		q.S(" AND n.read_at IS NULL")
	}
	if !before.IsZero() {
		q.S(" AND n.id < ").P(before)
	}
	q.S(" ORDER BY n.id DESC LIMIT ").P(most)
	all, err := db.Select[Notification](ctx, s.db, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read inbox: %w", err)
	}
	return all, nil
}

// Get returns one of the actor's notifications.
func (s *Inbox) Get(ctx context.Context, actor account.Actor, id db.ID) (Notification, error) {
	return notification(ctx, s.db, actor, id)
}

func notification(ctx context.Context, q db.Querier, actor account.Actor, id db.ID) (Notification, error) {
	var sql db.SQL
	sql.S(selectNotification).P(actor.Workspace).S(" AND n.member_id = ").P(actor.Member).S(" AND n.id = ").P(id)
	return db.Get[Notification](ctx, q, sql.Text(), sql.Args()...)
}

// Unread returns how many notifications the actor has not read, counted up to
// a hundred.
func (s *Inbox) Unread(ctx context.Context, actor account.Actor) (int, error) {
	return db.Value[int](ctx, s.db, `SELECT count(*) FROM (SELECT 1 FROM notifications
		WHERE workspace_id = $1 AND member_id = $2 AND read_at IS NULL LIMIT $3) AS unread`, actor.Workspace, actor.Member, maxUnread)
}

// Read marks one of the actor's notifications as read, or as unread again, and
// returns it.
func (s *Inbox) Read(ctx context.Context, actor account.Actor, id db.ID, read bool) (n Notification, err error) {
	if actor.ReadOnly {
		return n, fault.Forbidden{}
	}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if n, err = notification(ctx, tx, actor, id); err != nil || read == (n.ReadAt != nil) {
			return err
		}
		n.ReadAt = nil
		if read {
			now := time.Now().UnixMilli()
			n.ReadAt = &now
		}
		if _, err := tx.Exec(ctx, `UPDATE notifications SET read_at = $1 WHERE workspace_id = $2 AND id = $3`, n.ReadAt, actor.Workspace, id); err != nil {
			return err
		}
		tx.Tell(db.Notice{Workspace: actor.Workspace, Kind: inboxKind, ID: actor.Member})
		return nil
	})
	return n, err
}

// ReadAll marks all of the actor's notifications as read and returns how many.
func (s *Inbox) ReadAll(ctx context.Context, actor account.Actor) (n int64, err error) {
	if actor.ReadOnly {
		return 0, fault.Forbidden{}
	}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		n, err = tx.Exec(ctx, `UPDATE notifications SET read_at = $1 WHERE workspace_id = $2 AND member_id = $3 AND read_at IS NULL`,
			time.Now().UnixMilli(), actor.Workspace, actor.Member)
		tx.Tell(db.Notice{Workspace: actor.Workspace, Kind: inboxKind, ID: actor.Member})
		return err
	})
	return n, err
}

// Wish is by which ways a member hears of an event.
type Wish struct {
	Event  string `db:"event" json:"event" enum:"mention,meeting,task_assigned,task_due,record_assigned"`
	Inbox  bool   `db:"inbox" json:"inbox" doc:"It stands in the inbox"`
	Digest bool   `db:"digest" json:"digest" doc:"The letter of the day has it"`
}

// Wishes returns what the actor wants to hear, for every event.
func (s *Inbox) Wishes(ctx context.Context, actor account.Actor) ([]Wish, error) {
	said, err := db.Select[Wish](ctx, s.db, `SELECT event, inbox, digest FROM notification_settings WHERE workspace_id = $1 AND member_id = $2`,
		actor.Workspace, actor.Member)
	if err != nil {
		return nil, fmt.Errorf("read wishes: %w", err)
	}
	all := make([]Wish, 0, len(Events()))
	for _, event := range Events() {
		w := Wish{event, true, true}
		for _, one := range said {
			if one.Event == event {
				w = one
			}
		}
		all = append(all, w)
	}
	return all, nil
}

// SetWishes keeps what the actor wants to hear; an event that is not named is
// wanted in every way.
func (s *Inbox) SetWishes(ctx context.Context, actor account.Actor, all []Wish) error {
	if actor.ReadOnly {
		return fault.Forbidden{}
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM notification_settings WHERE workspace_id = $1 AND member_id = $2`, actor.Workspace, actor.Member); err != nil {
			return err
		}
		for _, w := range all {
			_, err := tx.Exec(ctx, `INSERT INTO notification_settings (workspace_id, member_id, event, inbox, digest) VALUES ($1, $2, $3, $4, $5)`,
				actor.Workspace, actor.Member, w.Event, w.Inbox, w.Digest)
			if err != nil {
				return fmt.Errorf("keep wishes: %w", err)
			}
		}
		return nil
	})
}
