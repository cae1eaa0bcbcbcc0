package account

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"kontor/internal/kit/db"
)

// mailsAtOnce is how many mails are read, or erased, at once.
const mailsAtOnce = 200

// Mentioning returns the mails to addresses, unless they are of a user, whose
// mails are their own, and those of the workspace that speak of what mentions
// knows. It opens all of them, and therefore before a transaction.
func (s *Outbox) Mentioning(ctx context.Context, actor Actor, addresses []string, mentions func(string) bool) (found []db.ID, err error) {
	for last, more := (db.ID{}), true; more; {
		all, err := s.after(ctx, actor, last)
		if err != nil {
			return nil, fmt.Errorf("read outbox: %w", err)
		}
		for _, m := range all {
			if last = m.ID; slices.Contains(addresses, strings.ToLower(m.To)) || s.mentions(m, actor, mentions) {
				found = append(found, m.ID)
			}
		}
		more = len(all) == mailsAtOnce
	}
	return found, nil
}

func (s *Outbox) after(ctx context.Context, actor Actor, last db.ID) ([]Mail, error) {
	var q db.SQL
	q.S(selectMail).S(" WHERE workspace_id IN (0, ").P(actor.Workspace)
	q.S(") AND NOT EXISTS (SELECT 1 FROM users u WHERE u.email_key = lower(address) AND outbox.workspace_id = 0)")
	if !last.IsZero() {
		q.S(" AND id > ").P(last)
	}
	q.S(" ORDER BY id LIMIT ").P(mailsAtOnce)
	return db.Select[Mail](ctx, s.db, q.Text(), q.Args()...)
}

// Erase removes mails of the server and of the workspace.
func (s *Outbox) Erase(ctx context.Context, tx *db.Tx, actor Actor, mails []db.ID) error {
	for some := range slices.Chunk(mails, mailsAtOnce) {
		var q db.SQL
		q.S("DELETE FROM outbox WHERE workspace_id IN (0, ").P(actor.Workspace).S(") AND id IN ")
		db.In(&q, some)
		if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
			return fmt.Errorf("erase mails: %w", err)
		}
	}
	return nil
}

// mentions tells whether a mail of the actor's workspace speaks of somebody; one
// that cannot be opened any more is taken for one.
func (s *Outbox) mentions(m Mail, actor Actor, mentions func(string) bool) bool {
	if m.Workspace != actor.Workspace {
		return false
	}
	body, err := s.box.Open(m.about(), m.Body)
	return err != nil || mentions(body) || mentions(m.Subject)
}
