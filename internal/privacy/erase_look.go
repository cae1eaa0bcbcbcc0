package privacy

import (
	"context"
	"strings"
	"time"

	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
)

// look finds what speaks of the person, before anybody has to wait.
func (e *erasing) look(ctx context.Context) (err error) {
	e.since = time.Now().UnixMilli()
	for _, p := range places() {
		f, err := p.look(ctx, e.db, e.actor, e.words)
		if err != nil {
			return err
		}
		e.places = append(e.places, f)
	}
	if e.waiting, err = e.imports.Mentioning(ctx, e.actor, e.words.mentions); err != nil {
		return err
	}
	if e.mails, err = e.accounts.Outbox.Mentioning(ctx, e.actor, e.addresses(), e.words.mentions); err != nil {
		return err
	}
	if e.answers, err = api.Mentioning(ctx, e.db, e.actor.Workspace, 0, e.mentions); err != nil {
		return err
	}
	e.entries, err = e.accounts.AuditLog.Mentioning(ctx, e.actor, e.words.patterns)
	return err
}

func (e *erasing) addresses() (all []string) {
	for _, address := range e.person.emails {
		all = append(all, strings.ToLower(address))
	}
	return all
}

// mentions tells whether a text names the person or one of their records.
func (e *erasing) mentions(text string) bool {
	for _, id := range e.person.ids {
		if strings.Contains(text, id.String()) {
			return true
		}
	}
	return e.words.mentions(text)
}

// letters erases what the server said about the person: mails that wait, and
// answers kept for programs, those since they were looked for too.
func (e *erasing) letters(ctx context.Context, tx *db.Tx) error {
	if err := e.accounts.Outbox.Erase(ctx, tx, e.actor, e.mails); err != nil {
		return err
	}
	newer, err := api.Mentioning(ctx, tx, e.actor.Workspace, e.since, e.mentions)
	if err != nil {
		return err
	}
	if err := api.Drop(ctx, tx, e.actor.Workspace, append(e.answers, newer...)); err != nil {
		return err
	}
	keys, err := e.imports.Drop(ctx, tx, e.actor, e.waiting)
	e.bytes = append(e.bytes, keys...)
	return err
}
